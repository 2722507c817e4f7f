"""Gap-model map: the five gaps on one picture, and behind each what explains and closes it."""

from __future__ import annotations

from typing import Any

from svqkit.errors import DataError
from svqkit.gaps.organisation.design import SURVEY_OF
from svqkit.present.plots.gap_model_words import GAPS
from svqkit.present.widgets.board import Board
from svqkit.present.widgets.controls import dropdown
from svqkit.present.widgets.gap_map_figure import draw_map, map_figure
from svqkit.present.widgets.gap_map_view import MapChoice, MapTables, MapView, compute, prepare
from svqkit.present.widgets.gap_map_words import (
    MAP_STYLE,
    behind_table,
    colour_key,
    dimension_table,
    few_managers,
    todo_list,
)
from svqkit.present.widgets.telling import cards, note, sentence
from svqkit.responses.shared_column import shared_column

__all__ = ["GapModelMap"]


class GapModelMap(Board):
    """Walk through the five gaps: size, dimensions, what lies behind, what could be done.

    A click on a gap, or the list of gaps, chooses one; another list chooses a unit such as a
    branch.

    Parameters
    ----------
    source : tuple of Responses or Responses
        Customers, managers and employees (None for one that is missing), or customers alone (then
        only Gap 5 is measured).
    choice : MapChoice, optional
        Where to start.
    language : str, optional
        BCP 47; that of ``svqkit present`` otherwise, or English.
    key : str, optional
        A name under which the choice is kept, for when the cell is run again.
    unit : str, optional
        A column of the surveys' respondents, such as ``"branch"``; ``"auto"`` takes the first that
        names the same units in all of them.

    Attributes
    ----------
    choice : MapChoice
        What is chosen; setting it moves the controls.
    shown : MapView or None
        The numbers on show.
    view : ipywidgets.Widget
        The controls, the map and its tables.

    Raises
    ------
    MissingExtraError
        If ipywidgets or plotly is not installed.

    Examples
    --------
    >>> import svqkit as svq
    >>> shown = GapModelMap(svq.load_dataset("bank"))
    >>> shown.choice = shown.choice.but(gap=1)
    >>> shown.shown.marks[1].details
    ('not measured',)
    """

    file = "gap_model_map"
    kind = MapChoice
    _tables: MapTables

    def _prepare(self, source: Any, **options: Any) -> MapTables:
        surveys = source if isinstance(source, tuple) else (source,)
        if not 1 <= len(surveys) <= 3:
            raise DataError(f"{len(surveys)} surveys; the map takes customers, managers, employees")
        unit = options.get("unit")
        if unit == "auto" and hasattr(surveys[0], "respondents"):
            inside = [one for one in surveys[1:] if one is not None]
            unit = shared_column(surveys[0], inside)
        return prepare(*surveys, unit=unit, language=self.language)

    def _first(self) -> MapChoice:
        return MapChoice()

    def _settled(self, choice: MapChoice) -> MapChoice:
        compute(self._tables, choice)
        return choice

    def _controls(self) -> list[tuple[str, list[Any]]]:
        say, tables = self.say, self._tables
        marks = compute(tables, MapChoice()).marks
        gaps = self._add("gap", dropdown(say("Gap"), [(marks[gap].head, gap) for gap in GAPS]))
        units = [(say("all"), ""), *((name, name) for name in tables.units)]
        unit = self._add("unit", dropdown(tables.unit or say("Unit"), units))
        unit.disabled = not tables.units
        return [(say("What to see"), [gaps, unit])]

    def _build(self) -> None:
        import ipywidgets as w

        self._details = w.HTML()
        self._details.add_class("t-details")
        super()._build()
        # What explains a gap stands below the map, so that the map never moves.
        place = self.view.children[-1].children[1]
        place.children = (*place.children[:2], self._details, *place.children[2:])

    def _new_figure(self) -> Any:
        figure = map_figure(self.language)
        figure.data[1].on_click(lambda _, points, __: self._open(points.point_inds))
        return figure

    def _open(self, points: list[int]) -> None:
        """Go to the gap that was clicked."""
        if points and GAPS[points[0]] != self.choice.gap:
            self.choice = self.choice.but(gap=GAPS[points[0]])

    def _compute(self, choice: MapChoice) -> MapView:
        return compute(self._tables, choice)

    def _draw(self, shown: MapView) -> None:
        draw_map(self.figure, shown)
        say = self.say
        parts = (colour_key, dimension_table, behind_table, todo_list)
        self._details.value = MAP_STYLE + "".join(part(shown, say) for part in parts)

    def _words(self, shown: MapView) -> tuple[str, str]:
        mark, few = shown.marks[self.choice.gap], few_managers(shown, self.say)
        held: dict[str, float | str] = {
            "gap": str(self.choice.gap),
            "unit": self.choice.unit,
            "value": float(shown.rows["value"].get("total", float("nan"))),
        }
        value = mark.value or "–"
        told = cards([(mark.head, value, " · ".join(mark.details))], "map", held)
        said = " ".join([*self._sentences(shown), few]).strip()
        told += sentence(said)
        remarks = [self._missing(), shown.remark]
        return told + "".join(note(one) for one in remarks if one), said

    def _missing(self) -> str:
        """Say whose answers are not there, and which gaps that leaves open."""
        say, there = self.say, self._tables.model.instruments
        if "managers" not in there and "employees" not in there:
            return say(
                "Only customers answered. Gaps 1 and 2 need the answers of managers too, Gaps 3 and "
                "4 those of employees who serve customers."
            )
        if "managers" not in there:
            return say("The managers’ answers are missing, so Gaps 1 and 2 are not measured.")
        if "employees" not in there:
            return say("The employees’ answers are missing, so Gaps 3 and 4 are not measured.")
        return ""

    def _sentences(self, shown: MapView) -> list[str]:
        """Say the gap in words, its worst dimension first."""
        say, mark = self.say, shown.marks[self.choice.gap]
        if mark.state == "absent":
            if self.choice.gap in (1, 5) and shown.marks[5].state == "absent":
                return [
                    say("This gap was not measured: customers were not asked what they expect.")
                ]
            if SURVEY_OF[self.choice.gap] == "managers":
                return [say("This gap was not measured: it needs answers of managers.")]
            return [say("This gap was not measured: it needs answers of employees.")]
        if mark.state == "masked":
            return [say("Too few answered here to show this gap; others would recognise them.")]
        rows = shown.rows.drop(index="total", errors="ignore").dropna(subset=["value"])
        worst = str(rows.sort_values("value")["label"].iloc[0])
        return [say("It is widest in {dimension}.", dimension=worst.lower())]

    def _alt(self, shown: MapView) -> str:
        said = [
            f"{mark.head} {mark.value or ''} {' · '.join(mark.details)}".replace("  ", " ")
            for mark in shown.marks.values()
        ]
        return self.say("The five gaps. ") + "; ".join(said)

    def _lines(self, choice: MapChoice) -> str:
        tables = self._tables
        by = f", unit={tables.unit!r}" if tables.unit else ""
        inside = "".join(f", {name}={name}" for name in ("managers", "employees")
                         if name in tables.model.instruments)  # fmt: skip
        lines = ["import svqkit as svq", "", f"model = svq.gap_model(customers{inside}{by})"]
        if choice.unit:
            lines.append(f"shown = model.units.loc[({choice.unit!r}, {choice.gap})]")
        else:
            lines.append(f"shown = model.gaps.loc[{choice.gap}]")
            lines.append(f"behind = model.antecedents.query('gap == {choice.gap}')")
        where = f", unit={choice.unit!r}" if choice.unit else ""
        lines.append(f"todo = svq.prescriptions(gap={choice.gap}, model=model{where}).table.head()")
        return "\n".join(lines)

    def _surveys(self) -> dict[str, Any]:
        there = self._source if isinstance(self._source, tuple) else (self._source,)
        named = zip(("customers", "managers", "employees"), there, strict=False)
        return {name: one for name, one in named if one is not None}

    def _printed(self, ax: Any) -> Any:
        from svqkit.present.plots.gap_model import plot_gap_model

        unit = self.choice.unit or None
        return plot_gap_model(self._tables.model, ax=ax, language=self.language, unit=unit)
