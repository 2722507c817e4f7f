"""What a Net Promoter Score comes with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["NetPromoter"]

NOT_SAID = (
    "A 6 and a 0 count alike, a 7 and an 8 count nothing: what happens within the three groups is "
    "lost, and the mean of the ratings shows the same shift with fewer customers. Reichheld's claim "
    "that it predicts growth best did not hold up elsewhere (Keiningham et al. 2007). It is an "
    "intention, not a recommendation made, and countries use the scale differently."
)


@dataclass(frozen=True, eq=False, repr=False)
class NetPromoter(Result):
    """A Net Promoter Score.

    Attributes
    ----------
    score : Series
        ``nps low high se n promoters passives detractors mean mean_low mean_high``; shares in
        per cent, ``mean`` of the ratings (Student's interval).
    counts : Series (index: 0 to 10)
        How many gave each rating.
    segments : DataFrame or None (index: segment)
        The same with ``masked``; segments under ten hold no numbers.
    differences : DataFrame or None (index: pair)
        ``difference low high z p [p_holm]``: between segments, or against the other wave.
    heterogeneity : Series or None
        ``q df p``: do the segments differ at all.
    split : DataFrame or None (index: score)
        Promoters against detractors, the widest parted first.
    outcome : str
    interval : {"score", "wald", "bootstrap"}
    n_missing : int
    instrument : Instrument or None
    notes : tuple of str
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.nps([10, 9, 8, 7, 6, 0, 9, 9]).score[["nps", "n"]].tolist()
    [25.0, 8.0]
    """

    score: pd.Series
    counts: pd.Series
    segments: pd.DataFrame | None
    differences: pd.DataFrame | None
    heterogeneity: pd.Series | None
    split: pd.DataFrame | None
    outcome: str
    interval: str
    n_missing: int
    instrument: Any
    notes: tuple[str, ...]
    ci_level: float
    convention: str

    def _title(self) -> str:
        return f"Net Promoter Score ({self.outcome})"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.score.to_frame("all").T.astype({"n": int}))]
        if self.segments is not None:
            parts.append(("Segments", self.segments))
        if self.differences is not None:
            parts.append(("Differences", self.differences))
        if self.heterogeneity is not None:
            parts.append(("Do segments differ", self.heterogeneity.to_frame("all").T))
        if self.split is not None:
            parts.append(("What parts promoters from detractors", self.split))
        if self.notes:
            parts.append(("Notes", "\n".join(self.notes)))
        return [
            *parts,
            ("What this does not say", NOT_SAID),
            ("Convention", self.convention),
        ]
