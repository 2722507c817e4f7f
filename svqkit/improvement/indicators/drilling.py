"""From the composite down: area, dimension, indicator, and where a unit loses its points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.indicators.composite import together, within
from svqkit.improvement.indicators.fields import closest
from svqkit.improvement.indicators.scores_result import IndicatorScores
from svqkit.result import Part, Result

__all__ = ["DrillDown", "drill_down"]


@dataclass(frozen=True, eq=False, repr=False)
class DrillDown(Result):
    """One level of an indicator system.

    Attributes
    ----------
    table : DataFrame (index: area, dimension or indicator)
        ``weight``, then a score for each unit; of one unit ``weight score points_lost``, and for
        indicators ``value measure target target_met``.
    path : str
        Where in the system this is.
    level : {"area", "dimension", "indicator"}

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month")
    >>> svq.drill_down(found).level
    'area'
    """

    table: pd.DataFrame
    path: str
    level: str

    def _title(self) -> str:
        return f"Drill-down: {self.path}"

    def _parts(self) -> list[Part]:
        return [("", self.table)]


def drill_down(
    scores: IndicatorScores,
    *,
    area: str | None = None,
    dimension: str | None = None,
    unit: Any = None,
) -> DrillDown:
    """Show the next level of a composite: its areas, an area's dimensions, or their indicators.

    Parameters
    ----------
    scores : IndicatorScores
    area : str, optional
        Show this area's dimensions.
    dimension : str, optional
        Show this dimension's indicators, of the area where one is given.
    unit : optional
        One unit: with the points its composite loses, the largest loss first. Losses add up to 100
        less the composite where scores are averaged arithmetically and none is missing.

    Returns
    -------
    DrillDown
        ``.table .path .level``.

    Raises
    ------
    DataError
        If there is no such area, dimension or unit, or losses are asked of a geometric mean.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> svq.drill_down(found, unit="Station").table["points_lost"].idxmax()
    'satisfaction'
    >>> svq.drill_down(found, dimension="reliability", unit="Station").table.index[0]
    'loans_on_time'
    """
    if not isinstance(scores, IndicatorScores):
        raise TypeError(
            f"scores must be what indicator_scores() returns, not {type(scores).__name__}"
        )
    table = scores.system.table
    inside = pd.Series(True, table.index)
    for column, name in (("area", area), ("dimension", dimension)):
        if name is None:
            continue
        known = table.loc[inside, column].unique()
        if name not in known:
            where = f" in area {area!r}" if column == "dimension" and area else ""
            raise DataError(
                f"there is no {column} {name!r}{where}{closest(str(name), known)}", column=column
            )
        inside &= table[column] == name
    level = "indicator" if dimension is not None else "area" if area is None else "dimension"
    part = table[inside]
    groups = (
        {name: [name] for name in part.index}
        if level == "indicator"
        else part.groupby(level, sort=False).groups
    )
    path = " / ".join(str(one) for one in ("all", area, dimension) if one is not None)
    weights = scores.weights
    found = pd.DataFrame({"weight": {name: weights[list(m)].sum() for name, m in groups.items()}})
    found.index.name = level
    means = pd.DataFrame({name: _mean(scores, list(m)) for name, m in groups.items()}).T
    if unit is None:
        return DrillDown(found.join(means), path, level)
    if unit not in list(scores.scores.index):
        raise DataError(
            f"there is no unit {unit!r}{closest(str(unit), scores.scores.index)}", row=unit
        )
    if scores.aggregate != "arithmetic":
        raise DataError("points are lost in sums only; score with aggregate='arithmetic'")
    found["score"] = means[unit]
    lost = weights * (100 - scores.scores.loc[unit])
    found["points_lost"] = [lost[list(m)].sum() for m in groups.values()]
    if level == "indicator":
        value, target = scores.values.loc[unit, part.index], part["target"]
        sign = part["direction"].map({"more": 1.0, "less": -1.0})
        met = (value - target) * sign >= 0
        found["value"], found["measure"], found["target"] = value, part["unit"], target
        stated = target.notna() & value.notna()
        found["target_met"] = met.astype("boolean").where(stated)
    order = found.sort_values("points_lost", ascending=False, kind="stable")
    return DrillDown(order, f"{unit}, {path}", level)


def _mean(scores: IndicatorScores, members: list[str]) -> pd.Series:
    """Weighted arithmetic or geometric mean of some indicators, as the composite is made."""
    found = together(
        scores.scores[members].to_numpy(),
        within(scores.weights[members].to_numpy()),
        scores.aggregate,
        "reweigh",
    )
    return pd.Series(found, scores.scores.index)
