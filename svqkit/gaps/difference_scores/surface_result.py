"""What a response surface holds, and how it shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.difference_scores.surface_algebra import surface_terms
from svqkit.gaps.difference_scores.surface_reading import surface_reading
from svqkit.interface import translator
from svqkit.result import Part, Result

__all__ = ["ResponseSurface"]


@dataclass(frozen=True, eq=False, repr=False)
class ResponseSurface(Result):
    """An outcome as a quadratic surface over perception (X) and expectation (Y).

    Attributes
    ----------
    coefficients : DataFrame (index: b0 … b5)
        ``term estimate se t p low high`` and, with a bootstrap, ``boot_low boot_high``.
    surface : DataFrame (index: a1 … a5)
        ``line meaning estimate se t p low high (boot_low boot_high) without_influential
        p_without``: a1 slope and a2 curvature along the line of congruence (P = E); a3 slope and
        a4 curvature along the line of incongruence, walked towards better than expected; a5 =
        b3 − b5.
    models : DataFrame (index: difference, perception only, linear, quadratic)
        ``terms r_squared adjusted residual_sd aic bic``.
    comparison : DataFrame (index: larger against smaller model)
        ``delta_r_squared f df1 df2 p``. The difference model says b1 = −b2 and b3 = b4 = b5 = 0.
    stationary : Series
        ``kind perception expectation outcome x0 y0 in_data`` and bootstrap intervals.
    principal_axes : DataFrame (index: p10, p11, p20, p21)
        ``axis meaning estimate`` and bootstrap intervals.
    discrepancies : DataFrame (index: above, agreement, below)
        ``n_standardised pct_standardised n_raw pct_raw``.
    checks : Series
        Collinearity, leverage, influence, constancy of the errors.
    points : DataFrame
        ``perception expectation n``: respondents counted by rounded pairs of scores.
    hull : DataFrame
        ``perception expectation``: corners of the region that holds the data.
    n : int
    center : float
        What was subtracted from perception and expectation.
    scale : (low, high) or None
    outcome, dimension : str
    instrument : Instrument or None
    ci_level : float
    bootstrap : int
    seed : int or None
    errors : {"OLS", "HC3"}
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.response_surface(svq.load_dataset("bank"), "satisfaction")
    >>> found.predict([4.0], [4.0]).shape
    (1,)
    """

    coefficients: pd.DataFrame
    surface: pd.DataFrame
    models: pd.DataFrame
    comparison: pd.DataFrame
    stationary: pd.Series
    principal_axes: pd.DataFrame
    discrepancies: pd.DataFrame
    checks: pd.Series
    points: pd.DataFrame
    hull: pd.DataFrame
    n: int
    center: float
    scale: tuple[float, float] | None
    outcome: str
    dimension: str
    instrument: Any
    ci_level: float
    bootstrap: int
    seed: int | None
    errors: str
    convention: str

    def predict(self, perception: Any, expectation: Any) -> np.ndarray:
        """Give the surface's height.

        Parameters
        ----------
        perception, expectation : array-like (…)
            On the answer scale.

        Returns
        -------
        ndarray (…)
        """
        x = np.asarray(perception, dtype=float) - self.center
        y = np.asarray(expectation, dtype=float) - self.center
        return np.asarray(surface_terms(x, y) @ self.coefficients["estimate"].to_numpy())

    @property
    def reading(self) -> str:
        """Say what the tests allow, in plain words, in the instrument's language."""
        return surface_reading(self, translator(getattr(self.instrument, "language", "en")))

    @property
    def outcome_label(self) -> str:
        """The outcome in the instrument's words."""
        said = {o.column: o.label for o in getattr(self.instrument, "outcomes", ())}
        return str(said.get(self.outcome, self.outcome))

    def _title(self) -> str:
        return f"Response surface of {self.outcome} ({self.dimension or 'scores'}, n = {self.n})"

    def _parts(self) -> list[Part]:
        def number(value: object) -> object:
            return float(value) if isinstance(value, float) else value

        point = self.stationary.map(number).to_frame("value").T
        stationary = "none: the surface is a plane or a ridge"
        return [
            ("Reading", surface_reading(self, translator("en"))),
            ("Along the lines of congruence and incongruence", self.surface),
            ("Models", self.models),
            ("What the larger model adds", self.comparison),
            ("Coefficients", self.coefficients),
            ("Stationary point", stationary if self.stationary["kind"] == "none" else point),
            ("Principal axes (Y = intercept + slope × X, centred)", self.principal_axes),
            ("Who perceives more or less than expected", self.discrepancies),
            ("Checks", self.checks),
            ("Convention", self.convention),
        ]
