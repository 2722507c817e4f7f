"""What having a feature adds and what lacking it costs: coefficients and mean scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.mean_bootstrap import bootstrap_interval
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.psychometrics.data.resampling import resampled_counts

__all__ = ["better_worse", "continuous", "mean_interval", "resampled"]

_PRESENT = np.array([np.nan, 4.0, 2.0, 0.0, -1.0, -2.0])
_ABSENT = np.array([np.nan, -2.0, -1.0, 0.0, 2.0, 4.0])
"""DuMouchel's scores of the answers 1 to 5 to the two halves (in Berger et al. 1993)."""
_MIDDLE = 2.0
"""Half way from indifferent (0) to the scores of the outright answers (4)."""


def better_worse(counts: pd.DataFrame, ci: float = 0.95) -> pd.DataFrame:
    """Compute the coefficients of satisfaction and dissatisfaction with Wilson's intervals.

    Parameters
    ----------
    counts : DataFrame (index: item)
        With ``M O A I``.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: item)
        ``n_used better better_low better_high worse worse_low worse_high``; better =
        (A + O) / (A + O + M + I) from 0 to 1, worse = −(O + M) / (A + O + M + I) from −1 to 0;
        NaN where nobody answered in one of the four.

    Examples
    --------
    >>> counts = pd.DataFrame([[95, 123, 45, 33]], columns=[*"MOAI"])
    >>> better_worse(counts)[["better", "worse"]].round(3).values.tolist()
    [[0.568, -0.736]]
    """
    used = counts[["M", "O", "A", "I"]].sum(axis=1).to_numpy()
    table = pd.DataFrame({"n_used": used}, index=counts.index)
    divisor = np.where(used > 0, used, np.nan)
    present = (counts["A"] + counts["O"]).to_numpy()
    absent = (counts["O"] + counts["M"]).to_numpy()
    table["better"] = present / divisor
    table["better_low"], table["better_high"] = wilson_interval(present, used, ci)
    table["worse"] = 0.0 - absent / divisor
    low, high = wilson_interval(absent, used, ci)
    table["worse_low"], table["worse_high"] = 0.0 - high, 0.0 - low
    return table


def continuous(functional: pd.DataFrame, dysfunctional: pd.DataFrame, ci: float) -> pd.DataFrame:
    """Average DuMouchel's scores of both halves, and say where the averages lie.

    Parameters
    ----------
    functional, dysfunctional : DataFrame (respondents × features)
        Codes 1 to 5; only respondents with both halves are used.
    ci : float in (0, 1)
        Confidence level of Student's intervals.

    Returns
    -------
    DataFrame (index: item)
        ``present present_low present_high absent absent_low absent_high continuous``: mean scores
        from −2 to 4 and the category of the quadrant; R where both are negative.

    Examples
    --------
    >>> there, absent = pd.DataFrame({"lift": [1.0, 1, 2]}), pd.DataFrame({"lift": [3.0, 4, 3]})
    >>> continuous(there, absent, 0.95)[["present", "absent", "continuous"]].round(2).values.tolist()
    [[3.33, 0.67, 'A']]
    """
    f, d = functional.to_numpy(dtype=float), dysfunctional.to_numpy(dtype=float)
    both = ~(np.isnan(f) | np.isnan(d))
    table = pd.DataFrame(index=pd.Index(functional.columns, name="item"))
    for name, codes, scores in (("present", f, _PRESENT), ("absent", d, _ABSENT)):
        values = scores[np.where(both, codes, 0).astype(int)]
        table[name], table[f"{name}_low"], table[f"{name}_high"] = mean_interval(values, ci)
    x, y = table["present"].to_numpy(), table["absent"].to_numpy()
    named = np.select(
        [
            np.isnan(x),
            (x < 0) & (y < 0),
            (x >= _MIDDLE) & (y >= _MIDDLE),
            x >= _MIDDLE,
            y >= _MIDDLE,
        ],
        ["", "R", "O", "A", "M"],
        "I",
    )
    return table.assign(continuous=named.astype(object))


def mean_interval(values: np.ndarray, ci: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Average columns with Student's interval, leaving missing values out.

    Parameters
    ----------
    values : ndarray (respondents × k)
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    mean, low, high : ndarray (k,)
        NaN without a value; the ends NaN with fewer than two.

    Examples
    --------
    >>> mean_interval(np.array([[1.0], [2.0], [np.nan], [3.0]]), 0.95)[0].tolist()
    [2.0]
    """
    from scipy.special import stdtrit

    there = ~np.isnan(values)
    n = there.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / n
        squares = np.where(there, (values - mean) ** 2, 0.0).sum(axis=0)
        error = np.sqrt(squares / (n - 1) / n)
        reach = np.where(n > 1, stdtrit(np.maximum(n - 1, 1), (1 + ci) / 2) * error, np.nan)
    return mean, mean - reach, mean + reach


def resampled(
    places: np.ndarray, samples: int, rng: np.random.Generator, *, interval: str, ci: float
) -> pd.DataFrame:
    """Resample respondents: intervals of the coefficients, and how often the category stays.

    Parameters
    ----------
    places : ndarray of int (respondents × features)
        Positions in M O A I R Q, −1 where missing.
    samples : int
    rng : numpy.random.Generator
    interval : {"bca", "percentile"}
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (features in order)
        ``better_boot_low better_boot_high worse_boot_low worse_boot_high same_category``; the last
        is the share of samples whose most frequent category is that of all respondents.

    Examples
    --------
    >>> places = np.repeat([0, 1], [90, 10])[:, None]
    >>> resampled(places, 200, np.random.default_rng(1), interval="percentile", ci=0.95)[
    ...     "same_category"].tolist()
    [1.0]
    """
    respondents, k = places.shape
    each = np.stack([places == at for at in range(6)], axis=2).astype(float)  # n × k × 6
    flat = each.reshape(respondents, k * 6)
    parts = np.array([[0, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]], dtype=float)
    whole = each.sum(axis=0)
    chosen = _most_frequent(whole)
    draws, kept = [], np.zeros(k)
    for counts in resampled_counts(respondents, samples, rng):
        drawn = (counts @ flat).reshape(len(counts), k, 6)
        kept += (_most_frequent(drawn) == chosen).sum(axis=0)
        draws.append(_ratios(drawn[..., :4] @ parts.T))
    point = _ratios(whole[:, :4] @ parts.T)
    used = each[..., :4] @ parts.T
    influence = np.concatenate(
        [used[..., 0] - point[:k] * used[..., 2], -used[..., 1] - point[k:] * used[..., 2]], axis=1
    )
    low, high = bootstrap_interval(
        np.concatenate(draws), point, influence, interval=interval, level=ci
    )
    low, high = (np.where(np.isnan(point), np.nan, end) for end in (low, high))
    return pd.DataFrame(
        {
            "better_boot_low": low[:k],
            "better_boot_high": high[:k],
            "worse_boot_low": low[k:],
            "worse_boot_high": high[k:],
            "same_category": kept / samples,
        }
    )


def _most_frequent(counts: np.ndarray) -> np.ndarray:
    """Take the category as ``decided`` does: ties by M O A I R, Q only where it outnumbers all."""
    ranked = counts[..., :5]
    outnumbered = counts[..., 5] > ranked.max(axis=-1)
    return np.where(outnumbered, 5, ranked.argmax(axis=-1))


def _ratios(sums: np.ndarray) -> np.ndarray:
    """Better, then worse, of all features, from (A + O, M + O, A + O + M + I)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.concatenate(
            [sums[..., 0] / sums[..., 2], -(sums[..., 1] / sums[..., 2])], axis=-1
        )
    return np.asarray(found)
