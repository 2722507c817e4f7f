"""How far the loop with customers is closed, as a result to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["ClosingLoop"]


@dataclass(frozen=True, eq=False, repr=False)
class ClosingLoop(Result):
    """How far the loop with customers is closed.

    Attributes
    ----------
    times : DataFrame (index: group)
        ``n closed open median low high within``: cases, days until half are closed with the 95 %
        interval (Kaplan–Meier; open cases count as not closed yet; missing where fewer than half
        were closed), and the share closed within 14 days. With ``until="answered"`` all of it is
        about first answers.
    curves : DataFrame
        ``group day open``: share still open after so many days.
    ageing : DataFrame (group × band)
        Open cases by age in days, with ``oldest`` and ``overdue``.
    status : Series
    due : Series
        Cases with a due day: closed on time, closed late, open in time, open and overdue.
    told : DataFrame (index: channel)
        ``closed told share low high``: closed cases whose customer was told something, with 95 %
        interval (Wilson).
    overdue : DataFrame (index: id)
        ``owner status due days severity``: the longest overdue first.
    by, until : str
    on : date
    sentence, convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> svq.closing_loop(heard).times["median"].idxmax()
    'Baggage'
    """

    times: pd.DataFrame
    curves: pd.DataFrame
    ageing: pd.DataFrame
    status: pd.Series
    due: pd.Series
    told: pd.DataFrame
    overdue: pd.DataFrame
    by: str
    until: str
    on: Any
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Closing the loop, on {self.on}"

    def _parts(self) -> list[Part]:
        return [
            (
                "Days until answered" if self.until == "answered" else "Days until closed",
                self.times,
            ),
            ("Open cases by age in days", self.ageing),
            ("Due days", self.due),
            ("Customers told, of closed cases", self.told),
            ("Reading", self.sentence),
            ("Convention", self.convention),
        ]
