"""Importance–performance analysis: what to improve first.

Martilla & James (1977): each attribute is placed by how much it matters and how well it is done;
two lines divide the plane into four quadrants, or a diagonal orders them (Bacon 2003).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError
from svqkit.gaps.kano.penalty_reward import penalty_reward
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.pairing import HALF_RULE
from svqkit.gaps.weighting.outcome import outcome_of
from svqkit.improvement.priorities.importance import (
    Importance,
    derived,
    expected,
    mean_interval,
    stated,
)
from svqkit.improvement.priorities.influence import mean_influence, redrawn_means
from svqkit.improvement.priorities.lines import (
    Lines,
    check_center,
    dividing_lines,
    urgency,
    urgency_influence,
)
from svqkit.improvement.priorities.map_notes import said_of_kinds, said_of_models, said_of_places
from svqkit.improvement.priorities.map_result import QUADRANTS, Priorities
from svqkit.improvement.priorities.placed_scores import need_responses, placed_scores
from svqkit.improvement.priorities.quadrant_chances import (
    CHANCES,
    ellipses,
    quadrant_chances,
    resampled_chances,
)
from svqkit.psychometrics.data.resampling import generator, resampled_counts
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["QUADRANTS", "Priorities", "priorities"]

KINDS = ["category", "penalty", "reward", "impact_asymmetry"]


def priorities(
    responses: Any,
    *,
    importance: Literal["stated", "derived", "gap"] = "stated",
    outcome: str | None = None,
    level: Literal["dimension", "item"] = "dimension",
    center: Literal["data", "scale"] | Mapping[str, float] = "data",
    model: Literal["quadrants", "diagonal"] = "quadrants",
    asymmetry: bool = False,
    ci: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> Priorities:
    """Place dimensions or items by importance and performance, and rank them.

    Stated importance is what customers said (mean points, or mean ratings). Derived importance is
    the Pearson correlation of a perception score with an outcome over respondents: it says which
    scores go together with the outcome, not what would happen if one were raised. Gap-based
    importance is the mean expectation. Performance is the mean perception.

    Parameters
    ----------
    responses : Responses
    importance : {"stated", "derived", "gap"}
        Where importance comes from. With ``"gap"`` both axes share the answer scale, and the
        distance to the diagonal (performance = expectation) is the gap.
    outcome : str, optional
        With ``"derived"`` or asymmetry: a numeric column of ``responses.respondents``; default is
        the first of ``responses.outcomes``.
    level : {"dimension", "item"}
        What is placed. Points allotted to dimensions say nothing about items.
    center : {"data", "scale"} or mapping
        Lines at the means of what is shown; at the middle of the answer scale (performance,
        rated or expected importance) and the equal share of points; or at targets, such as
        ``{"performance": 6}``. Correlations have no middle of a scale: they divide at their mean.
    model : {"quadrants", "diagonal"}
        What ranks follow. ``"quadrants"``: *concentrate here*, *keep up the good work*, *low
        priority*, *possible overkill*, within each the distance above the diagonal.
        ``"diagonal"``: that distance alone (iso-priority line, Bacon 2003): on a common scale
        importance minus performance, otherwise both from their lines, in standard deviations over
        what is shown.
    asymmetry : bool
        Add penalty and reward on the outcome (:func:`svqkit.penalty_reward`).
    ci : float in (0, 1)
        Confidence level.
    bootstrap : int
        Resamples of respondents for the chances of quadrants, the intervals of urgency and of
        ranks; 0 takes the joint normal distribution of importance and performance (delta method).
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    Priorities
        ``.table`` (importance performance gap quadrant rank urgency, intervals and chances),
        ``.importance_line .performance_line .diagonal .ellipses .notes``.

    Raises
    ------
    DataError
        If there is no stated importance, no expectation, or no usable outcome, or fewer than two
        respondents scored an attribute.
    ValueError
        If an option is unknown, or a target lies off the scale.

    References
    ----------
    Martilla & James (1977), Journal of Marketing 41(1), 77–79. Bacon (2003), International
    Journal of Market Research 45(1), 55–71. Slack (1994), International Journal of Operations &
    Production Management 14(5), 59–75 (on the scale of expectations). Matzler et al. (2004),
    Industrial Marketing Management 33, 271–277 (asymmetry).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.priorities(svq.load_dataset("bank"), importance="derived", level="item")
    >>> len(found.table), found.outcome
    (22, 'overall_quality')
    >>> found = svq.priorities(svq.load_dataset("bank"), importance="gap", model="diagonal")
    >>> found.table["rank"].idxmin(), found.diagonal
    ('responsiveness', (5.28..., 5.28..., 1.0))
    """
    _known("importance", importance, ("stated", "derived", "gap"))
    _known("level", level, ("dimension", "item"))
    _known("model", model, ("quadrants", "diagonal"))
    need_responses(responses, "priorities")
    check_center(center)
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    scores, wanted, gaps = placed_scores(responses, level)
    scale = responses.instrument.scale
    outcome_name = None
    if importance == "stated":
        matter = stated(responses, list(scores.columns), level, ci)
    elif importance == "gap":
        matter = expected(wanted, scale, ci)
    else:
        outcome_name, values = outcome_of(responses, outcome)
        matter = derived(scores, values, outcome_name, ci)
    table = matter.table.join(
        mean_interval(scores, ci)
        .add_prefix("performance_")
        .rename(columns={"performance_mean": "performance"})
    )
    table["gap"] = gaps.mean()
    _enough(scores, matter.answered)
    up, across = (table[name].to_numpy(float) for name in ("importance", "performance"))
    lines = dividing_lines(center, up, across, middle=matter.middle, scale=scale, ends=matter.ends)
    places = zip(
        (up >= lines.importance).tolist(), (across >= lines.performance).tolist(), strict=True
    )
    table["quadrant"] = [QUADRANTS[place] for place in places]
    table["urgency"] = urgency(up, across, lines, common=matter.common)
    order = table["quadrant"].map(list(QUADRANTS.values()).index) if model == "quadrants" else 0
    ranked = table.assign(order=order, far=-table["urgency"]).sort_values(["order", "far"]).index
    table["rank"] = pd.Series(range(1, len(ranked) + 1), index=ranked)
    influences = matter.influence, mean_influence(scores.to_numpy(float))
    table = table.join(
        _resampled(matter, scores, lines, model, ci, int(bootstrap), seed, table.index)
        if bootstrap
        else _delta(up, across, influences, lines, matter.common, ci, table.index)
    )
    notes = said_of_places(table) + said_of_models(table)
    if asymmetry:
        effects = penalty_reward(responses, outcome, level=level, ci=ci)
        table = table.join(effects.items[KINDS])
        notes += said_of_kinds(table, effects.outcome)
    convention = f"{matter.said} Performance is the mean perception. {lines.said}"
    convention += f" {_said(model, matter.common, ci, int(bootstrap), seed)}"
    if level == "dimension":
        convention += f" {HALF_RULE}."
    return Priorities(
        table.rename_axis(level),
        float(lines.importance),
        float(lines.performance),
        level,
        importance,
        outcome_name,
        responses.instrument,
        convention,
        model,
        _diagonal(up, across, lines, matter.common),
        ellipses(table.index.rename(level), *influences),
        tuple(notes),
        ci,
        int(bootstrap),
        seed,
    )


def _enough(performance: pd.DataFrame, importance: pd.Series) -> None:
    """Refuse what one person or nobody answered: it has no place, or no chance beside it."""
    for counts, what in ((performance.notna().sum(), "performance"), (importance, "importance")):
        few = counts[counts < 2]
        if len(few):
            raise DataError(
                f"{few.index[0]!r} has a score of {what} from {few.iloc[0]} respondents; at least two "
                "are needed to place it",
                column=few.index[0],
            )


def _known(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")


def _delta(
    up: np.ndarray,
    across: np.ndarray,
    influences: tuple[np.ndarray, np.ndarray],
    lines: Lines,
    common: bool,
    ci: float,
    index: pd.Index,
) -> pd.DataFrame:
    """Intervals of urgency and chances of quadrants, from respondents' influences."""
    moved = urgency_influence(up, across, influences, lines, common=common)
    reach = float(ndtri((1 + ci) / 2)) * np.sqrt((moved**2).sum(axis=0)) / len(moved)
    centre = urgency(up, across, lines, common=common)
    found = pd.DataFrame(
        quadrant_chances(up, across, influences, lines), index=index, columns=list(CHANCES)
    )
    return found.assign(urgency_low=centre - reach, urgency_high=centre + reach)


def _resampled(
    matter: Importance,
    scores: pd.DataFrame,
    lines: Lines,
    model: str,
    ci: float,
    samples: int,
    seed: int | None,
    index: pd.Index,
) -> pd.DataFrame:
    """Draw respondents anew for the same, and say how far ranks could move."""
    rng = generator(seed)
    done = redrawn_means(scores.to_numpy(float))
    both = [(matter.redraw(c), done(c)) for c in resampled_counts(len(scores), samples, rng)]
    up, across = (np.concatenate(part) for part in zip(*both, strict=True))
    kept = np.isfinite(up).all(axis=1) & np.isfinite(across).all(axis=1)
    up, across = up[kept], across[kept]
    shares, place = resampled_chances(up, across, lines)
    far = urgency(up, across, lines, common=matter.common)
    if model == "diagonal":
        place = np.zeros_like(place)
    ranks = np.lexsort((-far, place), axis=1).argsort(axis=1) + 1
    tails = [(1 - ci) / 2, (1 + ci) / 2]
    low, high = np.quantile(far, tails, axis=0)
    rank_low, rank_high = np.quantile(ranks, tails, axis=0, method="inverted_cdf")
    return pd.DataFrame(shares, index=index, columns=list(CHANCES)).assign(
        urgency_low=low,
        urgency_high=high,
        rank_low=rank_low.astype(int),
        rank_high=rank_high.astype(int),
        p_first=(ranks == 1).mean(axis=0),
    )


def _diagonal(
    up: np.ndarray, across: np.ndarray, lines: Lines, common: bool
) -> tuple[float, float, float]:
    """Give a point (performance, importance) of the line of equal priority, and its slope."""
    if common:
        return lines.performance, lines.performance, 1.0
    spread = float(across.std())
    slope = float(up.std()) / spread if spread > 0 else float("inf")
    return lines.performance, lines.importance, slope


def _said(model: str, common: bool, ci: float, bootstrap: int, seed: int | None) -> str:
    by = "quadrant, then urgency" if model == "quadrants" else "urgency (diagonal model)"
    measured = (
        "importance minus performance"
        if common
        else "importance minus performance, each from its line in standard deviations over what is shown"
    )
    how = (
        said_of_bootstrap(bootstrap, "percentile", seed)
        if bootstrap
        else "delta method, importance and performance jointly normal over respondents"
    )
    return (
        f"Ranks: {by}. Urgency: {measured} (Bacon 2003). Chances and intervals at {ci:.0%}: {how}."
    )
