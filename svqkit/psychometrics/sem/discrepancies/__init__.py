"""Discrepancy functions, each an interchangeable object."""
