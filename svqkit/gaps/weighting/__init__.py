"""Where weights come from, and what gaps are worth with them."""
