"""Profile cards: how large each segment is, what stands out in it, and what it expects."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.gaps.pairs.shares import wilson_interval

__all__ = ["card_sentences", "segment_means", "segment_sizes", "stands_out"]

CLEAR = 0.5
"""Standard deviations from all customers at which a variable stands out: Cohen's medium effect."""


def segment_sizes(labels: np.ndarray, k: int, ci: float) -> pd.DataFrame:
    """Count the segments, with Wilson's intervals of their shares.

    Parameters
    ----------
    labels : ndarray of int (n,)
        From 1.
    k : int
    ci : float

    Returns
    -------
    DataFrame (index: segment)
        ``n share low high masked``; a segment under ten customers is masked.

    Examples
    --------
    >>> segment_sizes(np.array([1] * 30 + [2] * 10), 2, 0.95)["share"].tolist()
    [0.75, 0.25]
    """
    n = np.bincount(labels, minlength=k + 1)[1:]
    low, high = wilson_interval(n, len(labels), ci)
    return pd.DataFrame(
        {
            "n": n,
            "share": n / len(labels),
            "low": low,
            "high": high,
            "masked": n < SMALLEST_SEGMENT,
        },
        index=pd.RangeIndex(1, k + 1, name="segment"),
    )


def segment_means(values: pd.DataFrame, labels: pd.Series, ci: float, name: str) -> pd.DataFrame:
    """Describe columns in each segment: means with t intervals, and how far they are from all customers.

    Parameters
    ----------
    values : DataFrame
    labels : Series
        From 1.
    ci : float
    name : str
        Of the index level of columns, such as ``"dimension"``.

    Returns
    -------
    DataFrame (index: segment, column)
        ``n mean low high all difference masked``; ``difference`` from all customers in standard
        deviations of all customers. Under ten answers there are no numbers.

    Examples
    --------
    >>> values = pd.DataFrame({"visits": [1.0, 2, 3] * 8})
    >>> labels = pd.Series([1] * 20 + [2] * 4)
    >>> segment_means(values, labels, 0.95, "variable")["masked"].tolist()
    [False, True]
    """
    grouped = values.reindex(labels.index).groupby(labels.to_numpy())
    index = pd.MultiIndex.from_product(
        [np.sort(labels.unique()), values.columns], names=["segment", name]
    )
    found = pd.DataFrame(
        {
            "count": grouped.count().to_numpy().ravel(),
            "mean": grouped.mean().to_numpy().ravel(),
            "std": grouped.std().to_numpy().ravel(),
        },
        index=index,
    )
    n = found["count"]
    reach = stdtrit(np.maximum(n - 1, 1), (1 + ci) / 2) * found["std"] / np.sqrt(n.clip(lower=1))
    column = index.get_level_values(name)
    everyone = values.mean().reindex(column).to_numpy()
    spread = values.std().reindex(column).to_numpy()
    table = pd.DataFrame(
        {
            "n": n,
            "mean": found["mean"],
            "low": found["mean"] - reach,
            "high": found["mean"] + reach,
            "all": everyone,
            "difference": (found["mean"] - everyone) / spread,
        }
    )
    table["masked"] = n < SMALLEST_SEGMENT
    table.loc[table["masked"], ["mean", "low", "high", "difference"]] = np.nan
    return table


def stands_out(profiles: pd.DataFrame) -> pd.Series:
    """Say whether a variable stands out: half a standard deviation, and its interval leaves out all's mean.

    Examples
    --------
    >>> cells = pd.DataFrame({"difference": [0.9, 0.6], "low": [5.0, 3.0], "high": [6.0, 6.0], "all": 4.0})
    >>> stands_out(cells).tolist()
    [True, False]
    """
    apart = (profiles["low"] > profiles["all"]) | (profiles["high"] < profiles["all"])
    return (profiles["difference"].abs() >= CLEAR) & apart


def card_sentences(
    sizes: pd.DataFrame, profiles: pd.DataFrame, expected: pd.DataFrame
) -> pd.Series:
    """Write a card for each segment: size, what stands out, what is expected most.

    Parameters
    ----------
    sizes, profiles : DataFrame
        As the two functions above give them.
    expected : DataFrame
        The same of expectations; may be empty.

    Returns
    -------
    Series (index: segment)

    Examples
    --------
    >>> labels = pd.Series([1] * 30 + [2] * 30)
    >>> values = pd.DataFrame({"visits": [1.0, 2] * 15 + [8.0, 9] * 15})
    >>> cards = card_sentences(segment_sizes(labels.to_numpy(), 2, 0.95),
    ...                        segment_means(values, labels, 0.95, "variable"), pd.DataFrame())
    >>> cards[2]
    '30 customers, 50 % (38 to 62 %). High: visits (8.5; all 5).'
    """
    cards = {}
    for segment in sizes.index:
        size = sizes.loc[segment]
        if size["masked"]:
            cards[segment] = f"Under {SMALLEST_SEGMENT} customers: too few to describe."
            continue
        said = [
            f"{size['n']} customers, {100 * size['share']:.0f} % ({100 * size['low']:.0f} to "
            f"{100 * size['high']:.0f} %)."
        ]
        said += _standing_out(pd.DataFrame(profiles.xs(segment)))
        wanted = pd.DataFrame(expected.xs(segment)) if len(expected) else expected
        if len(wanted) and wanted["mean"].notna().any():
            most = wanted.sort_values("mean", ascending=False).iloc[0]
            said.append(
                f"Expects most: {most.name} ({most['mean']:.2f}, {most['low']:.2f} to "
                f"{most['high']:.2f})."
            )
        cards[segment] = " ".join(said)
    return pd.Series(cards, name="card").rename_axis("segment")


def _standing_out(rows: pd.DataFrame) -> list[str]:
    """Name what is high and what is low in a segment, the farthest first."""
    clear = rows[stands_out(rows)].sort_values("difference", key=abs, ascending=False)
    said = []
    for word, side in (("High", 1), ("Low", -1)):
        named = [
            f"{name} ({row['mean']:.3g}; all {row['all']:.3g})"
            for name, row in clear[side * clear["difference"] > 0].iterrows()
        ]
        if named:
            said.append(f"{word}: {', '.join(named)}.")
    return said or ["Nothing stands out."]
