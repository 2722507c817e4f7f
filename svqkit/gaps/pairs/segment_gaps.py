"""Describe the gaps of each segment, with the cells of too few respondents masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.comparison import holm_adjusted, paired_t_p
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["Boot", "said_of_segments", "segment_gaps", "segment_tables"]

_BRIEF = ["n", "expectation", "perception", "gap", "sd", "low", "high"]

Boot = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Gaps (n, k) to the low and high ends of their means' intervals (k,)."""


def segment_gaps(
    perceptions: pd.DataFrame,
    expectations: pd.DataFrame,
    labels: pd.Series,
    columns: list[str],
    ci: float = 0.95,
    boot: Boot | None = None,
) -> pd.DataFrame:
    """Describe each segment's pairs, column by column.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × columns)
        Items or dimension scores, on the index of ``labels``.
    labels : Series
        Each respondent's segment; its name becomes the first level of the index.
    columns : list of str
        Which columns of ``describe_pairs`` to keep; ``n`` must be one, with ``boot`` also ``high``.
    ci : float in (0, 1)
        Confidence level.
    boot : callable, optional
        Takes the gaps of a segment (ndarray, respondents × columns) and gives the low and the high
        ends of their means' bootstrap intervals; so a segment is resampled within itself.

    Returns
    -------
    DataFrame (index: segment, column)
        The chosen columns, with ``boot`` also ``boot_low boot_high``, and ``masked``: true where fewer than ten respondents gave both halves;
        such a row holds no numbers.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0] * 12 + [1.0]})
    >>> labels = pd.Series(["north"] * 12 + ["south"], name="branch")
    >>> segment_gaps(p, p + 1, labels, ["n", "gap"])["masked"].tolist()
    [False, True]
    """
    tables = {}
    for label in sorted(labels.dropna().unique(), key=str):
        members = labels == label
        table = describe_pairs(
            perceptions[members], expectations[members], ci, sizes="dz" in columns
        )[columns]
        table = table.astype(float)
        if boot is not None:
            low, high = boot((perceptions[members] - expectations[members]).to_numpy())
            at = list(table.columns).index("high") + 1
            table.insert(at, "boot_low", low)
            table.insert(at + 1, "boot_high", high)
        masked = table["n"] < SMALLEST_SEGMENT
        table[masked] = np.nan
        tables[label] = table.assign(masked=masked)
    return pd.concat(tables, names=[labels.name, perceptions.columns.name or "column"])


def segment_tables(
    pairs: Sequence[tuple[pd.DataFrame, pd.DataFrame]],
    labels: pd.Series,
    ci: float = 0.95,
    boot: Boot | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Describe and test each segment's dimensions and total, and describe its items.

    Parameters
    ----------
    pairs : sequence of three pairs of DataFrame
        Perceptions and expectations of items, of dimensions, and of the total (column ``total``).
    labels : Series
    ci : float in (0, 1)
    boot : callable, optional
        As in ``segment_gaps``.

    Returns
    -------
    dimensions, items : DataFrame (index: segment, dimension or item)
        Dimensions with ``p p_holm dz dz_low dz_high negative_pct`` beside what items have. Holm's
        families are all dimensions of all segments, and all totals.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0] * 12 + [1.0]})
    >>> labels = pd.Series(["north"] * 12 + ["south"], name="branch")
    >>> pairs = [(f, f + 1) for f in (p, p.set_axis(["care"], axis=1), p.set_axis(["total"], axis=1))]
    >>> segment_tables(pairs, labels)[0]["negative_pct"].tolist()
    [100.0, 100.0, nan, nan]
    """
    items, scored, total = pairs
    p, e = (pd.concat(half, axis=1) for half in zip(scored, total, strict=True))
    columns = [*_BRIEF, "t", "df", "dz", "dz_low", "dz_high", "negative_pct"]
    found = segment_gaps(p.rename_axis(columns="dimension"), e, labels, columns, ci, boot)
    p_values = paired_t_p(found)
    adjusted = np.full(len(found), np.nan)
    totals = np.asarray(found.index.get_level_values("dimension") == "total")
    for family in (totals, ~totals):
        adjusted[family] = holm_adjusted(p_values[family])
    at = list(found.columns).index("t")
    found = found.drop(columns=["t", "df"])
    found.insert(at, "p", p_values)
    found.insert(at + 1, "p_holm", adjusted)
    named = items[0].rename_axis(columns="item")
    return found, segment_gaps(named, items[1], labels, _BRIEF, ci, boot)


def said_of_segments(labels: pd.Series, *, resampled: bool = False) -> str:
    """Say for a convention what was done with segments.

    Parameters
    ----------
    labels : Series
    resampled : bool
        Whether there are bootstrap intervals.

    Returns
    -------
    str
        Begins with a space, to follow other sentences.

    Examples
    --------
    >>> said_of_segments(pd.Series(["north", None], name="branch")).split(". ")[-1]
    "1 respondents without 'branch' are in no segment."
    """
    said = (
        f" Cells of segments under {SMALLEST_SEGMENT} respondents are masked; p of segments "
        "adjusted by Holm over all dimensions and segments, those of totals over segments."
    )
    if resampled:
        said += " Each segment is resampled within itself."
    unlabelled = int(labels.isna().sum())
    if unlabelled:
        said += f" {unlabelled} respondents without {labels.name!r} are in no segment."
    return said
