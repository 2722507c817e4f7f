"""The fitted model as a user sees it, its scores and its bootstrap."""
