"""Model syntax to parameter table: the one truth about what is free."""
