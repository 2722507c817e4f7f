"""Indicator systems: their definitions, their scores, and how far a ranking hangs on its weights."""
