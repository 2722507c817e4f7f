"""Whether groups answer on one scale, and how much it matters where they do not."""
