"""The zone of tolerance: between the least that is acceptable and the level wished for.

Zeithaml, Berry & Parasuraman (1993) describe the zone; Parasuraman, Zeithaml & Berry (1994) measure
it by three columns: adequacy MSA = P − M and superiority MSS = P − D.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.gaps.tolerance.inside import INCOHERENT
from svqkit.gaps.tolerance.triples import (
    TRIPLE_RULE,
    Triples,
    dimension_triples,
    item_triples,
    total_triples,
)
from svqkit.gaps.tolerance.zone_table import compare_levels, describe_zones
from svqkit.result import Part, Result

__all__ = ["ZoneOfTolerance", "zone_of_tolerance"]


@dataclass(frozen=True, eq=False, repr=False)
class ZoneOfTolerance(Result):
    """Zones of tolerance per item, dimension, total and segment.

    Attributes
    ----------
    items : DataFrame (index: item code)
        ``n`` (all three columns answered), the means ``minimum desired perception`` of these
        respondents with ``perception_low perception_high``; ``width`` (D − M), ``adequacy``
        (P − M) and ``superiority`` (P − D), each with ``_low _high``; ``position_pct`` (0 at the
        minimum, 100 at the desired level) with ``position_low position_high``; ``place`` (below,
        inside, above, cannot tell); ``n_shares below_pct inside_pct above_pct`` with ``below_low
        below_high`` and so on; ``incoherent`` (minimum above desired), ``incomplete`` (one or two
        of three answers), ``missing`` (none).
    dimensions : DataFrame (index: dimension)
        The same columns.
    total : Series
        The same values for the unweighted total.
    comparisons : DataFrame (index: level, measure, name)
        ``n difference sd low high t df p p_holm dz dz_low dz_high dav dav_low dav_high wilcoxon_w
        wilcoxon_p one_missing both_missing`` of every width, adequacy and superiority; also
        ``boot_low boot_high`` where a bootstrap was asked for. ``level`` is item, dimension or
        total.
    by : DataFrame or None (index: segment, dimension)
        The columns of ``dimensions`` and ``masked``, for each segment's dimensions and total;
        segments under 10 respondents hold no numbers.
    incoherence : Series
        ``answers`` (item answers with all three columns), ``incoherent`` of them,
        ``incoherent_pct``, and the ``respondents`` who gave at least one.
    instrument : Instrument
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> zone = svq.zone_of_tolerance(svq.load_dataset("bank_three_column"))
    >>> bool(abs(zone.total["adequacy"] - zone.total["superiority"] - zone.total["width"]) < 1e-9)
    True
    """

    items: pd.DataFrame
    dimensions: pd.DataFrame
    total: pd.Series
    comparisons: pd.DataFrame
    by: pd.DataFrame | None
    incoherence: pd.Series
    instrument: Any
    ci_level: float
    convention: str

    def _title(self) -> str:
        return "Zone of tolerance (minimum to desired)"

    def _parts(self) -> list[Part]:
        total = self.total.to_frame("total").T
        both = pd.concat([self.dimensions, total[self.dimensions.columns]])
        parts: list[Part] = [
            ("Means, and where perceptions lie", _levels(both)),
            ("Adequacy (P − M) and superiority (P − D)", _differences(both)),
            ("Respondents below, inside and above their own zone, per cent", _shares(both)),
            ("Items", _levels(self.items)),
        ]
        if self.by is not None:
            shown = ["n", "minimum", "desired", "perception", "position_pct", "place", "masked"]
            parts.append(("Segments", self.by[shown]))
        counts = self.incoherence
        said = (
            f"{counts['incoherent']:.0f} of {counts['answers']:.0f} answers "
            f"({counts['incoherent_pct']:.1f} %) have a minimum above the desired level, given by "
            f"{counts['respondents']:.0f} respondents"
        )
        return [*parts, ("Incoherent answers", said), ("Convention", self.convention)]


def zone_of_tolerance(
    responses: Any,
    *,
    by: str | pd.Series | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
    incoherent: str = "leave_out",
) -> ZoneOfTolerance:
    """Compare what customers receive with the least they accept and the level they wish for.

    A respondent is inside the zone where minimum ≤ perception ≤ desired: Parasuraman, Zeithaml &
    Berry (1994) speak of service below the adequate and above the desired level as outside, so
    both ends belong to the zone. Means are those of respondents who answered all three columns;
    each difference uses everyone who answered its two. Where ``place`` says below, inside or
    above, the paired intervals of adequacy and superiority say so, not the picture of means alone.

    Parameters
    ----------
    responses : Responses
        With ``.minimum``, ``.desired`` and ``.perceptions`` (instrument servqual_three_column, or
        columns M…, D… and P…).
    by : str or Series, optional
        Segments: a column of ``responses.respondents``, or labels aligned on its index.
    ci : float in (0, 1)
        Confidence level of every interval.
    bootstrap : int
        Bootstrap samples, such as 2000: the interval of the position is then BCa instead of
        Fieller's, and ``comparisons`` has BCa intervals beside Student's t. Segments keep
        Fieller's.
    seed : int, optional
        Makes the bootstrap repeat exactly.
    incoherent : {"leave_out", "swap"}
        A minimum above the desired level is counted in ``incoherent``. Such answers are left out
        of the shares of respondents below, inside and above, or their two levels are taken for
        each other. They stay in means and differences either way.

    Returns
    -------
    ZoneOfTolerance
        ``.items .dimensions .total .comparisons .by .incoherence .convention``.

    Raises
    ------
    DataError
        If minimum or desired levels were not asked, nobody answered all three columns of any item,
        or the segment column does not exist.
    ValueError
        If ``ci``, ``bootstrap`` or ``incoherent`` is none of what is allowed.

    References
    ----------
    Zeithaml, Berry & Parasuraman (1993), Journal of the Academy of Marketing Science 21(1), 1–12.
    Parasuraman, Zeithaml & Berry (1994), Journal of Retailing 70(3), 201–230. Fieller (1954).
    Wilson (1927). Holm (1979).

    Examples
    --------
    >>> import svqkit as svq
    >>> zone = svq.zone_of_tolerance(svq.load_dataset("bank_three_column"))
    >>> zone.dimensions["place"].to_list()
    ['above', 'below', 'cannot tell', 'inside', 'inside']
    """
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1 (such as 0.95), not {ci!r}")
    if incoherent not in INCOHERENT:
        raise ValueError(f"incoherent must be one of {', '.join(INCOHERENT)}, not {incoherent!r}")
    if bootstrap and bootstrap < 100:
        raise ValueError(f"bootstrap must be 0 or at least 100 samples, not {bootstrap!r}")
    items = item_triples(responses)
    dimensions = dimension_triples(items, responses.instrument.mapping)
    total = total_triples(dimensions)
    levels = {"item": items, "dimension": dimensions, "total": total}
    compared = {
        level: compare_levels(one, ci=ci, bootstrap=bootstrap, seed=seed)
        for level, one in levels.items()
    }
    tables = {
        level: describe_zones(
            one, compared[level], ci=ci, incoherent=incoherent, bootstrap=bootstrap, seed=seed
        )
        for level, one in levels.items()
    }
    segments = None
    convention = _convention(ci, bootstrap, incoherent)
    if by is not None:
        labels = segment_labels(responses, by)
        segments = _segments(dimensions, total, labels, ci, incoherent)
        unlabelled = int(labels.isna().sum())
        convention += f" Segments under {SMALLEST_SEGMENT} respondents are masked."
        if unlabelled:
            convention += f" {unlabelled} respondents without {labels.name!r} are in no segment."
    return ZoneOfTolerance(
        tables["item"].rename_axis("item"),
        tables["dimension"].rename_axis("dimension"),
        tables["total"].iloc[0],
        pd.concat(compared, names=["level"]),
        segments,
        _incoherence(items),
        responses.instrument,
        ci,
        convention,
    )


def _segments(
    dimensions: Triples, total: Triples, labels: pd.Series, ci: float, incoherent: str
) -> pd.DataFrame:
    """Describe each segment's dimensions and total, masking small segments."""
    everything = Triples(*(pd.concat(pair, axis=1) for pair in zip(dimensions, total, strict=True)))
    tables = {}
    for label in sorted(labels.dropna().unique(), key=str):
        members = everything.where(labels == label)
        table = describe_zones(
            members, compare_levels(members, ci=ci, tests=False), ci=ci, incoherent=incoherent
        )
        masked = table["n"] < SMALLEST_SEGMENT
        tables[label] = table.mask(masked).assign(masked=masked)
    return pd.concat(tables, names=[labels.name, "dimension"])


def _incoherence(items: Triples) -> pd.Series:
    """Count the answers whose minimum is above the desired level, and who gave them."""
    minimum, desired, perceived = items.arrays()
    whole = ~(minimum + desired + perceived != minimum + desired + perceived)
    crossed = whole & (minimum > desired)
    answers = int(whole.sum())
    return pd.Series(
        {
            "answers": answers,
            "incoherent": int(crossed.sum()),
            "incoherent_pct": 100 * crossed.sum() / answers if answers else float("nan"),
            "respondents": int(crossed.any(axis=1).sum()),
        }
    )


def _convention(ci: float, bootstrap: int, incoherent: str) -> str:
    position = (
        f"BCa over {bootstrap} bootstrap samples of respondents" if bootstrap else "Fieller's"
    )
    crossed = {
        "leave_out": "Answers with a minimum above the desired level are left out of the shares",
        "swap": "Where the minimum is above the desired level the shares take them for each other",
    }[incoherent]
    return (
        "Width = D − M, adequacy (MSA) = P − M, superiority (MSS) = P − D. Means and position: "
        "respondents who answered all three columns; each difference: those who answered its two. "
        f"{TRIPLE_RULE}; the total weights the dimensions equally. A respondent is inside where "
        f"M ≤ P ≤ D, both ends included. {crossed}. Intervals at {ci:.0%}: Student's t for means "
        f"and differences, Wilson's for shares, {position} for the position (empty where the "
        "interval of the width reaches zero). The place is below where the interval of adequacy "
        "is below zero, above where that of superiority is above zero, inside where neither "
        "leaves the zone; it is not adjusted for many rows. p adjusted by Holm over the rows of "
        "a level within each measure."
    )


def _levels(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the columns people read first."""
    shown = table[["n", "minimum", "desired", "perception", "position_pct", "place"]]
    return shown.astype({"n": int})


def _differences(table: pd.DataFrame) -> pd.DataFrame:
    ends = ("", "_low", "_high")
    return table[[f"{measure}{end}" for measure in ("adequacy", "superiority") for end in ends]]


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    columns = ["n_shares", "below_pct", "inside_pct", "above_pct", "incoherent"]
    return table[columns].astype({"n_shares": int, "incoherent": int})
