"""The kinds of columns that the report's tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import numbers
from .document import Column
from .names import language_of

__all__ = [
    "bound",
    "ends",
    "estimate",
    "head",
    "label",
    "mixed",
    "num",
    "p",
    "pct",
    "text",
    "verdict",
    "whole",
]

Mark = Callable[[Any, Mapping[str, Any]], str]


def head(source: str, heading: str, language: str = "") -> Column:
    """Column whose cells head their rows.

    Examples
    --------
    >>> head("item", "Item").kind
    'head'
    """
    return Column(source, heading, str, "head", language=language)


def label(instrument: Any) -> Column:
    """Column of the items' short labels, in the instrument's language.

    Examples
    --------
    >>> label(None).kind
    'label'
    """
    return Column("label", "Content", str, "label", language=language_of(instrument))


def text(source: str, heading: str, *, wide: bool = False, language: str = "") -> Column:
    """Column of words.

    Examples
    --------
    >>> text("advice", "What to do", wide=True).kind
    'wide'
    """
    return Column(source, heading, str, "wide" if wide else "text", language=language)


def verdict(source: str, heading: str) -> Column:
    """Column of verdicts, shown with an icon and a word.

    Examples
    --------
    >>> verdict("verdict", "Verdict").kind
    'verdict'
    """
    return Column(source, heading, str, "verdict")


def num(source: str, heading: str, digits: int = 2, mark: Mark | None = None) -> Column:
    """Column of numbers that may exceed 1.

    Examples
    --------
    >>> num("mean", "Mean").show(5.128)
    '5.13'
    """
    return Column(source, heading, lambda value: numbers.number(value, digits), mark=mark)


def bound(source: str, heading: str, digits: int = 2, mark: Mark | None = None) -> Column:
    """Column of statistics that cannot exceed 1, without leading zero.

    Examples
    --------
    >>> bound("alpha", "Alpha").show(0.8149)
    '.81'
    """
    return Column(source, heading, lambda value: numbers.bounded(value, digits), mark=mark)


def whole(source: str, heading: str) -> Column:
    """Column of counts.

    Examples
    --------
    >>> whole("n", "n").show(400)
    '400'
    """
    return Column(source, heading, numbers.count)


def pct(source: str, heading: str, mark: Mark | None = None) -> Column:
    """Column of percentages.

    Examples
    --------
    >>> pct("missing_pct", "Missing").show(1.25)
    '1.2%'
    """
    return Column(source, heading, numbers.percent, mark=mark)


def p(source: str, heading: str = "p") -> Column:
    """Column of probabilities.

    Examples
    --------
    >>> p("pvalue").show(0.00001)
    '< .001'
    """
    return Column(source, heading, numbers.p_value)


def ends(low: str, high: str, heading: str, digits: int = 2, *, free: bool = False) -> Column:
    """Column of intervals; a copy carries both ends.

    Examples
    --------
    >>> ends("low", "high", "95% CI").show(0.78, 0.84)
    '[.78, .84]'
    """
    return Column((low, high), heading, lambda a, b: numbers.interval(a, b, digits, free=free))


def estimate(
    sources: tuple[str, str, str], heading: str, level: str, digits: int = 2, *, free: bool = False
) -> Column:
    """Column of estimates with their intervals; a copy carries all three numbers.

    Examples
    --------
    >>> made = estimate(("alpha", "low", "high"), "α", "95% CI")
    >>> made.heading, made.show(0.81, 0.78, 0.84), made.show(0.81, None, None)
    ('α [95% CI]', '.81 [.78, .84]', '.81')
    """
    show = numbers.number if free else numbers.bounded

    def shown(value: object, low: object, high: object) -> str:
        span = numbers.interval(low, high, digits, free=free)
        return show(value, digits) + ("" if span == numbers.NOTHING else f" {span}")

    return Column(
        sources,
        f"{heading} [{level}]",
        shown,
        copied_as=(heading, f"{heading}, {level}, low", f"{heading}, {level}, high"),
    )


def mixed(
    source: str | tuple[str, ...], heading: str, by_row: Callable[[Mapping[str, Any]], str]
) -> Column:
    """Column of numbers that differ in kind from row to row.

    Examples
    --------
    >>> mixed("value", "Value", lambda row: row["unit"]).by_row({"unit": "kg"})
    'kg'
    """
    return Column(source, heading, by_row=by_row)
