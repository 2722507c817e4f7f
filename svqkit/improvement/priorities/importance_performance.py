"""Importance–performance analysis: what to improve first.

Martilla & James (1977): each attribute is placed by how much it matters and how well it is done;
two lines divide the plane into four quadrants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs
from svqkit.gaps.weighting.outcome import outcome_of
from svqkit.improvement.priorities.importance import derived, mean_interval, stated
from svqkit.result import Part, Result

__all__ = ["QUADRANTS", "Priorities", "priorities"]

QUADRANTS = {
    (True, False): "concentrate here",
    (True, True): "keep up the good work",
    (False, False): "low priority",
    (False, True): "possible overkill",
}
"""Martilla and James's names by (important, performing well), the most urgent first."""


@dataclass(frozen=True, eq=False, repr=False)
class Priorities(Result):
    """Where to concentrate, by importance and performance.

    Attributes
    ----------
    table : DataFrame (index: dimension or item)
        ``importance importance_low importance_high performance performance_low performance_high
        gap quadrant rank``; rank 1 is the most urgent.
    importance_line, performance_line : float
        Where the quadrants divide; a value on the line counts as high.
    level : {"dimension", "item"}
    importance : {"stated", "derived"}
    outcome : str or None
        The outcome that derived importance relates to.
    instrument : Instrument
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.priorities(svq.load_dataset("bank"))
    >>> sorted(found.table["rank"].tolist())
    [1, 2, 3, 4, 5]
    """

    table: pd.DataFrame
    importance_line: float
    performance_line: float
    level: str
    importance: str
    outcome: str | None
    instrument: Any
    convention: str

    def _title(self) -> str:
        return "Priorities (importance and performance)"

    def _parts(self) -> list[Part]:
        shown = ["importance", "performance", "gap", "quadrant", "rank"]
        return [
            ("", self.table[shown].sort_values("rank")),
            (
                "Lines",
                f"importance {self.importance_line:.2f}, performance {self.performance_line:.2f}",
            ),
            ("Convention", self.convention),
        ]


def priorities(
    responses: Any,
    *,
    importance: Literal["stated", "derived"] = "stated",
    outcome: str | None = None,
    level: Literal["dimension", "item"] = "dimension",
    center: Literal["data", "scale"] = "data",
) -> Priorities:
    """Place dimensions or items by importance and performance, and rank them.

    Stated importance is what customers said (mean points, or mean ratings). Derived importance is
    the Pearson correlation of a perception score with an outcome over respondents: it says which
    scores go together with the outcome, not what would happen if one were raised. Performance is
    the mean perception. The rank takes the quadrants in the order *concentrate here*, *keep up the
    good work*, *low priority*, *possible overkill*, and within a quadrant the larger standardised
    importance minus standardised performance first (the diagonal of Bacon 2003).

    Parameters
    ----------
    responses : Responses
    importance : {"stated", "derived"}
        Where importance comes from.
    outcome : str, optional
        With ``"derived"``: a numeric column of ``responses.respondents``; default is the first of
        ``responses.outcomes``.
    level : {"dimension", "item"}
        What is placed. Points allotted to dimensions say nothing about items.
    center : {"data", "scale"}
        Lines at the means of what is shown, or at the middle of the answer scale (performance,
        rated importance) and the equal share of points. Correlations have no middle of a scale:
        derived importance always divides at its mean.

    Returns
    -------
    Priorities
        ``.table`` (importance performance gap quadrant rank and intervals), ``.importance_line``,
        ``.performance_line``.

    Raises
    ------
    DataError
        If there is no stated importance, or no usable outcome.
    ValueError
        If an option is unknown.

    References
    ----------
    Martilla & James (1977), Journal of Marketing 41(1), 77–79. Bacon (2003), International
    Journal of Market Research 45(1), 55–71.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.priorities(svq.load_dataset("bank"), importance="derived", level="item")
    >>> len(found.table), found.outcome
    (22, 'overall_quality')
    """
    _known("importance", importance, ("stated", "derived"))
    _known("level", level, ("dimension", "item"))
    _known("center", center, ("data", "scale"))
    scores, gaps = _scores(responses, level)
    if importance == "stated":
        matter, said, middle = stated(responses, list(scores.columns), level)
        outcome_name = None
    else:
        outcome_name, values = outcome_of(responses, outcome)
        matter, said = derived(scores, values, outcome_name)
        middle = float(matter["importance"].mean())
    done = (
        mean_interval(scores)
        .add_prefix("performance_")
        .rename(columns={"performance_mean": "performance"})
    )
    table = matter.join(done)
    table["gap"] = gaps.mean()
    scale = responses.instrument.scale
    at_middle = center == "scale"
    performance_line = (
        (scale.low + scale.high) / 2 if at_middle else float(table["performance"].mean())
    )
    importance_line = middle if at_middle else float(table["importance"].mean())
    important = (table["importance"] >= importance_line).tolist()
    performing = (table["performance"] >= performance_line).tolist()
    table["quadrant"] = [QUADRANTS[place] for place in zip(important, performing, strict=True)]
    urgency = _standardised(table["importance"]) - _standardised(table["performance"])
    order = table["quadrant"].map(list(QUADRANTS.values()).index)
    ranked = table.assign(order=order, urgency=-urgency).sort_values(["order", "urgency"]).index
    table["rank"] = pd.Series(range(1, len(ranked) + 1), index=ranked)
    where = "the middle of the scale" if at_middle else "the means of what is shown"
    convention = f"{said} Performance is the mean perception. Lines at {where}."
    if level == "dimension":
        convention += f" {HALF_RULE}."
    return Priorities(
        table.rename_axis(level),
        float(importance_line),
        float(performance_line),
        level,
        importance,
        outcome_name,
        responses.instrument,
        convention,
    )


def _known(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")


def _scores(responses: Any, level: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Perceptions and gaps at the level asked for."""
    perceptions = responses.perceptions.astype(float)
    expectations = responses.expectations
    if level == "item":
        placed = [c for codes in responses.instrument.mapping.values() for c in codes]
        items = perceptions[[c for c in placed if c in perceptions.columns]]
        gaps = items * np.nan if expectations is None else items - expectations.reindex_like(items)
        return items, gaps
    mapping = responses.instrument.mapping
    scored, _ = dimension_pairs(perceptions, perceptions, mapping)
    if expectations is None:
        return scored, scored * np.nan
    wanted = expectations.astype(float).reindex_like(perceptions)
    both_p, both_e = dimension_pairs(perceptions, wanted, mapping)
    return scored, both_p - both_e


def _standardised(values: pd.Series) -> pd.Series:
    spread = float(values.std(ddof=0))
    return (values - values.mean()) / spread if spread > 0 else values * 0.0
