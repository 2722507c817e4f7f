"""Penalty–reward contrast analysis: what bad and good performance do to overall satisfaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.contrast_bootstrap import resampled_contrasts
from svqkit.gaps.kano.contrasts import contrasts, impact_asymmetry
from svqkit.gaps.kano.factor_kinds import factor_kinds, said_of_factors
from svqkit.gaps.kano.performance_groups import cut_points, performance_groups
from svqkit.gaps.pairs.comparison import holm_adjusted
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.gaps.weighting.derived_scores import scores_and_outcome
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap
from svqkit.result import Part, Result

__all__ = ["PenaltyReward", "penalty_reward"]


@dataclass(frozen=True, eq=False, repr=False)
class PenaltyReward(Result):
    """Penalty and reward of each score.

    Attributes
    ----------
    items : DataFrame (index: dimension or item)
        ``category``; ``penalty``, ``reward``, ``asymmetry`` (reward + penalty) and ``range``
        (reward − penalty), each with ``_low _high p_…`` and with a bootstrap ``_boot_low
        _boot_high``; ``p_asymmetry_holm`` over all scores; ``impact_asymmetry`` (from −1, only costs, to 1, only earns; a slope of the
        wrong sign counts as 0), ``penalty_alone reward_alone gvif``; in units of the outcome.
    groups : DataFrame (index: dimension or item)
        ``cut_low cut_high n_low n_middle n_high``.
    regression : Series
        ``n r_squared adjusted sigma df``: of all dummies together.
    outcome, score, level : str
    instrument : Instrument
    rule : str
        How low and high performance were told apart.
    notes : tuple of str
    ci_level : float
    bootstrap : int
    seed : int or None
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = penalty_reward(svq.load_dataset("bank"), "satisfaction")
    >>> bool(found.items.loc["reliability", "penalty"] < 0)
    True
    """

    items: pd.DataFrame
    groups: pd.DataFrame
    regression: pd.Series
    outcome: str
    score: str
    level: str
    instrument: Any
    rule: str
    notes: tuple[str, ...]
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return f"Penalty and reward: what performance does to {self.outcome!r}"

    def _parts(self) -> list[Part]:
        first = ["category", "penalty", "penalty_low", "penalty_high", "reward", "reward_low"]
        last = ["reward_high", "asymmetry", "asymmetry_low", "asymmetry_high", "range", "gvif"]
        parts: list[Part] = [
            ("Penalty and reward", self.items[first + last]),
            ("Groups", self.groups),
            ("All together", self.regression.to_frame(self.outcome).T),
        ]
        if self.notes:
            parts.append(("Notes", "\n".join(self.notes)))
        return [*parts, ("Convention", self.convention)]


def penalty_reward(
    responses: Any,
    outcome: str | None = None,
    *,
    level: str = "dimension",
    score: str = "perception",
    low: float | None = None,
    high: float | None = None,
    quantiles: tuple[float, float] | None = None,
    ci: float = 0.95,
    bootstrap: int = 0,
    interval: str = "bca",
    seed: int | None = None,
) -> PenaltyReward:
    """Find what dissatisfies when bad, what satisfies when good, and what does both.

    For surveys without Kano questions. Each score makes two dummies, low and high performance; the
    outcome is regressed on all of them. The low dummy's slope is the penalty, the high dummy's the
    reward, both against respondents in between. A basic factor costs more than it earns, an
    excitement factor earns more than it costs, a performance factor does both.

    Parameters
    ----------
    responses : Responses
    outcome : str, optional
        A numeric column of ``responses.respondents``; the first of ``responses.outcomes``
        otherwise.
    level : {"dimension", "item"}
    score : {"perception", "gap"}
        A gap is perception minus expectation.
    low, high : float, optional
        Cut points: a score of at most ``low`` is low, one of at least ``high`` is high. By
        default items are cut by codes (at most 3 and at least 6 of 7; gaps at most −2 and at
        least 0), dimensions by quartiles.
    quantiles : (float, float), optional
        Cut points by shares of respondents instead, such as ``(0.2, 0.8)``.
    ci : float in (0, 1)
        Confidence level.
    bootstrap : int
        Resamples of respondents, with the cut points as they are; 0 leaves them out.
    interval : {"bca", "percentile"}
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    PenaltyReward
        ``.items .groups .regression .rule .notes .convention``.

    Raises
    ------
    DataError
        If there is no such outcome, it does not vary, groups or respondents are too few, or the
        dummies depend on each other.
    ValueError
        If an option is impossible.

    Notes
    -----
    A score is classified only where the answers allow it: basic or excitement where the interval
    of the asymmetry excludes zero (and that of the penalty or the reward does), performance where
    those of penalty and reward both do. Everything else is "cannot tell"; published analyses
    often compare the two point estimates instead, which names every score something. This is
    association, not effect, and cut points matter: try others. Categories rest on intervals
    score by score, so with many scores some come by chance; ``p_asymmetry_holm`` and a note say
    which would not stand an adjustment (Holm 1979).

    References
    ----------
    Brandt (1987), in Surprenant (ed.), Add Value to Your Service, 61–65. Mikulić & Prebežac (2008),
    Managing Service Quality 18(6), 559–576 (range of impact, impact asymmetry). Albayrak & Caber
    (2013), Total Quality Management & Business Excellence 24, 1288–1300 (how cut points differ).
    Fox & Monette (1992), Journal of the American Statistical Association 87, 178–183 (GVIF).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.penalty_reward(svq.load_dataset("bank"), "satisfaction")
    >>> found.groups.loc["reliability", ["n_low", "n_high"]].gt(50).all()
    np.True_
    """
    check_bootstrap(ci, bootstrap, interval, "pearson")
    name, both = scores_and_outcome(responses, outcome, level=level, score=score)
    whole = both.dropna()
    if len(whole) < SMALLEST_SEGMENT:
        raise DataError(
            f"only {len(whole)} respondents have {name!r} and all scores; at least "
            f"{SMALLEST_SEGMENT} are needed, and many more for intervals that say something"
        )
    scores = whole.drop(columns=name).round(10)  # so that ties with a cut point stay ties
    cut_low, cut_high, rule = cut_points(
        scores,
        level=level,
        score=score,
        low=low,
        high=high,
        quantiles=quantiles,
        scale=responses.instrument.scale,
    )
    groups = performance_groups(scores, cut_low, cut_high, rule)
    fitted = contrasts(groups, whole[name].to_numpy(), ci)
    items = fitted.table.rename_axis(level)
    at = list(items.columns).index("range") + 4
    sides = items["penalty"].to_numpy(), items["reward"].to_numpy()
    items.insert(at, "impact_asymmetry", impact_asymmetry(*sides))
    at = list(items.columns).index("p_asymmetry") + 1
    items.insert(at, "p_asymmetry_holm", holm_adjusted(items["p_asymmetry"].to_numpy()))
    if bootstrap:
        rng = np.random.default_rng(seed)
        items = items.join(
            resampled_contrasts(fitted, int(bootstrap), rng, interval=interval, ci=ci)
        )
    items.insert(0, "category", factor_kinds(items))
    return PenaltyReward(
        items,
        groups.table.rename_axis(level),
        fitted.regression,
        name,
        score,
        level,
        responses.instrument,
        rule,
        said_of_factors(items, groups.table, len(both) - len(whole), 1 - ci),
        ci,
        int(bootstrap),
        seed,
        _said(rule, ci, bootstrap, interval, seed),
    )


def _said(rule: str, ci: float, bootstrap: int, interval: str, seed: int | None) -> str:
    said = (
        f"Performance is {rule}; those in between are the reference. One least-squares regression "
        f"on all dummies, complete respondents only; Student's intervals at {ci:.0%}, slopes in "
        "units of the outcome (others standardise them). asymmetry = reward + penalty, range = "
        "reward − penalty, impact_asymmetry = asymmetry / range (Mikulić & Prebežac 2008), a slope of "
        "the wrong sign taken as 0. gvif: "
        "GVIF^(1/df) of a score's dummies (Fox & Monette 1992), read like a VIF. Classified by "
        "intervals, not by point estimates."
    )
    if bootstrap:
        kind = said_of_bootstrap(bootstrap, interval, seed)
        said += f" Bootstrap: {kind}, cut points fixed; categories rest on Student's intervals."
    return said
