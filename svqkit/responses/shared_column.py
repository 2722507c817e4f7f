"""The column that tells which unit, such as a branch, a person belongs to, in several surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svqkit.responses.responses import Responses

__all__ = ["shared_column"]

_MOST_GROUPS, _FEWEST_EACH = 30, 10


def shared_column(customers: Responses, others: Sequence[Responses]) -> str | None:
    """Find a column that names the same units in the customers' survey and in the others.

    Parameters
    ----------
    customers : Responses
    others : sequence of Responses

    Returns
    -------
    str or None
        The first column with 2 to 30 values, one of them given by ten customers or more.

    Examples
    --------
    >>> import svqkit as svq
    >>> shared_column(svq.load_dataset("bank"), [svq.load_dataset("bank_employees")])
    'branch'
    """
    for name in customers.respondents.columns:
        counts = customers.respondents[name].value_counts()
        fits = 2 <= len(counts) <= _MOST_GROUPS and counts.iloc[0] >= _FEWEST_EACH
        if others and fits and all(_names_same(name, counts.index, one) for one in others):
            return str(name)
    return None


def _names_same(column: Any, values: Any, other: Responses) -> bool:
    people = other.respondents
    return column in people.columns and bool(people[column].isin(list(values)).any())
