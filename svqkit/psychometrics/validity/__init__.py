"""Convergent and discriminant validity, and the method behind the answers."""
