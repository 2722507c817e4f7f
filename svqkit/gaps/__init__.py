"""What the answers say: gap scores, weights and tests."""
