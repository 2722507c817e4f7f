"""How gaps change from wave to wave, and whether perceptions rose or expectations fell."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.gaps.groups.changes import describe_waves
from svqkit.gaps.groups.composition import sample_composition
from svqkit.gaps.groups.group_invariance import examine_waves, not_examined
from svqkit.gaps.groups.group_scores import check_level, score_words
from svqkit.gaps.groups.linear_trend import linear_trend, wave_times
from svqkit.gaps.groups.long_tables import short_part
from svqkit.gaps.groups.panel import compare_dropouts, count_attrition, panel_of, people_of
from svqkit.gaps.groups.segment_changes import changes_between, changes_by_segment
from svqkit.gaps.groups.trend_words import read_changes, read_samples
from svqkit.gaps.groups.wave_scores import WaveScores, check_waves, score_waves
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.psychometrics.invariance.invariance import Invariance
from svqkit.result import Part, Result

__all__ = ["GapTrend", "gap_trend"]


@dataclass(frozen=True, eq=False, repr=False)
class GapTrend(Result):
    """Scores of each wave and their changes.

    Attributes
    ----------
    waves : DataFrame (index: dimension, wave)
        ``n mean sd low high``, ``perception expectation`` where the score is a gap, ``masked``.
    changes : DataFrame (index: dimension, since, wave)
        ``n_since n change se low high t df p p_holm g g_low g_high`` of different people, or
        ``n change sd low high t df p p_holm dz dz_low dz_high dav dav_low dav_high`` of the same;
        for gaps ``perception_change perception_low perception_high`` and likewise
        ``expectation_…``; ``masked``.
    linear : DataFrame or None (index: dimension)
        ``n slope se low high t df p p_holm``, for three waves or more.
    by : DataFrame or None (index: segment, dimension, since, wave)
        Changes by segment.
    composition : DataFrame (index: column)
        ``n chi2 df p p_holm cramers_v least_expected most_changed first_pct last_pct``: segments'
        shares in the waves; with ``respondent=``, in stayers and dropouts.
    attrition : DataFrame or None (index: since, wave)
        ``n_since n_wave stayed dropped joined stayed_pct unidentified``.
    dropouts : DataFrame or None (index: dimension, since, wave)
        Those who dropped out against those who stayed, on the earlier wave.
    reading : Series (index: dimension)
        What changed from first to last, and which half did it, in the instrument's language.
    remark : str
        What speaks against comparing the samples; empty where nothing does.
    invariance : Invariance or None
        Of the waves; None where it was not or could not be examined.
    invariance_words : str
    warning : str
        What stands against comparing the waves' means; empty where nothing does.
    score, level : str
    instrument : Instrument
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> bool(svq.gap_trend({"a": bank, "b": bank}).changes["change"].eq(0).all())
    True
    """

    waves: pd.DataFrame
    changes: pd.DataFrame
    linear: pd.DataFrame | None
    by: pd.DataFrame | None
    composition: pd.DataFrame
    attrition: pd.DataFrame | None
    dropouts: pd.DataFrame | None
    reading: pd.Series
    remark: str
    invariance: Invariance | None
    invariance_words: str
    warning: str
    score: str
    level: str
    instrument: Any
    ci_level: float
    convention: str

    @property
    def names(self) -> list[Hashable]:
        """The waves in the order of time."""
        return list(self.waves.index.get_level_values("wave").unique())

    def _title(self) -> str:
        waves = ", ".join(map(str, self.names))
        return f"{self.score.capitalize()} over waves ({waves})"

    def _parts(self) -> list[Part]:
        size = "g" if "g" in self.changes else "dav"
        shown = ["change", "low", "high", "p_holm", size]
        shown += [c for c in ("perception_change", "expectation_change") if c in self.changes]
        parts: list[Part] = [("Warning", self.warning)] if self.warning else []
        parts.append(("Reading", "\n".join(self.reading)))
        if self.remark:
            parts.append(("Remark", self.remark))
        parts += [
            ("Means", self.waves["mean"].unstack("wave")[self.names].reindex(self.reading.index)),
            short_part("Changes", self.changes[shown], ".changes"),
        ]
        if self.linear is not None:
            parts.append(("Straight line through the waves", self.linear))
        if self.by is not None:
            parts.append(short_part("By segment", self.by[[*shown[:4], "masked"]], ".by"))
        if self.attrition is not None:
            parts.append(("Who answered again", self.attrition))
        if len(self.composition):
            parts.append(("Composition", self.composition.drop(columns="df")))
        parts.append(("Measurement invariance of the waves", self.invariance_words))
        return [*parts, ("Convention", self.convention)]


def gap_trend(
    waves: Mapping[Any, Any],
    *,
    level: str = "dimension",
    score: str = "gap",
    by: str | None = None,
    respondent: str | None = None,
    weights: Mapping[str, float] | None = None,
    ci: float = 0.95,
    invariance: bool = True,
) -> GapTrend:
    """Compare survey waves: each with the first, and with the one before it.

    Parameters
    ----------
    waves : mapping of name to Responses
        In the order of time. Names that are numbers (years) place the waves in time.
    level : {"dimension", "item"}
        Dimensions come with their total.
    score : {"gap", "perception", "expectation"}
    by : str, optional
        A column of ``.respondents``: changes within each of its segments too.
    respondent : str, optional
        A column that identifies people in all waves: changes are then those of people who
        answered both. Without it waves are samples of different people.
    weights : mapping of dimension to number, optional
        Importance of the dimensions in the total, the same in all waves; equal by default.
    ci : float in (0, 1)
    invariance : bool
        Examine whether different people answered the waves on one scale (of the perceptions; of
        the expectations where these are compared). Without it, and for waves of the same people,
        ``warning`` says that this is unknown.

    Returns
    -------
    GapTrend
        ``.waves .changes .linear .by .composition .attrition .dropouts .reading .remark
        .invariance .invariance_words .warning .convention``.

    Raises
    ------
    TypeError, ValueError
        If ``waves`` is no mapping of two Responses or more, or an option is unknown.
    DataError
        Naming what waves do not share: items, dimensions, the scale, a column, people.

    Notes
    -----
    Different people: Welch's test and interval, Hedges' g. The same people: paired t, d_z and
    d_av. A change of the gap is the change of perceptions less that of expectations, so a gap may
    close because customers expect less; ``reading`` says which. p_holm allows for the number of
    dimensions (or items) in one comparison of two waves, not for the number of comparisons.

    References
    ----------
    Welch, B. L. (1947). Biometrika, 34, 28–35. Holm, S. (1979). Scandinavian Journal of
    Statistics, 6, 65–70. Algina, J., & Keselman, H. J. (2003). Approximate confidence intervals
    for effect sizes. Educational and Psychological Measurement, 63, 537–553.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> trend = svq.gap_trend({2024: bank, 2025: bank}, by="branch")
    >>> trend.by.index.names
    FrozenList(['branch', 'dimension', 'since', 'wave'])
    """
    check_level(ci)
    check_waves(waves, score, level)
    times = wave_times(list(waves))
    scored = score_waves(waves, score, level, weights)
    people = None if respondent is None else people_of(waves, respondent)
    changes = changes_between(scored, people, ci)
    attrition = None if people is None else count_attrition(waves, people)
    dropouts = None if people is None else compare_dropouts(scored, people, ci)
    linear = None
    if len(waves) > 2:
        line = scored
        if people is not None:
            line = dict(zip(waves, panel_of(scored, people, list(waves)), strict=True))
        linear = linear_trend(line, times, paired=people is not None, ci=ci)
    composition = sample_composition(waves, people, by, respondent)
    instrument = next(iter(waves.values())).instrument
    compared_waves = scored if people is None else _those_compared(scored, people)
    reading = read_changes(describe_waves(compared_waves, ci), changes, score, instrument, ci)
    form = "expectation" if score == "expectation" else "perception"
    examined = (
        examine_waves(waves, form, same_people=people is not None)
        if invariance
        else not_examined("invariance=False")
    )
    return GapTrend(
        describe_waves(scored, ci),
        changes,
        linear,
        None if by is None else changes_by_segment(waves, scored, people, by, ci),
        composition,
        attrition,
        dropouts,
        reading,
        read_samples(composition, attrition, dropouts, list(waves), instrument, ci),
        examined.result,
        examined.sentence,
        examined.warning,
        score,
        level,
        instrument,
        ci,
        _convention(score, level, respondent, weights, ci),
    )


def _those_compared(
    scored: Mapping[Any, WaveScores], people: Mapping[Any, pd.Series]
) -> dict[Any, WaveScores]:
    """First and last wave of the people with a score in both."""
    ends = [next(iter(scored)), list(scored)[-1]]
    first, last = panel_of(scored, people, ends)
    both = first.score.notna().to_numpy() & last.score.notna().to_numpy()
    return {
        name: WaveScores(wave.score.where(both))
        for name, wave in zip(ends, (first, last), strict=True)
    }


def _convention(
    score: str,
    level: str,
    respondent: str | None,
    weights: Mapping[str, float] | None,
    ci: float,
) -> str:
    if level == "item":
        said = [
            f"Score = {score} of single items" + (", perception − expectation." * (score == "gap"))
        ]
    else:
        said = [score_words(score)]
    if weights is not None:
        shares = ", ".join(f"{name} {value:g}" for name, value in weights.items())
        said.append(f"Instead, the total weights dimensions in all waves by: {shares}.")
    said.append(
        "Changes are later minus earlier, of different people: Welch's t, Hedges' g (pooled standard "
        "deviation, exact correction)."
        if respondent is None
        else f"Changes are later minus earlier, of people found in both by {respondent!r}: paired t, "
        "d_z and d_av; means of waves are of all who answered."
    )
    said.append(
        f"Intervals at {ci:.0%}. p_holm over dimensions or items within a comparison of two waves; "
        "the total stands alone. A change is called clear where p_holm is below "
        f"{1 - ci:.2g}; halves of a gap by their own intervals. Lines: slope per unit of the waves' "
        "names where these are numbers, per wave otherwise; each wave counts alike. Composition: "
        f"Pearson's χ², Holm over columns. Fewer than {SMALLEST_SEGMENT} respondents are masked."
    )
    return " ".join(said)
