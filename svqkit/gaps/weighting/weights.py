"""Weighted gaps: each dimension counts as much as customers say it matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs, total_pairs
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.result import Part, Result

__all__ = ["WeightedGaps", "weighted_gaps"]


@dataclass(frozen=True, eq=False, repr=False)
class WeightedGaps(Result):
    """Gaps weighted by stated importance.

    Attributes
    ----------
    weights : Series (index: dimension)
        Mean weight over respondents; sums to 100.
    dimensions : DataFrame (index: dimension)
        ``weight weight_low weight_high gap weighted_gap share_pct``: the weighted gap is the mean
        over respondents of weight × gap / 100; ``share_pct`` its part of the total.
    total : Series
        ``n weighted low high sd unweighted by_mean_weights``: ``weighted`` uses each respondent's
        own weights, ``by_mean_weights`` the sample's mean weights.
    respondents : Series
        Each respondent's own weighted total; NaN where it cannot be computed.
    n_left_out : int
        Respondents without usable weights or without all dimensions.
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> round(float(svq.weighted_gaps(svq.load_dataset("bank")).weights.sum()), 9)
    100.0
    """

    weights: pd.Series
    dimensions: pd.DataFrame
    total: pd.Series
    respondents: pd.Series
    n_left_out: int
    ci_level: float
    convention: str

    def _title(self) -> str:
        return "Weighted gaps"

    def _parts(self) -> list[Part]:
        return [
            ("Dimensions", self.dimensions),
            ("Total", self.total.to_frame("total").T.astype({"n": int})),
            ("Convention", self.convention),
        ]


def weighted_gaps(responses: Any, *, ci: float = 0.95) -> WeightedGaps:
    """Weight each dimension's gap by the importance customers gave it.

    Σ w_d G_d / 100 per respondent, with the respondent's own points (Zeithaml, Parasuraman &
    Berry 1990), beside the same sum with the sample's mean weights. The two differ when people
    who care about a dimension see another gap there than people who do not.

    Parameters
    ----------
    responses : Responses
        With ``.importance``: points that sum to 100 over the dimensions, or ratings of items.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    WeightedGaps
        ``.weights .dimensions .total .respondents .n_left_out .convention``.

    Raises
    ------
    DataError
        If there are no expectations, no importance, or nobody's can be used.
    ValueError
        If ``ci`` is not between 0 and 1.

    Examples
    --------
    >>> import svqkit as svq
    >>> weighted = svq.weighted_gaps(svq.load_dataset("bank"))
    >>> bool(abs(weighted.dimensions["weighted_gap"].sum() - weighted.total["weighted"]) < 1e-12)
    True
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {ci!r}")
    perceptions, expectations = item_pairs(responses)
    scored_p, scored_e = dimension_pairs(perceptions, expectations, responses.instrument.mapping)
    gaps = scored_p - scored_e
    weights, said = importance_weights(responses, list(gaps.columns))
    used = weights.notna().all(axis=1) & gaps.notna().all(axis=1)
    if not used.any():
        raise DataError("nobody has both usable importance weights and gaps on every dimension")
    kept_weights, kept_gaps = weights[used], gaps[used]
    products = kept_weights * kept_gaps / 100
    own = products.sum(axis=1)
    zero = pd.DataFrame(0.0, index=own.index, columns=["total"])
    line = describe_pairs(own.to_frame("total"), zero, ci).loc["total"]
    spread = describe_pairs(kept_weights, kept_weights * 0.0, ci)
    mean_weights = kept_weights.mean().rename("weight").rename_axis("dimension")
    weighted = products.mean()
    total = weighted.sum()
    dimensions = pd.DataFrame(
        {
            "weight": mean_weights,
            "weight_low": spread["low"],
            "weight_high": spread["high"],
            "gap": kept_gaps.mean(),
            "weighted_gap": weighted,
            "share_pct": 100 * weighted / total if total != 0 else np.nan,
        }
    ).rename_axis("dimension")
    unweighted_p, unweighted_e = total_pairs(scored_p[used], scored_e[used])
    summary = pd.Series(
        {
            "n": line["n"],
            "weighted": line["gap"],
            "low": line["low"],
            "high": line["high"],
            "sd": line["sd"],
            "unweighted": (unweighted_p - unweighted_e).mean(),
            "by_mean_weights": (mean_weights * kept_gaps.mean()).sum() / 100,
        }
    )
    left_out = int((~used).sum())
    convention = (
        f"Each respondent's own weights; {said}. {HALF_RULE}. "
        f"{left_out} of {len(used)} respondents are left out (weights unusable, or a dimension "
        f"without gap). Intervals: Student's t at {ci:.0%}."
    )
    own_all = own.reindex(gaps.index).rename("weighted_gap")
    return WeightedGaps(mean_weights, dimensions, summary, own_all, left_out, ci, convention)
