"""Which category a feature belongs to: counts, strength and tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.kano.evaluation import CATEGORIES
from svqkit.gaps.pairs.shares import wilson_interval

__all__ = ["CLEAR", "QUESTIONABLE", "counted", "decided"]

CLEAR = 0.06
"""Least category strength of a feature that belongs to one category (Lee & Newcomb 1997); to be
called clear the two most frequent categories must be told apart by the exact test as well."""
QUESTIONABLE = 0.02
"""A share of questionable answers that is surely larger than this is flagged."""
_FONG = 1.65
_RANKED = CATEGORIES[:5]
"""Categories that a feature can belong to; a questionable answer says nothing about it."""


def counted(places: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Count the categories of each feature.

    Parameters
    ----------
    places : ndarray of int (respondents × features)
        Positions in ``CATEGORIES``, −1 where missing.
    names : list of str
        Features.

    Returns
    -------
    DataFrame (index: item)
        ``n M O A I R Q``.

    Examples
    --------
    >>> counted(np.array([[0], [0], [5], [-1]]), ["lift"]).values.tolist()
    [[3, 2, 0, 0, 0, 0, 1]]
    """
    counts = np.stack([(places == at).sum(axis=0) for at in range(len(CATEGORIES))], axis=1)
    table = pd.DataFrame(counts, index=pd.Index(names, name="item"), columns=list(CATEGORIES))
    table.insert(0, "n", counts.sum(axis=1))
    return table


def decided(counts: pd.DataFrame, ci: float = 0.95) -> pd.DataFrame:
    """Decide on each feature's category, and say how clear the decision is.

    Parameters
    ----------
    counts : DataFrame (index: item)
        ``n M O A I R Q``.
    ci : float in (0, 1)
        Confidence level of the interval behind ``questionable`` and of the test behind ``clear``.

    Returns
    -------
    DataFrame (index: item)
        ``n category share runner_up category_strength clear total_strength evaluation_rule blauth
        fong_difference fong_critical fong_significant p questionable_share questionable``.
        Shares run from 0 to 1; ``p`` is that of the exact binomial test that the two most frequent
        categories are as frequent.

    Examples
    --------
    >>> counts = pd.DataFrame([[296, 95, 123, 45, 33, 0, 0]], columns=["n", *"MOAIRQ"])
    >>> found = decided(counts).iloc[0]
    >>> found["category"], found["evaluation_rule"], float(round(found["fong_critical"], 1))
    ('O', 'O', 19.4)
    """
    from scipy.stats import binom

    n = counts["n"].to_numpy(dtype=float)
    ranked = counts[list(_RANKED)].to_numpy()
    order = np.argsort(-ranked, axis=1, kind="stable")  # stable: ties go by M > O > A > I > R
    rows = np.arange(len(counts))
    first, second = ranked[rows, order[:, 0]], ranked[rows, order[:, 1]]
    questionable = counts["Q"].to_numpy()
    letters = np.array(_RANKED)
    top, runner_up = letters[order[:, 0]], letters[order[:, 1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        strength = (first - second) / n
        critical = _FONG * np.sqrt((first + second) * (2 * n - first - second) / (2 * n))
        total = counts[["M", "O", "A"]].sum(axis=1).to_numpy() / n
        share_q = questionable / n
        share = first / n
    strong = strength >= CLEAR - 1e-12
    # Lee & Newcomb: of two that are nearly as frequent the one that comes first in M > O > A > I.
    either = letters[np.minimum(order[:, 0], order[:, 1])]
    unusable = questionable > first
    low, _ = wilson_interval(questionable, n, ci)
    p = np.minimum(1.0, 2 * binom.cdf(second, first + second, 0.5))
    answered = n > 0
    table = pd.DataFrame(
        {
            "n": counts["n"],
            "category": np.where(unusable, "Q", top),
            "share": np.where(unusable, share_q, share),
            "runner_up": np.where(second > 0, runner_up, ""),
            "category_strength": strength,
            "clear": strong & (p < 1 - ci) & ~unusable,
            "total_strength": total,
            "evaluation_rule": np.where(unusable, "Q", np.where(strong, top, either)),
            "blauth": _blauth(counts),
            "fong_difference": (first - second).astype(float),
            "fong_critical": critical,
            "fong_significant": first - second >= critical,
            "p": np.where(answered, p, np.nan),
            "questionable_share": share_q,
            "questionable": (low > QUESTIONABLE) | unusable,
        },
        index=counts.index,
    )
    named = ["category", "runner_up", "evaluation_rule", "blauth"]
    table[named] = table[named].astype(object)
    table.loc[~answered, named] = ""
    table.loc[~answered, ["clear", "fong_significant", "questionable"]] = False
    return table


def _blauth(counts: pd.DataFrame) -> np.ndarray:
    """Decide first whether the feature matters at all, then how (Blauth, in Berger et al. 1993)."""
    matters = counts[["M", "O", "A"]].to_numpy()
    other = counts[["I", "R", "Q"]].to_numpy()
    chosen = np.where(
        matters.sum(axis=1) > other.sum(axis=1),
        np.array(["M", "O", "A"])[matters.argmax(axis=1)],
        np.array(["I", "R", "Q"])[other.argmax(axis=1)],
    )
    return np.asarray(chosen)
