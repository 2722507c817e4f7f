"""What a branch offers in a day: the flow of steps, and who is on duty when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amount, amounts, count, hours_of, named
from svqkit.improvement.processes.roles import CUSTOMER, with_roles
from svqkit.improvement.processes.rows import rows_of
from svqkit.improvement.processes.steps import read_steps

__all__ = ["Flow", "check_open", "flows_of"]


@dataclass(frozen=True)
class Flow:
    """One way to run the branch.

    ``steps`` (index: step) holds ``process_time process_cv taken_by role redone`` (the chance that it
    has to be done again); ``staff`` the people of each role by hour of opening; ``hours`` how many
    hours it is open.
    """

    name: str
    steps: pd.DataFrame
    staff: dict[str, np.ndarray]
    hours: int


def flows_of(steps: Any, staff: Any, hours: pd.Index, *, rework: bool = False) -> list[Flow]:
    """Read each state of the steps as a flow with its staff.

    Parameters
    ----------
    steps : DataFrame or list of mappings
    staff : mapping, optional
        Role to headcount or to headcount by hour; or state to such a mapping.
    hours : Index
        Hours of opening.
    rework : bool
        Whether cases that the next step cannot use (%C&A) come back.

    Returns
    -------
    list of Flow

    Raises
    ------
    DataError
        If a time is missing, a role unknown, a schedule empty or out of the opening hours.

    Examples
    --------
    >>> flow = flows_of([{"step": "pay", "process_time": 2}], {"pay": 2}, pd.Index([9, 10]))[0]
    >>> flow.staff["pay"].tolist()
    [2, 2]
    """
    table = rows_of("steps", steps)
    if len(table) == 0:
        raise DataError("there are no steps; give a row for each")
    states = list(dict.fromkeys(table["state"])) if "state" in table.columns else [None]
    given = {} if staff is None else staff
    if not isinstance(given, Mapping):
        raise DataError(f"staff must be a mapping of role to people, not {staff!r}")
    own = bool(given) and set(given) <= {state for state in states if state is not None}
    return [
        _flow(table, state, given.get(state, {}) if own else given, hours, rework)
        for state in states
    ]


def _flow(
    table: pd.DataFrame, state: Any, staff: Mapping[str, Any], hours: pd.Index, rework: bool
) -> Flow:
    steps = read_steps(table, state=state)
    if "process_time" not in steps.columns or steps["process_time"].isna().any():
        lacking = steps.index[0]
        if "process_time" in steps.columns:
            lacking = steps.index[steps["process_time"].isna()][0]
        raise DataError(f"process_time of {lacking!r} is missing", row=lacking)
    for column, default in (("people", 1.0), ("taken_by", 100.0), ("process_cv", 1.0)):
        if column not in steps.columns:
            steps[column] = default
        steps[column] = amounts(steps, column).fillna(default)
    steps = with_roles(steps).assign(redone=_redone(steps) if rework else 0.0)
    roles = [role for role in dict.fromkeys(steps["role"]) if role != CUSTOMER]
    unknown = [role for role in staff if role not in roles]
    if unknown:
        raise DataError(
            f"staff names {unknown[0]!r}, which does no step; roles are {', '.join(roles)}"
        )
    heads = dict(zip(steps["role"], steps["people"], strict=True))
    people = {role: _on_duty(role, staff.get(role, heads[role]), hours) for role in roles}
    return Flow("as given" if state is None else str(state), steps, people, len(hours))


def _redone(steps: pd.DataFrame) -> pd.Series:
    if "complete_accurate" not in steps.columns:
        raise DataError(
            "rework needs %C&A: give each step complete_accurate, 0 to 100",
            column="complete_accurate",
        )
    usable = steps["complete_accurate"].fillna(100.0)
    if (usable < 1).any():
        step = usable.index[usable < 1][0]
        raise DataError(
            f"complete_accurate of {step!r} is {usable[step]:g}: it would be done for ever",
            row=step,
        )
    return 1 - usable / 100


def _on_duty(role: str, given: Any, hours: pd.Index) -> np.ndarray:
    if isinstance(given, (Mapping, pd.Series)):
        if len(given) == 0:
            raise DataError(f"the schedule of {role!r} is empty; give people by hour")
        schedule = hours_of(f"people of {role!r}", given)
        outside = [hour for hour in schedule.index[schedule > 0] if hour not in hours]
        if outside:
            raise DataError(
                f"{role!r} is on duty in hour {named(outside[0])}, when the branch is closed: it "
                f"is open from hour {hours[0]} to {hours[-1]}"
            )
        people = schedule.reindex(hours, fill_value=0.0)
    else:
        people = pd.Series(amount(f"people of {role!r}", given, zero=True), index=hours)
    whole = np.array([count(f"people of {role!r}", n, least=0) for n in people])
    if not whole.any():
        raise DataError(f"nobody of {role!r} is ever on duty, and its steps would never be done")
    return whole


def check_open(flow: Flow, arrivals: pd.Series) -> None:
    """Refuse customers who come when nobody at all is on duty.

    Parameters
    ----------
    flow : Flow
    arrivals : Series (index: hour)

    Raises
    ------
    DataError

    Examples
    --------
    >>> hours = pd.Index([9, 10])
    >>> flow = flows_of([{"step": "pay", "process_time": 2}], {"pay": {9: 1, 10: 0}}, hours)[0]
    >>> check_open(flow, pd.Series([5.0, 5.0], index=hours))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: 5 customers come in hour 10, when nobody is on duty (as given)
    """
    if not flow.staff:
        return
    people = np.sum(list(flow.staff.values()), axis=0)
    for hour, expected, there in zip(arrivals.index, arrivals, people, strict=True):
        if expected > 0 and there == 0:
            raise DataError(
                f"{expected:g} customers come in hour {hour}, when nobody is on duty ({flow.name})"
            )
