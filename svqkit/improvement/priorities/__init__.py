"""Importance and performance: what to work on first."""
