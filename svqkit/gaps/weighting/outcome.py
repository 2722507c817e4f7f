"""The outcome that derived importance relates to."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError

__all__ = ["outcome_of"]


def outcome_of(responses: Any, outcome: str | None) -> tuple[str, pd.Series]:
    """Find the outcome that derived importance relates to.

    Parameters
    ----------
    responses : Responses
    outcome : str or None
        A column of ``.respondents``; None takes the first of ``.outcomes``.

    Returns
    -------
    str
        Its name.
    Series
        Its numbers.

    Raises
    ------
    TypeError
        If it is no survey.
    DataError
        If there is none, or it is not numeric.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> people = pd.DataFrame({"satisfaction": [5, 6]})
    >>> outcome_of(SimpleNamespace(outcomes=("satisfaction",), respondents=people), None)[0]
    'satisfaction'
    """
    if not hasattr(responses, "respondents"):
        raise TypeError(
            "an outcome is a column of Responses (from read_responses or load_dataset), not of "
            f"{type(responses).__name__}"
        )
    name = outcome if outcome is not None else next(iter(responses.outcomes or ()), None)
    people = responses.respondents
    if name is None or name not in people.columns:
        there = ", ".join(repr(str(column)) for column in people.columns) or "none"
        what = "no outcome is named" if name is None else f"there is no column {name!r}"
        raise DataError(
            f"This needs an outcome, and {what}; respondent columns are {there}. Say outcome='…'.",
            column=name,
        )
    if not pd.api.types.is_numeric_dtype(people[name]):
        raise DataError(f"outcome {name!r} is not numeric; give ratings as numbers", column=name)
    return str(name), people[name].astype(float)
