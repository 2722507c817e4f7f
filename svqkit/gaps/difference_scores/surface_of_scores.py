"""The surface of any two scores and an outcome: options checked, fitted, put together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.difference_scores.surface_algebra import recentring, surface_terms
from svqkit.gaps.difference_scores.surface_fit import (
    fit_checks,
    least_squares,
    resampled_coefficients,
)
from svqkit.gaps.difference_scores.surface_region import (
    STEPS,
    convex_hull,
    discrepancy_table,
    grid_counts,
    inside,
)
from svqkit.gaps.difference_scores.surface_result import ResponseSurface
from svqkit.gaps.difference_scores.surface_tables import (
    axes_table,
    coefficient_table,
    line_table,
    model_tables,
    stationary_table,
)
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["fit_surface"]

ERRORS = ("OLS", "HC3")
FEWEST = 10
TERMS = ("intercept", "perception", "expectation", "perception²", "product", "expectation²")


def fit_surface(
    perception: Any,
    expectation: Any,
    outcome: Any,
    *,
    center: str | float = "midpoint",
    errors: str = "OLS",
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
    scale: tuple[float, float] | None = None,
    dimension: str = "",
    instrument: Any = None,
    said: str = "",
) -> ResponseSurface:
    """Fit the surface to any two scores and an outcome.

    Parameters
    ----------
    perception, expectation, outcome : Series or array (n,)
        Series are aligned on their index; rows with a missing value are left out and counted.
    center, errors, ci, bootstrap, seed
        As for :func:`response_surface`.
    scale : (low, high), optional
        Ends of the answer scale; its midpoint is the default centre.
    dimension : str
        What the scores measure, for display.
    instrument : Instrument, optional
        Words and language of the display.
    said : str
        How the scores were made, for ``.convention``.

    Returns
    -------
    ResponseSurface

    Raises
    ------
    DataError, ValueError
        As for :func:`response_surface`.

    Examples
    --------
    >>> p, e = (grid.ravel() for grid in np.meshgrid(np.arange(1.0, 8), np.arange(1.0, 8)))
    >>> found = fit_surface(p, e, 3 + (p - 4) - 0.5 * (e - 4), scale=(1, 7))
    >>> found.surface["estimate"].round(6).tolist()[:4:2]
    [0.5, 1.5]
    """
    _check_options(errors, ci, bootstrap, scale)
    table = _complete(perception, expectation, outcome)
    x, y, z = (table[name].to_numpy() for name in ("perception", "expectation", "outcome"))
    own = float((x.mean() + y.mean()) / 2)
    middle = _centre(center, own, scale)
    X = surface_terms(x - own, y - own)
    _refuse_undetermined(X, z)
    inner = least_squares(X, z, errors)
    M = recentring(middle - own)
    fit = inner._replace(b=M @ inner.b, cov=M @ inner.cov @ M.T)
    draws = None
    if bootstrap:
        draws = resampled_coefficients(X, z, bootstrap, np.random.default_rng(seed)) @ M.T
    cell = (
        min((scale[1] - scale[0]) / STEPS, *(np.ptp(v) / 12 for v in (x, y)))
        if scale
        else (max(np.ptp(x), np.ptp(y)) / STEPS)
    )
    points = grid_counts(x, y, cell)
    hull = convex_hull(points[["perception", "expectation"]].to_numpy())
    influential = inner.cook > 4 / len(z)
    without = None
    if 0 < influential.sum() < len(z) - FEWEST:
        kept = X[~influential]
        if np.linalg.matrix_rank(kept) == kept.shape[1]:
            again = least_squares(kept, z[~influential], errors)
            without = again._replace(b=M @ again.b, cov=M @ again.cov @ M.T)
    models, comparison = model_tables(x - own, y - own, z, inner, errors)
    outcome_name = str(getattr(outcome, "name", None) or "outcome")
    left_out = table.attrs["left_out"]
    return ResponseSurface(
        coefficients=coefficient_table(fit, draws, ci, TERMS),
        surface=line_table(fit, draws, without, ci),
        models=models,
        comparison=comparison,
        stationary=stationary_table(fit.b, draws, middle, hull, ci),
        principal_axes=axes_table(fit.b, draws, ci),
        discrepancies=discrepancy_table(x, y),
        checks=fit_checks(x, y, X, inner, influential, bool(inside(hull, middle, middle))),
        points=points,
        hull=pd.DataFrame(hull, columns=["perception", "expectation"]),
        n=len(z),
        center=middle,
        scale=scale,
        outcome=outcome_name,
        dimension=dimension,
        instrument=instrument,
        ci_level=ci,
        bootstrap=int(bootstrap),
        seed=seed,
        errors=errors,
        convention=_convention(center, middle, errors, ci, bootstrap, draws, left_out, said, cell),
    )


def _check_options(errors: str, ci: float, bootstrap: int, scale: Any) -> None:
    if errors not in ERRORS:
        raise ValueError(f"errors must be one of {', '.join(ERRORS)}, not {errors!r}")
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    if scale is not None and not scale[0] < scale[1]:
        raise ValueError(f"scale must be (low, high), not {scale!r}")


def _complete(perception: Any, expectation: Any, outcome: Any) -> pd.DataFrame:
    given = {"perception": perception, "expectation": expectation, "outcome": outcome}
    for name, values in given.items():
        if np.ndim(values) != 1:
            raise ValueError(f"{name} must be one column of numbers, not {np.ndim(values)}-fold")
    indexed = [isinstance(values, pd.Series) for values in given.values()]
    lengths = {len(values) for values in given.values()}
    if not all(indexed) and len(lengths) > 1:
        raise ValueError(f"perception, expectation and outcome have different lengths {lengths}")
    if not all(indexed):
        given = {name: np.asarray(values) for name, values in given.items()}
    table = pd.DataFrame(given)
    for name in given:
        if not pd.api.types.is_numeric_dtype(table[name]):
            raise DataError(f"{name} is not numeric; give its answers as codes", column=name)
    complete = table.astype(float).replace([np.inf, -np.inf], np.nan).dropna()
    if len(complete) < FEWEST:
        raise DataError(
            f"{len(complete)} respondents have perception, expectation and outcome; a surface of "
            f"six coefficients needs {FEWEST} at the very least, and some hundreds to say anything"
        )
    complete.attrs["left_out"] = len(table) - len(complete)
    return complete


def _centre(center: str | float, own: float, scale: tuple[float, float] | None) -> float:
    if center == "midpoint":
        if scale is None:
            raise ValueError(
                "the midpoint of which scale? Give scale=(low, high), or center='mean', 'none' or "
                "a number"
            )
        return float(sum(scale) / 2)
    if center == "mean":
        return own
    if center == "none":
        return 0.0
    if isinstance(center, (int, float, np.number)) and np.isfinite(center):
        return float(center)
    raise ValueError(f"center must be 'midpoint', 'mean', 'none' or a number, not {center!r}")


def _refuse_undetermined(X: np.ndarray, z: np.ndarray) -> None:
    if np.ptp(z) == 0:
        raise DataError("the outcome is the same for everybody, so there is nothing to explain")
    for column, name in ((1, "perception"), (2, "expectation")):
        if np.ptp(X[:, column]) == 0:
            raise DataError(f"{name} is the same for everybody, so there is no surface")
    spread = np.linalg.svd(X / np.sqrt((X * X).mean(axis=0)), compute_uv=False)
    if spread[-1] < 1e-7 * spread[0]:
        raise DataError(
            "perception and expectation do not vary enough, each on its own, to determine a "
            "curved surface (one follows from the other, or one has two values only)"
        )


def _convention(
    center: str | float,
    middle: float,
    errors: str,
    ci: float,
    bootstrap: int,
    draws: np.ndarray | None,
    left_out: int,
    said: str,
    cell: float,
) -> str:
    """Say how the numbers were made."""
    chosen = {
        "midpoint": "the scale's midpoint",
        "mean": "the common mean of both",
        "none": "not centred",
    }.get(str(center), "as given")
    kind = "HC3 (robust)" if errors == "HC3" else "ordinary (OLS)"
    text = (
        f"X = perception, Y = expectation, both less {middle:g} ({chosen}). Standard errors: "
        f"{kind}; a1 to a5 by the delta method, exact for sums of coefficients; t and F with "
        f"n − 6 degrees of freedom (programs that fit by likelihood print z). Intervals at {ci:.0%}"
        f". Influential: Cook's distance above 4/n. Points are counted on a grid of {cell:.3g}. "
        f"{left_out} respondents with a missing score or outcome are left out."
    )
    if said:
        text += f" {said}."
    if draws is not None:
        failed = int(np.isnan(draws[:, 0]).sum())
        text += f" Bootstrap: percentiles of {bootstrap} resamples of respondents"
        text += f", {failed} of which did not determine a surface." if failed else "."
    return text
