"""What each column of a table holds: by its name, its words, its number or its place."""
