"""Exploratory factor analysis: whether, how, and with which scores."""
