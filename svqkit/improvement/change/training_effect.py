"""What a training brought: reaction, learning, behaviour, results, and what a point of it cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.ancova import Ancova, ancova, retained
from svqkit.improvement.change.measurements import column_of, values_of, yes_or_no
from svqkit.improvement.change.t_tests import mean_interval, welch
from svqkit.improvement.change.training_cost import cost_per_point
from svqkit.improvement.change.training_data import attrition, measured_times, people_of
from svqkit.improvement.change.training_result import COLUMNS, TrainingEffect
from svqkit.improvement.change.training_words import CONVENTION, DOES_NOT_SAY, slopes_note, summary
from svqkit.improvement.control.only_numbers import number_options

__all__ = ["training_effect"]


def training_effect(
    staff: pd.DataFrame,
    *,
    trained: str,
    reaction: str | None = None,
    learning: Sequence[str] | None = None,
    behaviour: Sequence[str] | None = None,
    results: Mapping[str, Any] | None = None,
    cost: float | None = None,
    ci: float = 0.95,
) -> TrainingEffect:
    """Bring the four levels of a training's effect into one table.

    Parameters
    ----------
    staff : DataFrame
        A row is a person, of the trained and of a comparison group.
    trained : str
        Column: true or false.
    reaction : str, optional
        Column: what the trained thought of the training.
    learning, behaviour : sequence of str, optional
        Two or three columns each: before, after, and a follow-up.
    results : mapping of str to result, optional
        What changed for customers: results of ``before_after``, ``difference_in_differences`` or
        ``interrupted_series``, by name.
    cost : float, optional
        Of the training in all, working hours included.
    ci : float in (0, 1)

    Returns
    -------
    TrainingEffect
        ``.levels .adjusted .retention .cost .attrition .sentence``.

    Raises
    ------
    DataError
        If a column is missing or holds text, a group is empty or too small, or somebody comes twice.
    ValueError
        If no level is given, or an option is out of range.

    References
    ----------
    Kirkpatrick & Kirkpatrick (2006), Evaluating training programs: the four levels. ANCOVA tested
    against R's ``lm``; retention by Fieller (1954).

    Examples
    --------
    >>> import svqkit as svq
    >>> staff = svq.load_dataset("hotel_staff")
    >>> found = training_effect(staff, trained="trained", reaction="reaction",
    ...     learning=("test_before", "test_after", "test_follow_up"))
    >>> found.levels.index.tolist()
    [('reaction', 'all forms'), ('learning', 'after'), ('learning', 'follow_up')]
    """
    number_options(ci=ci)
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, not {ci!r}")
    if reaction is None and learning is None and behaviour is None:
        raise ValueError("give at least one of reaction, learning and behaviour")
    people_of(staff)
    group = yes_or_no(column_of(staff, trained, "trained"), trained)
    rows: dict[tuple[str, str], list[Any]] = {}
    adjusted: dict[tuple[str, str], pd.DataFrame] = {}
    kept: dict[str, list[float]] = {}
    lost: list[pd.DataFrame] = []
    notes: list[str] = []
    if reaction is not None:
        rows["reaction", "all forms"] = _reaction(staff, reaction, group, ci, notes)
    fits: dict[tuple[str, str], Ancova] = {}
    for level, columns in (("learning", learning), ("behaviour", behaviour)):
        if columns is None:
            continue
        table = measured_times(staff, columns, level)
        counts, said = attrition(table, group, level)
        lost.append(counts)
        notes += said
        for when in table.columns[1:]:
            row, fit = _compared(table, when, group, ci)
            rows[level, when] = row
            fits[level, when] = fit
            adjusted[level, when] = fit.adjusted
            notes += slopes_note(level, when, fit)
        if "follow_up" in table:
            kept[level] = _retained(table, group, ci)
    if not isinstance(results, Mapping | None):
        raise TypeError(f"results is a mapping of results by name, not {results!r}")
    for name, found in (results or {}).items():
        rows["results", name] = _result(name, found)
    levels = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)
    levels.index = pd.MultiIndex.from_tuples(levels.index, names=["level", "what"])
    costs = None if cost is None else cost_per_point(cost, int(group.sum()), fits)
    return TrainingEffect(
        levels.astype({"n_trained": "Int64", "n_comparison": "Int64"}),
        pd.concat(adjusted, names=["level", "when", "group"]) if adjusted else None,
        _frame(kept, ["retained", "low", "high", "n"]),
        costs,
        pd.concat(lost) if lost else None,
        ci,
        summary(levels, kept, costs),
        DOES_NOT_SAY,
        CONVENTION.format(level=f"{ci:.0%}"),
        tuple(notes),
    )


def _reaction(
    staff: pd.DataFrame, column: str, group: np.ndarray, ci: float, notes: list[str]
) -> list[Any]:
    values = values_of(column_of(staff, column, "reaction"), column)[group]
    given = values.dropna().to_numpy()
    if len(given) < 2:
        raise DataError(f"{column} has {len(given)} answers of the trained; two are the least")
    silent = len(values) - len(given)
    if silent:
        notes.append(
            f"reaction: {silent} of {len(values)} trained handed no form in; those who were unhappy "
            "may be among them."
        )
    low, high = mean_interval(given, ci)
    return [len(given), pd.NA, np.nan, given.mean(), np.nan, np.nan, given.mean(), low, high,
            np.nan, np.nan, "mean judgement"]  # fmt: skip


def _compared(
    table: pd.DataFrame, when: str, group: np.ndarray, ci: float
) -> tuple[list[Any], Ancova]:
    whole = table[["before", when]].notna().all(axis=1).to_numpy()
    first, second = (table.loc[whole, name].to_numpy() for name in ("before", when))
    own = group[whole]
    fit = ancova(first, second, own, ci)
    change = second - first
    apart = welch(change[~own], change[own], ci)
    sd = np.sqrt(
        sum(first[own == k].var(ddof=1) * ((own == k).sum() - 1) for k in (True, False))
        / (len(first) - 2)
    )
    row = [
        int(own.sum()), int((~own).sum()), first[own].mean(), second[own].mean(),
        change[~own].mean(), apart.estimate, fit.estimate, fit.low, fit.high, fit.p,
        fit.estimate / sd, "adjusted difference (ANCOVA)",
    ]  # fmt: skip
    return row, fit


def _retained(table: pd.DataFrame, group: np.ndarray, ci: float) -> list[float]:
    whole = table.notna().all(axis=1).to_numpy()
    first, second, third = (
        table.loc[whole, name].to_numpy() for name in ("before", "after", "follow_up")
    )
    return [*retained(first, second, third, group[whole], ci), int(whole.sum())]


def _result(name: str, found: Any) -> list[Any]:
    missing = [k for k in ("estimate", "low", "high", "p") if not hasattr(found, k)]
    if missing:
        raise DataError(
            f"results[{name!r}] is a {type(found).__name__}; give what before_after, "
            "difference_in_differences or interrupted_series returned"
        )
    return [pd.NA, pd.NA, np.nan, np.nan, np.nan, np.nan, found.estimate, found.low, found.high,
            found.p, np.nan, found._title()]  # fmt: skip


def _frame(rows: dict[str, list[float]], columns: list[str]) -> pd.DataFrame | None:
    if not rows:
        return None
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype({"n": int})
