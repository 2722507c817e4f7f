"""Missing answers: which, why, and what to do."""
