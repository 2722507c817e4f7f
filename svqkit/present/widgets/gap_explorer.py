"""Gap explorer: from dimension to item to segment, with weights by sliders."""

from __future__ import annotations

from html import escape
from typing import Any

from svqkit.errors import DataError, MissingExtraError
from svqkit.present.widgets.gap_code import code_for
from svqkit.present.widgets.gap_figure import gap_figure, update_figure
from svqkit.present.widgets.gap_view import GapChoice, GapView, compute, prepare
from svqkit.present.widgets.look import STYLE, signed

__all__ = ["GapExplorer"]


class GapExplorer:
    """Explore gaps by dimension, item and segment, and weight them.

    Shows itself in JupyterLab and in Voilà. Every change recomputes from the answers and updates
    the one figure; where nothing can be shown a sentence says why.

    Parameters
    ----------
    responses : Responses
        With perceptions and expectations.
    choice : GapChoice, optional
        Where to start, such as another explorer's ``.choice``.

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

    def __init__(self, responses: Any, *, choice: GapChoice | None = None) -> None:
        try:
            import ipywidgets
            import plotly  # noqa: F401
        except ImportError as missing:
            raise MissingExtraError("lab", missing.name or "ipywidgets") from missing
        self.shown: GapView | None = None
        try:
            self._tables = prepare(responses)
        except DataError as problem:
            self.view = ipywidgets.HTML(f'{STYLE}<p class="svq-say">{escape(str(problem))}</p>')
            self.view.add_class("svq-widget").add_class("t-problem")
            return
        self._start = choice or GapChoice(weights=dict(self._tables.weights))
        self._choice = self._start
        self._past: list[GapChoice] = []
        self._last_moved = ""
        self._quiet = False
        self._build()
        self._show_choice()

    @property
    def choice(self) -> GapChoice:
        """What is chosen."""
        return self._choice

    @choice.setter
    def choice(self, choice: GapChoice) -> None:
        self._remember("")
        self._choice = choice
        self._show_choice()

    def undo(self) -> None:
        """Go back to the choice before."""
        if self._past:
            self._choice = self._past.pop()
            self._last_moved = ""
            self._show_choice()

    def reset(self) -> None:
        """Go back to the start."""
        if self._choice != self._start:
            self.choice = self._start

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if hasattr(self, "figure"):
            # A page opened later starts from these traits, which plotly renews only on display.
            self.figure._repr_mimebundle_()
        display(self.view)

    def _build(self) -> None:
        """Make the controls, the text and the figure, once."""
        import ipywidgets as w

        wide = {"description_width": "132px"}
        full = w.Layout(width="auto")
        self._show = w.ToggleButtons(
            options=[("Gaps", "gap"), ("Both forms", "forms")],
            tooltips=["Perception minus expectation", "Expectation and perception"],
            style={"button_width": "132px"},
        )
        levels = [("All dimensions", "")]
        levels += [
            (f"Items of {title.lower()}", name) for name, title in self._tables.titles.items()
        ]
        self._level = w.Dropdown(options=levels, description="Look at", style=wide, layout=full)
        segments = [("nothing", ""), *[(name, name) for name in self._tables.segments]]
        self._segment = w.Dropdown(
            options=segments, description="Divide by", style=wide, layout=full
        )
        self._value = w.Dropdown(options=[("all", "")], description="Show", style=wide, layout=full)
        self._weights = {
            name: w.IntSlider(
                0, 0, 100, description=title, style=wide, layout=full, continuous_update=True
            )
            for name, title in self._tables.titles.items()
        }
        self._undo = w.Button(description="Undo", tooltip="Go back one step")
        self._reset = w.Button(description="Reset", tooltip="Go back to the start")
        self._coded = w.ToggleButton(
            description="Show the code", tooltip="Python for what is shown"
        )
        self._text, self._code = w.HTML(), w.HTML(layout=w.Layout(display="none"))
        self.figure = gap_figure()
        named = {
            "t-show": self._show, "t-level": self._level, "t-segment": self._segment,
            "t-value": self._value, "t-undo": self._undo, "t-reset": self._reset,
            "t-code-button": self._coded, "t-text": self._text, "t-code": self._code,
            "t-plot": self.figure,
            **{f"t-weight-{name}": slider for name, slider in self._weights.items()},
        }  # fmt: skip
        for name, widget in named.items():
            widget.add_class(name)
        buttons = w.HBox([self._undo, self._reset, self._coded])
        for button in buttons.children:
            button.layout = w.Layout(width="auto", flex="1 1 auto")
        controls = w.VBox(
            [
                w.HTML('<p class="svq-heading">What to see</p>'),
                self._show, self._level, self._segment, self._value,
                w.HTML('<p class="svq-heading">How much each dimension matters</p>'),
                *self._weights.values(), buttons,
            ],
            layout=w.Layout(flex="1 1 330px", min_width="0"),
        )  # fmt: skip
        stage = w.VBox(
            [self._text, self.figure, self._code],
            layout=w.Layout(flex="3 1 480px", min_width="0", overflow="hidden"),
        )
        # Reversed wrapping: beside each other on a desk, the picture above the controls on a phone.
        arranged = w.Layout(flex_flow="row wrap-reverse", align_items="flex-end", grid_gap="24px")
        both = w.HBox([controls, stage], layout=arranged)
        self.view = w.VBox([w.HTML(STYLE), both]).add_class("svq-widget")
        for widget in (
            self._show,
            self._level,
            self._segment,
            self._value,
            *self._weights.values(),
        ):
            widget.observe(self._moved, names="value")
        self._undo.on_click(lambda _: self.undo())
        self._reset.on_click(lambda _: self.reset())
        self._coded.observe(lambda change: self._toggle_code(change["new"]), names="value")

    def _moved(self, change: dict[str, Any]) -> None:
        """Take the controls' values as the new choice and show it."""
        if self._quiet:
            return
        segment = self._segment.value
        value = self._value.value
        if segment != self._choice.segment:
            value = self._labels(segment)[0]
        self._remember(str(change["owner"].description))
        self._choice = GapChoice(
            self._show.value,
            self._level.value,
            segment,
            value,
            {name: float(slider.value) for name, slider in self._weights.items()},
        )
        self._show_choice()

    def _remember(self, moved: str) -> None:
        """Keep the choice for undo; one drag of a slider is one step."""
        sliders = {slider.description for slider in self._weights.values()}
        if not (moved and moved in sliders and moved == self._last_moved):
            self._past = [*self._past[-49:], self._choice]
        self._last_moved = moved

    def _labels(self, segment: str) -> list[str]:
        """Give the labels of a segment column, or one that stands for everybody."""
        if not segment:
            return [""]
        return sorted({str(label) for label in self._tables.segments[segment].dropna()})

    def _show_choice(self) -> None:
        """Put controls, text, figure and code in line with the choice."""
        choice = self._choice
        self._quiet = True
        try:
            self._show.value, self._level.value = choice.show, choice.dimension
            self._segment.value = choice.segment
            labels = [(label or "all", label) for label in self._labels(choice.segment)]
            if list(self._value.options) != labels:
                self._value.options = labels
            self._value.value = choice.value
            self._value.disabled = not choice.segment
            for name, slider in self._weights.items():
                slider.value = int(choice.weights.get(name, 0))
        finally:
            self._quiet = False
        self.shown = compute(self._tables, choice)
        self._text.value = _text(self.shown, self._tables.titles, bars=choice.show == "gap")
        update_figure(self.figure, self.shown, choice.show, self._tables.scale)
        self._undo.disabled = not self._past
        if self._coded.value:
            self._toggle_code(True)

    def _toggle_code(self, on: bool) -> None:
        code = escape(code_for(self._choice, self._tables)) if on else ""
        self._code.value = f'<pre class="svq-code">{code}</pre>' if on else ""
        self._code.layout.display = "block" if on else "none"


def _text(view: GapView, titles: dict[str, str], *, bars: bool) -> str:
    """Write the cards and the sentence, with the numbers as data attributes for tests."""
    heading = f'<p class="svq-heading">{escape(view.heading)}</p>'
    say = f'<p class="svq-say" role="status" aria-live="polite">{escape(view.sentence)}</p>'
    if view.problem:
        return heading + say
    explained = " Bars are 95\u202f% intervals." if bars else ""
    weighted, unweighted = view.weighted, view.unweighted
    shares = " · ".join(f"{titles[name]} {share:.0f}\u202f%" for name, share in view.shares.items())
    return (
        f'<div class="svq-cards t-total" data-weighted="{weighted["gap"]:.6f}" '
        f'data-unweighted="{unweighted["gap"]:.6f}" data-n="{weighted["n"]:.0f}">'
        + _card("Weighted gap", weighted)
        + _card("All dimensions alike", unweighted)
        + f'<div class="svq-card"><span>Respondents</span>'
        f"<b>{weighted['n']:.0f}</b><span>with all dimensions</span></div></div>"
        f"{say}{heading}"
        f'<p class="svq-note">Weights in use: {escape(shares)}.{explained}</p>'
    )


def _card(title: str, total: Any) -> str:
    reach = f"95\u202f%: {signed(total['low'])} to {signed(total['high'])}"
    return (
        f'<div class="svq-card"><span>{title}</span><b>{signed(total["gap"])}</b>'
        f"<span>{reach}</span></div>"
    )
