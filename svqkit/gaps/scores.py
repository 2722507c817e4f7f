"""Gap scores: perception minus expectation, with intervals, tests and effect sizes.

Parasuraman, Zeithaml & Berry (1988): G = P − E per item; a dimension is the mean of its items,
the total the mean of the dimensions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.gaps.pairs.comparison import compare_pairs
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs, total_pairs
from svqkit.gaps.pairs.segment_gaps import segment_gaps
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.result import Part, Result, format_cell

__all__ = ["GapScores", "gap_scores"]

_BRIEF = ["n", "expectation", "perception", "gap", "sd", "low", "high"]


@dataclass(frozen=True, eq=False, repr=False)
class GapScores(Result):
    """Gaps per item, dimension, total and segment.

    Attributes
    ----------
    items : DataFrame (index: item code)
        ``n expectation perception gap sd low high t df p p_holm dz dz_low dz_high dav dav_low
        dav_high wilcoxon_w wilcoxon_p negative_pct half_missing both_missing``.
    dimensions : DataFrame (index: dimension)
        The same columns.
    total : Series
        The same values for the unweighted total.
    by : DataFrame or None (index: segment, dimension)
        ``n expectation perception gap sd low high dz dz_low dz_high masked``; segments under 10
        respondents hold no numbers.
    by_items : DataFrame or None (index: segment, item)
        ``n expectation perception gap sd low high masked``; masked by each cell's own n.
    instrument : Instrument
    ci_level : float
    convention : str
        How the numbers were made.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> type(svq.gap_scores(bank)).__name__
    'GapScores'
    """

    items: pd.DataFrame
    dimensions: pd.DataFrame
    total: pd.Series
    by: pd.DataFrame | None
    by_items: pd.DataFrame | None
    instrument: Any
    ci_level: float
    convention: str

    def _title(self) -> str:
        return "Gap scores (perception − expectation)"

    def _parts(self) -> list[Part]:
        total = self.total.to_frame("total").T
        parts: list[Part] = [
            ("Dimensions", _for_display(self.dimensions)),
            ("Items", _for_display(self.items)),
            ("Total, dimensions weighted equally", _for_display(total)),
        ]
        if self.by is not None:
            parts.append(("Segments", self.by[["n", "gap", "low", "high", "masked"]]))
        return [*parts, ("Convention", self.convention)]


def gap_scores(responses: Any, *, by: str | pd.Series | None = None, ci: float = 0.95) -> GapScores:
    """Compare what customers perceive with what they expect.

    Tests come from pingouin: the paired t-test, and the Wilcoxon signed-rank test with zero
    differences dropped, average ranks for ties, normal approximation with tie and continuity
    correction at every n (R: ``wilcox.test(p, e, paired = TRUE, exact = FALSE)``). ``wilcoxon_w``
    is the smaller of the two rank sums; R prints V, the sum of the positive ranks, and the two
    have the same p. Differences are rounded to ten decimals before ranking, so that ties of
    dimension scores stay ties. pingouin rounds its interval of the mean to two decimals, so the
    interval is computed here.

    Parameters
    ----------
    responses : Responses
        With perceptions and expectations (respondents × items, on the same scale).
    by : str or Series, optional
        Segments: a column of ``responses.respondents``, or labels aligned on its index.
    ci : float in (0, 1)
        Confidence level of every interval.

    Returns
    -------
    GapScores
        ``.items .dimensions .total .by .by_items .instrument .ci_level .convention``; p-values of
        items are Holm-adjusted over items, those of dimensions over dimensions.

    Raises
    ------
    DataError
        If there are no expectations, or the segment column does not exist.
    ValueError
        If ``ci`` is not between 0 and 1.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1988), Journal of Retailing 64(1), 12–40. Holm (1979).
    Cumming & Finch (2001) for the interval of d_z; Algina & Keselman (2003) for that of d_av.

    Examples
    --------
    >>> import svqkit as svq
    >>> gaps = svq.gap_scores(svq.load_dataset("bank"), by="branch")
    >>> list(gaps.dimensions.index)
    ['tangibles', 'reliability', 'responsiveness', 'assurance', 'empathy']
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {ci!r}")
    perceptions, expectations = item_pairs(responses)
    mapping = responses.instrument.mapping
    scored_p, scored_e = dimension_pairs(perceptions, expectations, mapping)
    total_p, total_e = total_pairs(scored_p, scored_e)
    items = compare_pairs(perceptions, expectations, ci).rename_axis("item")
    dimensions = compare_pairs(scored_p, scored_e, ci).rename_axis("dimension")
    total = compare_pairs(total_p.to_frame("total"), total_e.to_frame("total"), ci).iloc[0]
    convention = (
        f"Gap = perception − expectation. {HALF_RULE}; the total weights the dimensions equally. "
        f"Intervals at {ci:.0%}: Student's t for means, noncentral t for d. p of items adjusted "
        "by Holm over items, of dimensions over dimensions. Wilcoxon: zero differences dropped, "
        "normal approximation with tie and continuity correction."
    )
    segments = segment_items = None
    if by is not None:
        labels = segment_labels(responses, by)
        every_p = scored_p.assign(total=total_p).rename_axis(columns="dimension")
        every_e = scored_e.assign(total=total_e)
        segments = segment_gaps(every_p, every_e, labels, [*_BRIEF, "dz", "dz_low", "dz_high"], ci)
        named = perceptions.rename_axis(columns="item")
        segment_items = segment_gaps(named, expectations, labels, _BRIEF, ci)
        unlabelled = int(labels.isna().sum())
        convention += f" Cells of segments under {SMALLEST_SEGMENT} respondents are masked."
        if unlabelled:
            convention += f" {unlabelled} respondents without {labels.name!r} are in no segment."
    return GapScores(
        items, dimensions, total, segments, segment_items, responses.instrument, ci, convention
    )


def _for_display(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the columns people read first; tiny p-values are said in words."""
    shown = table[["n", "expectation", "perception", "gap", "low", "high", "p_holm", "dz"]]
    tiny = shown["p_holm"].map(lambda p: "< .001" if p < 0.001 else format_cell(float(p)))
    return shown.assign(n=shown["n"].astype(int), p_holm=tiny)
