"""What an answer looks like when it is written out, so that a text can be searched for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.responses.responses import Responses
from svqkit.teach.answer_forms import fold
from svqkit.teach.schema import Exercise

__all__ = ["Shape", "shape_of"]

NUMBER = re.compile(r"(?<![\w.])(?:\d+(?:[.,]\d+)?|\.\d+)(?![\w])")
MARKED = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|“([^”\n]+)”|\"([^\"\n]+)\"|'([^'\n]+)'")
CODED = re.compile(r"\b[A-Za-z]+\d+\b")
CONVENTIONS = {0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1.96}
"""Levels, criteria and shares that texts name for reasons of their own."""


@dataclass(frozen=True)
class Shape:
    """An answer as numbers or words.

    Attributes
    ----------
    numbers : tuple of float
        All of them written in one place give the answer away.
    decimals : int
    margin : float
    words : tuple of frozenset of str
        Likewise; each in the forms that mean the same.
    ordered : bool
        Whether words give something away by their order alone.
    siblings : tuple of str
        What else might have been the answer, in its usual order.
    """

    numbers: tuple[float, ...]
    decimals: int
    margin: float
    words: tuple[frozenset[str], ...]
    ordered: bool
    siblings: tuple[str, ...]

    def is_in(self, text: str, *, near: bool) -> bool:
        """Tell whether a text gives the answer away.

        Parameters
        ----------
        text : str
            A cell's text, or a sentence of an exercise.
        near : bool
            Whether it stands where the exercise does; elsewhere only a number of three digits
            that say something counts.

        Returns
        -------
        bool
        """
        written = NUMBER.findall(re.sub(r"\]\([^)]*\)", "]", text))
        if self.numbers and all(self._number(one, written, near) for one in self.numbers):
            return True
        return near and bool(self.words) and self._words(_marked(text))

    def _number(self, wanted: float, written: Iterable[str], near: bool) -> bool:
        return any(
            abs(float(one) - abs(wanted)) <= self.margin
            for one in (text.replace(",", ".") for text in written)
            if self._says_something(one, 2 if near else 3)
        )

    def _says_something(self, text: str, least: int) -> bool:
        """Tell whether a number is written so exactly that it is hardly there by chance."""
        value, decimals = float(text), len(text.partition(".")[2])
        if self.decimals == 0:
            return least == 2 and decimals == 0 and value > 100 and value % 50 != 0
        telling = text.replace(".", "").lstrip("0")
        # A zero at the end may be left out.
        exact = decimals >= max(self.decimals - 1, 1)
        return exact and len(telling) >= least and value not in CONVENTIONS

    def _words(self, marked: list[str]) -> bool:
        own = [next((one for one in marked if one in forms), None) for forms in self.words]
        if any(one is None for one in own):
            return False
        known = {form for forms in self.words for form in forms}
        others = [one for one in marked if one in self.siblings and one not in known]
        if not self.ordered:
            return not others
        met = [one for one in dict.fromkeys(marked) if one in known]
        usual = [one for one in self.siblings if one in known]
        return met == own and met != usual and not others


def _marked(text: str) -> list[str]:
    """Give what a text marks as words of their own: quoted, bold, code, and codes such as Q12."""
    found = []
    for match in MARKED.finditer(text):
        inner = next(one for one in match.groups() if one is not None)
        found += [
            inner,
            *(one for pair in re.findall(r"\"([^\"]+)\"|'([^']+)'", inner) for one in pair),
        ]
    return [fold(one) for one in [*found, *CODED.findall(text)] if one]


def shape_of(exercise: Exercise, answer: Any, data: Responses) -> Shape:
    """Say what an exercise's answer looks like when it is written out.

    Parameters
    ----------
    exercise : Exercise
    answer : object
        As its function computes it.
    data : Responses
        The answers that the exercise is about; its names are what else might have been asked for.

    Returns
    -------
    Shape
        Empty for a choice, whose options stand in the notebook anyway.
    """
    numbers: tuple[float, ...] = ()
    words: tuple[frozenset[str], ...] = ()
    if exercise.kind in ("number", "numbers", "table"):
        numbers = tuple(_numbers(answer))
    elif exercise.kind == "word":
        words = (_forms(answer),)
    elif exercise.kind in ("words", "order"):
        words = tuple(_forms(one) for one in answer)
    return Shape(
        numbers,
        exercise.decimals,
        exercise.margin,
        words,
        exercise.kind == "order",
        tuple(dict.fromkeys(_names(data))),
    )


def _forms(word: Any) -> frozenset[str]:
    return frozenset(fold(one) for one in (word if isinstance(word, tuple) else (word,)))


def _numbers(answer: Any) -> list[float]:
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    cells = pd.to_numeric(pd.Series(np.asarray(answer, dtype=object).ravel()), errors="coerce")
    return [float(one) for one in cells if np.isfinite(one)]


def _names(data: Responses) -> Iterable[str]:
    """Names of dimensions, items and groups, in their usual order."""
    for name, title in data.instrument.dimension_titles.items():
        yield from (fold(name), fold(title))
    yield from map(fold, data.perceptions.columns)
    for _, column in data.respondents.items():
        if not pd.api.types.is_numeric_dtype(column) and column.nunique() <= 60:
            yield from map(fold, column.dropna().unique())
