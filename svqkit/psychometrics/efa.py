"""Exploratory factor analysis: how many threads run through the answers, and which items hang on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.answers import as_items, check_dimensions
from svqkit.psychometrics.correlation import regular_correlation
from svqkit.psychometrics.efa_fit import CONVENTION, DESCRIPTIVE, efa_fit
from svqkit.psychometrics.extraction import METHODS, extract
from svqkit.psychometrics.matching import by_design, by_variance
from svqkit.psychometrics.moments import Moments
from svqkit.psychometrics.rotated import Rotated
from svqkit.psychometrics.rotation import ROTATIONS, rotate
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["EFA", "efa"]

EXTRACTIONS = {
    "minres": "minimum residual (unweighted least squares)",
    "ml": "maximum likelihood",
    "paf": "principal axis, iterated until communalities change by less than 1e-9",
    "pca": "principal components (not common factors: all variance is explained)",
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
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, tli, rmsr, bic, objective,
        null_chisq, null_df.
    method, rotation, correlation_method : str
    n : int
        Complete respondents.
    heywood : tuple of str
        Items whose uniqueness reached its lower bound.
    congruence : Series or None
        Tucker's congruence of each factor with its designed dimension.
    correlation : DataFrame (items × items)
    moments : Moments
    converged : bool

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
    correlation_method: str
    n: int
    heywood: tuple[str, ...]
    congruence: pd.Series | None
    correlation: pd.DataFrame
    moments: Moments
    converged: bool

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
    def convention(self) -> str:
        """How the numbers were made, in words."""
        text = (
            f"{EXTRACTIONS[self.method]}; {ROTATIONS[self.rotation]}; "
            f"{self.correlation_method} correlations. {CONVENTION}"
        )
        text += DESCRIPTIVE if self.correlation_method == "polychoric" else ""
        return text[0].upper() + text[1:]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What makes the solution doubtful, one sentence each."""
        found = []
        if self.heywood:
            found.append(
                f"Heywood case: the factors explain all of {', '.join(self.heywood)}; ask for "
                "fewer factors or look at these items."
            )
        if np.isnan(self.fit["objective"]):
            found.append(
                "The solution implies correlations that no answers can have (not positive "
                "definite), so its fit is not defined; ask for fewer factors."
            )
        if not self.converged:
            found.append("The extraction did not settle; ask for fewer factors.")
        return tuple(found)

    def scores(self, items: Any) -> pd.DataFrame:
        """Estimate each respondent's factor scores by regression (Thurstone 1935).

        Parameters
        ----------
        items : DataFrame (respondents × items) or Responses
            With the same items; others are left out.

        Returns
        -------
        DataFrame (respondents × factors)
            NaN for respondents with a missing answer.

        Raises
        ------
        DataError
            If an item is absent, or the analysis started from a matrix without means.
        """
        answers = as_items(items)
        names = list(self.loadings.index)
        absent = [name for name in names if name not in answers.columns]
        if absent:
            raise DataError(f"item {absent[0]!r} is needed for the scores", column=absent[0])
        if self.moments.mean.isna().any():
            raise DataError("scores need item means; give moments with means, or the answers")
        standard = (answers[names] - self.moments.mean) / self.moments.sd
        weights = np.linalg.solve(self.correlation.to_numpy(), self.structure.to_numpy())
        return pd.DataFrame(
            standard.to_numpy() @ weights, index=answers.index, columns=self.loadings.columns
        )

    def _title(self) -> str:
        k = self.loadings.shape[1]
        return f"Exploratory factor analysis, {k} factor{'s' if k > 1 else ''}, n = {self.n}"

    def _parts(self) -> list[Part]:
        table = self.loadings.assign(communality=self.communalities, complexity=self.complexity)
        parts: list[Part] = [("Loadings (pattern)", table)]
        if self.phi.shape[0] > 1:
            parts.append(("Correlations of the factors", self.phi))
        parts += [("Variance", self.variance), ("Fit", self.fit)]
        if self.congruence is not None:
            parts.append(("Congruence with the design", self.congruence))
        parts += [("Warning", sentence) for sentence in self.warnings]
        return [*parts, ("Convention", self.convention)]


@single_threaded
def efa(
    items: Any,
    n_factors: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    correlation: str = "pearson",
    design: Mapping[str, Sequence[str]] | None = None,
) -> EFA:
    """Find common factors behind the items and rotate them to simple structure.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
    n_factors : int
        At least 1 and fewer than the items.
    method : {"minres", "ml", "paf"}
        Minimum residual is also known as ULS or OLS; principal axis is iterated to convergence,
        where psych stops after 50 steps or a change of .001.
    rotation : {"oblimin", "varimax", "promax", "quartimax", "geomin", "none"}
    correlation : {"pearson", "spearman", "polychoric"}
    design : mapping of dimension to items, optional
        Factors are then matched with the dimensions, put in their order, turned to their side and
        named after them; otherwise they are F1, F2 … by variance, with positive sums.

    Returns
    -------
    EFA
        ``.loadings .structure .phi .communalities .uniquenesses .complexity .variance .fit
        .heywood .congruence .scores(items)``

    Raises
    ------
    DataError
        If an item is constant, items determine each other, or there are no more complete
        respondents than items.
    ModelError
        If the number of factors cannot be taken from these items.
    ValueError
        If a method, rotation or kind of correlation is unknown.

    Notes
    -----
    R ≈ Λ Φ Λᵀ + Ψ. Harman & Jones (1966); Jöreskog (1967); conventions of ``psych::fa``
    (Revelle), against which every cell is tested. Uniquenesses stay at .005 or above, as there.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> names = ["Q1", "Q2", "Q3", "Q4"]
    >>> answers = Moments.from_correlation(pd.DataFrame(R, names, names), n=200)
    >>> efa(answers, 1).loadings["F1"].round(3).tolist()
    [0.8, 0.7, 0.6, 0.5]
    """
    _check_options(method, rotation)
    found = regular_correlation(items, correlation, purpose="a factor analysis")
    R = found.values
    names = list(found.matrix.columns)
    m = _check_number(n_factors, len(names))
    checked = None if design is None else check_dimensions(design, names)
    extraction = extract(R, m, method)
    rotated = rotate(extraction.loadings, rotation)
    congruence = None
    if checked is None:
        rotated, factors = by_variance(rotated)
    else:
        rotated, factors, congruence = by_design(rotated, names, checked)
    h2 = extraction.communalities
    return EFA(
        loadings=pd.DataFrame(rotated.loadings, index=names, columns=factors),
        structure=pd.DataFrame(rotated.loadings @ rotated.phi, index=names, columns=factors),
        phi=pd.DataFrame(rotated.phi, index=factors, columns=factors),
        communalities=pd.Series(h2, index=names, name="communality"),
        uniquenesses=pd.Series(1 - h2, index=names, name="uniqueness"),
        complexity=_complexity(rotated.loadings, names),
        variance=_variance(rotated, factors),
        fit=efa_fit(R, rotated.loadings, rotated.phi, found.n),
        method=method,
        rotation=rotation if m > 1 else "none",
        correlation_method=correlation,
        n=found.n,
        heywood=tuple(str(n) for n, at in zip(names, extraction.bound, strict=True) if at),
        congruence=congruence,
        correlation=found.matrix,
        moments=found.moments,
        converged=extraction.converged,
    )


def _check_options(method: str, rotation: str) -> None:
    if method not in METHODS:
        raise ValueError(f"method {method!r} is unknown; choose from {', '.join(METHODS)}")
    if rotation not in ROTATIONS:
        raise ValueError(f"rotation {rotation!r} is unknown; choose from {', '.join(ROTATIONS)}")


def _check_number(n_factors: int, p: int) -> int:
    if isinstance(n_factors, bool) or not isinstance(n_factors, int | np.integer):
        raise TypeError(f"n_factors must be a whole number, not {n_factors!r}")
    m = int(n_factors)
    if m < 1:
        raise ModelError(f"n_factors must be at least 1, not {m}")
    df = p * (p - 1) // 2 - p * m + m * (m - 1) // 2
    if m >= p or df < 0:
        raise ModelError(
            f"{m} factors are too many for {p} items: there would be {df} degrees of freedom; "
            "ask for fewer factors"
        )
    return m


def _complexity(loadings: np.ndarray, names: Sequence[str]) -> pd.Series:
    squared = loadings**2
    fourth = (squared**2).sum(axis=1)
    values = np.divide(
        squared.sum(axis=1) ** 2, fourth, out=np.full(len(names), np.nan), where=fourth > 0
    )
    return pd.Series(values, index=list(names), name="complexity")


def _variance(rotated: Rotated, factors: Sequence[str]) -> pd.DataFrame:
    loadings, phi = rotated
    explained = np.diag(phi @ loadings.T @ loadings)
    proportion = explained / len(loadings)
    return pd.DataFrame(
        [explained, proportion, np.cumsum(proportion)],
        index=["ss_loadings", "proportion", "cumulative"],
        columns=list(factors),
    )
