"""Targets of a rotation: which loadings are wanted, and which are left free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.data.answers import check_dimensions

__all__ = ["rotation_target"]


def rotation_target(target: Any, items: Sequence[str], m: int, *, oblique: bool) -> pd.DataFrame:
    """Read a target: a mapping of factors to their items, or a table of wanted loadings.

    Parameters
    ----------
    target : mapping of factor to items, or DataFrame (items × factors)
        A mapping leaves each factor's own items free and wants 0 elsewhere; in a table NaN is free.
    items : sequence of str
    m : int
        Number of factors.
    oblique : bool

    Returns
    -------
    DataFrame (items × factors)
        NaN where free.

    Raises
    ------
    TypeError
        If it is neither.
    DataError
        If it names an item that is absent, or an item has no row.
    ModelError
        If it has not m factors, or leaves so much free that the rotation is not determined.

    Notes
    -----
    An oblique rotation is determined by m − 1 wanted loadings in each factor, an orthogonal one by
    m(m − 1)/2 in all (Browne 2001, *Multivariate Behavioral Research* 36, 111-150).

    Examples
    --------
    >>> rotation_target({"a": ["Q1"], "b": ["Q2"]}, ["Q1", "Q2"], 2, oblique=True).loc["Q1"].tolist()
    [nan, 0.0]
    """
    names = list(items)
    if isinstance(target, Mapping):
        design = check_dimensions(target, names)
        table = pd.DataFrame(0.0, index=names, columns=list(design))
        for factor, own in design.items():
            table.loc[own, factor] = np.nan
    elif isinstance(target, pd.DataFrame):
        absent = [name for name in names if name not in target.index]
        if absent:
            raise DataError(f"the target has no row for item {absent[0]!r}", column=absent[0])
        table = target.loc[names].astype(float)
    else:
        raise TypeError(
            "target must be a mapping of factors to items, or a DataFrame (items × factors) with "
            f"NaN where free, not {type(target).__name__}"
        )
    if table.shape[1] != m:
        raise ModelError(f"the target has {table.shape[1]} factors, but {m} are to be taken")
    said = np.isfinite(table.to_numpy()).sum(axis=0)
    if oblique and (said < m - 1).any():
        loose = table.columns[int(np.argmin(said))]
        raise ModelError(
            f"the target leaves factor {loose!r} too free: {int(said.min())} of its loadings are "
            f"given, an oblique rotation of {m} factors needs {m - 1}"
        )
    if said.sum() < m * (m - 1) / 2:
        raise ModelError(
            f"the target gives {int(said.sum())} loadings; an orthogonal rotation of {m} factors "
            f"needs {m * (m - 1) // 2}"
        )
    return table
