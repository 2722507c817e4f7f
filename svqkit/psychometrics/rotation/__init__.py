"""Rotation of factors: criteria, targets and the search for the minimum."""
