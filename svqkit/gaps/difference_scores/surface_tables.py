"""The tables of a response surface, made from fitted coefficients and their resamples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from svqkit.gaps.difference_scores.surface_algebra import (
    ALONG_LINES,
    principal_axes,
    stationary_point,
    surface_kind,
)
from svqkit.gaps.difference_scores.surface_fit import Fit, joint_test, least_squares
from svqkit.gaps.difference_scores.surface_region import inside

__all__ = [
    "axes_table",
    "coefficient_table",
    "line_table",
    "model_tables",
    "stationary_table",
]

MODELS = {
    "difference": [[0, 1, -1]],
    "perception only": [[0, 1, 0]],
    "linear": [[0, 1, 0], [0, 0, 1]],
}
"""Columns 1, X, Y that each simpler model combines."""
CURVED = np.eye(6)[3:]
COMPARISONS = (
    ("linear against difference", "linear", np.array([[0.0, 1, 1]])),
    ("linear against perception only", "linear", np.array([[0.0, 0, 1]])),
    ("quadratic against linear", "quadratic", CURVED),
    ("quadratic against difference", "quadratic", np.vstack([[0, 1, 1, 0, 0, 0], CURVED])),
    ("quadratic against perception only", "quadratic", np.vstack([[0, 0, 1, 0, 0, 0], CURVED])),
)


def _inference(estimate: np.ndarray, se: np.ndarray, df: int, ci: float) -> dict[str, np.ndarray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        t = estimate / se
    reach = float(stdtrit(df, (1 + ci) / 2)) * se
    return {
        "estimate": estimate,
        "se": se,
        "t": t,
        "p": 2 * stdtr(df, -np.abs(t)),
        "low": estimate - reach,
        "high": estimate + reach,
    }


def _ends(draws: np.ndarray, ci: float) -> tuple[np.ndarray, np.ndarray]:
    """Percentiles of the draws that exist; NaN where fewer than half do."""
    known = np.isfinite(draws)
    ends = np.full((2, draws.shape[1]), np.nan)
    for at in range(draws.shape[1]):
        if known[:, at].mean() >= 0.5:
            tails = [(1 - ci) / 2, (1 + ci) / 2]
            ends[:, at] = np.quantile(draws[known[:, at], at], tails)
    return ends[0], ends[1]


def coefficient_table(
    fit: Fit, draws: np.ndarray | None, ci: float, terms: Sequence[str]
) -> pd.DataFrame:
    """List b0 to b5 with their errors.

    Parameters
    ----------
    fit : Fit
    draws : ndarray (B, 6) or None
    ci : float
    terms : sequence of str

    Returns
    -------
    DataFrame (index: b0 … b5)
        ``term estimate se t p low high`` and, from resamples, ``boot_low boot_high``.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> fit = least_squares(rng.normal(size=(20, 6)), rng.normal(size=20))
    >>> coefficient_table(fit, None, 0.95, list("abcdef")).shape
    (6, 7)
    """
    se = np.sqrt(np.diag(fit.cov))
    table = pd.DataFrame(_inference(fit.b, se, fit.df, ci))
    table.insert(0, "term", list(terms))
    table.index = pd.Index([f"b{k}" for k in range(len(fit.b))], name="coefficient")
    if draws is not None:
        table["boot_low"], table["boot_high"] = _ends(draws, ci)
    return table


def line_table(fit: Fit, draws: np.ndarray | None, without: Fit | None, ci: float) -> pd.DataFrame:
    """List the slopes and curvatures along the lines of congruence and incongruence.

    Parameters
    ----------
    fit : Fit
        Of the six terms.
    draws : ndarray (B, 6) or None
    without : Fit or None
        The fit without influential respondents.
    ci : float

    Returns
    -------
    DataFrame (index: a1 … a5)
        ``line meaning estimate se t p low high``, from resamples ``boot_low boot_high``, and
        ``without_influential p_without``: estimate and p without influential respondents.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> fit = least_squares(rng.normal(size=(20, 6)), rng.normal(size=20))
    >>> line_table(fit, None, None, 0.95)["line"].tolist()
    ['congruence', 'congruence', 'incongruence', 'incongruence', '']
    """
    W = np.array(list(ALONG_LINES.values()))
    table = pd.DataFrame(
        _inference(W @ fit.b, np.sqrt(np.diag(W @ fit.cov @ W.T)), fit.df, ci),
        index=pd.Index(list(ALONG_LINES), name="parameter"),
    )
    table.insert(0, "line", ["congruence"] * 2 + ["incongruence"] * 2 + [""])
    table.insert(1, "meaning", ["slope", "curvature"] * 2 + ["b3 − b5"])
    if draws is not None:
        table["boot_low"], table["boot_high"] = _ends(draws @ W.T, ci)
    again = fit if without is None else without
    other = _inference(W @ again.b, np.sqrt(np.diag(W @ again.cov @ W.T)), again.df, ci)
    return table.assign(without_influential=other["estimate"], p_without=other["p"])


def model_tables(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, quadratic: Fit, errors: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the surface with the simpler models that it contains.

    Parameters
    ----------
    x, y, z : ndarray (n,)
    quadratic : Fit
    errors : {"OLS", "HC3"}

    Returns
    -------
    models : DataFrame (index: difference, perception only, linear, quadratic)
        ``terms r_squared adjusted residual_sd aic bic``; AIC and BIC count the error variance.
    comparison : DataFrame (index: the larger against the smaller)
        ``delta_r_squared f df1 df2 p``; with HC3 errors F is the robust Wald test.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x, y, z = rng.normal(size=(3, 50))
    >>> from svqkit.gaps.difference_scores.surface_algebra import surface_terms
    >>> models, tests = model_tables(x, y, z, least_squares(surface_terms(x, y), z), "OLS")
    >>> models["terms"].tolist(), tests["df1"].tolist()
    ([1, 1, 2, 5], [1, 1, 3, 4, 4])
    """
    n = len(z)
    base = np.column_stack([np.ones(n), x, y])
    fits = {
        name: least_squares(np.column_stack([base[:, 0], base @ np.array(rows).T]), z, errors)
        for name, rows in MODELS.items()
    } | {"quadratic": quadratic}
    rows = {}
    for name, fit in fits.items():
        k = len(fit.b)
        with np.errstate(divide="ignore"):
            likelihood = n * (np.log(2 * np.pi * fit.rss / n) + 1)
        rows[name] = {
            "terms": k - 1,
            "r_squared": fit.r_squared,
            "adjusted": 1 - (1 - fit.r_squared) * (n - 1) / fit.df,
            "residual_sd": np.sqrt(fit.rss / fit.df),
            "aic": likelihood + 2 * (k + 1),
            "bic": likelihood + np.log(n) * (k + 1),
        }
    tests = {}
    for name, larger, constraints in COMPARISONS:
        f, df1, df2, p = joint_test(fits[larger], constraints)
        gain = fits[larger].r_squared - fits[name.partition(" against ")[2]].r_squared
        tests[name] = {"delta_r_squared": gain, "f": f, "df1": df1, "df2": df2, "p": p}
    models = pd.DataFrame.from_dict(rows, orient="index").astype({"terms": int})
    comparison = pd.DataFrame.from_dict(tests, orient="index").astype({"df1": int, "df2": int})
    return models.rename_axis("model"), comparison.rename_axis("comparison")


def stationary_table(
    b: np.ndarray, draws: np.ndarray | None, center: float, hull: np.ndarray, ci: float
) -> pd.Series:
    """Describe the stationary point.

    Parameters
    ----------
    b : ndarray (6,)
    draws : ndarray (B, 6) or None
    center : float
    hull : ndarray (c, 2)
        Region of the data, in points of the answer scale.
    ci : float

    Returns
    -------
    Series
        ``kind`` (maximum, minimum, saddle, none), ``perception expectation`` (on the answer
        scale), ``outcome`` there, ``x0 y0`` (centred), ``in_data``, and with resamples
        ``perception_low perception_high expectation_low expectation_high outcome_low outcome_high
        same_kind_pct`` (share of resamples that have a point of the same kind).

    Examples
    --------
    >>> b = np.array([5.0, 0, 0, -1, 0, -1])
    >>> stationary_table(b, None, 4.0, np.array([[1, 1], [7, 1], [7, 7.0]]), 0.95)["kind"]
    'maximum'
    """
    place = stationary_point(b)
    x, y = place[0] + center, place[1] + center
    found: dict[str, object] = {
        "kind": str(surface_kind(b)),
        "perception": float(x),
        "expectation": float(y),
        "outcome": float(place[2]),
        "x0": float(place[0]),
        "y0": float(place[1]),
        "in_data": bool(inside(hull, x, y)),
    }
    if draws is not None:
        low, high = _ends(stationary_point(draws) + np.array([center, center, 0.0]), ci)
        for at, name in enumerate(("perception", "expectation", "outcome")):
            found[f"{name}_low"], found[f"{name}_high"] = float(low[at]), float(high[at])
        usable = draws[np.isfinite(draws[:, 0])]
        same = np.mean(surface_kind(usable) == found["kind"]) if len(usable) else np.nan
        found["same_kind_pct"] = 100 * float(same)
    return pd.Series(found, name="stationary point", dtype=object)


def axes_table(b: np.ndarray, draws: np.ndarray | None, ci: float) -> pd.DataFrame:
    """List intercepts and slopes of the principal axes, Y = p10 + p11 X in centred scores.

    Parameters
    ----------
    b : ndarray (6,)
    draws : ndarray (B, 6) or None
    ci : float

    Returns
    -------
    DataFrame (index: p10, p11, p20, p21)
        ``axis meaning estimate`` and, from resamples, ``boot_low boot_high``.

    Examples
    --------
    >>> axes_table(np.array([5.0, 0, 0, -1, 1, -1]), None, 0.95)["estimate"].tolist()
    [0.0, 1.0, 0.0, -1.0]
    """
    table = pd.DataFrame(
        {
            "axis": ["first"] * 2 + ["second"] * 2,
            "meaning": ["intercept", "slope"] * 2,
            "estimate": principal_axes(b),
        },
        index=pd.Index(["p10", "p11", "p20", "p21"], name="parameter"),
    )
    if draws is not None:
        table["boot_low"], table["boot_high"] = _ends(principal_axes(draws), ci)
    return table
