"""Gap scores: perception minus expectation, with intervals, tests and effect sizes.

Parasuraman, Zeithaml & Berry (1988): G = P − E per item; a dimension is the mean of its items,
the total the mean of the dimensions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.comparison import compare_pairs
from svqkit.gaps.pairs.mean_bootstrap import bootstrapped_means, said_of_bootstrap
from svqkit.gaps.pairs.pairing import HALF_RULE, dimension_pairs, item_pairs, total_pairs
from svqkit.gaps.pairs.segment_gaps import Boot, said_of_segments, segment_tables
from svqkit.gaps.pairs.segments import segment_labels
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result, format_cell

__all__ = ["GapScores", "gap_scores"]


@dataclass(frozen=True, eq=False, repr=False)
class GapScores(Result):
    """Gaps per item, dimension, total and segment.

    Attributes
    ----------
    items : DataFrame (index: item code)
        ``n expectation perception gap sd low high [boot_low boot_high] t df p p_holm dz dz_low dz_high dav dav_low
        dav_high wilcoxon_w wilcoxon_p negative_pct half_missing both_missing``.
    dimensions : DataFrame (index: dimension)
        The same columns.
    total : Series
        The same values for the unweighted total.
    by : DataFrame or None (index: segment, dimension)
        ``n expectation perception gap sd low high p p_holm dz dz_low dz_high negative_pct
        [boot_low boot_high] masked``; segments under 10 respondents hold no numbers.
    by_items : DataFrame or None (index: segment, item)
        ``n expectation perception gap sd low high [boot_low boot_high] masked``; masked by each
        cell's own n.
    instrument : Instrument
    ci_level : float
    bootstrap : int
        Resamples; with none there are no ``boot_low`` and ``boot_high``.
    seed : int or None
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
    bootstrap: int
    seed: int | None
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
            parts.append(("Segments", _segments_for_display(self.by)))
        return [*parts, ("Convention", self.convention)]


def gap_scores(
    responses: Any,
    *,
    by: str | pd.Series | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    interval: str = "bca",
    seed: int | None = None,
) -> GapScores:
    """Compare what customers perceive with what they expect.

    Tests agree with pingouin's: the paired t-test, and the Wilcoxon signed-rank test with zero
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
    bootstrap : int
        Resamples of respondents for a second interval of each gap, which does not lean on a normal
        distribution; 0 leaves it out. Segments are resampled within themselves.
    interval : {"bca", "percentile"}
        Kind of the bootstrap interval; BCa corrects for bias and skewness (Efron 1987).
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    GapScores
        ``.items .dimensions .total .by .by_items .instrument .ci_level .convention``; p-values of
        items are Holm-adjusted over items, those of dimensions over dimensions, those of segments
        over dimensions × segments.

    Raises
    ------
    DataError
        If there are no expectations, or the segment column does not exist.
    ValueError
        If ``ci``, ``bootstrap`` or ``interval`` is out of range.

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
    check_bootstrap(ci, bootstrap, interval, "pearson")
    perceptions, expectations = item_pairs(responses)
    mapping = responses.instrument.mapping
    scored_p, scored_e = dimension_pairs(perceptions, expectations, mapping)
    total_p, total_e = (half.to_frame("total") for half in total_pairs(scored_p, scored_e))
    pairs = [(perceptions, expectations), (scored_p, scored_e), (total_p, total_e)]
    tables = [compare_pairs(p, e, ci) for p, e in pairs]
    convention = (
        f"Gap = perception − expectation. {HALF_RULE}; the total weights the dimensions equally. "
        f"Intervals at {ci:.0%}: Student's t for means, noncentral t for d. p of items adjusted "
        "by Holm over items, of dimensions over dimensions. Wilcoxon: zero differences dropped, "
        "normal approximation with tie and continuity correction."
    )
    boot: Boot | None = None
    if bootstrap:
        rng = np.random.default_rng(seed)
        boot = partial(
            bootstrapped_means, samples=int(bootstrap), rng=rng, interval=interval, level=ci
        )
        ends = boot(np.column_stack([(p - e).to_numpy() for p, e in pairs]))
        tables = _with_ends(tables, ends)
        convention += f" boot_low, boot_high: {said_of_bootstrap(bootstrap, interval, seed)}."
    segments: tuple[pd.DataFrame | None, pd.DataFrame | None] = (None, None)
    if by is not None:
        labels = segment_labels(responses, by)
        segments = segment_tables(pairs, labels, ci, boot)
        convention += said_of_segments(labels, resampled=bootstrap > 0)
    return GapScores(
        tables[0].rename_axis("item"),
        tables[1].rename_axis("dimension"),
        tables[2].iloc[0],
        *segments,
        responses.instrument,
        ci,
        int(bootstrap),
        seed,
        convention,
    )


def _for_display(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the columns people read first; tiny p-values are said in words."""
    first = ["n", "expectation", "perception", "gap", "low", "high", "boot_low", "boot_high"]
    shown = table[[name for name in [*first, "p_holm", "dz"] if name in table.columns]]
    tiny = shown["p_holm"].map(lambda p: "< .001" if p < 0.001 else format_cell(float(p)))
    return shown.assign(n=shown["n"].astype(int), p_holm=tiny)


def _segments_for_display(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the columns people read first, and say plainly which cells hold nothing."""
    shown = _for_display(table.assign(n=table["n"].fillna(0)))
    return shown.assign(n=shown["n"].where(~table["masked"], "masked")).drop(
        columns=["expectation", "perception"]
    )


def _with_ends(
    tables: list[pd.DataFrame], ends: tuple[np.ndarray, np.ndarray]
) -> list[pd.DataFrame]:
    """Put the ends of the bootstrap intervals of all tables' rows behind those of t."""
    cuts = np.cumsum([len(table) for table in tables])[:-1]
    for table, low, high in zip(tables, *(np.split(end, cuts) for end in ends), strict=True):
        at = list(table.columns).index("high") + 1
        table.insert(at, "boot_low", low)
        table.insert(at + 1, "boot_high", high)
    return tables
