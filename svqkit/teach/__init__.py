"""How people learn: exercises with checks, hints and solutions."""

from svqkit.teach.checking import check
from svqkit.teach.hints import hint, solution

__all__ = ["check", "hint", "solution"]
