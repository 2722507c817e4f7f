"""A trend of comments with its changes, as a result to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["FeedbackTrend"]


@dataclass(frozen=True, eq=False, repr=False)
class FeedbackTrend(Result):
    """Counts over time, the level between changes, and the changes.

    Attributes
    ----------
    counts : DataFrame (index: first day of the period)
        ``count exposure rate level``; ``level`` is the rate of the stretch between changes.
    segments : DataFrame
        ``first last periods count rate low high``: the stretches, with exact 95 % intervals.
    changes : DataFrame
        ``period statistic p ratio low high``: the first period of each new level, the deviance that
        the split saves, its permutation p-value, and the rate after over the rate before with its
        exact 95 % interval.
    dispersion : float
        Pearson's χ² over its degrees of freedom within stretches; 1 for Poisson counts.
    every : str
    per : float
        Exposure that rates are for; 1 where no exposure was given.
    where : dict
        The conditions that the comments meet; ``what`` says them in words.
    sentence, convention : str

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> days = pd.date_range("2025-01-01", "2025-06-30").repeat([3] * 90 + [1] * 91)
    >>> heard = svq.read_feedback(pd.DataFrame({"text": "Cold soup", "date": days, "id": range(len(days))}))
    >>> svq.feedback_trend(heard, every="week").changes["period"].dt.strftime("%Y-%m-%d").tolist()
    ['2025-03-31']
    """

    counts: pd.DataFrame
    segments: pd.DataFrame
    changes: pd.DataFrame
    dispersion: float
    every: str
    per: float
    what: str
    where: dict[str, Any]
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Trend: {self.what}, by {self.every}"

    def _parts(self) -> list[Part]:
        return [
            ("Stretches between changes", _shown(self.segments)),
            ("Changes", _shown(self.changes) if len(self.changes) else "none"),
            ("Reading", self.sentence),
            ("Convention", self.convention),
        ]


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """Write days without their midnight."""
    days = table.select_dtypes("datetime")
    return table.assign(**{str(name): days[name].dt.strftime("%Y-%m-%d") for name in days})
