"""How people learn: exercises with checks, hints and solutions, on a survey of their own."""

from svqkit.teach.checking import check
from svqkit.teach.hints import hint, solution
from svqkit.teach.learners import learner_data

__all__ = ["check", "hint", "learner_data", "solution"]
