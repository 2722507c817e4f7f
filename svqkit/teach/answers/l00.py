"""Answers of lesson 00, start here."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.responses.responses import Responses

__all__ = ["ANSWERS", "DETECTORS"]


@lru_cache(maxsize=2)
def _gaps(data: Responses) -> pd.DataFrame:
    from svqkit.gaps.scores import gap_scores

    return gap_scores(data).dimensions


@lru_cache(maxsize=2)
def _validation(data: Responses) -> Any:
    from svqkit.validation.validate import validate

    return validate(data, seed=1)


def _extreme(data: Responses, column: str, largest: bool) -> tuple[str, str]:
    """Give the dimension at one end of a column, by name and by title."""
    values = _gaps(data)[column]
    name = str(values.idxmax() if largest else values.idxmin())
    return name, data.instrument.dimension_titles[name]


def _claims(data: Responses, *verdicts: str) -> int:
    return int(_validation(data).claims["verdict"].isin(verdicts).sum())


def _gap_of_q8(data: Responses) -> float:
    return float((data.forms["perception"]["Q8"] - data.forms["expectation"]["Q8"]).mean())


def _mean_of_q8(data: Responses, form: str) -> float:
    return float(data.forms[form]["Q8"].mean())


def _supported_findings(data: Responses) -> int:
    return int((_validation(data).findings["verdict"] == "supported").sum())


ANSWERS = {
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
}

DETECTORS: dict[str, Any] = {}
