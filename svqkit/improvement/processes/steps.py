"""The table of a process's steps, as value streams and simulations read it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amounts
from svqkit.improvement.processes.rows import name_of, rows_of

__all__ = ["VALUES", "WASTES", "read_steps"]

VALUES = ("adding", "necessary", "waste")
"""What a step is to the customer: wanted and paid for; needed for now (law, control); neither."""
WASTES = (
    "defects",
    "overproduction",
    "waiting",
    "talent",
    "transport",
    "inventory",
    "motion",
    "extra processing",
)
"""The seven wastes of Ohno (1988) and unused talent."""


def read_steps(given: Any, *, state: str | None = None) -> pd.DataFrame:
    """Read and check a table of steps, in the order of the process.

    Parameters
    ----------
    given : DataFrame or list of mappings
        A row a step; ``step`` as a column or the index. With a column ``state`` (before, after)
        one of them is taken.
    state : str, optional
        Which one.

    Returns
    -------
    DataFrame (index: step)
        The columns given, checked: times and people 0 or more, percentages 0 to 100, ``value`` and
        ``waste`` by name.

    Raises
    ------
    DataError
        If a step is missing, twice there, or a cell is wrong.

    Examples
    --------
    >>> read_steps([{"step": "greet", "process_time": 2}]).index.tolist()
    ['greet']
    """
    table = rows_of("steps", given)
    if "state" in table.columns:
        table = _of_state(table, state)
    elif state is not None:
        raise DataError(f"state {state!r} was asked for, but the steps have no column 'state'")
    if "step" in table.columns:
        table = table.set_index("step")
    if len(table) == 0:
        raise DataError("there are no steps; give a row for each")
    names = [name_of(name) for name in table.index]
    seen: set[str] = set()
    if isinstance(table.index, pd.RangeIndex) or not all(names):
        raise DataError("a step has no name; give a column 'step'")
    for name in names:
        if name in seen:
            raise DataError(f"step {name!r} is there twice; name the second otherwise")
        seen.add(name)
    table.index = pd.Index(names, name="step")
    for column in ("process_time", "wait", "inventory"):
        if column in table.columns:
            table[column] = amounts(table, column)
    if "people" in table.columns:
        table["people"] = amounts(table, "people", zero=False)
    for column in ("complete_accurate", "taken_by"):
        if column in table.columns:
            table[column] = amounts(table, column, zero=column != "taken_by", high=100)
    _known(table, "value", VALUES)
    _known(table, "waste", WASTES)
    return table


def _of_state(table: pd.DataFrame, state: str | None) -> pd.DataFrame:
    if table["state"].isna().any():
        raise DataError("a step has no state; fill in the column 'state' or leave it out")
    states = list(dict.fromkeys(table["state"]))
    if state is None and len(states) > 1:
        raise DataError(f"the steps are of {_listed(states)}; choose one by state=")
    if state is not None and state not in states:
        raise DataError(f"there is no state {state!r} among the steps; there are {_listed(states)}")
    return table[table["state"] == (states[0] if state is None else state)].drop(columns="state")


def _listed(names: Any) -> str:
    return ", ".join(repr(name) for name in names)


def _known(table: pd.DataFrame, column: str, allowed: tuple[str, ...]) -> None:
    if column not in table.columns:
        return
    for step, word in table[column].items():
        if pd.notna(word) and word != "" and word not in allowed:
            raise DataError(
                f"{column} of {step!r} is {word!r}; it must be one of {', '.join(allowed)}",
                row=step,
                column=column,
                value=word,
            )
