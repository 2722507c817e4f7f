"""What a training's evaluation says in words, and what it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.change.ancova import Ancova

__all__ = ["CONVENTION", "DOES_NOT_SAY", "slopes_note", "summary"]

DOES_NOT_SAY = (
    "People were not put into the groups by lot: whatever else the two groups differ in, besides the "
    "first value, is in the adjusted difference. First values measured with error level an unequal "
    "start out only in part; compare the difference of the changes (difference_of_changes). A good "
    "reaction is no learning, and learning is no change of behaviour."
)
CONVENTION = (
    "Learning and behaviour: ANCOVA of the second on the first value, pooled slope, {level} "
    "intervals by t; adjusted means at the mean first value of all; d is the adjusted difference in "
    "standard deviations of the first value within groups. Retention: adjusted difference at the "
    "follow-up over that after the training, same people, Fieller's interval. Cost of a point: cost "
    "of one trained person over points gained, the cost counting as known."
)


def slopes_note(level: str, when: str, fit: Ancova) -> list[str]:
    """Warn where the training helped some more than others, by their first value.

    Parameters
    ----------
    level, when : str
    fit : Ancova

    Returns
    -------
    list of str

    Examples
    --------
    >>> fit = Ancova(1, 1, 0, 2, 0.1, 9, None, 0.5, 0.4, 1)
    >>> slopes_note("learning", "after", fit)
    []
    """
    if not fit.slopes_p < 0.05:
        return []
    return [
        f"{level}, {when.replace('_', '-')}: the two groups' lines are not parallel (p = "
        f"{fit.slopes_p:.3f}); the training helped those who started low or high more, and one "
        "adjusted difference does not tell that."
    ]


def summary(levels: pd.DataFrame, kept: dict[str, list[float]], costs: pd.DataFrame | None) -> str:
    """Say each level in a sentence.

    Parameters
    ----------
    levels : DataFrame
    kept : dict
    costs : DataFrame or None

    Returns
    -------
    str

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("learning", "after")])
    >>> table = pd.DataFrame({"estimate": [8.0], "low": [6.0], "high": [10.0]}, index)
    >>> summary(table, {}, None)
    'Learning: +8.00 (+6.00 to +10.00) against the comparison group.'
    """
    said = [
        _one(level, what, row)
        for (level, what), (_, row) in zip(levels.index, levels.iterrows(), strict=True)
    ]
    for level, (share, low, high, _) in kept.items():
        if np.isinf(high):
            said.append(f"How much of {level} is left cannot be said: its effect may be 0.")
        else:
            said.append(
                f"Left at the follow-up, {level}: {100 * share:.0f} % ({100 * low:.0f} to "
                f"{100 * high:.0f} %)."
            )
    if costs is not None and ("learning", "after") in costs.index:
        row: Any = costs.loc[("learning", "after")]
        top = f"to {row['high']:,.0f}" if np.isfinite(row["high"]) else "upwards without limit"
        said.append(
            f"A point of learning cost {row['a_point']:,.0f} a person ({row['low']:,.0f} {top})."
        )
    return " ".join(said)


def _one(level: str, what: str, row: pd.Series) -> str:
    figures = f"{row['estimate']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"
    if level == "reaction":
        return f"Reaction: {row['estimate']:.2f} ({row['low']:.2f} to {row['high']:.2f})."
    if level == "results":
        return f"Results, {what}: {figures}."
    when = "" if what == "after" else ", follow-up"
    return f"{level.capitalize()}{when}: {figures} against the comparison group."
