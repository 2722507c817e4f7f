"""Models beside each other, and the tests between nested ones."""
