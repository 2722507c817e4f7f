"""Tables read off the implied moments: loadings, factor correlations, explained variance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.estimators.residuals import frame_by_group
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["explained_shares", "factor_correlation_frame", "loading_frame"]


def _loads(table: ParameterTable, name: str) -> bool:
    return any(name in names for names in table.roles.indicators.values())


def loading_frame(table: ParameterTable, standardised: np.ndarray) -> pd.DataFrame:
    """Lay standardised loadings out, items × factors; NaN where the model has none.

    Parameters
    ----------
    table : ParameterTable
    standardised : ndarray (rows,)
        The value of each row of the table.

    Returns
    -------
    DataFrame
        Group × item by rows, with several groups.
    """
    measured = [name for name in table.observed if _loads(table, name)]
    blocks = []
    for group in range(len(table.groups)):
        block = pd.DataFrame(np.nan, index=measured, columns=list(table.latent))
        for row, value in zip(table.rows, standardised[: len(table.rows)], strict=True):
            if row.group == group and row.op == "=~" and row.rhs in block.index:
                block.loc[row.rhs, row.lhs] = value
        blocks.append(block.to_numpy())
    return frame_by_group(blocks, table, measured, table.latent)


def factor_correlation_frame(table: ParameterTable, states: Sequence[State]) -> pd.DataFrame:
    """Correlate the factors as the model implies.

    Parameters
    ----------
    table : ParameterTable
    states : sequence of State

    Returns
    -------
    DataFrame (factors × factors)
        NaN beside a factor whose variance is not positive.
    """
    blocks = []
    for state in states:
        latent = state.total[state.p :, state.p :]
        with np.errstate(invalid="ignore", divide="ignore"):
            sd = np.sqrt(np.diag(latent))
            found = latent / np.outer(sd, sd)
        blocks.append(np.where(np.isfinite(found), found, np.nan))
    return frame_by_group(blocks, table, table.latent)


def explained_shares(table: ParameterTable, states: Sequence[State]) -> pd.Series:
    """Find the explained share of the variance of items, outcomes and lower factors.

    Parameters
    ----------
    table : ParameterTable
    states : sequence of State

    Returns
    -------
    Series
        NaN where a residual variance is negative.
    """
    names = (*table.observed, *table.latent)
    regressed = {row.lhs for row in table.rows if row.op == "~"}
    explained = [name for name in names if _loads(table, name) or name in regressed]
    at = [names.index(name) for name in explained]
    blocks = []
    for state in states:
        residual, total = np.diag(state.spread)[at], np.diag(state.total)[at]
        # more residual than variance is no share: lavaan leaves these out too
        share = np.where((residual < 0) | (total <= 0), np.nan, 1.0 - residual / total)
        blocks.append(share[:, None])
    return frame_by_group(blocks, table, explained, ["r2"])["r2"]
