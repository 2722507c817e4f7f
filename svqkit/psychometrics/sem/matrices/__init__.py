"""What a model implies: matrices, their cells and slopes."""
