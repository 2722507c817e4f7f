"""Samples planned by formula and by Monte Carlo, and cut-offs simulated for a model."""
