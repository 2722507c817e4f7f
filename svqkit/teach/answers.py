"""Right and plausibly wrong answers, computed from a data set when an answer is checked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd

__all__ = ["computed_answer"]

_VERDICT = "verdict"


@lru_cache(maxsize=4)
def _responses(data: str) -> Any:
    from svqkit.responses.datasets import load_dataset

    return load_dataset(data)


@lru_cache(maxsize=4)
def _gaps(data: str) -> pd.DataFrame:
    from svqkit.gaps.scores import gap_scores

    return gap_scores(_responses(data)).dimensions


@lru_cache(maxsize=4)
def _validation(data: str) -> Any:
    from svqkit.validation.validate import validate

    return validate(_responses(data), seed=1)


def _named(data: str, column: str, largest: bool) -> tuple[str, str]:
    """Give the dimension at one end of a column, by name and by title."""
    values = _gaps(data)[column]
    name = str(values.idxmax() if largest else values.idxmin())
    return name, _responses(data).instrument.dimension_titles[name]


def _claims(data: str, *verdicts: str) -> int:
    return int(_validation(data).claims[_VERDICT].isin(verdicts).sum())


def _item_gap(data: str, code: str) -> float:
    responses = _responses(data)
    return float((responses.perceptions[code] - responses.expectations[code]).mean())


_ANSWERS: dict[str, Callable[[str], Any]] = {
    "widest_gap": lambda data: _named(data, "gap", largest=False),
    "narrowest_gap": lambda data: _named(data, "gap", largest=True),
    "highest_expectation": lambda data: _named(data, "expectation", largest=True),
    "gap_of_q8": lambda data: _item_gap(data, "Q8"),
    "gap_of_q8_reversed": lambda data: -_item_gap(data, "Q8"),
    "perception_of_q8": lambda data: float(_responses(data).perceptions["Q8"].mean()),
    "expectation_of_q8": lambda data: float(_responses(data).expectations["Q8"].mean()),
    "supported_claims": lambda data: _claims(data, "supported"),
    "claims_not_rejected": lambda data: _claims(data, "supported", "uncertain"),
    "all_claims": lambda data: len(_validation(data).claims),
    "supported_findings": lambda data: int(
        (_validation(data).findings[_VERDICT] == "supported").sum()
    ),
}


def computed_answer(name: str, data: str) -> Any:
    """Compute the answer that an exercise names.

    Parameters
    ----------
    name : str
        As an exercise file writes it.
    data : str
        The data set's name.

    Returns
    -------
    float, int or tuple of str
        A number, or the accepted words.

    Raises
    ------
    ValueError
        If no such answer is known.

    Examples
    --------
    >>> isinstance(computed_answer("gap_of_q8", "bank"), float)
    True
    """
    if name not in _ANSWERS:
        raise ValueError(f"no answer is called {name!r}; there are {', '.join(_ANSWERS)}")
    return _ANSWERS[name](data)
