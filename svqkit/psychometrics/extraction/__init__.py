"""Common factors out of a correlation matrix, without rotation."""
