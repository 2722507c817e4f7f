"""Weights of indicators: points, panels of experts, the data themselves, and combinations."""
