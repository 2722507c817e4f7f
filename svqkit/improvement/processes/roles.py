"""Who does the steps: people of one role share them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.rows import name_of

__all__ = ["CUSTOMER", "cycle_times", "people_of", "staffed", "with_roles"]

CUSTOMER = "customer"
"""The role of steps that customers do themselves: no staff, no queue."""


def with_roles(table: pd.DataFrame) -> pd.DataFrame:
    """Give each step a role, its own name where none is stated, and hold headcounts together.

    Parameters
    ----------
    table : DataFrame (index: step)
        ``people``; optional ``role``.

    Returns
    -------
    DataFrame
        With ``role`` filled.

    Raises
    ------
    DataError
        If one role has two headcounts.

    Examples
    --------
    >>> steps = pd.DataFrame({"people": [1.0]}, index=["greet"])
    >>> with_roles(steps)["role"].tolist()
    ['greet']
    """
    given = table["role"] if "role" in table.columns else [None] * len(table)
    roles = [name_of(role) or str(step) for step, role in zip(table.index, given, strict=True)]
    heads: dict[str, float] = {}
    for step, role, people in zip(table.index, roles, table["people"], strict=True):
        if heads.setdefault(role, people) != people and role != CUSTOMER:
            raise DataError(
                f"role {role!r} has {heads[role]:g} people at one step and {people:g} at {step!r}; "
                "give the headcount of the role at each of its steps",
                row=step,
                column="people",
            )
    return table.assign(role=roles)


def staffed(table: pd.DataFrame) -> np.ndarray:
    """Tell with 1 and 0 which steps need staff.

    Examples
    --------
    >>> staffed(pd.DataFrame({"role": ["clerk", "customer"]})).tolist()
    [1.0, 0.0]
    """
    return np.array([float(role != CUSTOMER) for role in table["role"]])


def people_of(table: pd.DataFrame) -> float:
    """Count the people of all roles, each once.

    Examples
    --------
    >>> people_of(pd.DataFrame({"role": ["clerk", "clerk"], "people": 3.0}))
    3.0
    """
    heads = dict(zip(table["role"], table["people"], strict=True))
    return float(sum(people for role, people in heads.items() if role != CUSTOMER))


def cycle_times(table: pd.DataFrame, process: np.ndarray) -> np.ndarray:
    """Compute how often each step can finish a case, its role's other steps counted in.

    Parameters
    ----------
    table : DataFrame (index: step)
        ``role people taken_by``.
    process : ndarray (versions × steps)
        Process times.

    Returns
    -------
    ndarray (versions × steps)
        All work of the step's role on a case over its people; 0 where customers do it themselves.

    Examples
    --------
    >>> steps = pd.DataFrame({"role": ["clerk", "clerk"], "people": 2.0, "taken_by": 100.0})
    >>> cycle_times(steps, np.array([[4.0, 6.0]])).tolist()
    [[5.0, 5.0]]
    """
    roles = table["role"].to_numpy(object)
    together = (roles[:, None] == roles[None, :]) * staffed(table)[:, None]
    part = table["taken_by"].to_numpy(float) / 100
    return np.asarray((process * part) @ together / table["people"].to_numpy(float))
