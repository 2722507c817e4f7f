"""Composite reliability of the scales of a model of ordered answers, on both scales there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.reliability.categorical_omega import categorical_omega
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["CategoricalReliability", "categorical_reliability"]

CONVENTION = (
    "omega_sum: share of the variance of the sum of category numbers, the score one computes "
    "(Green & Yang 2009); omega_latent: the same of a sum of the responses behind the categories, "
    "which nobody observes, so an upper bound; both with the observed polychoric correlations in "
    "the denominator, as semTools' compRelSEM with ord.scale TRUE and FALSE"
)


@dataclass(frozen=True, eq=False, repr=False)
class CategoricalReliability(Result):
    """Omega of the sum score and of the latent responses, one row a factor.

    ``table`` has the index ``scale`` (with groups: ``group scale``) and the columns ``k omega_sum
    omega_latent``; its row ``total`` is the sum of all items.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = {"tangibles": ["Q1", "Q2", "Q3", "Q4"]}
    >>> fit = svq.cfa(svq.load_dataset("bank"), model, ordered=True)
    >>> list(svq.categorical_reliability(fit).table)
    ['k', 'omega_sum', 'omega_latent']
    """

    table: pd.DataFrame
    convention: str = CONVENTION

    def _title(self) -> str:
        return "Reliability of sums of ordered answers"

    def _parts(self) -> list[Part]:
        return [("Reliability", self.table), ("Convention", self.convention)]


def _cuts(state: OrdinalState, items: np.ndarray) -> np.ndarray:
    """Thresholds in standard units, one row an item, NaN beyond its last."""
    own = [state.implied_thresholds[state.item_of == item] for item in items]
    wide = np.full((len(items), max(map(len, own))), np.nan)
    for row, cuts in zip(wide, own, strict=True):
        row[: len(cuts)] = cuts
    return wide


def _row(common: np.ndarray, sample: OrdinalSample, state: OrdinalState, at: np.ndarray) -> dict:
    whole = sample.covariance[np.ix_(at, at)]
    explained = common[np.ix_(at, at)]
    # with a Heywood case an item would explain more than there is: no sum score has that
    proper = bool((np.diag(explained) <= 1.0).all())
    return {
        "k": len(at),
        "omega_sum": categorical_omega(explained, whole, _cuts(state, at)) if proper else np.nan,
        "omega_latent": float(explained.sum() / whole.sum()),
    }


def _of_group(fit: CFA, group: int) -> pd.DataFrame:
    state = cast(OrdinalState, fit.found.states[group])
    sample = cast(OrdinalSample, fit.problem.samples[group])
    p = state.p
    # standardised loadings: the responses behind the items have the standard deviation 1/scale
    loadings = state.paths[:p, p:] * state.scale[:, None]
    spread = state.total[p:, p:]
    rows = {}
    for at, factor in enumerate(fit.factors):
        items = np.flatnonzero(loadings[:, at])
        if len(items) > 1:
            common = np.outer(loadings[:, at], loadings[:, at]) * spread[at, at]
            rows[factor] = _row(common, sample, state, items)
    measured = np.flatnonzero(loadings.any(axis=1))
    rows["total"] = _row(loadings @ spread @ loadings.T, sample, state, measured)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")


@single_threaded
def categorical_reliability(fit: CFA) -> CategoricalReliability:
    """Judge how reliable the sums of ordered answers are, scale by scale.

    Parameters
    ----------
    fit : CFA
        Fitted with ``ordered=True``.

    Returns
    -------
    CategoricalReliability
        ``.table``: ``k omega_sum omega_latent`` by factor with more than one item, and ``total``;
        NaN for a sum score where an item's explained variance exceeds 1 (a Heywood case).

    Raises
    ------
    TypeError
        If it is no fitted model.
    ModelError
        If its items are not ordered.

    References
    ----------
    Green, S. B., & Yang, Y. (2009). Reliability of summed item scores using structural equation
    modeling: an alternative to coefficient alpha. Psychometrika, 74, 155–167.

    Examples
    --------
    >>> import svqkit as svq
    >>> model = {"tangibles": ["Q1", "Q2", "Q3", "Q4"]}
    >>> fit = svq.cfa(svq.load_dataset("bank"), model, ordered=True)
    >>> row = categorical_reliability(fit).table.loc["tangibles"]
    >>> bool(row["omega_sum"] < row["omega_latent"])
    True
    """
    if not isinstance(fit, CFA):
        raise TypeError(f"categorical_reliability takes a fitted CFA, not {type(fit).__name__}")
    if not fit.table.ordered.thresholds:
        raise ModelError(
            "the items of this model are numbers, not ordered categories; fit it with ordered=True"
        )
    blocks = [_of_group(fit, group) for group in range(len(fit.table.groups))]
    if not fit.groups:
        return CategoricalReliability(blocks[0])
    return CategoricalReliability(pd.concat(blocks, keys=fit.groups, names=["group", "scale"]))
