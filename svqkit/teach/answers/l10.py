"""Answers of lesson 10, gaps: levels, intervals, weights, zone of tolerance, SERVPERF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from svqkit.responses.responses import Responses

__all__ = ["ANSWERS", "DETECTORS"]

ITEM, SCALE, SHARE_OF = "Q11", "responsiveness", "reliability"
"""The item of L10.2, the dimension of L10.3 and that of L10.6."""


def _item_gaps(data: Responses) -> pd.DataFrame:
    return data.forms["perception"] - data.forms["expectation"]


@lru_cache(maxsize=2)
def _scores(data: Responses) -> pd.DataFrame:
    """Each respondent's gap on each dimension, by the rule of half the items."""
    from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs

    perceived, expected = dimension_pairs(*item_pairs(data), data.instrument.mapping)
    return perceived - expected


def _plain_scores(data: Responses) -> pd.DataFrame:
    """Score without that rule: one answered item is enough."""
    gaps, mapping = _item_gaps(data), data.instrument.mapping
    return pd.DataFrame({name: gaps[codes].mean(axis=1) for name, codes in mapping.items()})


def _complete(data: Responses) -> pd.Series:
    """Who answered every question in both forms."""
    return _item_gaps(data).notna().all(axis=1)


@lru_cache(maxsize=2)
def _gaps(data: Responses) -> Any:
    from svqkit.gaps.scores import gap_scores

    return gap_scores(data)


@lru_cache(maxsize=2)
def _weighted(data: Responses) -> Any:
    from svqkit.gaps.weighting.weights import weighted_gaps

    return weighted_gaps(data)


@lru_cache(maxsize=2)
def _zone(data: Responses) -> pd.DataFrame:
    from svqkit.gaps.tolerance.zone import zone_of_tolerance

    return zone_of_tolerance(data).items


@lru_cache(maxsize=2)
def _servqual_against_servperf(data: Responses) -> pd.Series:
    from svqkit.gaps.difference_scores.forms import compare_forms

    compared = compare_forms(data, outcomes="satisfaction", seed=1, progress=False)
    totals = compared.prediction.xs("total", level="level").droplevel("outcome")
    return totals.T["servqual"]


# L10.1: the total


def _means_of_items(data: Responses) -> list[float]:
    gaps = _item_gaps(data)
    return [
        float(gaps.mean().mean()),
        float(np.nanmean(gaps.to_numpy(float))),
        float(gaps.mean(axis=1).mean()),
        float(gaps.dropna().mean(axis=1).mean()),
    ]


def _total_of_what_is_there(data: Responses) -> float:
    return float(_scores(data).mean(axis=1).mean())


def _total_of_complete_cases(data: Responses) -> float:
    return float(_scores(data)[_complete(data)].mean(axis=1).mean())


def _totals_of_columns(data: Responses) -> list[float]:
    """Perceptions of whoever answered these, less expectations of whoever answered those."""
    perceived, expected = (data.forms[form].mean() for form in ("perception", "expectation"))
    mapping = data.instrument.mapping.values()
    return [float(np.mean([(perceived - expected)[codes].mean() for codes in mapping]))]


# L10.2: the share below zero


def _share(below: pd.Series) -> float:
    return 100 * float(below.mean())


def _pairs(data: Responses) -> pd.Series:
    return _item_gaps(data)[ITEM].dropna()


def _share_of_complete_cases(data: Responses) -> float:
    return _share(_item_gaps(data).dropna()[ITEM] < 0)


# L10.3: d_z


def _of_scale(column: str) -> Callable[[Responses], float]:
    return lambda data: float(_gaps(data).dimensions.loc[SCALE, column])


def _dz_of_any_item(data: Responses) -> float:
    own = _plain_scores(data)[SCALE]
    return float(own.mean() / own.std())


def _sizes_of_complete_cases(data: Responses) -> list[float]:
    own = _scores(data).loc[_complete(data), SCALE]
    return [float(own.mean() / own.std())]


def _size_by_one_form(data: Responses) -> list[float]:
    """Divide the gap by the spread of perceptions, or of expectations, alone."""
    forms = (data.forms[form][data.instrument.mapping[SCALE]] for form in data.forms)
    gap = _of_scale("gap")(data)
    return [gap / float(answers.mean(axis=1).std()) for answers in forms]


# L10.4 to L10.6: weights


def _points(data: Responses) -> pd.DataFrame:
    return pd.DataFrame(data.importance)


def _products(data: Responses) -> pd.DataFrame:
    return _scores(data) * _points(data) / 100


def _totals_by_mean_weights(data: Responses) -> list[float]:
    points = _points(data).mean()
    used = _weighted(data)
    return [
        float(used.total["by_mean_weights"]),
        float((points * _scores(data).mean()).sum() / 100),
        float((points * _scores(data).dropna().mean()).sum() / 100),
        float((_scores(data) * points / 100).sum(axis=1, skipna=False).mean()),
    ]


def _named(data: Responses, name: Any) -> tuple[str, str]:
    return str(name), data.instrument.dimension_titles[str(name)]


def _share_of_sum(values: pd.Series) -> float:
    return 100 * float(values[SHARE_OF] / values.sum())


def _share_by_mean_weights(data: Responses) -> float:
    used = _weighted(data)
    return _share_of_sum(used.weights * used.dimensions["gap"])


# L10.8: what a comparison of forms supports


def _what_forms_support(data: Responses) -> str:
    found = _servqual_against_servperf(data)
    if found["delta_high"] < 0:
        return "servperf_explains_more"
    return "servqual_explains_more" if found["delta_low"] > 0 else "cannot_tell"


def _always(key: str) -> Callable[[Responses], str]:
    return lambda data: key


def _near(
    values: Callable[[Responses], Iterable[float]], margin: float
) -> Callable[[Any, Responses], bool]:
    """Detect a number that one of several ways to the same mistake leads to."""
    return lambda given, data: any(abs(given - one) <= margin for one in values(data))


ANSWERS: dict[str, Callable[[Responses], Any]] = {
    "total_gap": lambda data: float(_gaps(data).total["gap"]),
    "mean_of_dimension_gaps": lambda data: float(_gaps(data).dimensions["gap"].mean()),
    "total_of_any_item": lambda data: float(_plain_scores(data).mean(axis=1, skipna=False).mean()),
    "mean_of_plain_dimensions": lambda data: float(_plain_scores(data).mean().mean()),
    "total_of_what_is_there": _total_of_what_is_there,
    "total_of_complete_cases": _total_of_complete_cases,
    "sum_of_dimension_gaps": lambda data: float(_gaps(data).dimensions["gap"].sum()),
    "share_below": lambda data: _share(_pairs(data) < 0),
    "share_not_above": lambda data: _share(_pairs(data) <= 0),
    "share_not_below": lambda data: _share(_pairs(data) >= 0),
    "share_of_everybody": lambda data: _share(_item_gaps(data)[ITEM] < 0),
    "dz": _of_scale("dz"),
    "dz_of_any_item": _dz_of_any_item,
    "t_value": _of_scale("t"),
    "dav": _of_scale("dav"),
    "weighted_total": lambda data: float(_weighted(data).total["weighted"]),
    "unweighted_total": lambda data: float(_weighted(data).total["unweighted"]),
    "weighted_with_empty_as_zero": lambda data: float(_products(data).sum(axis=1).mean()),
    "mean_of_products": lambda data: float(_weighted(data).total["weighted"]) / 5,
    "most_of_weighted_gap": lambda data: _named(
        data, _weighted(data).dimensions["weighted_gap"].idxmin()
    ),
    "widest_gap": lambda data: _named(data, _gaps(data).dimensions["gap"].idxmin()),
    "least_of_weighted_gap": lambda data: _named(
        data, _weighted(data).dimensions["weighted_gap"].idxmax()
    ),
    "share_of_weighted": lambda data: _share_of_sum(_weighted(data).dimensions["weighted_gap"]),
    "share_of_plain_gaps": lambda data: _share_of_sum(_gaps(data).dimensions["gap"]),
    "mean_points": lambda data: float(_weighted(data).weights[SHARE_OF]),
    "items_below_zone": lambda data: int((_zone(data)["adequacy_high"] < 0).sum()),
    "items_with_mean_below": lambda data: int((_zone(data)["adequacy"] < 0).sum()),
    "items_not_desired": lambda data: int((_zone(data)["superiority_high"] < 0).sum()),
    "items_above_zone": lambda data: int((_zone(data)["superiority_low"] > 0).sum()),
    "items_above_minimum": lambda data: int((_zone(data)["adequacy_low"] > 0).sum()),
    "what_forms_support": _what_forms_support,
    "servqual_is_invalid": _always("servqual_is_invalid"),
    "expectations_are_useless": _always("expectations_are_useless"),
    "cannot_tell": _always("cannot_tell"),
    "servqual_explains_more": _always("servqual_explains_more"),
}

DETECTORS: dict[str, Callable[[Any, Responses], bool]] = {
    "mean_of_items": _near(_means_of_items, 0.00051),
    "unpaired": _near(_totals_of_columns, 0.00051),
    "share_of_complete_cases": _near(lambda data: [_share_of_complete_cases(data)], 0.051),
    "p_value": lambda given, data: 0 <= given < 0.001,
    "dz_without_sign": _near(lambda data: [-_of_scale("dz")(data), -_dz_of_any_item(data)], 0.0051),
    "gap_in_points": _near(lambda data: [_of_scale("gap")(data)], 0.0051),
    "dz_of_complete_cases": _near(_sizes_of_complete_cases, 0.0051),
    "spread_of_one_form": _near(_size_by_one_form, 0.0051),
    "by_mean_weights": _near(_totals_by_mean_weights, 0.00051),
    "share_of_mean_weights": _near(lambda data: [_share_by_mean_weights(data)], 0.051),
}

EXAMPLES: dict[str, Callable[[Responses], Any]] = {
    "mean_of_items": lambda data: _means_of_items(data)[0],
    "unpaired": lambda data: _totals_of_columns(data)[0],
    "share_of_complete_cases": _share_of_complete_cases,
    "dz_without_sign": lambda data: -_of_scale("dz")(data),
    "gap_in_points": _of_scale("gap"),
    "dz_of_complete_cases": lambda data: _sizes_of_complete_cases(data)[0],
    "spread_of_one_form": lambda data: _size_by_one_form(data)[0],
    "by_mean_weights": lambda data: _totals_by_mean_weights(data)[0],
    "share_of_mean_weights": _share_by_mean_weights,
}
