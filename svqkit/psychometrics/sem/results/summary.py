"""What a reader wants to see of a fitted model first: fit by kind of index, estimates by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.result import Part

__all__ = ["estimate_parts", "fit_table"]

INDICES = (
    "chisq",
    "df",
    "pvalue",
    "cfi",
    "tli",
    "rmsea",
    "rmsea_ci_lower",
    "rmsea_ci_upper",
    "srmr",
    "aic",
    "bic",
    "ntotal",
)
KINDS = ("scaled", "robust")
COUNTS = ("df", "ntotal")

SHOWN = ["est", "se", "pvalue", "std_all"]


class _Kind(NamedTuple):
    """One table of estimates: its caption, operator, and what its names are to a reader."""

    caption: str
    op: str
    lhs: str
    rhs: str


TABLES = (
    _Kind("Loadings", "=~", "factor", "indicator"),
    _Kind("Regressions", "~", "outcome", "predictor"),
    _Kind("Covariances", "~~", "variable", "with"),
    _Kind("Variances", "~~", "variable", ""),
    _Kind("Intercepts and means", "~1", "variable", ""),
    _Kind("Scales of the responses", "~*~", "item", ""),
    _Kind("Defined parameters", ":=", "name", "formula"),
)


def _shown(name: str, value: float) -> object:
    return int(value) if name in COUNTS and float(value).is_integer() else value


def fit_table(fit: pd.Series) -> pd.DataFrame:
    """Lay fit indices out: the plain ones, and beside them the scaled and the robust.

    Parameters
    ----------
    fit : Series
        Under lavaan's names with underscores.

    Returns
    -------
    DataFrame (index × ``estimate``, and ``scaled`` and ``robust`` where there are any)
        Indices that are not defined for the estimator are left out.

    Examples
    --------
    >>> found = pd.Series({"chisq": 8.5, "df": 4.0, "aic": float("nan"), "chisq_scaled": 7.25})
    >>> fit_table(found)
          estimate scaled
    chisq      8.5   7.25
    df           4    NaN
    """
    names = [name for name in INDICES if name in fit]
    columns = {"estimate": [_shown(name, fit[name]) for name in names]}
    for kind in KINDS:
        columns[kind] = [_shown(name, fit.get(f"{name}_{kind}", np.nan)) for name in names]
    table = pd.DataFrame(columns, index=names, dtype=object)
    return table.dropna(axis=0, how="all").dropna(axis=1, how="all")


def _worth_showing(table: ParameterTable, parameters: pd.DataFrame) -> np.ndarray:
    """Free parameters, what is derived from them, and values fixed at something but 0.

    What only sets the scale of ordered items (their ``~*~``, and under theta their residual
    variances) and what follows from it is left out.
    """
    ordered = table.ordered.thresholds
    shown = [
        row.free > 0
        or not (
            (row.value == 0 and not row.implied)
            or (row.op in ("~*~", "~~") and row.lhs == row.rhs and row.lhs in ordered)
        )
        for row in table.rows
    ]
    return np.array(shown + [True] * (len(parameters) - len(shown)))


def _wide_thresholds(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One line an item: thresholds by number."""
    wide = rows.pivot_table(index=[*keys, "lhs"], columns="rhs", values="est", sort=False)
    wide = wide[sorted(wide.columns, key=lambda name: int(str(name)[1:]))]
    return wide.rename_axis(columns=None).rename_axis(index={"lhs": "item"})


def estimate_parts(table: ParameterTable, parameters: pd.DataFrame) -> list[Part]:
    """Sort the estimates a reader looks for into tables, thresholds last and one line an item.

    Parameters
    ----------
    table : ParameterTable
    parameters : DataFrame
        Of :func:`svqkit.psychometrics.sem.tables.parameters.parameter_frame`.

    Returns
    -------
    list of (caption, DataFrame)
        Free parameters, markers and other values fixed at something but 0, which have no ``se``;
        with groups, their labels first.
    """
    rows = parameters[_worth_showing(table, parameters)]
    rows = rows.assign(se=rows["se"].where(rows["se"] > 0))
    keys = ["group"] if len(table.groups) > 1 else []
    own = rows["lhs"] == rows["rhs"]
    parts: list[Part] = []
    for kind in TABLES:
        wanted = rows["op"] == kind.op
        if kind.op == "~~":
            wanted &= ~own if kind.rhs else own
        if not wanted.any():
            continue
        some = rows[wanted].rename(columns={"lhs": kind.lhs, "rhs": kind.rhs})
        names = [*(() if kind.op == ":=" else keys), kind.lhs, *((kind.rhs,) * bool(kind.rhs))]
        parts.append((kind.caption, some.set_index(names)[SHOWN]))
    cuts = rows[rows["op"] == "|"]
    if len(cuts):
        parts.append(("Thresholds", _wide_thresholds(cuts, keys)))
    return parts
