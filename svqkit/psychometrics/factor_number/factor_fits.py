"""Fit of solutions with 0, 1, 2 … factors, from which most rules for their number are read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.psychometrics.extraction.efa_fit import fit_indices
from svqkit.psychometrics.extraction.extraction import extract
from svqkit.psychometrics.factor_number.hull import hull
from svqkit.psychometrics.factor_number.very_simple_structure import very_simple_fit
from svqkit.psychometrics.rotation.rotation import rotate

__all__ = ["CLOSE", "HULLS", "SIGNIFICANT", "factor_fits", "most_factors", "rules_of_fit"]

SIGNIFICANT = 0.05
CLOSE = 0.05
HULLS = {"CAF": "caf", "CFI": "cfi", "RMSEA": "rmsea"}
TAKEN = ("chisq", "df", "pvalue", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "cfi", "tli", "rmsr")


def most_factors(p: int) -> int:
    """Largest number of factors that leaves a degree of freedom.

    Parameters
    ----------
    p : int
        Items.

    Returns
    -------
    int

    Examples
    --------
    >>> most_factors(6), most_factors(22)
    (2, 15)
    """
    counts = np.arange(p)
    df = (p - counts) ** 2 - (p + counts)
    return int(counts[df > 0].max(initial=0))


def factor_fits(
    R: np.ndarray, n: int, most: int, method: str, hull_up_to: int | None = None
) -> pd.DataFrame:
    """Fit 0, 1 … ``most`` factors.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite correlations.
    n : int
        Respondents.
    most : int
    method : {"ml", "minres"}
    hull_up_to : int, optional
        The most factors that the hulls are drawn over; ``most`` by default.

    Returns
    -------
    DataFrame (index 0 … most)
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, cfi, tli, rmsr, bic, sabic (as
        :func:`efa_fit`), caf, hull_caf, hull_cfi, hull_rmsea, vss1, vss2, heywood (items at their
        bound). CAF is 1 − KMO of the residuals with 1 on the diagonal.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.7, 0.8])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> factor_fits(R, 200, 1, "ml")["cfi"].round(6).tolist()
    [0.0, 1.0]
    """
    rows = []
    for m in range(most + 1):
        loadings = np.zeros((len(R), 0))
        heywood = 0
        if m > 0:
            found = extract(R, m, method)
            loadings, heywood = found.loadings, int(found.bound.sum())
        fit = fit_indices(R, loadings, np.eye(m), n)
        row = {name: fit[name] for name in (*TAKEN, "bic", "sabic")}
        left = R - loadings @ loadings.T
        np.fill_diagonal(left, 1.0)
        row["caf"] = 1 - _adequacy(left)
        turned = rotate(loadings, "varimax").loadings if m > 1 else loadings
        for complexity in (1, 2):
            value = very_simple_fit(R, turned, complexity) if m > 0 else np.nan
            row[f"vss{complexity}"] = value
        row["heywood"] = heywood
        rows.append(row)
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    beyond = np.arange(most + 1) > (most if hull_up_to is None else hull_up_to)
    for column in HULLS.values():
        values = np.where(beyond, np.nan, columns[column])
        columns[f"hull_{column}"] = hull(1 - values if column == "rmsea" else values, columns["df"])
    return pd.DataFrame(columns, index=pd.RangeIndex(most + 1, name="factors"))


def _adequacy(R: np.ndarray) -> float:
    """KMO; NaN where a matrix of residuals cannot be inverted to partial correlations."""
    if np.linalg.eigvalsh(R)[0] < 1e-10:
        return np.nan
    inverse = np.linalg.inv(R)
    scale = np.sqrt(np.diag(inverse))
    plain, partial = R**2, (inverse / np.outer(scale, scale)) ** 2
    shared = plain.sum() - np.trace(plain)
    whole = shared + partial.sum() - np.trace(partial)
    return float(shared / whole) if whole > 0 else 0.5


def rules_of_fit(fits: pd.DataFrame, hull_up_to: int) -> tuple[dict[str, int], dict[str, str]]:
    """Read numbers of factors off the fits.

    Parameters
    ----------
    fits : DataFrame
        From :func:`factor_fits`.
    hull_up_to : int
        The most factors that the Hull was drawn over.

    Returns
    -------
    dict of rule to number
    dict of rule to the reason why it has none

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.7, 0.8])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> rules_of_fit(factor_fits(R, 200, 1, "ml"), 1)[0]["BIC"]
    1
    """
    found: dict[str, int] = {}
    without: dict[str, str] = {}
    values = {str(name): column.to_numpy() for name, column in fits.items()}
    known = {name: bool(~np.isnan(column).all()) for name, column in values.items()}
    for name, column in HULLS.items():
        if known[f"hull_{column}"]:
            found[f"Hull ({name})"] = int(np.nanargmax(values[f"hull_{column}"]))
        else:
            without[f"Hull ({name})"] = (
                f"no solution of 0 to {hull_up_to} factors lies above the line between others"
            )
    most = len(fits) - 1
    for name, passed in (
        ("chi-square", values["pvalue"] > SIGNIFICANT),
        ("RMSEA", values["rmsea_ci_lower"] < CLOSE),
    ):
        if passed.any():
            found[name] = int(np.argmax(passed))
        else:
            without[name] = f"no number up to {most} passes"
    for name in ("BIC", "SABIC"):
        if known[name.lower()]:
            found[name] = int(np.nanargmin(values[name.lower()]))
    for name in ("VSS1", "VSS2"):
        if known[name.lower()]:
            found[name] = int(np.nanargmax(values[name.lower()]))
        else:
            without[name] = "no factor can be taken from so few items"
    return found, without
