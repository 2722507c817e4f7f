"""Answers and their sums: checks, moments, cross-tables, resampled covariances; below everything else."""
