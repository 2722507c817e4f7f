"""How people learn: exercises with checks and hints."""
