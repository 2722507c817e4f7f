"""Alpha explorer: what items, their correlation and n do to alpha, and what alpha does not say."""

from __future__ import annotations

from typing import Any

from svqkit.errors import DataError
from svqkit.present.plots.labels import number
from svqkit.present.widgets.alpha_figure import alpha_figure, draw_alpha, print_alpha
from svqkit.present.widgets.alpha_view import (
    ITEMS,
    PEOPLE,
    AlphaChoice,
    AlphaTables,
    AlphaView,
    compute,
    prepare,
)
from svqkit.present.widgets.board import Board
from svqkit.present.widgets.controls import (
    chosen,
    dropdown,
    log_slider,
    put,
    slider,
    switch,
    toggles,
)
from svqkit.present.widgets.telling import cards, heading, sentence

__all__ = ["AlphaExplorer"]

LEVELS = (0.80, 0.90, 0.95, 0.99)
MOST_R = 0.9


class AlphaExplorer(Board):
    """Explore alpha: items, mean correlation, respondents, and what it cannot tell.

    Without data the items are designed: all correlate alike, or form two unrelated halves with
    the same mean correlation, which leaves alpha where it is and lets omega fall. With data
    items of a scale can be left out.

    Parameters
    ----------
    source : Responses, optional
        For the second source of alpha.
    choice : AlphaChoice, optional
        Where to start.
    language : str, optional
        BCP 47; that of ``svqkit present``, or the instrument's, otherwise.
    key : str, optional
        A name under which the choice is kept, for when the cell is run again.

    Attributes
    ----------
    choice : AlphaChoice
        What is chosen; setting it moves the controls.
    shown : AlphaView or None
        The numbers on show.
    view : ipywidgets.Widget
        The controls and the figure.

    Raises
    ------
    MissingExtraError
        If ipywidgets or plotly is not installed.

    Examples
    --------
    >>> explorer = AlphaExplorer()
    >>> explorer.choice = explorer.choice.but(k=10, r=0.3)
    >>> round(explorer.shown.alpha, 3)
    0.811
    """

    file = "alpha_explorer"
    kind = AlphaChoice
    _tables: AlphaTables

    def _prepare(self, source: Any, **options: Any) -> AlphaTables:
        return prepare(source, language=self.language)

    def _first(self) -> AlphaChoice:
        return AlphaChoice(dimension=next(iter(self._tables.mapping), ""))

    def _controls(self) -> list[tuple[str, list[Any]]]:
        import ipywidgets as w

        say, tables = self.say, self._tables
        self._designs = [
            self._add("k", slider(say("Items"), min(ITEMS), max(ITEMS), 1)),
            self._add("r", slider(say("Mean correlation"), 0.0, MOST_R, 0.01, form=".2f")),
            self._add("n", log_slider(say("Respondents"), PEOPLE)),
            self._add("split", switch(say("Split the items into two unrelated halves"))),
        ]
        levels = [(f"{100 * level:.0f}\u202f%", level) for level in LEVELS]
        confidence = self._add("ci", dropdown(say("Confidence"), levels))
        sections = [(say("A scale of your own"), [*self._designs, confidence])]
        self._boxes: dict[str, Any] = {}
        if tables.answers is None:
            return sections
        pick = toggles([(say("Own scale"), "model"), (say("Answers"), "data")])
        self._add("source", pick)
        every = [(title, name) for name, title in tables.titles.items()]
        self._add("dimension", dropdown(say("Scale"), [*every, (say("All items"), "")]))
        for code in tables.items(""):
            box = switch(f"{code} {tables.labels[code]}")
            self._boxes[code] = self._add(f"keep-{code}", box)
        self._scale = w.VBox([self._named["dimension"], *self._boxes.values()])
        return [
            (say("What to see"), [pick, confidence]),
            (say("A scale of your own"), self._designs),
            (say("Items of the answers that count"), [self._scale]),
        ]

    def _new_figure(self) -> Any:
        return alpha_figure(self.language)

    def _settled(self, choice: AlphaChoice) -> AlphaChoice:
        """Check that the choice can be made with these controls."""
        tables = self._tables
        possible = {
            "source": ("model",) if tables.answers is None else ("model", "data"),
            "k": ITEMS, "n": PEOPLE, "ci": LEVELS, "split": (False, True),
            "dimension": ("", *tables.mapping),
        }  # fmt: skip
        if choice.n < 2:
            raise DataError(f"n is {choice.n!r}; alpha needs two respondents or more")
        # The nearest step of the slider stands for any number of respondents.
        choice = choice.but(n=min(PEOPLE, key=lambda n: abs(n / choice.n - 1)))
        for name, values in possible.items():
            if getattr(choice, name) not in values:
                said = ", ".join(map(repr, values))
                raise DataError(f"{name} is {getattr(choice, name)!r}; it can be {said}")
        if not 0 <= choice.r <= MOST_R:
            raise DataError(f"r is {choice.r!r}; it can be from 0 to {MOST_R}")
        strange = [code for code in choice.dropped if code not in tables.items(choice.dimension)]
        if strange:
            raise DataError(f"{strange[0]!r} is no item of the scale that could be dropped")
        return choice

    def _read(self, moved: str) -> AlphaChoice:
        read = {name: chosen(c) for name, c in self._named.items() if not name.startswith("keep-")}
        choice = self.choice.but(**read)
        if moved == "dimension":
            return choice.but(dropped=())
        items = self._tables.items(choice.dimension)
        boxes = self._boxes
        return choice.but(dropped=tuple(c for c in items if boxes and not boxes[c].value))

    def _put(self, choice: AlphaChoice) -> None:
        for name, control in self._named.items():
            if not name.startswith("keep-"):
                put(control, getattr(choice, name))
        own = choice.source == "model"
        for control in self._designs:
            control.disabled = not own
        if not self._boxes:
            return
        items = self._tables.items(choice.dimension)
        for code, box in self._boxes.items():
            box.value, box.disabled = code not in choice.dropped, own
            box.layout.display = "flex" if code in items and not own else "none"
        self._named["dimension"].disabled = own

    def _compute(self, choice: AlphaChoice) -> AlphaView:
        return compute(self._tables, choice)

    def _draw(self, shown: AlphaView) -> None:
        draw_alpha(self.figure, shown)

    def _words(self, shown: AlphaView) -> tuple[str, str]:
        say = self.say
        reach = say(
            "{ci:.0f}\u202f%: {low} to {high}",
            ci=100 * self.choice.ci, low=number(shown.low), high=number(shown.high),
        )  # fmt: skip
        top = [
            (say("Alpha"), number(shown.alpha), reach),
            (say("Omega"), number(shown.omega), say("what one factor explains")),
            (say("First factor"), f"{100 * shown.share:.0f}\u202f%", say("of the items' variance")),
        ]
        held: dict[str, float | str] = {
            "alpha": shown.alpha, "low": shown.low, "high": shown.high, "omega": shown.omega,
            "share": shown.share, "k": str(shown.k), "n": str(shown.n),
        }  # fmt: skip
        told = cards(top, "alpha", held) + heading(shown.heading) + sentence(shown.sentence)
        said = shown.sentence
        if shown.warning:
            told, said = told + sentence(shown.warning), f"{said} {shown.warning}"
        return told, said

    def _alt(self, shown: AlphaView) -> str:
        say, ends = self.say, shown.by_items["alpha"].dropna()
        curve = say(
            "Alpha over the number of items, from {first} with {few} to {last} with {many}.",
            first=number(ends.iloc[0]), few=ends.index[0],
            last=number(ends.iloc[-1]), many=ends.index[-1],
        )  # fmt: skip
        width = (shown.by_people["high"] - shown.by_people["low"]).iloc[[0, -1]]
        narrow = say(
            "Its interval over respondents, {wide} wide with {few} and {small} with {many}.",
            wide=number(width.iloc[0]), few=width.index[0],
            small=number(width.iloc[1], 3), many=width.index[1],
        )  # fmt: skip
        return f"{curve} {narrow} {shown.sentence}"

    def _lines(self, choice: AlphaChoice) -> str:
        if choice.source == "data":
            items = [c for c in self._tables.items(choice.dimension) if c not in choice.dropped]
            return (
                "import svqkit as svq\n\n"
                f"items = {items!r}\n"
                f"found = svq.reliability(responses.perceptions[items], ci={choice.ci})\n"
                'shown = found.coefficients[["k", "n", "alpha", "alpha_low", "alpha_high"]]'
            )
        return (
            "from svqkit.psychometrics.reliability.alpha import feldt_interval\n\n"
            f"k, r, n = {choice.k}, {choice.r:g}, {choice.n}\n"
            "alpha = k * r / (1 + (k - 1) * r)\n"
            f"shown = alpha, *feldt_interval(alpha, n, k, {choice.ci})"
        )

    def _printed(self, ax: Any) -> Any:
        return print_alpha(self.shown, self.language, ax)
