"""Timed cases: what a stop-watch wrote down, case by case and step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amounts, named
from svqkit.improvement.processes.rows import rows_of

__all__ = ["TimedCases", "timed_steps"]

_MEASURED = ("process_time", "wait", "complete_accurate")


@dataclass(frozen=True)
class TimedCases:
    """Measurements of each case (cases × steps), NaN where none was taken."""

    names: list[Any]
    values: Mapping[str, np.ndarray]


def timed_steps(
    steps: pd.DataFrame, observations: Any, state: str | None
) -> tuple[pd.DataFrame, TimedCases]:
    """Put the means of timed cases into a table of steps.

    Parameters
    ----------
    steps : DataFrame (index: step)
    observations : DataFrame or list of mappings
        ``case step process_time``, optional ``wait``, ``complete_accurate`` (0 or 1), ``state``.
    state : str, optional

    Returns
    -------
    (DataFrame, TimedCases)
        The table with measured columns replaced by means, and the measurements.

    Raises
    ------
    DataError
        If a column is missing, a step unknown or never timed, or a case timed twice at a step.

    Examples
    --------
    >>> steps = pd.DataFrame(index=pd.Index(["cook"], name="step"))
    >>> seen = pd.DataFrame({"case": [1, 2], "step": "cook", "process_time": [4.0, 6.0]})
    >>> timed_steps(steps, seen, None)[0]["process_time"].tolist()
    [5.0]
    """
    seen = rows_of("observations", observations)
    lacking = [name for name in ("case", "step", "process_time") if name not in seen.columns]
    if lacking:
        raise DataError(f"the observations have no column {lacking[0]!r}", column=lacking[0])
    if "state" in seen.columns:
        seen = _of_state(seen, state)
    if seen.empty:
        raise DataError(f"nothing was observed of state {state!r}" if state else "no observations")
    unknown = [step for step in dict.fromkeys(seen["step"]) if step not in steps.index]
    if unknown:
        raise DataError(
            f"step {unknown[0]!r} was timed, but is not among the steps: "
            f"{', '.join(map(str, steps.index))}",
            value=unknown[0],
        )
    if seen["case"].isna().any():
        raise DataError(
            f"{int(seen['case'].isna().sum())} observations do not say of which case", column="case"
        )
    twice = seen.duplicated(["case", "step"])
    if twice.any():
        case, step = seen.loc[twice, ["case", "step"]].iloc[0]
        raise DataError(f"case {named(case)} was timed twice at step {step!r}; keep one of them")
    table, values = steps.copy(), {}
    seen = seen.astype({"step": object})
    labelled = seen.set_axis(
        pd.Index(
            [f"{step}, case {case}" for case, step in zip(seen["case"], seen["step"], strict=True)]
        )
    )
    for column in _MEASURED:
        if column not in seen.columns:
            continue
        if column == "complete_accurate":
            marks = labelled[[column]].astype(object).replace({True: 1.0, False: 0.0})
            numbers = 100 * amounts(marks, column, high=1)
            if not numbers.dropna().isin([0, 100]).all():
                raise DataError(
                    "complete_accurate of a timed case must be 1 or 0 (True or False): could the "
                    "next step use it as it was? Percentages go into the table of steps",
                    column=column,
                )
        else:
            numbers = amounts(labelled, column)
        wide = (
            seen.assign(number=numbers.to_numpy(float))
            .pivot(index="case", columns="step", values="number")
            .reindex(columns=table.index)
        )
        if column == "process_time" and wide.isna().all().any():
            never = wide.columns[wide.isna().all()][0]
            raise DataError(f"step {never!r} was never timed; leave it out or time it")
        values[column] = wide.to_numpy(float)
        table[column] = wide.mean().reindex(table.index)
    return table, TimedCases(wide.index.tolist(), values)


def _of_state(seen: pd.DataFrame, state: str | None) -> pd.DataFrame:
    if state is not None:
        return seen[seen["state"] == state]
    states = list(dict.fromkeys(seen["state"]))
    if len(states) > 1:
        raise DataError(
            f"the observations are of {', '.join(map(repr, states))}; choose one by state="
        )
    return seen
