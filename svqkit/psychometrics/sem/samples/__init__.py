"""What a model is fitted to: moments by group and by missing pattern."""
