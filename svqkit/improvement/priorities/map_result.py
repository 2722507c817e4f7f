"""What an importance–performance analysis returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["QUADRANTS", "Priorities"]

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
        gap quadrant rank`` (rank 1 is the most urgent); ``urgency urgency_low urgency_high``: how
        far above the diagonal of equal priority; ``p_concentrate p_keep p_low p_overkill``: the
        probability of each quadrant; with a bootstrap ``rank_low rank_high p_first``; with
        asymmetry ``category penalty reward impact_asymmetry``.
    importance_line, performance_line : float
        Where the quadrants divide; a value on the line counts as high.
    level : {"dimension", "item"}
    importance : {"stated", "derived", "gap"}
    outcome : str or None
        The outcome that derived importance relates to.
    instrument : Instrument
    convention : str
    model : {"quadrants", "diagonal"}
        What the ranks follow.
    diagonal : (float, float, float) or None
        A point (performance, importance) of the diagonal of equal priority, and its slope.
    ellipses : DataFrame or None (index: dimension or item)
        ``se_importance se_performance correlation`` over respondents.
    notes : tuple of str
    ci_level : float
    bootstrap : int
    seed : int or None

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
    model: str = "quadrants"
    diagonal: tuple[float, float, float] | None = None
    ellipses: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    ci_level: float = 0.95
    bootstrap: int = 0
    seed: int | None = None

    def _title(self) -> str:
        return "Priorities (importance and performance)"

    def _parts(self) -> list[Part]:
        shown = ["importance", "performance", "gap", "quadrant", "rank", "urgency", "category"]
        chances = ["p_concentrate", "p_keep", "p_low", "p_overkill", "rank_low", "rank_high"]
        ranked = self.table.sort_values("rank")
        parts: list[Part] = [("", ranked[[name for name in shown if name in ranked]])]
        if "p_concentrate" in ranked:
            sure = ranked[[name for name in [*chances, "p_first"] if name in ranked]]
            parts.append(("Probability of each quadrant", sure))
        parts.append(
            (
                "Lines",
                f"importance {self.importance_line:.2f}, performance {self.performance_line:.2f}",
            )
        )
        if self.notes:
            parts.append(("Notes", "\n".join(self.notes)))
        return [*parts, ("Convention", self.convention)]
