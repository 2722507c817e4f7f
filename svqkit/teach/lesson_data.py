"""Which answers stand behind an exercise: a data set, or the learner's own survey."""

from __future__ import annotations

from functools import lru_cache

from svqkit.responses.responses import Responses
from svqkit.teach.exercise import find_lesson
from svqkit.teach.learners import last_seed, survey_of
from svqkit.teach.schema import Exercise

__all__ = ["data_behind"]


@lru_cache(maxsize=8)
def _dataset(name: str) -> Responses:
    from svqkit.responses.datasets import load_dataset

    return load_dataset(name)


def data_behind(exercise: Exercise, seed: int | None = None) -> Responses:
    """Give the answers that an exercise is about.

    Parameters
    ----------
    exercise : Exercise
    seed : int, optional
        Whose survey; the learner's own unless told otherwise.

    Returns
    -------
    Responses
        The same object at each call, so that what is computed from it may be kept.

    Examples
    --------
    >>> from svqkit.teach.exercise import find_exercise
    >>> data_behind(find_exercise("L00.1")).n
    412
    """
    lesson = exercise.id.split(".")[0]
    name = exercise.data or find_lesson(lesson).data
    if name != "learner":
        return _dataset(name)
    return survey_of(lesson, last_seed(lesson) if seed is None else seed)
