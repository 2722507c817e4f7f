"""A logit model of whether something happens, and its design matrix."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from svqkit.errors import DataError, MissingExtraError, ModelError
from svqkit.improvement.customers.columns import known_columns, numbers_of

__all__ = ["Logit", "design", "fit_logit"]

_FEW = 10
"""Categories that are never too many."""


@dataclass(frozen=True)
class Logit:
    """Estimates of a logit model; ``b[0]`` is the intercept.

    Examples
    --------
    >>> float(Logit(np.array([0.0, 1.0]), np.eye(2)).chances(np.zeros((1, 1)))[0])
    0.5
    """

    b: np.ndarray
    covariance: np.ndarray

    def chances(self, x: np.ndarray) -> np.ndarray:
        """Give the probability of each row of x (n, p)."""
        return np.asarray(expit(self.b[0] + x @ self.b[1:]))


def design(table: pd.DataFrame, predictors: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Lay predictors out as numbers: text and categories become 0/1 columns, the first one is left out.

    Parameters
    ----------
    table : DataFrame
    predictors : sequence of str

    Returns
    -------
    DataFrame
        Complete rows only.
    list of str
        The predictor each column comes from.

    Raises
    ------
    DataError
        If a column holds times, or texts of which most are different.

    Examples
    --------
    >>> table = pd.DataFrame({"app": ["yes", "no", "yes"], "months": [1, 2, 3]})
    >>> design(table, ["app", "months"])[0].columns.tolist()
    ['app: yes', 'months']
    """
    known_columns(table, predictors)
    parts, source = [], []
    for name in predictors:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            part = numbers_of(table, [name])
        else:
            _categories(column, str(name))
            part = pd.get_dummies(column.astype(object), prefix=name, prefix_sep=": ", dtype=float)
            part = part.iloc[:, 1:]
            part[column.isna().to_numpy()] = np.nan
        parts.append(part)
        source += [name] * part.shape[1]
    return pd.concat(parts, axis=1).dropna(), source


def _categories(column: pd.Series, name: str) -> None:
    """Refuse dates, and texts of which most are different, as categories."""
    if pd.api.types.is_datetime64_any_dtype(column) or pd.api.types.is_timedelta64_dtype(column):
        raise DataError(
            f"column {name!r} holds times; give a number, such as days since then", column=name
        )
    different = column.nunique()
    if different > max(_FEW, len(column) / 5):
        raise DataError(
            f"column {name!r} holds {different} different texts in {len(column)} rows, too many for "
            "categories; are they numbers written as text, or names?",
            column=name,
        )


def fit_logit(
    x: np.ndarray, y: np.ndarray, names: Sequence[str], groups: np.ndarray | None = None
) -> Logit:
    """Estimate a logit model by maximum likelihood.

    Parameters
    ----------
    x : ndarray (n, p)
    y : ndarray (n,)
        0 and 1.
    names : sequence of str
        Of the columns, for messages.
    groups : ndarray, optional
        Rows of one group are not independent: the covariance is then clustered.

    Returns
    -------
    Logit

    Raises
    ------
    ModelError
        If a column follows from others, or predicts perfectly.

    Notes
    -----
    Clustered covariances are statsmodels' with its small-sample factor G/(G − 1)·(n − 1)/(n − p).

    Examples
    --------
    >>> x = np.array([[0.0], [0], [0], [1], [1], [1]])
    >>> fit_logit(x, np.array([0, 0, 1, 0, 1, 1]), ["late"]).b.round(3).tolist()
    [-0.693, 1.386]
    """
    try:
        from statsmodels.discrete.discrete_model import Logit as Model
        from statsmodels.tools.sm_exceptions import PerfectSeparationError
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None

    full = np.column_stack([np.ones(len(x)), x])
    if np.linalg.matrix_rank(full / np.maximum(np.abs(full).max(axis=0), 1e-300)) < full.shape[1]:
        raise ModelError(
            f"among {', '.join(names)} one column follows from the others; leave one out"
        )
    robust = {} if groups is None else {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            fitted = Model(y, full).fit(disp=False, maxiter=100, **robust)
        except (PerfectSeparationError, np.linalg.LinAlgError):
            fitted = None
    if (
        fitted is None
        or any("eparation" in str(one.message) for one in told)
        or (not fitted.mle_retvals["converged"])
    ):
        raise ModelError(
            f"{', '.join(names)} tell perfectly, for some rows, whether it happened, so there is no "
            "finite estimate; leave out what is known only afterwards, or join rare categories"
        )
    return Logit(np.asarray(fitted.params), np.asarray(fitted.cov_params()))
