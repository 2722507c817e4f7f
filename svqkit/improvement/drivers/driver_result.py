"""What a search for drivers returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.improvement.drivers.driver_words import NOT_SAID
from svqkit.result import Part, Result

__all__ = ["Drivers"]


@dataclass(frozen=True, eq=False, repr=False)
class Drivers(Result):
    """What goes with an outcome.

    Attributes
    ----------
    table : DataFrame (index: predictor)
        The most important first. ``importance importance_low importance_high`` (part of R², or of
        McFadden's R²), ``share`` (of 100), ``alone`` (that R² of the predictor by itself), ``rank
        rank_low rank_high``, ``r``; slopes ``b b_low b_high se p``; standardised effects: linear
        ``beta beta_low beta_high``, logit ``odds_ratio odds_low odds_high`` and ``effect effect_low
        effect_high`` (percentage points), for one standard deviation; ``vif tolerance``.
    fit : Series
        Linear: ``n predictors r_squared adjusted cross_validated cross_validated_sd optimism
        residual_sd p n_per_predictor``. Logit: ``n events predictors mcfadden adjusted auc
        cross_validated …`` (of the AUC) and ``events_per_predictor``; ``adjusted`` takes one from the
        log likelihood for each predictor.
    conditions : DataFrame
        Condition indices with variance proportions (Belsley).
    outcome : str
        As explained, in words.
    column : str
        The column it comes from.
    at_least, below : float or None
        The cut point of an event.
    model : {"linear", "logit"}
    robust : str or None
    n_left_out : int
        Respondents without an answer to one of the questions.
    instrument : Instrument or None
    notes : tuple of str
    ci_level : float
    bootstrap : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.drivers(svq.load_dataset("bank"), "satisfaction", bootstrap=0)
    >>> found.table.index[0]
    'reliability'
    """

    table: pd.DataFrame
    fit: pd.Series
    conditions: pd.DataFrame
    outcome: str
    model: str
    robust: str | None
    n_left_out: int
    instrument: Any
    notes: tuple[str, ...]
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str
    column: str
    at_least: float | None = None
    below: float | None = None

    def _title(self) -> str:
        return f"Drivers of {self.outcome!r} ({self.model})"

    def _parts(self) -> list[Part]:
        first = ["importance", "importance_low", "importance_high", "share", "alone", "rank"]
        own = ["beta", "beta_low", "beta_high", "odds_ratio", "odds_low", "odds_high", "effect"]
        shown = [*first, "r", *own, "p", "vif"]
        whole = [name for name in ("n", "events", "predictors") if name in self.fit]
        return [
            ("", self.table[[name for name in shown if name in self.table]]),
            ("All together", self.fit.to_frame("all").T.astype(dict.fromkeys(whole, int))),
            ("Notes", "\n".join(self.notes)),
            ("What this does not say", NOT_SAID),
            ("Convention", self.convention),
        ]
