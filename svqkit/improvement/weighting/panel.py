"""Weights from a panel of experts, and whether the experts agree."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.weighting.concordance import kendall_w, rank_rows
from svqkit.improvement.weighting.ratings import numbers_of
from svqkit.improvement.weighting.result import Weights, weight_table

__all__ = ["weights_panel"]

WEAK = 0.5
"""Kendall's W from which a panel's agreement is called moderate (Schmidt 1997)."""


def weights_panel(
    ratings: Any,
    *,
    kind: Literal["ratings", "ranks"] = "ratings",
    permutations: int = 2_000,
    seed: int | None = 0,
) -> Weights:
    """Turn a panel's ratings or ranks of importance into weights, with Kendall's W.

    Parameters
    ----------
    ratings : DataFrame or array (experts × indicators)
        Nothing may be missing.
    kind : {"ratings", "ranks"}
        Ratings: more is more important; a weight is the mean of the experts' shares. Ranks: 1 is the
        most important; an indicator with the mean rank r of n counts n + 1 − r (rank sum).
    permutations : int
        For a p-value without approximation.
    seed : int, optional

    Returns
    -------
    Weights
        ``.weights``; ``.table`` with ``weight rank mean_rank lowest highest`` (shares by single
        experts); ``.agreement`` (``W chi2 df p permutation_p mean_spearman``); ``.experts`` with
        ``with_the_others`` (Spearman's correlation with the mean rank of all others) and
        ``furthest`` (the indicator whose rank differs most).

    Raises
    ------
    DataError
        If there are fewer than two experts, a cell is missing or negative, ranks are no ranks, or
        nobody tells indicators apart.
    ValueError
        If ``kind`` is unknown or ``permutations`` no whole number.

    References
    ----------
    Kendall (1948), ch. 6. Schmidt (1997), Managing Delphi surveys, Decision Sciences 28, 763–774:
    0.5 moderate, 0.7 strong agreement. Stillwell, Seaver & Edwards (1981) for rank-sum weights.

    Examples
    --------
    >>> import svqkit as svq
    >>> panel = svq.weights_panel(svq.load_dataset("bank_indicator_panel"))
    >>> panel.experts.query("with_the_others < 0").index.tolist()
    ['Expert 6']
    >>> again = svq.weights_panel(svq.load_dataset("bank_indicator_panel").drop(index="Expert 6"))
    >>> panel.agreement["W"].round(2), again.agreement["W"].round(2)
    (np.float64(0.45), np.float64(0.85))
    """
    if kind not in ("ratings", "ranks"):
        raise ValueError(f"kind must be 'ratings' or 'ranks', not {kind!r}")
    if not isinstance(permutations, (int, np.integer)) or permutations < 0:
        raise ValueError(f"permutations must be a whole number, 0 or more, not {permutations!r}")
    given = numbers_of(ratings, "expert", "indicator")
    array = given.to_numpy()
    ranks = rank_rows(array if kind == "ratings" else -array)
    if (ranks == ranks[:, :1]).all():
        raise DataError("no expert tells indicators apart, so their order cannot be compared")
    if kind == "ratings":
        _check_ratings(given)
        points = array
    else:
        _check_ranks(given, ranks)
        points = array.shape[1] + 1 - array
    points = points / points.max(axis=1, keepdims=True)
    shares = points / points.sum(axis=1, keepdims=True)
    weights = pd.Series(shares.mean(axis=0), given.columns, name="weight").rename_axis("indicator")
    table = weight_table(weights).assign(
        mean_rank=ranks.mean(axis=0), lowest=shares.min(axis=0), highest=shares.max(axis=0)
    )
    agreement = kendall_w(ranks, permutations, seed).rename("value")
    experts = _experts(ranks, given)
    return Weights(
        weights,
        table,
        f"panel of {len(given)} experts ({kind})",
        agreement,
        experts,
        tuple(_remarks(agreement, experts)),
        "Weights: mean over experts of their shares. W: Kendall's coefficient of concordance, "
        "corrected for ties; p from χ² = m (n − 1) W (too careful for few indicators), permutation_p "
        "from shuffled ranks. Agreement is not being right: a panel can be wrong together.",
    )


def _check_ratings(given: pd.DataFrame) -> None:
    negative = np.argwhere(given.to_numpy() < 0)
    if len(negative):
        i, j = negative[0]
        raise DataError(
            f"expert {given.index[i]!r} rates {given.columns[j]!r} {given.to_numpy()[i, j]:g}; ratings "
            "cannot be negative",
            row=given.index[i],
            column=given.columns[j],
        )
    nothing = given.index[(given.sum(axis=1) == 0).to_numpy()]
    if len(nothing):
        raise DataError(
            f"expert {nothing[0]!r} rates everything 0: shares of nothing cannot be taken",
            row=nothing[0],
        )


def _check_ranks(given: pd.DataFrame, ranks: np.ndarray) -> None:
    wrong = np.argwhere(~np.isclose(given.to_numpy(), ranks))
    if len(wrong):
        i, j = wrong[0]
        raise DataError(
            f"expert {given.index[i]!r} gives {given.columns[j]!r} the rank {given.to_numpy()[i, j]:g}, "
            f"where 1 to {given.shape[1]} in order would give {ranks[i, j]:g}; equal ones share "
            "their mean rank",
            row=given.index[i],
            column=given.columns[j],
        )


def _experts(ranks: np.ndarray, given: pd.DataFrame) -> pd.DataFrame:
    """Hold each expert's ranks against the mean of the others'."""
    m = len(ranks)
    others = (ranks.sum(axis=0) - ranks) / (m - 1)
    again = rank_rows(-others)
    a, b = (x - x.mean(axis=1, keepdims=True) for x in (ranks, again))
    size = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    together = (a * b).sum(axis=1)
    fit = np.divide(together, size, out=np.full(m, np.nan), where=size > 0)
    off = np.abs(ranks - others).argmax(axis=1)
    return pd.DataFrame(
        {
            "with_the_others": fit,
            "furthest": [given.columns[at] for at in off],
            "rank_given": ranks[np.arange(m), off],
            "others_mean_rank": others[np.arange(m), off],
        },
        index=given.index.rename("expert"),
    )


def _remarks(agreement: pd.Series, experts: pd.DataFrame) -> list[str]:
    said = []
    if agreement["W"] < WEAK:
        said.append(
            f"Kendall's W is {agreement['W']:.2f}, below {WEAK:g}: the experts do not agree enough "
            "for one set of weights. Let them say why, and ask again (Delphi), before averaging."
        )
    odd = experts[experts["with_the_others"] <= 0] if len(experts) > 2 else experts.head(0)
    for name, row in odd.iterrows():
        said.append(
            f"{name} orders the indicators unlike the others (Spearman "
            f"{row['with_the_others']:.2f}), most of all {row['furthest']!r}: rank "
            f"{row['rank_given']:g}, the others {row['others_mean_rank']:.1f}. Ask whether the scale "
            "was read the other way round; do not drop an opinion for being another."
        )
    for name in experts.index[experts["with_the_others"].isna()]:
        said.append(f"{name} rates everything alike, which says nothing about order.")
    return said
