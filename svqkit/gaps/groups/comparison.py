"""Compare groups of respondents: who sees larger gaps, how sure that is, and whether it may be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.groups.group_invariance import examine_invariance, not_examined
from svqkit.gaps.groups.group_scores import check_level, group_scores, score_words
from svqkit.gaps.groups.group_tests import describe_groups, games_howell, welch_anova
from svqkit.gaps.groups.long_tables import short_part
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.psychometrics.invariance.invariance import Invariance
from svqkit.result import Part, Result

__all__ = ["GroupComparison", "compare_groups"]


@dataclass(frozen=True, eq=False, repr=False)
class GroupComparison(Result):
    """How groups differ on each dimension and in total.

    Attributes
    ----------
    descriptives : DataFrame (index: dimension, group)
        ``n mean sd low high masked``; groups under 10 respondents hold no numbers.
    anova : DataFrame (index: dimension)
        ``groups n f df1 df2 p p_holm omega2 omega2_low omega2_high eta2 brown_forsythe_f
        brown_forsythe_p``.
    pairs : DataFrame (index: dimension, group_1, group_2)
        ``difference low high t df p g g_low g_high``.
    invariance : Invariance or None
        None where it was not or could not be examined; ``invariance_words`` says why.
    invariance_words : str
    warning : str
        What stands against comparing the means; empty where nothing does.
    score : str
    group : str
        The column or name of the groups.
    instrument : Instrument
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> groups = svq.compare_groups(svq.load_dataset("bank"), "branch", invariance=False)
    >>> groups.descriptives.loc["total"].index.tolist()
    ['Harbour', 'Market Square', 'Riverside', 'Station']
    """

    descriptives: pd.DataFrame
    anova: pd.DataFrame
    pairs: pd.DataFrame
    invariance: Invariance | None
    invariance_words: str
    warning: str
    score: str
    group: str
    instrument: Any
    ci_level: float
    convention: str

    @property
    def differing(self) -> pd.DataFrame:
        """The pairs whose simultaneous interval leaves out zero, where Welch's test agrees.

        A pair counts only in a dimension whose test over all groups is significant after Holm's
        adjustment.
        """
        alpha = 1 - self.ci_level
        open_ = self.anova.index[self.anova["p_holm"] < alpha]
        found = self.pairs[self.pairs["p"] < alpha]
        return found[found.index.get_level_values("dimension").isin(open_)]

    def _title(self) -> str:
        return f"{self.score.capitalize()} by {self.group}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Warning", self.warning)] if self.warning else []
        means = self.descriptives["mean"].unstack("group")
        shown = ["f", "df1", "df2", "p", "p_holm", "omega2", "omega2_low", "omega2_high"]
        differing = self.differing
        pairs = differing[["difference", "low", "high", "p", "g", "g_low", "g_high"]]
        return [
            *parts,
            ("Means", means.reindex(self.anova.index)),
            ("Do the groups differ? (Welch)", self.anova[shown]),
            (
                "Which pairs differ? (Games–Howell)",
                pairs if len(pairs) else "None that can be told from chance.",
            ),
            short_part("Groups", self.descriptives, ".descriptives"),
            ("Measurement invariance", self.invariance_words),
            ("Convention", self.convention),
        ]


def compare_groups(
    responses: Any,
    group: str | pd.Series,
    *,
    score: str = "gap",
    ci: float = 0.95,
    invariance: bool = True,
    ordered: bool = False,
) -> GroupComparison:
    """Compare groups on each dimension and in total, without assuming that they vary alike.

    Parameters
    ----------
    responses : Responses
    group : str or Series
        A column of ``responses.respondents``, or labels aligned on its index.
    score : {"gap", "perception", "expectation"}
        What is compared; a perception or expectation alone needs no other form.
    ci : float in (0, 1)
        Level of the intervals; pairs have simultaneous ones.
    invariance : bool
        Examine whether the groups answer on one scale (of the perceptions; of the expectations
        where these are compared). Without it the result says that this is unknown. With
        thirty groups it takes half a minute.
    ordered : bool
        Examine invariance of ordered categories (WLSMV) instead of numbers (ML).

    Returns
    -------
    GroupComparison
        ``.descriptives .anova .pairs .differing .invariance .invariance_words .warning
        .convention``.

    Raises
    ------
    ValueError
        If ``score`` or ``ci`` is not possible.
    DataError
        If the column does not exist, or fewer than two groups have ten respondents.

    Notes
    -----
    Welch's F comes from pingouin, whose Games–Howell agrees with the one here. ω² of Welch's F is
    df1(F − 1)/(df1(F − 1) + n), truncated at 0 (Kirk 1996); other programs put Welch's df2 in the
    place of n (R's effectsize), which makes it larger. η² is the classical share of the sum of
    squares. g divides by the pooled standard deviation with Hedges' exact correction; pingouin's
    ``hedges`` of Games–Howell uses the approximate one. JASP and SPSS print Games–Howell with the
    same p; jamovi and JASP print no interval for ω² of Welch's test.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values: an alternative approach.
    Biometrika, 38, 330–336. Games, P. A., & Howell, J. F. (1976). Journal of Educational
    Statistics, 1, 113–125. Kirk, R. E. (1996). Practical significance: a concept whose time has
    come. Educational and Psychological Measurement, 56, 746–759. Steiger, J. H. (2004). Beyond the
    F test. Psychological Methods, 9, 164–182. Brown, M. B., & Forsythe, A. B. (1974). Robust tests
    for the equality of variances. Journal of the American Statistical Association, 69, 364–367.

    Examples
    --------
    >>> import svqkit as svq
    >>> groups = svq.compare_groups(svq.load_dataset("bank"), "branch")
    >>> groups.invariance.reached, groups.warning
    ('strict', '')
    """
    check_level(ci)
    scores = group_scores(responses, score)
    labels = segment_labels(responses, group)
    described = describe_groups(scores, labels, ci)
    large = (~described["masked"]).groupby(level="dimension").sum()
    if large.max() < 2:
        raise DataError(
            f"groups cannot be compared: fewer than two values of {labels.name!r} have the "
            f"{SMALLEST_SEGMENT} respondents with a score that a group needs; join groups, or ask "
            "more people",
            column=str(labels.name),
        )
    anova = welch_anova(scores, labels, described, ci)
    pairs = games_howell(scores, labels, described, ci)
    form = "expectation" if score == "expectation" else "perception"
    shown = described.index[~described["masked"]].get_level_values("group")
    examined = (
        examine_invariance(responses, labels.where(labels.isin(shown)), form, ordered=ordered)
        if invariance
        else not_examined("invariance=False")
    )
    return GroupComparison(
        described,
        anova,
        pairs,
        examined.result,
        examined.sentence,
        examined.warning,
        score,
        str(labels.name),
        responses.instrument,
        ci,
        _convention(score, described, anova, labels, ci),
    )


def _convention(
    score: str, described: pd.DataFrame, anova: pd.DataFrame, labels: pd.Series, ci: float
) -> str:
    said = [
        score_words(score),
        f"Groups under {SMALLEST_SEGMENT} respondents are masked and left out of the tests.",
        "Welch's F; p_holm over the dimensions (the total stands alone); ω² = df1(F − 1)/(df1(F − "
        f"1) + n), at least 0, with a {2 * ci - 1:.0%} interval from the noncentral F; η² = share of "
        "the sum of squares. Pairs: Games–Howell, p and intervals simultaneous "
        f"({ci:.0%}) within a dimension; a pair is listed as differing only where the dimension's "
        "p_holm is small too. g: pooled standard deviation, Hedges' exact correction, noncentral t. "
        "Brown–Forsythe (of spreads) is for information: nothing here assumes equal spreads.",
    ]
    hidden = described.index[described["masked"]].get_level_values("group").unique()
    if len(hidden):
        said.append(f"Groups masked in at least one dimension: {len(hidden)}.")
    untested = anova.index[anova["f"].isna()]
    if len(untested):
        said.append(
            f"No test for {', '.join(untested)}: fewer than two groups are large enough, or all "
            "answers of a group are alike."
        )
    without = int(labels.isna().sum())
    if without:
        said.append(f"{without} respondents without {labels.name!r} are in no group.")
    return " ".join(said)
