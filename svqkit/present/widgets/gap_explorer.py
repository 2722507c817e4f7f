"""Gap explorer: from dimension to item to segment, with weights by sliders."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from svqkit.errors import DataError
from svqkit.present.widgets.board import Board
from svqkit.present.widgets.controls import dropdown, slider, toggles
from svqkit.present.widgets.gap_code import code_for
from svqkit.present.widgets.gap_figure import gap_figure, update_figure
from svqkit.present.widgets.gap_view import GapChoice, GapTables, GapView, compute, prepare
from svqkit.present.widgets.look import signed
from svqkit.present.widgets.telling import cards, heading, note, sentence

__all__ = ["GapExplorer"]


class GapExplorer(Board):
    """Explore gaps by dimension, item and segment, and weight them.

    Shows itself in JupyterLab and in Voilà. Every change recomputes from the answers and updates
    the one figure; where nothing can be shown a sentence says why. A click on a dimension opens
    its items; a click on one of its items goes back.

    Parameters
    ----------
    source : Responses
        With perceptions and expectations.
    choice : GapChoice, optional
        Where to start, such as another explorer's ``.choice``.
    language : str, optional
        BCP 47; that of ``svqkit present``, or the instrument's, otherwise.
    key : str, optional
        A name under which the choice is kept, for when the cell is run again.

    Attributes
    ----------
    choice : GapChoice
        What is chosen; setting it moves the controls.
    shown : GapView or None
        The numbers on show.
    view : ipywidgets.Widget
        The controls and the figure.

    Raises
    ------
    MissingExtraError
        If ipywidgets or plotly is not installed.

    Examples
    --------
    >>> import svqkit as svq
    >>> explorer = GapExplorer(svq.load_dataset("bank"))
    >>> explorer.choice = explorer.choice.but(dimension="reliability")
    >>> explorer.shown.rows.index.tolist()
    ['Q5', 'Q6', 'Q7', 'Q8', 'Q9', 'total']
    """

    file = "gap_explorer"
    kind = GapChoice
    _tables: GapTables

    def _prepare(self, source: Any, **options: Any) -> GapTables:
        return prepare(source, language=self.language)

    def _first(self) -> GapChoice:
        return GapChoice(weights=dict(self._tables.weights))

    def _controls(self) -> list[tuple[str, list[Any]]]:
        say, titles = self.say, self._tables.titles
        self._show = toggles(
            [(say("Gaps"), "gap"), (say("Both forms"), "forms")],
            [say("Perception minus expectation"), say("Expectation and perception")],
        )
        levels = [
            (say("Items of {dimension}", dimension=title.lower()), name)
            for name, title in titles.items()
        ]
        self._level = dropdown(say("Look at"), [(say("All dimensions"), ""), *levels])
        segments = [(name, name) for name in self._tables.segments]
        self._segment = dropdown(say("Divide by"), [(say("nothing"), ""), *segments])
        self._value = dropdown(say("Show"), [(say("all"), "")])
        self._weights = {name: slider(title, 0, 100, 1) for name, title in titles.items()}
        for name, control in (
            ("show", self._show), ("level", self._level), ("segment", self._segment),
            ("value", self._value),
            *((f"weight-{name}", weight) for name, weight in self._weights.items()),
        ):  # fmt: skip
            self._add(name, control)
        return [
            (say("What to see"), [self._show, self._level, self._segment, self._value]),
            (say("How much each dimension matters"), list(self._weights.values())),
        ]

    def _new_figure(self) -> Any:
        figure = gap_figure(self.language)
        for trace in figure.data[1:]:
            trace.on_click(lambda _, points, __: self._open(points.point_inds))
        return figure

    def _open(self, points: list[int]) -> None:
        """Go from a clicked dimension to its items, or from an item back."""
        if not points or self.shown is None:
            return
        name = str(self.shown.rows.index[points[0]])
        opened = name if name in self._tables.titles and not self.choice.dimension else ""
        if opened != self.choice.dimension:
            self.choice = self.choice.but(dimension=opened)

    def _settled(self, choice: GapChoice) -> GapChoice:
        """Check that the choice's words are words of these answers."""
        if choice.show not in ("gap", "forms"):
            raise DataError(f'show must be "gap" or "forms", not {choice.show!r}')
        if choice.dimension and choice.dimension not in self._tables.titles:
            known = ", ".join(self._tables.titles)
            raise DataError(f"there is no dimension {choice.dimension!r}; there is: {known}")
        if choice.segment and choice.segment not in self._tables.segments:
            known = ", ".join(self._tables.segments) or "none"
            raise DataError(f"there is no segment column {choice.segment!r}; there is: {known}")
        labels = self._labels(choice.segment)
        if not choice.segment and choice.value:
            raise DataError(f"name the segment column of which {choice.value!r} is a label")
        if choice.value not in labels:
            raise DataError(
                f"{choice.segment} has no label {choice.value!r}; it has: {', '.join(labels)}"
            )
        for name, weight in choice.weights.items():
            if name not in self._tables.titles or not 0 <= weight <= 100:
                raise DataError(f"the weight of {name!r} is {weight!r}; it can be from 0 to 100")
        given = choice.weights or self._tables.weights
        return choice.but(weights={name: float(given.get(name, 0)) for name in self._tables.titles})

    def _labels(self, segment: str) -> list[str]:
        """Give the labels of a segment column, or one that stands for everybody."""
        if not segment:
            return [""]
        return sorted({str(label) for label in self._tables.segments[segment].dropna()})

    def _read(self, moved: str) -> GapChoice:
        segment, value = self._segment.value, self._value.value
        if moved == "segment":
            value = self._labels(segment)[0]
        weights = {name: float(weight.value) for name, weight in self._weights.items()}
        return GapChoice(self._show.value, self._level.value, segment, value, weights)

    def _put(self, choice: GapChoice) -> None:
        self._show.value, self._level.value = choice.show, choice.dimension
        self._segment.value = choice.segment
        labels = [(label or self.say("all"), label) for label in self._labels(choice.segment)]
        if list(self._value.options) != labels:
            self._value.options = labels
        self._value.value = choice.value
        self._value.disabled = not choice.segment
        for name, weight in self._weights.items():
            weight.value = int(choice.weights.get(name, 0))

    def _compute(self, choice: GapChoice) -> GapView:
        return compute(self._tables, choice)

    def _draw(self, shown: GapView) -> None:
        update_figure(self.figure, shown, self.choice.show, self._tables)

    def _words(self, shown: GapView) -> tuple[str, str]:
        if shown.problem:
            return heading(shown.heading) + sentence(shown.sentence), shown.sentence
        say, weighted, unweighted = self.say, shown.weighted, shown.unweighted
        titles = self._tables.titles
        shares = " · ".join(f"{titles[x]} {share:.0f}\u202f%" for x, share in shown.shares.items())
        remark = say("Weights in use: {shares}.", shares=shares)
        if self.choice.show == "gap":
            remark += " " + say("Bars are 95\u202f% intervals.")
        people = f"{weighted['n']:.0f}"
        held: dict[str, float | str] = {
            "weighted": float(weighted["gap"]),
            "unweighted": float(unweighted["gap"]),
            "n": people,
        }
        top = [
            (say("Weighted gap"), signed(weighted["gap"]), self._reach(weighted)),
            (say("All dimensions alike"), signed(unweighted["gap"]), self._reach(unweighted)),
            (say("Respondents"), people, say("with all dimensions")),
        ]
        told = cards(top, "total", held) + sentence(shown.sentence) + heading(shown.heading)
        return told + note(remark), shown.sentence

    def _reach(self, total: Any) -> str:
        low, high = signed(total["low"]), signed(total["high"])
        return self.say("95\u202f%: {low} to {high}", low=low, high=high)

    def _alt(self, shown: GapView) -> str:
        if shown.problem:
            return shown.problem
        rows: list[dict[Any, Any]] = shown.rows.to_dict("records")
        if self.choice.show == "gap":
            said = [f"{row['label']} {signed(row['gap'])}" for row in rows]
            return self.say("Gaps with intervals. {where}: ", where=shown.heading) + "; ".join(said)
        said = [f"{row['label']} {row['expectation']:.2f}, {row['perception']:.2f}" for row in rows]
        what = self.say("Expectation and perception. {where}: ", where=shown.heading)
        return what + "; ".join(said)

    def _lines(self, choice: GapChoice) -> str:
        return code_for(choice, self._tables)

    def _printed(self, ax: Any) -> Any:
        from svqkit.present.plots.gaps import plot_gaps

        shown, choice = self.shown, self.choice
        rows = shown.rows.drop(index="total")
        words = SimpleNamespace(
            language=self.language,
            dimension_titles=self._tables.titles,
            labels=self._tables.labels,
            mapping=self._tables.mapping,
        )
        result = SimpleNamespace(dimensions=rows, items=rows, total=shown.rows.loc["total"])
        drawn = plot_gaps(
            result,
            ax=ax,
            instrument=words,
            level="item" if choice.dimension else "dimension",
            kind="interval" if choice.show == "gap" else "dumbbell",
        )
        drawn.set_title(shown.heading, loc="left", pad=18)
        return drawn
