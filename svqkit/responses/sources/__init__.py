"""Kinds of files that answers come in."""
