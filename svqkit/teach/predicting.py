"""Predict, run, explain: commit to a guess before a result, compare afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.result import Part, Result
from svqkit.teach.answer_forms import fold, single_number
from svqkit.teach.box import box
from svqkit.teach.exercise import lesson_name
from svqkit.teach.progress_file import keep, read_progress
from svqkit.teach.progress_record import Prediction, Progress

__all__ = ["Comparison", "predict", "reveal"]

_LONGEST = 200
"""Letters of a prediction in words, and places of one that is a list."""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """A prediction as it was kept, and what came of it.

    ``kind`` is ``"prediction"``, ``"result"`` or ``"not an answer"``; ``difference`` is prediction
    minus result where both are one number.
    """

    name: str
    kind: str
    message: str
    predicted: float | str | list[float | str] | None = None
    result: float | str | list[float | str] | None = None
    difference: float | None = None

    def _title(self) -> str:
        words = {"prediction": "prediction", "result": "prediction and result"}
        return f"{self.name}: {words.get(self.kind, 'no prediction yet')}"

    def _parts(self) -> list[Part]:
        return [("", self.message)]

    def _repr_html_(self) -> str:
        word = "" if self.kind != "not an answer" else "No prediction yet"
        return box(self.kind, self.name, self.message, word=word)


def predict(name: str, value: Any = None) -> Comparison:
    """Commit to a prediction before the result is seen.

    It is kept with the progress. Before the result it may be changed; a change after
    :func:`reveal` is kept too, and said.

    Parameters
    ----------
    name : str
        The lesson and a word or number of its own, such as ``"L04.more_items"``.
    value : object
        A number, a word, or a list of either.

    Returns
    -------
    Comparison
        ``.kind`` is ``"not an answer"`` where nothing was predicted.

    Raises
    ------
    ValueError
        If the name does not begin with a lesson's.

    Examples
    --------
    >>> predict("L04.more_items", 0.8)
    L04.more_items: prediction
    <BLANKLINE>
    You predict 0.8. It is kept; now run on.
    """
    key, given = _key(name), _plain(value)
    if given is None:
        text = "Replace the dots by what you expect. A wrong guess is worth as much as a right one."
        return Comparison(key, "not an answer", text)
    before = read_progress().predictions.get(key)
    text = f"You predict {_said(given)}. It is kept; now run on."
    if before is not None and before.revealed:
        if before.value == given:
            text = f"You predicted {_said(given)}, before you saw the result."
            return Comparison(key, "prediction", text, given)
        text = (
            f"You predicted {_said(before.value)} and have seen the result since. {_said(given)} "
            "is kept in its place, marked as changed afterwards."
        )
    elif before is not None and before.value != given:
        text = (
            f"You predict {_said(given)} instead of {_said(before.value)}. It is kept; now run on."
        )
    late = before is not None and (before.revealed or before.changed_after)
    kept = Prediction(value=given, revealed=bool(before and before.revealed), changed_after=late)
    keep(lambda progress: progress.predictions.update({key: kept}))
    return Comparison(key, "prediction", text, given)


def reveal(
    name: str,
    result: Any,
    *,
    decimals: int = 2,
    low: float | None = None,
    high: float | None = None,
) -> Comparison:
    """Compare a result with what was predicted: how far off, and in which direction.

    Parameters
    ----------
    name : str
        As given to :func:`predict`.
    result : object
        A number, a word, or a list of either.
    decimals : int
        Decimals shown of numbers that are not whole.
    low, high : float, optional
        The result's interval.

    Returns
    -------
    Comparison
        ``.difference`` is prediction minus result where both are one number.

    Raises
    ------
    ValueError
        If the name does not begin with a lesson's, or there is no result.

    Examples
    --------
    >>> _ = predict("L04.more_items", 0.8)
    >>> reveal("L04.more_items", 0.74, low=0.7, high=0.78)
    L04.more_items: prediction and result
    <BLANKLINE>
    You predicted 0.8 and it is 0.74: 0.06 too high, and outside the interval 0.70 to 0.78.
    """
    key, found = _key(name), _plain(result)
    if found is None:
        raise ValueError(f"{key}: there is no result to compare; it is {result!r}")
    before = read_progress().predictions.get(key)
    shown = _said(found, decimals)
    if before is None:
        text = f'It is {shown}. You made no prediction; predict("{key}", ...) keeps one beforehand.'
        return Comparison(key, "result", text, None, found)

    def note(progress: Progress) -> None:
        progress.predictions[key].revealed = True

    keep(note)
    predicted, difference = before.value, None
    if isinstance(predicted, float) and isinstance(found, float):
        difference = predicted - found
        text = _apart(predicted, found, decimals) + _inside(predicted, low, high, decimals) + "."
    elif isinstance(predicted, list) and isinstance(found, list):
        text = _lists_apart(predicted, found, shown)
    elif isinstance(predicted, str) and isinstance(found, str) and fold(predicted) == fold(found):
        text = f"You predicted {predicted}, and so it is."
    else:
        text = f"You predicted {_said(predicted)} and it is {shown}."
    if before.changed_after:
        text += " (Changed after the result was seen.)"
    return Comparison(key, "result", text, predicted, found, difference)


def _key(name: str) -> str:
    lesson, _, own = str(name).strip().partition(".")
    if not re.fullmatch(r"[\w-]{1,60}", own):
        raise ValueError(f"a prediction is named as 'L04.1' or 'L04.more_items', not {name!r}")
    return f"{lesson_name(lesson)}.{own}"


def _plain(value: Any) -> float | str | list[float | str] | None:
    """Read a number, a word, or a list of either; None where there is nothing."""
    if value is None or value is ...:
        return None
    if isinstance(value, str):
        number = single_number(value)
        return (value.strip()[:_LONGEST] or None) if number is None else number
    number = single_number(value)
    if number is not None:
        return number
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, (list, tuple, np.ndarray, pd.Series, pd.Index)):
        parts = [_plain(part) for part in list(value)[:_LONGEST]]
        flat = [part for part in parts if isinstance(part, (float, str))]
        if len(flat) == 1:
            return flat[0]
        return flat if flat and len(flat) == len(parts) else None
    return None


def _said(value: float | str | list[float | str], decimals: int | None = None) -> str:
    """Write a value as it was given, or with so many decimals."""
    if isinstance(value, list):
        return ", ".join(_said(one, decimals) for one in value)
    if isinstance(value, str):
        return value
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}" if decimals is None else f"{value:.{decimals}f}"


def _apart(predicted: float, found: float, decimals: int) -> str:
    difference = predicted - found
    whole = predicted.is_integer() and found.is_integer()
    size = f"{abs(difference):.{0 if whole else decimals}f}"
    begun = f"You predicted {_said(predicted)} and it is {_said(found, decimals)}"
    if float(size) == 0:
        return f"{begun}: spot on"
    return f"{begun}: {size} too {'high' if difference > 0 else 'low'}"


def _inside(predicted: float, low: float | None, high: float | None, decimals: int) -> str:
    if low is None or high is None:
        return ""
    where = "inside" if low <= predicted <= high else "outside"
    return f", and {where} the interval {low:.{decimals}f} to {high:.{decimals}f}"


def _lists_apart(predicted: list[Any], found: list[Any], shown: str) -> str:
    mine, theirs = [fold(one) for one in predicted], [fold(one) for one in found]
    begun = f"You predicted {_said(predicted)} and it is {shown}"
    if mine == theirs:
        return f"You predicted {_said(predicted)}, and so it is."
    if set(mine) == set(theirs):
        return f"{begun}: the right ones, in another order."
    shared = len(set(mine) & set(theirs))
    return f"{begun}: {shared} of your {len(mine)} {'is' if shared == 1 else 'are'} among them."
