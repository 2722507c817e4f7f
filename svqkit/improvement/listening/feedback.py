"""Feedback as it is worked with: comments without personal data, and an account of what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.result import Part, Result

__all__ = ["ADDED", "Feedback", "chosen", "conditions", "expect_column", "expect_feedback"]

ADDED = (
    *("class", "class_p", "dimension", "dimension_p", "terms", "topic"),
    *("sentiment", "sentiment_from", "polarity", "severity", "doubt", "routed"),
)
"""Columns that sorting, screening and routing add; a table's own column of such a name is renamed."""


@dataclass(frozen=True, eq=False, repr=False)
class Feedback(Result):
    """Comments of customers from several channels, read and masked.

    Attributes
    ----------
    comments : DataFrame (index: id)
        ``received channel text language rating step owner status due closed answered reply`` and the
        table's other columns. ``step``, ``owner`` and so on are empty where unknown. Screening
        adds ``doubt``; classification adds ``class class_p dimension dimension_p terms topic
        sentiment sentiment_from polarity severity``.
    problems : DataFrame
        ``kind where count handling detail``: all that was found while reading.
    masked : Series (index: kind)
        How many pieces of personal data were put out of sight.
    dropped : DataFrame
        ``row reason`` of lines that were left out.
    scale : tuple of float or None
        Ends of the rating scale.
    on : date
        The day from which the comments are looked at.
    source : dict

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> table = pd.DataFrame({"comment": ["Call me on 020 7946 0123"], "channel": ["phone"]})
    >>> svq.read_feedback(table).comments["text"].tolist()
    ['Call me on [phone]']
    """

    comments: pd.DataFrame
    problems: pd.DataFrame
    masked: pd.Series
    dropped: pd.DataFrame
    scale: tuple[float, float] | None
    on: date
    source: dict[str, Any]

    @property
    def n(self) -> int:
        """How many comments there are."""
        return len(self.comments)

    def _title(self) -> str:
        return f"Feedback: {self.n} comments"

    def _parts(self) -> list[Part]:
        table = pd.crosstab(
            self.comments["channel"].replace("", "unknown"),
            self.comments["language"].replace("", "unknown"),
        )
        days = self.comments["received"].dropna()
        span = f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "no days known"
        put_away = ", ".join(f"{count} {kind}" for kind, count in self.masked.items() if count)
        parts: list[Part] = [
            ("Comments by channel and language", table),
            ("Days", f"{span}, looked at on {self.on}"),
            ("Masked", put_away or "no personal data found"),
        ]
        if len(self.problems):
            parts.append(("Found while reading", self.problems.set_index("kind")))
        return parts


def expect_feedback(value: Any) -> None:
    """Refuse what is no feedback.

    Raises
    ------
    TypeError
        If it is anything but what ``read_feedback`` returns.
    """
    if not isinstance(value, Feedback):
        raise TypeError(
            f"feedback is what read_feedback returns, not a {type(value).__name__}; "
            "read the table with read_feedback(table) first"
        )


def expect_column(table: pd.DataFrame, name: Any, hint: str = "") -> None:
    """Refuse what is no column of the comments.

    Raises
    ------
    DataError
        With the columns that there are.

    Examples
    --------
    >>> expect_column(pd.DataFrame({"step": ["desk"]}), "stap")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: comments have no column 'stap'; there are step
    """
    if not isinstance(name, str) or name not in table.columns:
        there = ", ".join(map(str, table.columns))
        raise DataError(f"comments have no column {name!r}; there are {there}{hint}", column=name)


def conditions(where: Mapping[str, Any] | None, what: str = "where") -> dict[str, list[Any]]:
    """Read conditions: column to the values of which one is enough.

    Parameters
    ----------
    where : mapping or None
        Column to a value, or to several.
    what : str
        What is read, for the error.

    Raises
    ------
    TypeError
        If it is no mapping.
    DataError
        If a column has no values.

    Examples
    --------
    >>> conditions({"step": "desk", "severity": (2, 3)})
    {'step': ['desk'], 'severity': [2, 3]}
    """
    if where is None:
        return {}
    if not isinstance(where, Mapping):
        raise TypeError(
            f"{what} maps a column to a value, such as {{'step': 'desk'}}, not {where!r}"
        )
    several = {
        column: isinstance(wanted, Iterable) and not isinstance(wanted, str)
        for column, wanted in where.items()
    }
    found = {
        column: list(where[column]) if several[column] else [where[column]] for column in where
    }
    for column, values in found.items():
        if not values:
            raise DataError(f"{what} names no value for {column!r}", column=column)
    return found


def chosen(feedback: Feedback, where: Mapping[str, Any] | None) -> pd.DataFrame:
    """Give the comments that meet conditions.

    Parameters
    ----------
    feedback : Feedback
    where : mapping, optional
        Column to a value, or to a list of values of which one is enough.

    Returns
    -------
    DataFrame

    Raises
    ------
    DataError
        If a column is not there, or no comment meets the conditions.
    """
    expect_feedback(feedback)
    table = feedback.comments
    for column, values in conditions(where).items():
        if column not in table.columns:
            hint = (
                "classify_feedback adds class, dimension, topic, polarity and severity; "
                "screen_feedback(...).feedback adds doubt"
            )
            raise DataError(f"comments have no column {column!r}; {hint}", column=column)
        unknown = [value for value in values if not (feedback.comments[column] == value).any()]
        if len(unknown) == len(values):
            there = ", ".join(sorted(map(str, feedback.comments[column].dropna().unique()))[:12])
            raise DataError(
                f"no comment has {column} {unknown[0]!r}; there are {there}", column=column
            )
        table = table[table[column].isin(values)]
    if table.empty:
        raise DataError(f"no comment meets all of {dict(where or {})}")
    return table
