"""What to do: priorities."""
