"""The ways of putting a form in front of respondents, one module each."""
