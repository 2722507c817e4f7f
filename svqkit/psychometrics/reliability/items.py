"""Item analysis: how each item behaves, alone and with its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, check_dimensions
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.data.table_moments import moments_of_items
from svqkit.psychometrics.reliability.item_distribution import describe_answers, describe_moments
from svqkit.psychometrics.reliability.item_scale import discrimination, omega_if_dropped, with_scale
from svqkit.psychometrics.reliability.reversing import recode, to_reverse
from svqkit.psychometrics.threads import single_threaded

__all__ = ["item_analysis"]

DESCRIBED = ("n", "missing", "mean", "sd", "median", "skew", "kurtosis", "floor_pct", "ceiling_pct")
WITH_SCALE = (
    *("r_drop", "alpha_if_dropped", "smc", "r_cor", "r_std", "r_total"),
    *("alpha_std_if_dropped", "omega_if_dropped", "discrimination", "reverse_suspected"),
)


@single_threaded
def item_analysis(
    items: Any,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    *,
    scale: tuple[float, float] | None = None,
    reverse: Sequence[str] | str = (),
) -> pd.DataFrame:
    """Describe every item: its distribution, and how it goes with the others of its scale.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Moments with tables give all but discrimination, moments without them also no median,
        skew, kurtosis, floor and ceiling; both describe the complete respondents.
    dimensions : mapping of scale to items, optional
        All items are one scale if not given. Items of no scale come last, without the columns
        that compare them with others.
    scale : (low, high), optional
        The lowest and highest code, for floor, ceiling, discrimination and recoding; the lowest
        and highest answer to any item if not given.
    reverse : sequence of str, or "suspected"
        Items to recode to low + high − answer first; "suspected" recodes those that point against
        the first principal axis of their scale. Nothing is recoded unless asked.

    Returns
    -------
    DataFrame (index item)
        dimension (if given), n, missing, mean, sd, median, skew, kurtosis, floor_pct and
        ceiling_pct (0 to 100, of the answers given), r_drop, alpha_if_dropped, smc, r_cor, r_std,
        r_total, alpha_std_if_dropped, omega_if_dropped, discrimination, reverse_suspected, and
        reversed where something is recoded. NaN where a number is not defined.

    Raises
    ------
    DataError
        If a scale or ``reverse`` names an absent item, or there are no answers.
    ValueError
        If ``scale`` is not low < high.

    Notes
    -----
    The distribution rests on all answers to the item; the rest on the respondents complete on the
    scale. Skew and excess kurtosis are psych's type 3, moments over powers of the sample standard
    deviation (Joanes & Gill 1998, *The Statistician* 47, 183-189: b₁, b₂ − 3). r_drop: with the
    sum of the others (SPSS: corrected item-total correlation). r_total: with the whole sum.
    r_std, r_cor: psych's std.r and r.cor, with the sum of standardised items, r_cor corrected for
    overlap and unreliability. alpha_if_dropped is raw, alpha_std_if_dropped standardised;
    omega_if_dropped the one-factor omega of the others. discrimination: mean of the upper less
    mean of the lower 27 % by the scale's sum (Kelley 1939), over the length of the response scale;
    respondents tied at the border belong to the group, so both may be larger.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 3, 4], "Q2": [2, 2, 3, 5], "Q3": [1, 3, 3, None]})
    >>> item_analysis(answers, scale=(1, 5)).loc["Q1", ["n", "mean", "floor_pct"]].tolist()
    [4.0, 2.5, 25.0]
    """
    source = items if isinstance(items, Moments) else as_items(items)
    ends = _ends(source, scale)
    names = list(source.columns)
    scales = {"": names} if dimensions is None else check_dimensions(dimensions, names)
    turned = to_reverse(source, reverse, scales)
    source = recode(source, turned, ends)
    placed = {item for columns in scales.values() for item in columns}
    rest = [name for name in names if name not in placed]
    rows = [item for columns in scales.values() for item in columns] + rest
    described = _described(source, ends)
    place = {name: at for at, name in enumerate(described.index.tolist())}
    table = described.iloc[[place[name] for name in rows]][list(DESCRIBED)]
    held = [_held(source, columns) for columns in scales.values()]
    beside = [_beside(source, one, ends) for one in held]
    definite = [at for at, found in enumerate(beside) if "smc" in found]
    omegas = omega_if_dropped([held[at].cov.to_numpy() for at in definite])
    for at, values in zip(definite, omegas, strict=True):
        beside[at]["omega_if_dropped"] = values
    added: dict[str, np.ndarray] = {}
    for column in WITH_SCALE:
        parts = [
            found.get(column, np.full(len(one.columns), np.nan))
            for one, found in zip(held, beside, strict=True)
        ]
        added[column] = np.concatenate([*parts, np.full(len(rest), np.nan)])
    added["reverse_suspected"] = added["reverse_suspected"] == 1
    homes = [name for name, columns in scales.items() for _ in columns]
    first: dict[str, Any] = {}
    if dimensions is not None:
        first["dimension"] = np.array([*homes, *[None] * len(rest)], dtype=object)
    described_as = {name: table[name].to_numpy() for name in DESCRIBED}
    table = pd.DataFrame({**first, **described_as, **added}, index=table.index)
    if turned:
        table["reversed"] = table.index.isin(turned)
    return table


def _ends(
    source: pd.DataFrame | Moments, scale: tuple[float, float] | None
) -> tuple[float, float] | None:
    if scale is not None:
        low, high = (float(end) for end in scale)
        if not low < high:
            raise ValueError(f"scale must be (low, high) with low < high, not {scale!r}")
        return low, high
    if isinstance(source, Moments):
        if source.tables is None:
            return None
        codes = np.concatenate(source.tables.levels)
        return float(codes.min()), float(codes.max())
    values = source.to_numpy()
    if values.size == 0 or np.isnan(values).all():
        raise DataError("there are no answers at all")
    return float(np.nanmin(values)), float(np.nanmax(values))


def _described(source: pd.DataFrame | Moments, ends: tuple[float, float] | None) -> pd.DataFrame:
    if isinstance(source, Moments):
        return describe_moments(source, *(ends or (None, None)))
    low, high = ends or (np.nan, np.nan)
    return describe_answers(source, low, high)


def _held(source: pd.DataFrame | Moments, columns: list[str]) -> Moments:
    """Take the moments of one scale."""
    if isinstance(source, Moments):
        return source.select(columns)
    return moments_of_items(source, columns)


def _beside(
    source: pd.DataFrame | Moments, held: Moments, ends: tuple[float, float] | None
) -> dict[str, np.ndarray]:
    """Compare the items of a scale with it, as far as there is anything to compare."""
    if held.n < 2 or len(held.columns) < 2:
        return {}
    found = with_scale(held)
    if not isinstance(source, Moments) and ends is not None:
        names = source.columns.tolist()
        mine = source.to_numpy()[:, [names.index(name) for name in held.columns]]
        found["discrimination"] = discrimination(mine, *ends)
    return found
