"""The value stream: how long a case takes, how much of that is work, and where it gets stuck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import amount, count, share
from svqkit.improvement.processes.roles import cycle_times, with_roles
from svqkit.improvement.processes.steps import read_steps
from svqkit.improvement.processes.stream_totals import PERCENT, bootstrap_totals, stream_totals
from svqkit.improvement.processes.timed_cases import timed_steps
from svqkit.psychometrics.data.resampling import generator
from svqkit.result import Part, Result

__all__ = ["ValueStream", "value_stream"]

CONVENTION = (
    "Process-cycle efficiency is value-adding process time over lead time (George 2002); the "
    "activity ratio takes all process time instead (Martin & Osterling 2013), and some programs "
    "print it under the first name. %C&A of a step is the share of its cases that the next step can "
    "use as they are, multiplied over the steps. People work side by side, each on a case of their "
    "own; the cycle time of a step is all work of its role on a case, over the people of that role."
)
LIMITS = (
    "Averages of a map say nothing about the queue that chance makes in front of a busy step: see "
    "queue() and simulate_branch(). Rework is seen in %C&A only, it adds no time here."
)


@dataclass(frozen=True, eq=False, repr=False)
class ValueStream(Result):
    """A process mapped with its times.

    Attributes
    ----------
    table : DataFrame (index: step)
        ``process_time wait lead_time complete_accurate rolled_complete_accurate role people
        taken_by value waste cycle_time utilisation bottleneck``; times in ``unit``, percentages
        0 to 100; ``lead_time`` counts a step by the share of cases that take it; ``utilisation``
        is cycle time over takt.
    totals : DataFrame (index: measure)
        ``value low high unit``; the interval where single cases were timed.
    wastes : DataFrame (index: waste)
        ``time`` and ``pct_of_lead_time``: waits, and process time of steps that are waste.
    takt_time : float
        Time between two cases that demand leaves; NaN without demand.
    bottleneck : str
        The step with the longest cycle time; within a role that with most work.
    demand, available : float or None
    unit : str
    n_cases : int
        Timed cases; 0 where the table holds averages.
    draws : DataFrame or None
        Bootstrap draws of the totals.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.value_stream([{"step": "cook", "process_time": 9, "wait": 3}]).bottleneck
    'cook'
    """

    table: pd.DataFrame
    totals: pd.DataFrame
    wastes: pd.DataFrame
    takt_time: float
    bottleneck: str
    demand: float | None
    available: float | None
    unit: str
    n_cases: int
    draws: pd.DataFrame | None
    convention: str

    def _title(self) -> str:
        return f"Value stream ({len(self.table)} steps, times in {self.unit})"

    def _parts(self) -> list[Part]:
        shown = ["process_time", "wait", "complete_accurate", "people", "value", "cycle_time"]
        if self.demand is not None:
            shown.append("utilisation")
        totals = self.totals if self.draws is not None else self.totals[["value", "unit"]]
        return [
            ("", self.table[[name for name in shown if self.table[name].notna().any()]]),
            ("Totals", totals[totals["value"].notna()]),
            ("Waste", self.wastes),
            ("Bottleneck", self._said()),
            ("Convention", self.convention),
            ("What this does not say", LIMITS),
        ]

    def _said(self) -> str:
        longest = self.table["cycle_time"].max()
        said = f"{self.bottleneck}: a case every {float(longest):.2f} {self.unit}"
        if self.demand is None:
            return said + "."
        over = self.table.index[self.table["utilisation"] > 1].tolist()
        said += f", demand asks for one every {self.takt_time:.2f}. "
        if over:
            return said + f"Slower than demand: {', '.join(over)}; work piles up there."
        return said + "Every step keeps up with demand on average."


def value_stream(
    steps: Any,
    *,
    demand: float | None = None,
    available: float | None = None,
    observations: pd.DataFrame | None = None,
    state: str | None = None,
    unit: str = "minutes",
    ci_level: float = 0.95,
    bootstrap: int = 1000,
    seed: int | None = 1,
) -> ValueStream:
    """Map a process: lead time, process-cycle efficiency, takt, bottleneck, rolled %C&A, waste.

    Parameters
    ----------
    steps : DataFrame or list of mappings
        A row a step, in order. ``step``; ``process_time`` (work on one case) and ``wait`` (before
        it), in ``unit``; optional ``complete_accurate`` (%C&A, 0–100: how many of its cases the
        next step can use as they are), ``people`` (default 1), ``role`` (people of one role share
        its steps; ``customer`` needs no staff), ``value`` (adding, necessary, waste), ``waste``
        (defects, overproduction, waiting, talent, transport, inventory, motion, extra processing),
        ``taken_by`` (percentage of cases that take the step, default 100), ``inventory`` (cases waiting, which gives the wait as
        inventory × takt where ``wait`` is missing), ``state`` (before, after).
    demand : float, optional
        Cases that are asked for within ``available``.
    available : float, optional
        Working time of that period, in ``unit``.
    observations : DataFrame, optional
        Timed cases: ``case``, ``step``, ``process_time``, optional ``wait`` and
        ``complete_accurate`` (1 or True where the next step could use the case as it was). Their means replace those
        columns of ``steps``, and totals get bootstrap intervals over cases.
    state : str, optional
        Which state to map, where steps (and observations) have that column.
    unit : str
        Name of the unit of all times.
    ci_level : float
        Of the intervals.
    bootstrap : int
        Draws of cases.
    seed : int

    Returns
    -------
    ValueStream
        ``.table`` by step, ``.totals``, ``.wastes``, ``.bottleneck``, ``.takt_time``.

    Raises
    ------
    DataError
        If a time is missing or negative, a percentage outside 0 to 100, a step unknown.
    ValueError
        If demand or available time is 0, or one comes without the other.

    References
    ----------
    Rother & Shook (1999), Learning to See. Martin & Osterling (2013), Value Stream Mapping.
    George (2002), Lean Six Sigma. Little (1961) for inventory × takt.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.value_stream(
    ...     svq.load_dataset("bank_account_opening"), state="before", demand=40, available=480)
    >>> found.bottleneck, round(found.takt_time, 1)
    ('Key in the data', 12.0)
    """
    if (demand is None) != (available is None):
        raise ValueError("takt time needs both: demand= (cases) and available= (working time)")
    takt = np.nan
    if demand is not None and available is not None:
        takt = amount("available", available) / amount("demand", demand)
    level = share("ci_level", ci_level)
    samples = count("bootstrap", bootstrap, least=2)
    generator(seed)
    table = read_steps(steps, state=state)
    cases = None
    if observations is not None:
        table, cases = timed_steps(table, observations, state)
    table = _complete(table, takt)
    totals = stream_totals(table, takt, available)
    draws = None
    low = high = pd.Series(np.nan, index=totals.index)
    if cases is not None:
        draws = bootstrap_totals(table, cases, takt, available, samples, seed)
        tail = (1 - level) / 2
        low, high = draws.quantile(tail), draws.quantile(1 - tail)
    units = dict.fromkeys(PERCENT, "%") | {"people": "people", "people_needed": "people"}
    units["capacity"] = f"cases per {available:g} {unit}" if available else ""
    summary = pd.DataFrame(
        {
            "value": totals,
            "low": low,
            "high": high,
            "unit": [units.get(name, unit) for name in totals.index],
        }
    ).rename_axis("measure")
    return ValueStream(
        table,
        summary,
        _wastes(table, float(totals["lead_time"])),
        float(takt),
        str(table.index[int(table["bottleneck"].argmax())]),
        demand,
        available,
        unit,
        0 if cases is None else len(cases.names),
        draws,
        CONVENTION,
    )


def _complete(table: pd.DataFrame, takt: float) -> pd.DataFrame:
    """Fill what was left out with what leaving it out means, and derive the columns by step."""
    fill: dict[str, Any] = {"people": 1.0, "taken_by": 100.0}
    missing = [
        name for name in (*fill, "complete_accurate", "value", "waste", "wait") if name not in table
    ]
    table = table.assign(**{name: fill.get(name, np.nan) for name in missing})
    for column, default in fill.items():
        table[column] = table[column].astype(float).fillna(default)
    table = with_roles(table)
    if "inventory" in table.columns and np.isfinite(takt):
        table["wait"] = table["wait"].fillna(table["inventory"] * takt)
    for column in ("process_time", "wait"):
        absent = table.index[table[column].isna()] if column in table.columns else table.index
        if len(absent):
            raise DataError(
                f"{column} of {absent[0]!r} is missing; give 0 where there is none"
                + (", or inventory with demand" if column == "wait" else ""),
                row=absent[0],
                column=column,
            )
    part = table["taken_by"].to_numpy() / 100
    work, waits = table["process_time"].to_numpy(), table["wait"].to_numpy()
    usable = table["complete_accurate"].to_numpy(float)
    if not (part * (work + waits)).sum() > 0:
        raise DataError("all times are 0: there is no lead time to divide")
    known = np.logical_or.accumulate(~np.isnan(usable))
    rolled = np.cumprod(1 - part * (1 - np.nan_to_num(usable, nan=100.0) / 100))
    cycle = cycle_times(table, work[None])[0]
    longest = np.where(cycle == cycle.max(), part * work, -1.0).argmax()
    return table.assign(
        lead_time=part * (work + waits),
        rolled_complete_accurate=np.where(known, 100 * rolled, np.nan),
        cycle_time=cycle,
        bottleneck=np.arange(len(cycle)) == longest,
        utilisation=cycle / takt,
    )


def _wastes(table: pd.DataFrame, lead_time: float) -> pd.DataFrame:
    """Add up waits, and the work of steps that are waste or carry a waste's name."""
    part = table["taken_by"].to_numpy() / 100
    work, waits = part * table["process_time"].to_numpy(), part * table["wait"].to_numpy()
    times = {"waiting": float(waits.sum())}
    for name, value, time in zip(table["waste"], table["value"], work, strict=True):
        named = name if isinstance(name, str) and name else None
        if named is None and value != "waste":
            continue
        times[named or "not named"] = times.get(named or "not named", 0.0) + float(time)
    order = sorted((name for name in times if times[name] > 0), key=lambda name: -times[name])
    return pd.DataFrame(
        {
            "time": [times[name] for name in order],
            "pct_of_lead_time": [100 * times[name] / lead_time for name in order],
        },
        index=pd.Index(order, name="waste", dtype=object),
    )
