"""Live widgets, one module each."""
