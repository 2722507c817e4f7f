"""Between what is acceptable and what is wished for."""
