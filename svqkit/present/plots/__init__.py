"""Pictures: one function a picture, each returns its Axes."""
