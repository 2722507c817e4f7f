"""What the gap-model map shows for a choice: computed once, then only looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.organisation.design import SURVEY_OF
from svqkit.gaps.organisation.gap_model import GapModel, gap_model
from svqkit.gaps.organisation.prescriptions import prescriptions
from svqkit.interface import translator
from svqkit.present.plots.gap_model_unit import of_unit
from svqkit.present.plots.gap_model_words import GAPS, GapMark, gap_marks, title_in

__all__ = ["FEW", "TOP", "MapChoice", "MapTables", "MapView", "compute", "prepare"]

TOP = 5
"""Prescriptions that are shown."""
FEW = 30
"""Under so many managers the widget says how few they are."""


@dataclass(frozen=True)
class MapChoice:
    """What to look at: a gap (1 to 5), and a unit such as a branch (empty: all of them)."""

    gap: int = 5
    unit: str = ""

    def but(self, **changes: Any) -> MapChoice:
        """Give the same choice with some of it changed."""
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class MapView:
    """The numbers on show.

    ``marks`` holds all five gaps; the tables are of the chosen one: ``rows`` (index: dimension;
    ``label value low high``), ``behind`` (index: antecedent; ``title mean low high bottom top
    desirable alpha alpha_low alpha_high n shortfall``, farthest from its best end first) and
    ``todo`` (index: id; ``title what reason``, best first).
    """

    choice: MapChoice
    marks: Mapping[int, GapMark]
    rows: pd.DataFrame
    behind: pd.DataFrame
    todo: pd.DataFrame
    managers: int
    remark: str
    problem: str = ""


@dataclass(frozen=True, eq=False)
class MapTables:
    """The model, and the view of every gap in every unit; nothing here changes."""

    model: GapModel
    unit: str
    units: tuple[str, ...]
    language: str
    views: Mapping[tuple[int, str], MapView]


def prepare(
    customers: Any, managers: Any = None, employees: Any = None, *, unit: str | None, language: str
) -> MapTables:
    """Compute the gap model and the ranked prescriptions, for all and for each unit.

    Parameters
    ----------
    customers, managers, employees : Responses
        As for ``gap_model``; managers and employees may be missing.
    unit : str or None
        A column of the respondents, such as ``"branch"``; where the customers do not have it, or
        there is no other survey, there are no units.
    language : str
        BCP 47.

    Returns
    -------
    MapTables

    Raises
    ------
    DataError
        If ``customers`` is no survey.

    Examples
    --------
    >>> import svqkit as svq
    >>> prepare(svq.load_dataset("bank"), unit="branch", language="en").units
    ('Harbour', 'Market Square', 'Riverside', 'Station')
    """
    if getattr(customers, "respondents", None) is None:
        raise DataError("the map needs answers of customers, such as load_dataset('bank')")
    by = unit if unit in customers.respondents.columns else None
    model = gap_model(customers, managers, employees, unit=by)
    there: tuple[str, ...] = ()
    if model.units is not None:
        there = tuple(map(str, dict.fromkeys(model.units.index.get_level_values("unit"))))
    views: dict[tuple[int, str], MapView] = {}
    for name in ("", *there):
        shown = of_unit(model, name) if name else model
        marks = gap_marks(shown, translator(language))
        best = prescriptions(gap=5, model=model, unit=name or None, language=language)
        for gap in GAPS:
            views[gap, name] = MapView(
                choice=MapChoice(gap, name),
                marks=marks,
                rows=_rows(shown, gap, language),
                behind=_behind(shown, model.units, MapChoice(gap, name), language),
                todo=_todo(best.table, gap),
                managers=_managers(model),
                remark=best.note if gap == 5 else "",
            )
    return MapTables(model, by or "", there, language, views)


def compute(tables: MapTables, choice: MapChoice) -> MapView:
    """Look up what a choice shows.

    Parameters
    ----------
    tables : MapTables
    choice : MapChoice

    Returns
    -------
    MapView

    Raises
    ------
    DataError
        If there is no such gap or unit.

    Examples
    --------
    >>> import svqkit as svq
    >>> tables = prepare(svq.load_dataset("bank"), unit=None, language="en")
    >>> compute(tables, MapChoice(5)).marks[5].value
    '−1.13'
    """
    if choice.gap not in GAPS:
        raise DataError(f"gap is {choice.gap!r}; it can be 1, 2, 3, 4 or 5")
    if choice.unit not in ("", *tables.units):
        there = ", ".join(tables.units) or "none"
        raise DataError(f"there is no unit {choice.unit!r}; there is: {there}")
    return tables.views[choice.gap, choice.unit]


def _rows(model: Any, gap: int, language: str) -> pd.DataFrame:
    """Give the gap of each dimension, the total last; empty where it was not measured."""
    columns = ["value", "low", "high"]
    if gap not in model.gaps.index.get_level_values("gap"):
        return pd.DataFrame(columns=["label", *columns])
    rows = model.gaps.loc[gap][columns].copy()
    say, customers = translator(language), model.instruments["customers"]
    labels = [
        say("All dimensions") if name == "total" else title_in(language, name, customers)
        for name in map(str, rows.index)
    ]
    rows.insert(0, "label", labels)
    return rows


def _behind(model: Any, units: Any, choice: MapChoice, language: str) -> pd.DataFrame:
    """Give the antecedents with their scores (the unit's, where one is chosen) and reliability."""
    columns = ["title", "mean", "low", "high", "bottom", "top", "desirable", "alpha", "alpha_low"]
    columns += ["alpha_high", "n", "shortfall"]
    found = model.antecedents[model.antecedents["gap"] == choice.gap].copy()
    if choice.gap not in SURVEY_OF or found.empty:
        return pd.DataFrame(columns=columns)
    survey = model.instruments[SURVEY_OF[choice.gap]]
    found["title"] = [title_in(language, str(name), survey) for name in found.index]
    found["bottom"], found["top"] = float(survey.scale.low), float(survey.scale.high)
    if choice.unit:
        own = units.loc[(choice.unit, choice.gap)].reindex(found.index)
        found["mean"], found["low"], found["high"] = own["value"], own["low"], own["high"]
        found["n"] = own["n_a"]
    found = found.sort_values("shortfall", ascending=False, kind="stable")
    return pd.DataFrame(found[columns])


def _todo(table: pd.DataFrame, gap: int) -> pd.DataFrame:
    """Give the first prescriptions that the results rank; none where nothing is ranked."""
    table = table[table["rank"].notna()]
    if gap != 5:
        table = table[table["gap"] == gap]
    return pd.DataFrame(table[["gap", "title", "what", "reason"]].head(TOP))


def _managers(model: GapModel) -> int:
    """Count the managers; 0 where none were asked."""
    of_managers = model.gaps.index.get_level_values("gap").isin([1, 2])
    counts = model.gaps.loc[of_managers, "n_a"].dropna()
    return int(counts.max()) if len(counts) else 0
