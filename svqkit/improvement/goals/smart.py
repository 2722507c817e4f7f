"""Is a goal specific, measurable, achievable, relevant and time-bound? In words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.improvement.goals.goal import Goal
from svqkit.improvement.goals.history import measured
from svqkit.result import Part, Result

__all__ = ["SmartChecks", "smart_checks"]

VAGUE = ("improve", "better", "optimise", "optimize", "enhance", "increase quality", "as soon as")
"""Words that say a direction and no amount."""
_LONGEST = 3.0
"""Years after which a single deadline is too far to steer by."""


@dataclass(frozen=True, eq=False, repr=False)
class SmartChecks(Result):
    """What a goal says, what it leaves open, and what to ask.

    Attributes
    ----------
    table : DataFrame (index: criterion)
        ``met`` (yes, partly, no, or not examined), ``reason``, ``ask`` (empty where met).
    goal : Goal

    Examples
    --------
    >>> checked = smart_checks(Goal(name="Be better", indicator="wait", baseline=14, target=8))
    >>> checked.table["met"].to_dict()["time-bound"]
    'no'
    """

    table: pd.DataFrame
    goal: Goal

    def _title(self) -> str:
        return f"SMART checks: {self.goal.name or self.goal.indicator}"

    def _parts(self) -> list[Part]:
        return [
            ("", self.table),
            (
                "Limits",
                "These checks read what the goal says. Whether it is the right goal, they cannot say.",
            ),
        ]


def smart_checks(
    goal: Goal, history: pd.Series | None = None, *, peers: pd.Series | None = None
) -> SmartChecks:
    """Check a goal against the five SMART criteria, and say what is missing.

    *Achievable* is judged from evidence only: the indicator's own history (has it ever been there,
    and how many of its usual month-to-month changes away is the target?) or peers (does anybody
    reach it?). Without either it is not examined.

    Parameters
    ----------
    goal : Goal
    history : Series, optional
        The indicator over time, index of dates, in the goal's unit.
    peers : Series, optional
        The indicator of comparable units, index their names.

    Returns
    -------
    SmartChecks
        ``.table`` (met reason ask) with a row a criterion.

    Raises
    ------
    DataError
        If the history or the peers cannot be used.

    References
    ----------
    Doran (1981), Management Review 70(11), 35–36. Locke & Latham (2002), American Psychologist
    57(9), 705–717: specific and difficult goals raise performance, those beyond ability do not.

    Examples
    --------
    >>> goal = Goal(name="Median wait at noon from 14 to 8 minutes", indicator="median wait",
    ...             unit="minutes", baseline=14, target=8, start="2026-01-05",
    ...             deadline="2026-12-31", owner="branch manager", source="ticket printer, daily",
    ...             serves="responsiveness")
    >>> smart_checks(goal).table["met"].tolist()
    ['yes', 'yes', 'not examined', 'yes', 'yes']
    """
    if not isinstance(goal, Goal):
        raise TypeError(f"goal must be a Goal, not {goal!r}")
    rows = {
        "specific": _specific(goal),
        "measurable": _measurable(goal),
        "achievable": _achievable(goal, history, peers),
        "relevant": _relevant(goal),
        "time-bound": _time_bound(goal),
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["met", "reason", "ask"])
    return SmartChecks(table.rename_axis("criterion"), goal)


Row = tuple[str, str, str]


def _listed(missing: list[str]) -> str:
    return ", ".join(missing[:-1]) + (" and " if missing[1:] else "") + missing[-1]


def _specific(goal: Goal) -> Row:
    missing = [
        what
        for what, value in (
            ("one indicator", goal.indicator),
            ("an owner", goal.owner),
            ("the goal in a sentence", goal.name),
        )
        if not value.strip()
    ]
    vague = [word for word in VAGUE if word in goal.name.casefold()]
    if vague and not any(letter.isdigit() for letter in goal.name):
        missing.append(f"an amount behind {vague[0]!r}")
    if not missing:
        return "yes", f"{goal.indicator}, answered for by {goal.owner}", ""
    return (
        "partly" if goal.indicator.strip() else "no",
        f"it does not say {_listed(missing)}",
        "What exactly shall change, and who answers for it?",
    )


def _measurable(goal: Goal) -> Row:
    if goal.direction == "hold":
        return "partly", "target and baseline are the same", "Shall it change, or be held?"
    missing = [w for w, v in (("a unit", goal.unit), ("a source", goal.source)) if not v.strip()]
    amount = f"from {goal.baseline:g} to {goal.target:g} {goal.unit}".strip()
    if not missing:
        return "yes", f"{amount}, from {goal.source}", ""
    return "partly", f"{amount}, without {_listed(missing)}", "Who measures it, how and how often?"


def _achievable(goal: Goal, history: pd.Series | None, peers: pd.Series | None) -> Row:
    if history is None and peers is None:
        return "not examined", "no history and no peers were given", "Has it been reached before?"
    said, verdicts = [], []
    if history is not None:
        values = measured(history).to_numpy(float)
        there = int(sum(goal.reached(value) for value in values))
        step = float(np.median(np.abs(np.diff(values)))) if len(values) > 1 else 0.0
        away = abs(goal.target - float(np.median(values[-3:])))
        said.append(f"{there} of {len(values)} past values reach the target")
        if step > 0:
            said.append(f"it is {away / step:.1f} of the usual changes between two values away")
        verdicts.append(there > 0)
    if peers is not None:
        values = measured(peers, dated=False).to_numpy(float)
        there = int(sum(goal.reached(value) for value in values))
        said.append(f"{there} of {len(values)} peers reach it")
        verdicts.append(there > 0)
    if all(verdicts):
        return "yes", "; ".join(said), ""
    met = "partly" if any(verdicts) else "no"
    return met, "; ".join(said), "What will be different from before? Would a first step do?"


def _relevant(goal: Goal) -> Row:
    if goal.serves.strip():
        return "yes", f"it serves {goal.serves}", ""
    return (
        "no",
        "it does not say what it serves",
        "Which gap, dimension or goal of the organisation does it serve?",
    )


def _time_bound(goal: Goal) -> Row:
    if goal.deadline is None:
        return "no", "it has no deadline", "By when?"
    if goal.start is None:
        return (
            "partly",
            f"by {goal.deadline:%Y-%m-%d}, from an unknown start",
            "When was the baseline measured?",
        )
    years = (goal.deadline - goal.start).days / 365.25
    if years > _LONGEST:
        return (
            "partly",
            f"the deadline is {years:.1f} years away",
            "What shall be reached by the end of the first year?",
        )
    return "yes", f"{goal.start:%Y-%m-%d} to {goal.deadline:%Y-%m-%d}", ""
