"""What a difference in differences says, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["DifferenceInDifferences"]


@dataclass(frozen=True, eq=False, repr=False)
class DifferenceInDifferences(Result):
    """A change with a comparison group.

    Attributes
    ----------
    estimate, low, high, p : float
        How much more the treated group changed.
    effect_size : Series
        ``name sd value low high``: the estimate in standard deviations before the change, within
        groups; that deviation counts as known.
    means : DataFrame (index: treated, comparison)
        ``before after change n_before n_after``.
    path : DataFrame (index: period)
        ``treated comparison after difference low high p``; see ``event_path``.
    pre_trend : Series or None
        ``slope slope_low slope_high slope_p joint_f joint_df joint_p``.
    intervals : DataFrame (index: method)
        ``se df low high p``.
    n, clusters : int
        Rows, and clusters (0 where rows count as independent).
    since : object
        First period after the change.
    outcome : str
    ci_level : float
    sentence, does_not_say, convention : str
    cautions : tuple of str

    Examples
    --------
    >>> from svqkit.improvement.change.difference_in_differences import difference_in_differences
    >>> data = pd.DataFrame({"y": [1.0, 2, 1, 4, 2, 3, 2, 6], "t": [1, 2] * 4,
    ...                      "new": [0, 0, 1, 1] * 2})
    >>> round(difference_in_differences(data, outcome="y", period="t", treated="new").estimate, 6)
    2.5
    """

    estimate: float
    low: float
    high: float
    p: float
    effect_size: pd.Series
    means: pd.DataFrame
    path: pd.DataFrame
    pre_trend: pd.Series | None
    intervals: pd.DataFrame
    n: int
    clusters: int
    since: Any
    outcome: str
    ci_level: float
    sentence: str
    does_not_say: str
    convention: str
    cautions: tuple[str, ...]

    def _title(self) -> str:
        return "Difference in differences"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.sentence), ("", self.means), ("Intervals", self.intervals)]
        if self.pre_trend is not None:
            parts.append(("Before the change", self.pre_trend.to_frame().T))
            parts.append(("By period", self.path))
        parts += [("Caution", one) for one in self.cautions]
        return [
            *parts,
            ("What this does not say", self.does_not_say),
            ("Convention", self.convention),
        ]
