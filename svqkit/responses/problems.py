"""The account of what was found and done while answers were read."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

__all__ = ["COLUMNS", "ProblemList", "listed"]

COLUMNS = ("kind", "where", "count", "handling", "detail")
_SHOWN = 10


def listed(entries: Iterable[object], shown: int = _SHOWN) -> str:
    """List the first few entries and say how many more there are.

    Parameters
    ----------
    entries : iterable
    shown : int

    Returns
    -------
    str

    Examples
    --------
    >>> listed(range(4), shown=2)
    '0, 1 and 2 more'
    """
    texts = [str(entry) for entry in entries]
    more = len(texts) - shown
    return ", ".join(texts[:shown]) + (f" and {more} more" if more > 0 else "")


class ProblemList:
    """Gathers problems in the order found, and rows left out with their reason.

    Examples
    --------
    >>> found = ProblemList()
    >>> found.add("empty_item", "P3", 40, "kept; nothing can be computed from it")
    >>> found.table()["kind"].tolist()
    ['empty_item']
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, int, str, str]] = []
        self._dropped: list[tuple[object, str]] = []

    def add(self, kind: str, where: str, count: int, handling: str, detail: str = "") -> None:
        """Note one problem and what was done about it."""
        self._rows.append((kind, where, int(count), handling, detail))

    def drop(self, rows: Iterable[object], reason: str) -> None:
        """Note rows that were left out."""
        self._dropped.extend((row, reason) for row in rows)

    def table(self) -> pd.DataFrame:
        """All problems: ``kind``, ``where``, ``count``, ``handling``, ``detail``."""
        frame = pd.DataFrame(self._rows, columns=list(COLUMNS))
        return frame.astype({"count": int})

    def dropped(self) -> pd.DataFrame:
        """All rows left out: ``row``, ``reason``."""
        return pd.DataFrame(self._dropped, columns=["row", "reason"])
