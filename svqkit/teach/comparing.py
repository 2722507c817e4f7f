"""Whether an answer, as it was read, is the one that an exercise names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from svqkit.teach.answer_forms import fold
from svqkit.teach.schema import Change, Exercise

__all__ = ["agrees", "changed", "share_right"]

_MOST_PERMUTED = 6
"""Columns of a table that are tried in any order."""


def agrees(exercise: Exercise, given: Any, answer: Any, *, margin: float | None = None) -> bool:
    """Tell whether an answer equals a computed one, as its kind understands equal.

    Parameters
    ----------
    exercise : Exercise
    given : object
        One of the answer's readings.
    answer : object
        From an answer function.
    margin : float, optional
        How far a number may lie off; the exercise's own if left out.

    Returns
    -------
    bool

    Examples
    --------
    >>> from svqkit.teach.exercise import find_exercise
    >>> agrees(find_exercise("L00.2"), -1.254, -1.25)
    True
    """
    off = exercise.margin if margin is None else margin
    kind = exercise.kind
    if kind == "number":
        pairs = [(given, answer)] if not exercise.sign_free else [(given, answer), (-given, answer)]
        return any(_near(one, float(other), off) for one, other in pairs)
    if kind == "numbers":
        return any(_same_numbers(exercise, sign * given, answer, off) for sign in _signs(exercise))
    if kind == "table":
        return _same_table(exercise, given, answer, off)
    if kind == "word":
        return given in _synonyms(answer)
    if kind in ("choice", "text"):
        return bool(given == answer)
    wanted = [_synonyms(word) for word in answer]
    if kind == "order":
        return len(given) == len(wanted) and all(
            word in words for word, words in zip(given, wanted, strict=True)
        )
    return len(given) == len(wanted) and all(words & given for words in wanted)


def share_right(exercise: Exercise, given: Any, answer: Any) -> tuple[int, int] | None:
    """Count how many parts of an answer are right, where it has parts.

    Returns
    -------
    (int, int) or None
        Right parts, and parts that were given.

    Examples
    --------
    >>> asked = Exercise(
    ...     id="L99.1", task="?", kind="words", answer="a", hints=["h"], solution="s")
    >>> share_right(asked, frozenset({"q1", "q2"}), ["Q1", "Q3"])
    (1, 2)
    """
    if exercise.kind == "words":
        known = set().union(*(_synonyms(word) for word in answer)) if answer else set()
        return len(given & known), len(given)
    if exercise.kind == "numbers":
        right = _numbers_right(exercise, given, answer, exercise.margin)
        return None if right is None else (int(right.sum()), len(right))
    return None


def changed(answer: Any, change: Change, margin: float) -> tuple[Any, float]:
    """Change a right answer as a known mistake does, and the margin with it.

    Parameters
    ----------
    answer : object
    change : str
        As an exercise file names it.
    margin : float

    Returns
    -------
    object
    float

    Examples
    --------
    >>> changed(0.81, "times_100", 0.005)
    (81.0, 0.5)
    >>> changed(["Q1", "Q2"], "reversed", 0.0)
    (['Q2', 'Q1'], 0.0)
    """
    if change == "reversed":
        return list(answer)[::-1], margin
    how, grows = _CHANGES[change]
    if isinstance(answer, Mapping):
        answer = pd.Series(dict(answer))
    if isinstance(answer, (list, tuple)):
        answer = np.asarray(answer, dtype=float)
    size = float(np.nanmax(np.abs(np.asarray(answer, dtype=float))))
    return how(answer), max(margin, grows(margin, size))


_CHANGES: dict[str, tuple[Callable[[Any], Any], Callable[[float, float], float]]] = {
    "times_100": (lambda x: 100 * x, lambda m, _: 100 * m),
    "divided_by_100": (lambda x: x / 100, lambda m, _: m / 100),
    "sign": (lambda x: -x, lambda m, _: m),
    "complement": (lambda x: 1 - x, lambda m, _: m),
    "square": (lambda x: x**2, lambda m, size: 2 * size * m),
    "root": (lambda x: abs(x) ** 0.5, lambda m, _: m),
}


def _near(one: float, other: float, margin: float) -> bool:
    return abs(one - other) <= margin + 1e-9 * max(1.0, abs(other))


def _signs(exercise: Exercise) -> tuple[int, ...]:
    return (1, -1) if exercise.sign_free else (1,)


def _synonyms(word: Any) -> set[str]:
    """Give the folded words that mean the same; a tuple lists them."""
    return {fold(one) for one in (word if isinstance(word, tuple) else (word,))}


def _same_numbers(exercise: Exercise, given: Any, answer: Any, margin: float) -> bool:
    right = _numbers_right(exercise, given, answer, margin)
    return right is not None and bool(right.all())


def _numbers_right(exercise: Exercise, given: Any, answer: Any, margin: float) -> np.ndarray | None:
    """Tell for each number whether it is right; None where they cannot be matched."""
    if isinstance(answer, Mapping):
        answer = pd.Series(dict(answer))
    names = [fold(name) for name in answer.index] if isinstance(answer, pd.Series) else []
    by_name = isinstance(given, pd.Series) and given.index.isin(names).any()
    if by_name:
        if not given.index.is_unique:
            return None
        given = given.reindex(names)
    values, wanted = np.asarray(given, dtype=float), np.asarray(answer, dtype=float).ravel()
    if len(values) != len(wanted):
        return None
    if exercise.any_order and not by_name:
        values, wanted = np.sort(values), np.sort(wanted)
    both_missing = np.isnan(values) & np.isnan(wanted)
    close: np.ndarray = np.abs(values - wanted) <= margin + 1e-9 * np.maximum(1, np.abs(wanted))
    return close | both_missing


def _same_table(exercise: Exercise, given: Any, answer: pd.DataFrame, margin: float) -> bool:
    wanted = answer.to_numpy(dtype=object)
    rows = [fold(name) for name in answer.index]
    columns = [fold(name) for name in answer.columns]
    if isinstance(given, pd.DataFrame):
        if not (given.index.is_unique and set(rows) <= set(given.index)):
            return False
        cells = given.loc[rows]
        if cells.columns.is_unique and set(columns) <= set(cells.columns):
            return _same_columns(exercise, cells[columns].to_numpy(dtype=object), wanted, margin)
        if not exercise.any_order:
            return False
        given = cells.to_numpy(dtype=object)
    if given.shape != wanted.shape:
        return False
    width = wanted.shape[1]
    orders: Collection[tuple[int, ...]] = [tuple(range(width))]
    if exercise.any_order and width <= _MOST_PERMUTED:
        orders = list(permutations(range(width)))
    return any(_same_columns(exercise, given[:, list(o)], wanted, margin) for o in orders)


def _same_columns(exercise: Exercise, given: Any, wanted: Any, margin: float) -> bool:
    return all(
        any(
            all(_same_cell(sign, one, two, margin) for one, two in zip(mine, theirs, strict=True))
            for sign in _signs(exercise)
        )
        for mine, theirs in zip(given.T, wanted.T, strict=True)
    )


def _same_cell(sign: int, one: Any, other: Any, margin: float) -> bool:
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    try:
        return _near(sign * float(one), float(other), margin)
    except (TypeError, ValueError):
        return fold(one) in _synonyms(other)
