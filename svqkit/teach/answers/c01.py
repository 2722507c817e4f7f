"""Answers of the case of the bank: what to fund, from three surveys and two waves."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.responses.responses import Responses
from svqkit.teach.answers.c01_brief import BRIEFS, FAULTS, is_complete, model_brief
from svqkit.teach.answers.c01_evidence import (
    BRANCH,
    SCALE,
    defensible,
    gap_model_of,
    gaps_of,
    trend_of,
)

__all__ = ["ANSWERS", "DETECTORS", "EXAMPLES"]

SUPPORT = {
    "roles": ("station differs", "roles unclear"),
    "upward": ("managers underrate", "little upward"),
    "interiors": ("rooms below",),
    "campaign": ("staff overpromise",),
    "terminals": ("waiting is worst",),
}
"""The evidence, by its key in the notebook, that is about what each measure acts on."""


# C01.1: what the answers bear


@lru_cache(maxsize=2)
def _claims(data: Responses) -> pd.Series:
    from svqkit.validation.validate import validate

    return validate(data, seed=1).claims["verdict"]


def _use(data: Responses) -> str:
    verdicts = _claims(data)
    if (verdicts == "not supported").any() or verdicts["consistency"] != "supported":
        return "nothing"
    return "each_with_caution" if (verdicts == "uncertain").any() else "everything"


# C01.2 and C01.3: branches


def _line(table: pd.Series) -> pd.Series:
    return table[["gap", "low", "high"]].astype(float)


def _line_of(branch: str, dimension: str) -> Callable[[Responses], pd.Series]:
    return lambda data: _line(gaps_of(data).by.loc[(branch, dimension)])


@lru_cache(maxsize=2)
def _pairs(data: Responses) -> pd.DataFrame:
    from svqkit.gaps.groups.comparison import compare_groups

    return compare_groups(data, "branch", invariance=False).pairs


def _differing(data: Responses, dimension: str = SCALE) -> list[str]:
    """Name the branches that differ from Station by Games and Howell's intervals."""
    pairs = _pairs(data).loc[dimension].reset_index()
    pairs = pairs[(pairs["low"] > 0) | (pairs["high"] < 0)]
    met = {*pairs["group_1"], *pairs["group_2"]} if len(pairs) else set()
    own = pairs[(pairs["group_1"] == BRANCH) | (pairs["group_2"] == BRANCH)]
    return sorted({*own["group_1"], *own["group_2"]} & met - {BRANCH})


def _apart(data: Responses) -> list[str]:
    """Name the branches whose own interval does not overlap Station's."""
    table = gaps_of(data).by.xs(SCALE, level="dimension")
    own = table.loc[BRANCH]
    away = (table["low"] > own["high"]) | (table["high"] < own["low"])
    return sorted(table.index[away])


# C01.4 and C01.5: inside the organisation


def _gap_1() -> pd.DataFrame:
    return gap_model_of().gaps.loc[1].drop("total")


def _underrated(data: Responses) -> list[str]:
    return list(_gap_1().query("high < 0 and p_holm < 0.05").index)


def _antecedents_at(data: Responses) -> pd.DataFrame:
    units = gap_model_of().units.loc[BRANCH].droplevel("gap")
    antecedents = gap_model_of().antecedents.index
    return units[units.index.isin(antecedents)].dropna(subset="value")


def _first_prescribed(data: Responses) -> str:
    from svqkit.gaps.organisation.prescriptions import prescriptions

    ranked: Any = prescriptions(model=gap_model_of(), unit=BRANCH)
    return str(ranked.evidence.loc[ranked.table["rank"].idxmin(), "antecedent"])


# C01.6: between the waves


def _change(column: str, dimension: str = SCALE) -> Callable[[Responses], float]:
    return lambda data: float(trend_of().changes.loc[dimension, column].iloc[0])


def _change_at_station(data: Responses) -> float:
    return float(trend_of().by.loc[(BRANCH, SCALE), "change"].iloc[0])


def _always(key: str) -> Callable[[Responses], str]:
    return lambda data: key


# C01.8: the decision


def _pairs_said(given: Any) -> dict[str, str]:
    """Measure → evidence, where both were said."""
    return dict(one.split(": ", 1) for one in given if ": " in one)


def _measures(given: Any) -> set[str]:
    """Name the measures chosen; nothing where the words are about something else."""
    chosen = {one.split(": ", 1)[0] for one in given}
    return chosen if _pairs_said(given) or chosen <= set(SUPPORT) else set()


def _justified(given: Any, data: Responses) -> bool:
    said = _pairs_said(given)
    return len(said) == len(given) == 2 and all(
        measure in defensible() and why in SUPPORT[measure] for measure, why in said.items()
    )


def _funds(measure: str) -> Callable[[Any, Responses], bool]:
    return lambda given, data: measure in _measures(given)


def _not_two(given: Any, data: Responses) -> bool:
    return len(_measures(given)) not in (0, 2)


def _no_evidence(given: Any, data: Responses) -> bool:
    return bool(_measures(given)) and not _pairs_said(given)


def _other_evidence(given: Any, data: Responses) -> bool:
    said = _pairs_said(given)
    return any(why not in SUPPORT.get(measure, ()) for measure, why in said.items())


ANSWERS: dict[str, Callable[[Responses], Any]] = {
    "use": _use,
    "everything": _always("everything"),
    "nothing": _always("nothing"),
    "predict_by_gap": _always("predict_by_gap"),
    "two_problems": _always("two_problems"),
    "station_gap": _line_of(BRANCH, SCALE),
    "bank_gap": lambda data: _line(gaps_of(data).dimensions.loc[SCALE]),
    "station_total": _line_of(BRANCH, "total"),
    "differing": _differing,
    "apart": _apart,
    "differing_elsewhere": lambda data: _differing(data, "assurance"),
    "station_too": lambda data: [*_differing(data), BRANCH],
    "underrated": _underrated,
    "mean_below": lambda data: list(_gap_1().query("value < 0").index),
    "overrated": lambda data: list(_gap_1().query("low > 0").index),
    "any_difference": lambda data: list(_gap_1().query("low > 0 or high < 0").index),
    "standing_out": lambda data: str(_antecedents_at(data)["p_holm"].idxmin()),
    "lowest_mean": lambda data: str(_antecedents_at(data)["value"].idxmin()),
    "highest_mean": lambda data: str(
        _antecedents_at(data)["value"].drop(_first_prescribed(data)).idxmax()
    ),
    "first_prescribed": _first_prescribed,
    "change": _change("change"),
    "change_of_perceptions": _change("perception_change"),
    "change_of_total": _change("change", "total"),
    "change_at_station": _change_at_station,
    "everywhere": _always("everywhere"),
    "measure_worked": _always("measure_worked"),
    "station_mended": _always("station_mended"),
    "chance": _always("chance"),
    "other_people": _always("other_people"),
    "two_with_reasons": lambda data: [f"{one}: {SUPPORT[one][0]}" for one in defensible()],
    "brief": model_brief,
}

DETECTORS: dict[str, Callable[[Any, Responses], bool]] = {
    "justified": _justified,
    "not_two": _not_two,
    "funds_interiors": _funds("interiors"),
    "funds_campaign": _funds("campaign"),
    "funds_terminals": _funds("terminals"),
    "no_evidence": _no_evidence,
    "other_evidence": _other_evidence,
    "complete": is_complete,
    **FAULTS,
}

EXAMPLES: dict[str, Callable[[Responses], Any]] = {
    "not_two": lambda data: {"roles": "roles_unclear"},
    "funds_interiors": lambda data: {"roles": "roles_unclear", "interiors": "rooms_below"},
    "funds_campaign": lambda data: {"roles": "roles_unclear", "campaign": "staff_overpromise"},
    "funds_terminals": lambda data: {"upward": "little_upward", "terminals": "waiting_is_worst"},
    "no_evidence": lambda data: ["roles", "upward"],
    "other_evidence": lambda data: {"roles": "rooms_below", "upward": "little_upward"},
    **BRIEFS,
}
