"""Can we rely on it: criteria, findings, claims and a verdict."""
