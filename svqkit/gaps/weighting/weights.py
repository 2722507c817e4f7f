"""Weighted gaps: each dimension counts as much as it matters."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.gaps.weighting.weighing import weigh
from svqkit.gaps.weighting.weighted_means import weighted_means
from svqkit.gaps.weighting.weighted_tables import dimension_table, draw, own_totals, total_row
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result

__all__ = ["WeightedGaps", "weighted_gaps"]


@dataclass(frozen=True, eq=False, repr=False)
class WeightedGaps(Result):
    """Gaps weighted by importance.

    Attributes
    ----------
    weights : Series (index: dimension)
        Sums to 100; with respondents' own weights, their mean.
    dimensions : DataFrame (index: dimension)
        ``weight weight_low weight_high [weight_boot_low weight_boot_high] gap weighted_gap
        weighted_low weighted_high [weighted_boot_low weighted_boot_high] share_pct``: the
        weighted gap is weight × gap / 100 (its mean over respondents where each has weights
        of their own); ``share_pct`` its part of the total. Given weights have no interval.
    total : Series
        ``n weighted low high [boot_low boot_high] sd unweighted``, with respondents' own weights also
        ``by_mean_weights``, the same sum with their mean weights.
    by : DataFrame or None (index: segment)
        ``n weighted low high [boot_low boot_high] sd unweighted masked``; segments under 10 hold no numbers.
    respondents : Series
        Each respondent's weighted total; NaN where it cannot be computed.
    n_left_out : int
        Respondents without a gap on every dimension or, where each uses their own, without weights.
    kind : {"respondents", "sample", "derived", "given"}
        Where the weights come from.
    instrument : Instrument
    ci_level : float
    bootstrap : int
        Resamples; with none there are no columns with ``boot``.
    seed : int or None
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
    by: pd.DataFrame | None
    respondents: pd.Series
    n_left_out: int
    kind: str
    instrument: Any
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        whose = {
            "respondents": "each respondent's weights",
            "sample": "the sample's weights",
            "derived": "derived weights",
            "given": "given weights",
        }
        return f"Weighted gaps ({whose[self.kind]})"

    def _parts(self) -> list[Part]:
        table = self.dimensions.dropna(axis=1, how="all")
        drawn = [name for name in map(str, table.columns) if "_boot_" in name]
        parts: list[Part] = [
            ("Dimensions", table.drop(columns=[name.replace("_boot", "") for name in drawn])),
            ("Total", self.total.to_frame("total").T.astype({"n": int})),
        ]
        if self.by is not None:
            counts = self.by["n"].fillna(0).astype(int).astype(object)
            shown = self.by.assign(n=counts.where(~self.by["masked"], "masked"))
            parts.append(("Segments", shown.drop(columns="masked")))
        return [*parts, ("Convention", self.convention)]


def weighted_gaps(
    responses: Any,
    *,
    weights: Any = "respondents",
    by: str | pd.Series | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    interval: str = "bca",
    seed: int | None = None,
) -> WeightedGaps:
    """Weight each dimension's gap by its importance.

    Σ w_d G_d / 100 (Zeithaml, Parasuraman & Berry 1990). With respondents' own points the total
    differs from that with mean points when people who care about a dimension see another gap
    there than people who do not.

    Parameters
    ----------
    responses : Responses
    weights : {"respondents", "sample", "derived"}, Series, mapping or result
        Each respondent's own points (or ratings of items); the sample's mean points, which then
        weigh everybody's gaps; each dimension's part of what all explain of the first outcome
        (``derived_importance``); or given weights, such as a manager's points that sum to 100, or
        a result with ``.weights``, such as that of ``weights_ahp``.
    by : str or Series, optional
        Segments: a column of ``responses.respondents``, or labels aligned on its index. Weights
        that are not respondents' own are the same in all segments.
    ci : float in (0, 1)
        Confidence level.
    bootstrap : int
        Resamples of respondents for a second interval; each resample finds its weights anew.
    interval : {"bca", "percentile"}
        Kind of the bootstrap interval.
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    WeightedGaps
        ``.weights .dimensions .total .by .respondents .n_left_out .kind .convention``; what the
        intervals hold is said in ``.convention``.

    Raises
    ------
    DataError
        If there are no expectations, the importance or outcome is missing, or given weights do
        not name all dimensions, are negative, or sum to something else.
    ValueError
        If an option is unknown or out of range.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> weighted = svq.weighted_gaps(bank)
    >>> bool(abs(weighted.dimensions["weighted_gap"].sum() - weighted.total["weighted"]) < 1e-12)
    True
    >>> points = dict(tangibles=10, reliability=40, responsiveness=20, assurance=20, empathy=10)
    >>> svq.weighted_gaps(bank, weights=points).kind
    'given'
    """
    check_bootstrap(ci, bootstrap, interval, "pearson")
    perceptions, expectations = item_pairs(responses)
    scored_p, scored_e = dimension_pairs(perceptions, expectations, responses.instrument.mapping)
    gaps = scored_p - scored_e
    usable = gaps.notna().all(axis=1).to_numpy()
    if not usable.any():
        raise DataError("nobody has a gap on every dimension, so there is nothing to weight")
    weighing = weigh(responses, weights, list(gaps.columns), usable)
    members = usable if weighing.own is None else usable & (weighing.own.sum(axis=1) > 0)
    groups: dict[Hashable, np.ndarray] = {None: members}
    labels = segment_labels(responses, by) if by is not None else None
    if labels is not None:
        names = sorted(labels.dropna().unique(), key=str)
        groups |= {name: members & (labels == name).to_numpy() for name in names}
    values = gaps.to_numpy()
    shown = {g: who for g, who in groups.items() if g is None or who.sum() >= SMALLEST_SEGMENT}
    draws = draw(values, weighing, shown, int(bootstrap), interval, seed)
    means = {group: weighted_means(values, weighing, who) for group, who in shown.items()}
    dimensions = dimension_table(gaps.columns, means[None], weighing, ci, draws)
    rows = {group: total_row(values, of, weighing, ci, draws, group) for group, of in means.items()}
    total = pd.Series(rows[None])
    if weighing.own is not None:
        total["by_mean_weights"] = (weighing.weights * means[None].gaps).sum() / 100
    segments = None
    if labels is not None:
        segments = pd.DataFrame(
            [rows.get(name, dict.fromkeys(rows[None], np.nan)) for name in names],
            index=pd.Index(names, name=labels.name),
        ).assign(masked=[name not in rows for name in names])
    own = np.where(members, own_totals(values, weighing), np.nan)
    left_out = int((~members).sum())
    why = "a dimension without gap" + (", or weights unusable" if weighing.own is not None else "")
    said = (
        f"{weighing.said} Level {ci:.0%}. {HALF_RULE}. "
        f"{left_out} of {len(members)} respondents are left out ({why})."
    )
    if bootstrap:
        said += f" boot_low, boot_high: {said_of_bootstrap(bootstrap, interval, seed)}."
    if labels is not None:
        said += f" Segments under {SMALLEST_SEGMENT} respondents are masked."
    return WeightedGaps(
        dimensions["weight"],
        dimensions,
        total,
        segments,
        pd.Series(own, index=gaps.index, name="weighted_gap"),
        left_out,
        weighing.kind,
        responses.instrument,
        ci,
        int(bootstrap),
        seed,
        said,
    )
