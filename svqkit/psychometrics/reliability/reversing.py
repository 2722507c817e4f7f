"""Recode reversed items where someone asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.sufficient import Moments, build_moments
from svqkit.psychometrics.moments import moments

__all__ = ["recode", "reversed_items", "to_reverse"]

SUSPECTED = "suspected"


def reversed_items(R: np.ndarray) -> np.ndarray:
    """Find items that point against the first principal axis of their scale.

    Parameters
    ----------
    R : ndarray (k, k)
        Correlations; rows of NaN for constant items.

    Returns
    -------
    ndarray of bool (k,)
        Never true for constant items. Two items with a negative correlation are both suspected:
        nothing says which is reversed.

    Examples
    --------
    >>> R = np.array([[1, 0.5, -0.4], [0.5, 1, -0.5], [-0.4, -0.5, 1]])
    >>> reversed_items(R).tolist()
    [False, False, True]
    """
    varying = np.isfinite(np.diag(R))
    suspected = np.zeros(len(R), dtype=bool)
    if varying.sum() < 2:
        return suspected
    part = R[np.ix_(varying, varying)]
    axis = np.linalg.eigh(part)[1][:, -1]
    if abs(axis.sum()) < 1e-9:
        suspected[varying] = True
        return suspected
    suspected[varying] = axis * np.sign(axis.sum()) < 0
    return suspected


def to_reverse(
    source: pd.DataFrame | Moments,
    reverse: Sequence[str] | str,
    scales: Mapping[str, Sequence[str]],
) -> list[str]:
    """List the items to recode.

    Parameters
    ----------
    source : DataFrame (respondents × items) or Moments
    reverse : sequence of str, or "suspected"
        Item names, or all items that point against the first principal axis of their scale
        (Pearson correlations of complete respondents), as ``psych::alpha(check.keys = TRUE)``.
    scales : mapping of scale to items

    Returns
    -------
    list of str

    Raises
    ------
    DataError
        If an item is absent, or for two items that correlate negatively it cannot be told which
        is reversed.
    ValueError
        If ``reverse`` is another word.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [4, 3, 2, 1]})
    >>> to_reverse(frame, "suspected", {"one": ["a", "b", "c"]})
    ['c']
    """
    present = list(source.columns)
    if isinstance(reverse, str):
        if reverse != SUSPECTED:
            raise ValueError(f"reverse must be a list of items or {SUSPECTED!r}, not {reverse!r}")
        return _suspected(source, scales)
    for item in reverse:
        if item not in present:
            raise DataError(
                f"item {item!r} is to be reversed, but is not among the columns", column=item
            )
    return list(dict.fromkeys(reverse))


def _suspected(source: pd.DataFrame | Moments, scales: Mapping[str, Sequence[str]]) -> list[str]:
    found: list[str] = []
    for name, columns in scales.items():
        held = moments(source, columns=columns)
        if held.n < 2:
            continue
        against = reversed_items(held.corr.to_numpy())
        if len(columns) == 2 and against.all():
            raise DataError(
                f"scale {name!r}: {columns[0]!r} and {columns[1]!r} correlate negatively and "
                "nothing says which is reversed; name it in reverse="
            )
        found += [item for item, yes in zip(columns, against, strict=True) if yes]
    return list(dict.fromkeys(found))


def recode(
    source: pd.DataFrame | Moments, chosen: Sequence[str], ends: tuple[float, float] | None
) -> pd.DataFrame | Moments:
    """Turn items round: low + high − answer.

    Parameters
    ----------
    source : DataFrame (respondents × items) or Moments
    chosen : sequence of str
    ends : (low, high) or None
        Of the response scale; of a table the lowest and highest answer to any item otherwise, as
        psych does. Correlations and variances do not depend on them.

    Returns
    -------
    DataFrame or Moments
        A copy; moments lose their tables, and without ``ends`` the means of these items.

    Examples
    --------
    >>> recode(pd.DataFrame({"a": [1.0, 2.0, 7.0]}), ["a"], (1, 7))["a"].tolist()
    [7.0, 6.0, 1.0]
    """
    if not chosen:
        return source
    if isinstance(source, Moments):
        return _recode_moments(source, chosen, ends)
    if ends is None:
        values = source.to_numpy(dtype=float)
        ends = float(np.nanmin(values)), float(np.nanmax(values))
    turned = source.copy()
    turned[list(chosen)] = ends[0] + ends[1] - turned[list(chosen)]
    return turned


def _recode_moments(
    source: Moments, chosen: Sequence[str], ends: tuple[float, float] | None
) -> Moments:
    turn = np.isin(source.columns, list(chosen))
    signs = np.where(turn, -1.0, 1.0)
    middle = np.nan if ends is None else float(sum(ends))
    mean = source.mean.to_numpy(dtype=float)
    return build_moments(
        source.columns,
        source.n,
        source.n_total,
        np.where(turn, middle - mean, mean),
        source.cross_products.to_numpy() * np.outer(signs, signs),
        source.missing_counts.to_numpy(),
    )
