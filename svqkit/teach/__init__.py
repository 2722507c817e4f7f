"""How people learn: exercises with checks, hints and solutions, on a survey of their own."""

from svqkit.teach.checking import check
from svqkit.teach.hints import hint, solution
from svqkit.teach.learners import learner_data
from svqkit.teach.predicting import predict, reveal
from svqkit.teach.progress_map import export_progress, progress
from svqkit.teach.quizzing import quiz

__all__ = [
    "check",
    "export_progress",
    "hint",
    "learner_data",
    "predict",
    "progress",
    "quiz",
    "reveal",
    "solution",
]
