"""Predict, run, explain: commit to a guess before a result, compare afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.interface import joined
from svqkit.result import Part, Result
from svqkit.teach.answer_forms import fold, single_number
from svqkit.teach.box import box
from svqkit.teach.exercise import lesson_name
from svqkit.teach.language import presented, spoken_in
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
    language: str | None = None

    def _title(self) -> str:
        say = spoken_in(self.language)
        words = {"prediction": say("prediction"), "result": say("prediction and result")}
        return f"{self.name}: {words.get(self.kind, say('no prediction yet'))}"

    def _parts(self) -> list[Part]:
        return [("", self.message)]

    def _repr_html_(self) -> str:
        say = spoken_in(self.language)
        none_yet = say("Your prediction") if presented() else say("No prediction yet")
        word = none_yet if self.kind == "not an answer" else ""
        return box(self.kind, self.name, self.message, word=word, language=self.language)


def predict(name: str, value: Any = None, *, language: str | None = None) -> Comparison:
    """Commit to a prediction before the result is seen.

    It is kept with the progress. Before the result it may be changed; a change after
    :func:`reveal` is kept too, and said.

    Parameters
    ----------
    name : str
        The lesson and a word or number of its own, such as ``"L04.more_items"``.
    value : object
        A number, a word, or a list of either.
    language : str, optional
        BCP 47; ``SVQKIT_LANGUAGE`` or English otherwise.

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
    key, given, say = _key(name), _plain(value), spoken_in(language)
    if given is None:
        text = say(
            "Replace the dots by what you expect. A wrong guess is worth as much as a right one."
        )
        if presented():
            text = say("Settle on an answer before you go on.")
        return Comparison(key, "not an answer", text, language=language)
    before = read_progress().predictions.get(key)
    now = _said(given)
    text = say("You predict {value}. It is kept; now run on.", value=now)
    if before is not None and before.revealed:
        if before.value == given:
            text = say("You predicted {value}, before you saw the result.", value=now)
            return Comparison(key, "prediction", text, given, language=language)
        text = say(
            "You predicted {old} and have seen the result since. {value} is kept in its place, "
            "marked as changed afterwards.",
            old=_said(before.value),
            value=now,
        )
    elif before is not None and before.value != given:
        text = say(
            "You predict {value} instead of {old}. It is kept; now run on.",
            value=now,
            old=_said(before.value),
        )
    late = before is not None and (before.revealed or before.changed_after)
    kept = Prediction(value=given, revealed=bool(before and before.revealed), changed_after=late)
    keep(lambda progress: progress.predictions.update({key: kept}))
    return Comparison(key, "prediction", text, given, language=language)


def reveal(
    name: str,
    result: Any,
    *,
    decimals: int = 2,
    low: float | None = None,
    high: float | None = None,
    language: str | None = None,
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
    language : str, optional
        BCP 47; ``SVQKIT_LANGUAGE`` or English otherwise.

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
    You predicted 0.8 and it is 0.74: 0.06 too high. That is outside the interval 0.70 to 0.78.
    """
    key, found, say = _key(name), _plain(result), spoken_in(language)
    if found is None:
        raise ValueError(f"{key}: there is no result to compare; it is {result!r}")
    before = read_progress().predictions.get(key)
    shown = _said(found, decimals)
    if before is None:
        text = say("It is {value}.", value=shown)
        if not presented():
            further = say('You made no prediction; predict("{name}", ...) keeps one beforehand.',
                          name=key)  # fmt: skip
            text = joined([text, further])
        return Comparison(key, "result", text, None, found, language=language)

    def note(progress: Progress) -> None:
        progress.predictions[key].revealed = True

    keep(note)
    predicted, difference = before.value, None
    if isinstance(predicted, float) and isinstance(found, float):
        difference = predicted - found
        apart = _apart(predicted, found, decimals, say)
        text = joined([apart, _inside(predicted, low, high, decimals, say)])
    elif isinstance(predicted, list) and isinstance(found, list):
        text = _lists_apart(predicted, found, shown, say)
    elif isinstance(predicted, str) and isinstance(found, str) and fold(predicted) == fold(found):
        text = say("You predicted {value}, and so it is.", value=predicted)
    else:
        text = say("You predicted {value} and it is {result}.",
                   value=_said(predicted), result=shown)  # fmt: skip
    if before.changed_after:
        text = joined([text, say("(Changed after the result was seen.)")])
    return Comparison(key, "result", text, predicted, found, difference, language)


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


def _apart(predicted: float, found: float, decimals: int, say: Callable[..., str]) -> str:
    difference = predicted - found
    whole = predicted.is_integer() and found.is_integer()
    size = f"{abs(difference):.{0 if whole else decimals}f}"
    held = {"value": _said(predicted), "result": _said(found, decimals), "size": size}
    if float(size) == 0:
        return say("You predicted {value} and it is {result}: spot on.", **held)
    if difference > 0:
        return say("You predicted {value} and it is {result}: {size} too high.", **held)
    return say("You predicted {value} and it is {result}: {size} too low.", **held)


def _inside(
    predicted: float,
    low: float | None,
    high: float | None,
    decimals: int,
    say: Callable[..., str],
) -> str:
    if low is None or high is None:
        return ""
    ends = {"low": f"{low:.{decimals}f}", "high": f"{high:.{decimals}f}"}
    if low <= predicted <= high:
        return say("That is inside the interval {low} to {high}.", **ends)
    return say("That is outside the interval {low} to {high}.", **ends)


def _lists_apart(
    predicted: list[Any], found: list[Any], shown: str, say: Callable[..., str]
) -> str:
    mine, theirs = [fold(one) for one in predicted], [fold(one) for one in found]
    held = {"value": _said(predicted), "result": shown}
    if mine == theirs:
        return say("You predicted {value}, and so it is.", **held)
    if set(mine) == set(theirs):
        return say(
            "You predicted {value} and it is {result}: the right ones, in another order.", **held
        )
    shared = len(set(mine) & set(theirs))
    if shared == 1:
        return say(
            "You predicted {value} and it is {result}: 1 of your {all} is among them.",
            **held,
            all=len(mine),
        )
    return say(
        "You predicted {value} and it is {result}: {n} of your {all} are among them.",
        **held,
        all=len(mine),
        n=shared,
    )
