"""What satisfies, what dissatisfies, and what does neither."""
