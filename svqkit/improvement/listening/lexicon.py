"""The kit's own words and labelled comments, read once."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "labelled_comments", "words_of"]

LANGUAGES = ("en", "nl", "zh")
"""Languages that comments are understood in."""

_FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def labelled_comments() -> tuple[dict[str, str], ...]:
    """Read the labelled comments: ``language class dimension polarity text``.

    Examples
    --------
    >>> len(labelled_comments()) > 1000
    True
    """
    with (_FOLDER / "labelled_comments.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=16)
def words_of(language: str, kind: str) -> dict[str, float]:
    """Give a language's words of a kind with their weights.

    Parameters
    ----------
    language : {"en", "nl", "zh"}
    kind : {"sentiment", "negation", "strengthener", "severity"}

    Examples
    --------
    >>> words_of("nl", "sentiment")["uitstekend*"]
    2.0
    """
    with (_FOLDER / "sentiment_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return {row["term"]: float(row["weight"]) for row in rows if row["kind"] == kind}
