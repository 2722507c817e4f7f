"""What scores predict."""
