"""Tests and indices of fit, normal-theory, scaled and robust."""
