"""Customers: segments, demand, who leaves, which machine fails next, and the six typical problems."""
