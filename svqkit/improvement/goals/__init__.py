"""Goals, service levels, comparison with others, and the log of what was improved."""
