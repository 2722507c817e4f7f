"""The record of an exploratory factor analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.efa_scores import SCORES, determinacy, score_weights
from svqkit.psychometrics.exploratory.efa_tables import (
    against_design,
    cross_loadings_of,
    hierarchy_of,
)
from svqkit.psychometrics.extraction.efa_fit import COMPONENTS, CONVENTION, DESCRIPTIVE
from svqkit.psychometrics.rotation.rotation import ROTATIONS
from svqkit.result import Part, Result

__all__ = ["EFA", "EXTRACTIONS"]

EXTRACTIONS = {
    "minres": "minimum residual (unweighted least squares)",
    "ml": "maximum likelihood",
    "paf": "principal axis, iterated until communalities change by less than 1e-9",
    "pca": "principal components (not common factors: they explain items' own variance too)",
}


@dataclass(frozen=True, eq=False, repr=False)
class EFA(Result):
    """Factors of a set of items; every table has its factors in the same order.

    Parameters
    ----------
    loadings, structure : DataFrame (items × factors)
        Pattern (what each factor adds) and correlations with the factors.
    phi : DataFrame (factors × factors)
        Correlations of the factors; the identity after an orthogonal rotation.
    communalities, uniquenesses, complexity : Series (items)
        Complexity is Hofmann's (1978) index: about how many factors an item needs.
    variance : DataFrame (rows ss_loadings, proportion, cumulative × factors)
    fit : Series
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, cfi, tli, rmsr, bic, sabic,
        objective, null_chisq, null_df. NaN where not defined, with the reason in ``warnings``.
    method, rotation, correlation_method : str
    normalized : bool
        Whether items were given equal communalities for the rotation (Kaiser).
    n : int or None
        Complete respondents; None where only a matrix was given.
    heywood : tuple of str
        Items whose uniqueness reached its lower bound.
    congruence : Series or None
        Tucker's congruence of each factor with its designed dimension.
    correlation : DataFrame (items × items)
    moments : Moments or None
    converged : bool
    design : dict or None
        Dimensions and their items, as given.
    target : DataFrame or None
        What was rotated to; NaN where free.
    minima : DataFrame or None
        Of a rotation with several starts: criterion, starts (how many ended there), congruence
        (the lowest of its factors with those shown).
    intervals, phi_intervals : DataFrame or None
        Of the bootstrap: loading or r, se, ci_lower, ci_upper by item and factor, or by two factors.
    replicates, failed_replicates : int
        Bootstrap samples used, and left out because they had no solution.
    ci : float
        Level of the intervals.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> svq.efa(bank, 5, design=bank.instrument.mapping).loadings.shape
    (22, 5)
    """

    loadings: pd.DataFrame
    structure: pd.DataFrame
    phi: pd.DataFrame
    communalities: pd.Series
    uniquenesses: pd.Series
    complexity: pd.Series
    variance: pd.DataFrame
    fit: pd.Series
    method: str
    rotation: str
    normalized: bool
    correlation_method: str
    n: int | None
    heywood: tuple[str, ...]
    congruence: pd.Series | None
    correlation: pd.DataFrame
    moments: Moments | None
    converged: bool
    design: dict[str, list[str]] | None = None
    target: pd.DataFrame | None = None
    minima: pd.DataFrame | None = None
    intervals: pd.DataFrame | None = None
    phi_intervals: pd.DataFrame | None = None
    replicates: int = 0
    failed_replicates: int = 0
    ci: float = 0.95

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors, in order."""
        return tuple(self.loadings.columns)

    @property
    def residuals(self) -> pd.DataFrame:
        """Observed minus reproduced correlations; uniquenesses on the diagonal."""
        pattern = self.loadings.to_numpy()
        return self.correlation - pattern @ self.phi.to_numpy() @ pattern.T

    @property
    def determinacy(self) -> pd.DataFrame:
        """How well regression scores stand for the factors: correlation, r2, minimum_correlation."""
        return determinacy(
            self.correlation.to_numpy(), self.structure.to_numpy(), list(self.factors)
        )

    @property
    def convention(self) -> str:
        """How the numbers were made, in words."""
        rotated = ROTATIONS[self.rotation]
        if self.rotation != "none":
            rotated += f", {'with' if self.normalized else 'without'} Kaiser normalisation"
        fit = COMPONENTS if self.method == "pca" else CONVENTION
        text = (
            f"{EXTRACTIONS[self.method]}; {rotated}; {self.correlation_method} correlations. {fit}"
        )
        described = self.correlation_method == "polychoric" and self.method != "pca"
        text += DESCRIPTIVE if described else ""
        if self.intervals is not None:
            text += (
                f" Intervals: {self.ci:.0%} percentiles of {self.replicates} bootstrap samples of "
                "respondents, each turned to this solution (Procrustes) and matched by congruence."
            )
        return text[0].upper() + text[1:]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes the solution doubtful or leaves a number undefined, one sentence each."""
        found = []
        if self.heywood:
            found.append(
                f"Heywood case: the factors explain all of {', '.join(self.heywood)}; ask for "
                "fewer factors or look at these items."
            )
        if self.method != "pca" and np.isnan(self.fit["objective"]):
            found.append(
                "The solution implies correlations that no answers can have (not positive "
                "definite), so its fit is not defined; ask for fewer factors."
            )
        against = against_design(self.loadings, self.design)
        if against:
            found.append(
                f"{', '.join(against)}: against the other items of the dimension, as items worded in "
                "reverse are. The congruence with the design takes them for what they are not; "
                "recode them first."
            )
        if not self.converged:
            found.append("The extraction did not settle; ask for fewer factors.")
        if self.n is None and self.method != "pca":
            found.append(
                "Only a correlation matrix was given, without its number of respondents, so χ² and "
                "what follows from it are not defined; give svq.moments(matrix, n=…)."
            )
        if self.minima is not None and len(self.minima) > 1:
            other = len(self.minima) - 1
            said = "another minimum" if other == 1 else f"{other} other minima"
            found.append(f"Other starts of the rotation led to {said}; the lowest is shown.")
        if self.failed_replicates:
            found.append(
                f"{self.failed_replicates} of {self.replicates + self.failed_replicates} bootstrap "
                "samples had no solution and were left out."
            )
        return tuple(found)

    def scores(self, items: Any, *, method: str = "regression") -> pd.DataFrame:
        """Estimate each respondent's factor scores.

        Parameters
        ----------
        items : DataFrame (respondents × items) or Responses
            With the same items; others are left out.
        method : {"regression", "bartlett", "tenberge"}
            Regression scores (Thurstone 1935) correlate highest with the factors, Bartlett's are
            unbiased, ten Berge's keep the correlations of the factors. Components have one kind.

        Returns
        -------
        DataFrame (respondents × factors)
            NaN for respondents with a missing answer.

        Raises
        ------
        DataError
            If an item is absent, or the analysis started from a matrix without means.
        ValueError
            If the method is unknown, or not defined for components.
        """
        if method not in SCORES:
            raise ValueError(f"method {method!r} is unknown; choose from {', '.join(SCORES)}")
        if self.method == "pca" and method != "regression":
            raise ValueError(f"{method} scores are of common factors; these are components")
        answers = as_items(items)
        names = list(self.loadings.index)
        absent = [name for name in names if name not in answers.columns]
        if absent:
            raise DataError(f"item {absent[0]!r} is needed for the scores", column=absent[0])
        if self.moments is None or self.moments.mean.isna().any():
            raise DataError("scores need item means; give moments with means, or the answers")
        standard = (answers[names] - self.moments.mean) / self.moments.sd
        weights = score_weights(
            self.correlation.to_numpy(), self.loadings.to_numpy(), self.phi.to_numpy(), method
        )
        return pd.DataFrame(
            standard.to_numpy() @ weights, index=answers.index, columns=self.loadings.columns
        )

    def cross_loadings(self, threshold: float = 0.30) -> pd.DataFrame:
        """List loadings of some size on factors other than the item's own.

        Parameters
        ----------
        threshold : float

        Returns
        -------
        DataFrame
            item, own_factor, own_loading, other_factor, other_loading, misplaced. The own factor
            is the item's dimension where a design was given, else that of its largest loading.
        """
        return cross_loadings_of(self.loadings, self.design, threshold)

    def schmid_leiman(self) -> pd.DataFrame:
        """Turn correlated factors into a general factor and what is left of each.

        Returns
        -------
        DataFrame (items)
            general, the factors freed of it, communality, uniqueness, p2 (the general factor's
            share of the communality). Schmid & Leiman (1957); ``psych::schmid``.

        Raises
        ------
        ModelError
            With fewer than three factors, or factors that do not correlate.
        """
        return hierarchy_of(self.loadings, self.phi)

    def _title(self) -> str:
        k = self.loadings.shape[1]
        what = "component" if self.method == "pca" else "factor"
        name = "Principal components" if self.method == "pca" else "Exploratory factor analysis"
        size = "n not given" if self.n is None else f"n = {self.n}"
        return f"{name}, {k} {what}{'s' if k > 1 else ''}, {size}"

    def _parts(self) -> list[Part]:
        table = self.loadings.assign(communality=self.communalities, complexity=self.complexity)
        parts: list[Part] = [("Loadings (pattern)", table)]
        if self.phi.shape[0] > 1:
            parts.append(("Correlations of the factors", self.phi))
        parts += [("Variance", self.variance), ("Fit", self.fit)]
        if self.method != "pca":
            parts.append(("Determinacy of regression scores", self.determinacy))
        if self.congruence is not None:
            parts.append(("Congruence with the design", self.congruence))
        if self.intervals is not None:
            parts.append(("Bootstrap intervals of the loadings", self.intervals))
        if self.minima is not None and len(self.minima) > 1:
            parts.append(("Minima of the rotation", self.minima))
        parts += [("Warning", sentence) for sentence in self.warnings]
        return [*parts, ("Convention", self.convention)]
