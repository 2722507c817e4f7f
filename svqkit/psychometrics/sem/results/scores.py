"""Factor scores from answers: Thurstone's regression and Bartlett's method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState
from svqkit.psychometrics.sem.results.ordinal_scores import ordinal_scores
from svqkit.psychometrics.sem.results.pattern_scores import pattern_scores
from svqkit.psychometrics.sem.samples.groups import answers_of, grouping
from svqkit.psychometrics.sem.samples.patterns import PatternedSample
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["METHODS", "factor_scores", "score_weights"]

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.results.fitted import Fitted

METHODS = ("regression", "bartlett")


def _bartlett(state: State, table: ParameterTable) -> np.ndarray:
    """(Λᵀ Σ⁻¹ Λ)⁻¹ Λᵀ Σ⁻¹, the same as with Θ, and defined where a residual variance is 0."""
    p = state.p
    loadings = state.paths[:p, p:]
    empty = [f for f, column in zip(table.latent, loadings.T, strict=True) if not column.any()]
    if empty:
        raise ModelError(
            f"factor {empty[0]!r} has no items of its own, so Bartlett scores do not exist; "
            "use method='regression'"
        )
    measured = loadings.any(axis=1)
    own = loadings[measured]
    weighed = np.linalg.solve(state.covariance[np.ix_(measured, measured)], own)
    weights = np.zeros((len(table.latent), p))
    weights[:, measured] = np.linalg.solve(own.T @ weighed, weighed.T)
    return weights


def score_weights(state: State, table: ParameterTable, method: str) -> np.ndarray:
    """Find the weights W of the scores E(η) + W (y − μ).

    Parameters
    ----------
    state : State
    table : ParameterTable
    method : {"regression", "bartlett"}

    Returns
    -------
    ndarray (factors × items)

    Raises
    ------
    ValueError
        If the method is unknown.
    ModelError
        If Bartlett scores are asked of a factor without items of its own.

    References
    ----------
    Thurstone (1935); Bartlett (1937).
    """
    if method not in METHODS:
        raise ValueError(f"method={method!r} is unknown; choose from {', '.join(METHODS)}")
    if method == "bartlett":
        return _bartlett(state, table)
    return np.linalg.solve(state.covariance, state.total[: state.p, state.p :]).T


def factor_scores(fit: Fitted, items: Any, method: str | None, group: Any) -> pd.DataFrame:
    """Estimate each respondent's place on the factors of a fitted model.

    Parameters
    ----------
    fit : CFA
    items : DataFrame or Responses
    method : {"regression", "bartlett"}, {"ebm"} for ordered items, or None
        None for the first of these.
    group : Series or column name, or None

    Returns
    -------
    DataFrame (respondents × factors)
        NaN for respondents without a group, and for those with a missing answer, unless the model
        was fitted with full information: then from the answers that each one gave.

    Raises
    ------
    DataError
        If means are not known, answers are moments, text or infinite, or the model has groups
        and ``group`` is not given.
    """
    if fit.moments.mean.isna().any():
        raise DataError(
            "the model was fitted to a matrix without means, so scores have no origin; "
            "fit it to answers, or give mean= with the matrix"
        )
    if isinstance(items, Moments | Mapping):
        raise DataError("factor scores need the single answers, and moments hold none")
    answers = as_items(answers_of(items, fit.items, group))[list(fit.items)]
    values = answers.to_numpy()
    scores = np.full((len(values), len(fit.factors)), np.nan)
    if fit.groups and group is None:
        raise DataError("the model has groups: give group= so that each respondent has one")
    labels = grouping(items, group).to_numpy() if fit.groups else None
    for label, state in zip(fit.table.groups, fit.found.states, strict=True):
        sample = fit.problem.samples[0]
        if isinstance(sample, OrdinalSample) and isinstance(state, OrdinalState):
            mine = slice(None) if labels is None else labels == label
            found = ordinal_scores(values[mine], state, sample, fit.items, method or "ebm")
            scores[mine] = found
            continue
        method = method or "regression"
        weights = score_weights(state, fit.table, method)
        gaps = isinstance(fit.problem.samples[0], PatternedSample)
        mine = slice(None) if labels is None else labels == label
        if gaps:
            scores[mine] = pattern_scores(values[mine], state, method)
            continue
        scores[mine] = state.means[state.p :] + (values[mine] - state.mean) @ weights.T
    return pd.DataFrame(scores, index=answers.index, columns=list(fit.factors))
