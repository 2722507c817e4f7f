"""Did it work: before and after, with comparison, over time, and what training brought."""
