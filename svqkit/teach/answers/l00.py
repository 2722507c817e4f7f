"""Answers of lesson 00, start here."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.responses.responses import Responses

__all__ = ["ANSWERS", "DETECTORS"]


CHECKED = "Alpha of the gap scores: Tangibles"


@lru_cache(maxsize=2)
def _tables(data: Responses) -> tuple[pd.DataFrame, pd.DataFrame]:
    from svqkit.gaps.scores import gap_scores

    found = gap_scores(data)
    return found.dimensions, found.items


@lru_cache(maxsize=2)
def _validation(data: Responses) -> Any:
    from svqkit.validation.validate import validate

    return validate(data, seed=1)


def _extreme(data: Responses, column: str, largest: bool) -> tuple[str, str]:
    """Give the dimension at one end of a column, by name and by title."""
    values = _tables(data)[0][column]
    name = str(values.idxmax() if largest else values.idxmin())
    return name, data.instrument.dimension_titles[name]


def _item(data: Responses, column: str, largest: bool) -> str:
    """Give the code of the item at one end of a column."""
    values = _tables(data)[1][column]
    return str(values.idxmax() if largest else values.idxmin())


def _claims(data: Responses, *verdicts: str) -> int:
    return int(_validation(data).claims["verdict"].isin(verdicts).sum())


def _gap_of_q8(data: Responses) -> float:
    return float((data.forms["perception"]["Q8"] - data.forms["expectation"]["Q8"]).mean())


def _mean_of_q8(data: Responses, form: str) -> float:
    return float(data.forms[form]["Q8"].mean())


def _supported_findings(data: Responses) -> int:
    return int((_validation(data).findings["verdict"] == "supported").sum())


def _answered(data: Responses) -> pd.DataFrame:
    return data.forms["perception"].notna()


def _complete_in_both(data: Responses) -> int:
    both = [data.forms[form].notna().all(axis=1) for form in ("perception", "expectation")]
    return int((both[0] & both[1]).sum())


def _verdict_on_tangibles(data: Responses) -> str:
    """Name the option that the verdict of the lesson's one check stands for."""
    verdict = _validation(data).findings.set_index("check").loc[CHECKED, "verdict"]
    means = {"supported": "whole_meets", "uncertain": "interval_holds"}
    return {**means, "not supported": "whole_misses"}[verdict]


def _always(option: str) -> Callable[[Responses], str]:
    return lambda data: option


ANSWERS: dict[str, Callable[[Responses], Any]] = {
    "widest_gap": lambda data: _extreme(data, "gap", largest=False),
    "narrowest_gap": lambda data: _extreme(data, "gap", largest=True),
    "highest_expectation": lambda data: _extreme(data, "expectation", largest=True),
    "gap_of_q8": _gap_of_q8,
    "perception_of_q8": lambda data: _mean_of_q8(data, "perception"),
    "expectation_of_q8": lambda data: _mean_of_q8(data, "expectation"),
    "supported_claims": lambda data: _claims(data, "supported"),
    "claims_not_rejected": lambda data: _claims(data, "supported", "uncertain"),
    "all_claims": lambda data: len(_validation(data).claims),
    "supported_findings": _supported_findings,
    "widest_item": lambda data: _item(data, "gap", largest=False),
    "narrowest_item": lambda data: _item(data, "gap", largest=True),
    "lowest_item": lambda data: _item(data, "perception", largest=False),
    "most_expected_item": lambda data: _item(data, "expectation", largest=True),
    "complete_customers": lambda data: int(_answered(data).all(axis=1).sum()),
    "incomplete_customers": lambda data: int((~_answered(data).all(axis=1)).sum()),
    "complete_in_both": _complete_in_both,
    "customers_with_some_answer": lambda data: int(_answered(data).any(axis=1).sum()),
    "answers_given": lambda data: int(_answered(data).sum().sum()),
    "verdict_on_tangibles": _verdict_on_tangibles,
    **{
        name: _always(name) for name in ("whole_meets", "value_meets", "end_misses", "whole_misses")
    },
}

DETECTORS: dict[str, Any] = {}
