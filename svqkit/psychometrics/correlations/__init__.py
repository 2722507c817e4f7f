"""Correlations of measured and ordered answers, with the distributions beneath them."""
