"""Of many fit indices by model, the few that fit on a page, and those that decide."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["readable_differences", "readable_fit"]

DIFFERENCES = ("delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea")


def _kind(table: pd.DataFrame, name: str) -> str:
    """Take the robust index where every fitted row has it, else the scaled one, else the plain."""
    fitted = table["chisq"].notna()
    for kind in ("_robust", "_scaled"):
        if name + kind in table.columns:
            values = table.loc[fitted, name + kind].astype(float)
            if np.isfinite(values).all():
                return name + kind
    return name


def readable_fit(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the columns of fit that a reader compares.

    Parameters
    ----------
    table : DataFrame
        A row a model, columns in the names of ``cfa(...).fit``.

    Returns
    -------
    DataFrame
        chisq df pvalue cfi rmsea srmr aic bic, those that are there; of χ² and its p the scaled
        ones where there are any, of CFI and RMSEA the robust ones where all rows have them, else
        the scaled. Each keeps its full name.

    Examples
    --------
    >>> fits = pd.DataFrame({"chisq": [8.0], "df": [4], "chisq_scaled": [7.0], "cfi": [0.98],
    ...                      "cfi_scaled": [0.97], "cfi_robust": [float("nan")]})
    >>> list(readable_fit(fits))
    ['chisq_scaled', 'df', 'cfi_scaled']
    """
    names = ("chisq", "df", "pvalue", "cfi", "rmsea", "srmr", "aic", "bic")
    chosen = [_kind(table, name) for name in names if name in table.columns]
    return table[chosen]


def readable_differences(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Take the rows that are compared with another, and their differences.

    Parameters
    ----------
    table : DataFrame
    *names : str
        Columns to put before the differences.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> fits = pd.DataFrame({"cfi": [0.98, 0.97], "delta_cfi": [float("nan"), -0.01]})
    >>> readable_differences(fits)
       delta_cfi
    1      -0.01
    """
    known = [name for name in DIFFERENCES if name in table.columns]
    return table.loc[table[known].notna().any(axis=1), [*names, *known]]
