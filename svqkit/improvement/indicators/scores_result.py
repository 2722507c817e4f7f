"""What scoring an indicator system returns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.improvement.indicators.system import IndicatorSystem
from svqkit.result import Part, Result

__all__ = ["IndicatorScores"]


@dataclass(frozen=True, eq=False, repr=False)
class IndicatorScores(Result):
    """Scores of units by indicator, dimension and area, and all together.

    Attributes
    ----------
    scores : DataFrame (unit × indicator)
        0 to 100, more is better.
    composite : DataFrame (index: unit)
        ``composite rank``.
    dimensions, areas : DataFrame (unit × dimension, unit × area)
    values : DataFrame (unit × indicator)
        Means over the periods, in the indicators' units.
    trend : DataFrame (period × unit) or None
        Composite by period, of the indicators measured in it; NaN where a unit lacks one.
    flags : DataFrame
        ``unit period indicator value flag``: missing, far from the median, outside 0 to 100.
    weights : Series (index: indicator)
        Sums to 1.
    system : IndicatorSystem
    aggregate : {"arithmetic", "geometric"}
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month")
    >>> found.flags.query("indicator == 'repair_time'")[["unit", "period", "flag"]].values.tolist()
    [['Riverside', '2025-11', '74 times the median 4.93: minutes for hours, or seconds for minutes?'],
     ['Riverside', '', 'outside: would score -210, counts 0']]
    """

    scores: pd.DataFrame
    composite: pd.DataFrame
    dimensions: pd.DataFrame
    areas: pd.DataFrame
    values: pd.DataFrame
    trend: pd.DataFrame | None
    flags: pd.DataFrame
    weights: pd.Series
    system: IndicatorSystem
    aggregate: str
    convention: str

    def _title(self) -> str:
        return f"{self.system.title}: scores from 0 to 100"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [
            ("All together", self.composite.sort_values("rank")),
            ("By area", self.areas.T),
            ("By dimension", self.dimensions.T),
            ("By indicator", self.scores.T),
        ]
        if len(self.flags):
            parts.append(("To be looked at", self.flags))
        return [*parts, ("Convention", self.convention)]
