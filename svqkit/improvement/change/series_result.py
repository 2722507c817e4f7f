"""What an interrupted series holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from svqkit.result import Part, Result

__all__ = ["InterruptedSeries"]


@dataclass(frozen=True, eq=False, repr=False)
class InterruptedSeries(Result):
    """A series before and after a change.

    Attributes
    ----------
    estimate, low, high, p : float
        Mean distance from the counterfactual over the points after the change.
    coefficients : DataFrame (index: level before, trend before, level change, trend change, season)
        ``estimate se low high p``; trends a step.
    effects : DataFrame (index: time)
        ``effect low high counterfactual percent`` at some times; ``percent`` of the counterfactual, without comparison
        only.
    path : DataFrame (index: time)
        ``observed fitted after counterfactual counterfactual_low counterfactual_high effect
        effect_low effect_high``; intervals of lines, not of single points. With a comparison, all
        less the comparison.
    autocorrelation : DataFrame (index: lag)
        ``r`` of the least-squares residuals, ``limit`` (±1.96/√n).
    ljung_box_p : float
        Of these lags together.
    sensitivity : DataFrame (index: errors, term)
        ``estimate se low high p`` with each kind of errors.
    alone : DataFrame or None (index: series, comparison)
        Average effect on each of them by itself.
    errors : {"hac", "ar1"}
    lags : int or None
    change : object
        First time after the change.
    n : int
    step, name : str
    ci_level : float
    sentence, does_not_say, convention : str
    cautions : tuple of str

    Examples
    --------
    >>> from svqkit.improvement.change.interrupted_series import interrupted_series
    >>> y = pd.Series([5.0, 5.2, 4.9, 5.1, 5.0, 3.1, 2.9, 3.0, 3.2, 2.8])
    >>> round(interrupted_series(y, 5).estimate, 1)
    -2.0
    """

    estimate: float
    low: float
    high: float
    p: float
    coefficients: pd.DataFrame
    effects: pd.DataFrame
    path: pd.DataFrame
    autocorrelation: pd.DataFrame
    ljung_box_p: float
    sensitivity: pd.DataFrame
    alone: pd.DataFrame | None
    errors: Literal["hac", "ar1"]
    lags: int | None
    change: Any
    n: int
    step: str
    name: str
    ci_level: float
    sentence: str
    does_not_say: str
    convention: str
    cautions: tuple[str, ...]

    def _title(self) -> str:
        return "Interrupted time series"

    def _parts(self) -> list[Part]:
        first = self.autocorrelation["r"].iloc[0]
        parts: list[Part] = [
            ("", self.sentence),
            ("", self.coefficients),
            ("Effect at", self.effects),
            (
                "Neighbouring points",
                f"Residuals one step apart correlate {first:+.2f} (chance: within "
                f"±{self.autocorrelation['limit'].iloc[0]:.2f}); all lags together, Ljung–Box, "
                f"p = {self.ljung_box_p:.3f}.",
            ),
            ("With other errors", self.sensitivity),
        ]
        if self.alone is not None:
            parts.append(("Each series by itself", self.alone))
        parts += [("Caution", one) for one in self.cautions]
        return [
            *parts,
            ("What this does not say", self.does_not_say),
            ("Convention", self.convention),
        ]
