"""Reports written from results."""
