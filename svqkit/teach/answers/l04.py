"""Answers of lesson 04, reliability: of the learner's survey without its careless respondents."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from svqkit.responses.responses import Responses

__all__ = ["ANSWERS", "DETECTORS"]

HALF_A_THOUSANDTH = 0.00051
"""How near a number given to three decimals lies to what it was rounded from."""


@lru_cache(maxsize=2)
def _kept(data: Responses) -> Responses:
    from svqkit.responses.exclusion import exclude
    from svqkit.responses.screening import screen

    return exclude(data, screen(data))


def _complete(data: Responses, scale: str, everyone: bool = False) -> pd.DataFrame:
    """Give the perceptions of a scale's items, of those who answered them all."""
    responses = data if everyone else _kept(data)
    return responses.perceptions[list(responses.instrument.mapping[scale])].dropna()


@lru_cache(maxsize=8)
def _analysis(data: Responses, scale: str, everyone: bool = False) -> pd.DataFrame:
    from svqkit.psychometrics.reliability.items import item_analysis

    return item_analysis(_complete(data, scale, everyone))


def _alpha(items: pd.DataFrame, ddof_items: int = 1, ddof_sum: int = 1) -> float:
    k, total = items.shape[1], items.sum(axis=1)
    return float(k / (k - 1) * (1 - items.var(ddof=ddof_items).sum() / total.var(ddof=ddof_sum)))


def _standardised(items: pd.DataFrame) -> float:
    return _alpha(items / items.std())


def _reliability_scale(data: Responses) -> pd.DataFrame:
    return _complete(data, "reliability")


def _share_of_own(items: pd.DataFrame) -> float:
    return float(items.var().sum() / items.sum(axis=1).var())


def _alpha_of_means(data: Responses) -> float:
    items = _reliability_scale(data)
    k = items.shape[1]
    return float(k / (k - 1) * (1 - items.var().sum() / items.mean(axis=1).var()))


def _alpha_of_deviations(data: Responses) -> float:
    items = _reliability_scale(data)
    k = items.shape[1]
    return float(k / (k - 1) * (1 - items.std().sum() / items.sum(axis=1).std()))


def _missing_as_zero(data: Responses) -> float:
    kept = _kept(data)
    return _alpha(kept.perceptions[list(kept.instrument.mapping["reliability"])].fillna(0))


def _turned_item(data: Responses) -> str:
    return str(_analysis(data, "responsiveness")["r_drop"].idxmin())


def _recoded(data: Responses, everyone: bool = False) -> pd.DataFrame:
    items, turned = _complete(data, "responsiveness", everyone), _turned_item(data)
    scale = data.instrument.scale
    return items.assign(**{turned: scale.low + scale.high - items[turned]})


def _weakest(data: Responses) -> str:
    return str(_analysis(data, "empathy")["r_drop"].idxmin())


def _item_rest(data: Responses, column: str = "r_drop", everyone: bool = False) -> float:
    return float(_analysis(data, "empathy", everyone)[column].astype(float)[_weakest(data)])


def _item_rest_of_available(data: Responses) -> float:
    kept = _kept(data)
    items, weakest = kept.perceptions[list(kept.instrument.mapping["empathy"])], _weakest(data)
    return float(items[weakest].corr(items.drop(columns=weakest).mean(axis=1)))


def _without_weakest(data: Responses, everyone: bool = False) -> float:
    return _item_rest(data, "alpha_if_dropped", everyone)


def _without_weakest_complete_on_rest(data: Responses) -> float:
    kept = _kept(data)
    items = kept.perceptions[list(kept.instrument.mapping["empathy"])]
    return _alpha(items.drop(columns=_weakest(data)).dropna())


@lru_cache(maxsize=2)
def _leanings(data: Responses) -> pd.Series:
    """How much more each item of assurance goes with another scale than with its own."""
    kept = _kept(data)
    turned, scale = _turned_item(data), kept.instrument.scale
    answers = kept.perceptions.assign(**{turned: scale.low + scale.high - kept.perceptions[turned]})
    own = list(kept.instrument.mapping["assurance"])
    others = pd.DataFrame(
        {
            name: answers[own].corrwith(answers[list(items)].mean(axis=1))
            for name, items in kept.instrument.mapping.items()
            if name != "assurance"
        }
    )
    return others.max(axis=1) - _analysis(data, "assurance")["r_drop"]


def _lengthened(alpha: float, factor: float) -> float:
    """Spearman (1910) and Brown (1910)."""
    return factor * alpha / (1 + (factor - 1) * alpha)


def _two_of(data: Responses, factor: Callable[[int], float]) -> float:
    items = _reliability_scale(data)
    return _lengthened(_alpha(items), factor(items.shape[1]))


@lru_cache(maxsize=2)
def _parts(data: Responses) -> dict[str, float]:
    """Of the tangibles: both forms of those who answered every item of both."""
    items = list(data.instrument.mapping["tangibles"])
    p, e = data.forms["perception"][items], data.forms["expectation"][items]
    both = p.notna().all(axis=1) & e.notna().all(axis=1)
    p, e = p[both], e[both]
    sums = p.sum(axis=1), e.sum(axis=1)
    return {
        "alpha_p": _alpha(p),
        "alpha_e": _alpha(e),
        "sd_p": float(sums[0].std()),
        "sd_e": float(sums[1].std()),
        "r": float(sums[0].corr(sums[1])),
        "alpha_of_gaps": _alpha(p - e),
    }


def _difference(
    data: Responses,
    sign: float = -2.0,
    power: int = 2,
    alphas: Callable[[float], float] = lambda alpha: alpha,
) -> float:
    """Reliability of a difference; the options are what goes wrong with it."""
    of = _parts(data)
    p, e = of["sd_p"] ** power, of["sd_e"] ** power
    shared = sign * of["r"] * of["sd_p"] * of["sd_e"]
    return (p * alphas(of["alpha_p"]) + e * alphas(of["alpha_e"]) + shared) / (p + e + shared)


def _mean_alpha(data: Responses) -> float:
    return (_parts(data)["alpha_p"] + _parts(data)["alpha_e"]) / 2


def _equal_spread(data: Responses) -> float:
    r = _parts(data)["r"]
    return (_mean_alpha(data) - r) / (1 - r)


def _numerator_alone(data: Responses) -> float:
    of = _parts(data)
    p, e = of["sd_p"] ** 2, of["sd_e"] ** 2
    shared = 2 * of["r"] * of["sd_p"] * of["sd_e"]
    return (p * of["alpha_p"] + e * of["alpha_e"] - shared) / (p + e)


def _near(given: float, *values: float) -> bool:
    return bool(np.any(np.abs(np.asarray(values) - given) <= HALF_A_THOUSANDTH))


def _is_item(given: frozenset[str] | str, code: Any) -> bool:
    words = {given} if isinstance(given, str) else set(given)
    return str(code).casefold() in {word.casefold() for word in words}


def _of_others(data: Responses, column: str) -> list[float]:
    """Give a column of the analysis of empathy for all its items but the weakest."""
    return list(_analysis(data, "empathy")[column].drop(_weakest(data)))


def _item_of_another_scale(scale: str) -> Callable[[Any, Responses], bool]:
    return lambda given, data: any(
        _is_item(given, code)
        for name, items in data.instrument.mapping.items()
        if name != scale
        for code in items
    )


def _item_at(scale: str, column: str, largest: bool) -> Callable[[Any, Responses], bool]:
    """Tell whether the answer is the item at one end of a column of the analysis."""

    def told(given: Any, data: Responses) -> bool:
        values = _analysis(data, scale)[column]
        return _is_item(given, values.idxmax() if largest else values.idxmin())

    return told


def _strongest_of_empathy(given: Any, data: Responses) -> bool:
    """Tell whether the answer is the item that carries most, by either column."""
    return _item_at("empathy", "r_drop", largest=True)(given, data) or _item_at(
        "empathy", "alpha_if_dropped", largest=False
    )(given, data)


ANSWERS = {
    "alpha_by_hand": lambda data: _alpha(_reliability_scale(data)),
    "alpha_sum_by_n": lambda data: _alpha(_reliability_scale(data), ddof_sum=0),
    "alpha_items_by_n": lambda data: _alpha(_reliability_scale(data), ddof_items=0),
    "alpha_without_factor": lambda data: 1 - _share_of_own(_reliability_scale(data)),
    "share_of_own": lambda data: _share_of_own(_reliability_scale(data)),
    "alpha_of_means": _alpha_of_means,
    "alpha_of_deviations": _alpha_of_deviations,
    "alpha_missing_as_zero": _missing_as_zero,
    "alpha_of_everyone": lambda data: _alpha(_complete(data, "reliability", everyone=True)),
    "turned_item": _turned_item,
    "alpha_recoded": lambda data: _alpha(_recoded(data)),
    "alpha_not_recoded": lambda data: _alpha(_complete(data, "responsiveness")),
    "alpha_turned_dropped": lambda data: _alpha(_recoded(data).drop(columns=_turned_item(data))),
    "alpha_recoded_of_everyone": lambda data: _alpha(_recoded(data, everyone=True)),
    "weakest": _weakest,
    "item_rest": _item_rest,
    "item_rest_of_available": _item_rest_of_available,
    "item_total": lambda data: _item_rest(data, "r_total"),
    "item_rest_of_everyone": lambda data: _item_rest(data, everyone=True),
    "without_weakest": _without_weakest,
    "without_weakest_complete_on_rest": _without_weakest_complete_on_rest,
    "alpha_with_all": lambda data: _alpha(_complete(data, "empathy")),
    "without_weakest_of_everyone": lambda data: _without_weakest(data, everyone=True),
    "leaning_item": lambda data: str(_leanings(data).idxmax()),
    "leaning_as_planted": lambda data: str((data.truth or {})["planted"]["cross_loading"]["item"]),
    "two_items": lambda data: _two_of(data, lambda k: 2 / k),
    "two_times": lambda data: _two_of(data, lambda k: 2),
    "turned_factor": lambda data: _two_of(data, lambda k: k / 2),
    "factor_left_out": lambda data: _two_of(data, lambda k: (k - 2) / k),
    "in_proportion": lambda data: 2 / 5 * _alpha(_reliability_scale(data)),
    "alpha_as_it_is": lambda data: _alpha(_reliability_scale(data)),
    "gap_reliability": _difference,
    "gap_equal_spread": _equal_spread,
    "gap_of_sum": lambda data: _difference(data, sign=2.0),
    "gap_without_two": lambda data: _difference(data, sign=-1.0),
    "gap_deviations": lambda data: _difference(data, power=1),
    "gap_numerator_alone": _numerator_alone,
    "gap_mean_alpha": _mean_alpha,
    "gap_alphas_squared": lambda data: _difference(data, alphas=lambda alpha: alpha**2),
    "gap_observed": lambda data: _parts(data)["alpha_of_gaps"],
}

DETECTORS = {
    "standardised_recoded": lambda given, data: _near(given, _standardised(_recoded(data))),
    "standardised_without": lambda given, data: _near(
        given, _item_rest(data, "alpha_std_if_dropped")
    ),
    "omega_without": lambda given, data: _near(given, _item_rest(data, "omega_if_dropped")),
    "another_item_rest": lambda given, data: _near(given, *_of_others(data, "r_drop")),
    "another_item_total": lambda given, data: _near(given, *_of_others(data, "r_total")),
    "lowest_mean_rest": lambda given, data: _near(
        given, *_analysis(data, "empathy").sort_values("mean")["r_drop"].head(1)
    ),
    "without_another": lambda given, data: _near(given, *_of_others(data, "alpha_if_dropped")),
    "in_another_scale_than_responsiveness": _item_of_another_scale("responsiveness"),
    "in_another_scale_than_empathy": _item_of_another_scale("empathy"),
    "in_another_scale_than_assurance": _item_of_another_scale("assurance"),
    "best_of_responsiveness": _item_at("responsiveness", "alpha_if_dropped", largest=False),
    "lowest_mean_of_empathy": _item_at("empathy", "mean", largest=False),
    "strongest_of_empathy": _strongest_of_empathy,
    "lowest_mean_of_assurance": _item_at("assurance", "mean", largest=False),
    "highest_own_of_assurance": _item_at("assurance", "r_drop", largest=True),
}
