"""The named estimators, and how each takes its data and residuals."""
