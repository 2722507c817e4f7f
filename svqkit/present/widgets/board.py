"""What every widget of ours has: a choice with undo, controls, one figure, words, and saving."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import is_dataclass
from html import escape
from typing import Any

from svqkit.errors import DataError, MissingExtraError
from svqkit.interface import translator
from svqkit.present.widgets.board_state import KEPT, BoardState
from svqkit.present.widgets.controls import DRAGGED
from svqkit.present.widgets.history import History
from svqkit.present.widgets.light_import import without_uri_grammar
from svqkit.present.widgets.look import STYLE
from svqkit.present.widgets.opened import LANGUAGE, in_words_of
from svqkit.present.widgets.origin import reading_line, with_reading
from svqkit.present.widgets.stage import set_up
from svqkit.present.widgets.telling import problem_in_words

__all__ = ["Board"]


class Board(BoardState):
    """The base of the widgets; a subclass says what is computed, drawn and said.

    A subclass sets ``file`` (name of saved files) and ``kind`` (dataclass of the choice), and
    defines the abstract methods. Controls whose names are the choice's fields are read and set
    by themselves; others by ``_read`` and ``_put``.

    Parameters
    ----------
    source : object or callable
        What is shown, such as Responses, or a function that gives it, such as ``opened_data``;
        what it cannot read is answered by a sentence in the page.
    choice : optional
        Where to start, such as another widget's ``.choice``.
    state : str or callable, optional
        Text of a saved state to start from, or a function that gives it, such as
        ``opened_state``; a state that does not fit is answered by a sentence below the buttons.
    language : str, optional
        BCP 47; that of ``svqkit present``, or the instrument's, otherwise.
    key : str, optional
        A name under which the choice is kept, for when the cell is run again.
    **options
        What ``_prepare`` takes beside the source.

    Attributes
    ----------
    shown : object or None
        What was computed for the choice.
    problem : Exception or None
        Why there is nothing to see.
    figure : plotly.graph_objects.FigureWidget
        Made once; its traits are updated.
    view : ipywidgets.Widget
        All of it.

    Raises
    ------
    MissingExtraError
        If ipywidgets or plotly is not installed.

    Examples
    --------
    >>> Board.file
    'widget'
    """

    def __init__(
        self,
        source: Any = None,
        *,
        choice: Any = None,
        state: str | Callable[[], str] | None = None,
        language: str | None = None,
        key: str | None = None,
        **options: Any,
    ) -> None:
        w = _widgets()
        self.language = language or os.environ.get(LANGUAGE) or "en"
        self.say = translator(self.language)
        self.shown: Any = None
        self.problem: Exception | None = None
        self._history = History(choice)
        self._quiet = False
        self._key = (type(self).__name__, key) if key else None
        self._named = {}
        self._refused = ""
        self._reading: dict[str, str] = {}
        try:
            source = source() if callable(source) else source
            instrument = getattr(source, "instrument", None)
            asked = language or os.environ.get(LANGUAGE, "")
            if asked and is_dataclass(source) and instrument is not None:
                source = in_words_of(source, asked)
            elif instrument is not None:
                self.language = str(getattr(instrument, "language", "en"))
                self.say = translator(self.language)
            self._source = source
            self._tables = self._prepare(source, **options)
            begun = self._begun(state) if choice is None else choice
            start = self._settled(self._first() if begun is None else begun)
            self._history = History(start, self._kept() if choice is None else None)
            self._build()
        except Exception as problem:
            # Shown as a sentence: the page may be in front of an audience.
            self.problem = problem
            _, told = problem_in_words(problem, self.say)
            self.view = w.HTML(f"{STYLE}{told}")
            self.view.add_class("svq-widget").add_class("t-problem")
            return
        self._show_choice()

    # What a user calls -------------------------------------------------------------------------

    @property
    def choice(self) -> Any:
        """What is chosen; setting it moves the controls."""
        return self._history.now

    @choice.setter
    def choice(self, choice: Any) -> None:
        if hasattr(self, "figure"):
            self._history.step(self._settled(choice))
            self._show_choice()

    def undo(self) -> None:
        """Go back to the choice before."""
        self._history.undo()
        self._show_choice()

    def reset(self) -> None:
        """Go back to the start."""
        self._history.reset()
        self._show_choice()

    @property
    def code(self) -> str:
        """Python that computes what is shown, from reading the answers on."""
        if not self._reading:  # once: it compares surveys, answer for answer
            self._reading = {name: reading_line(name, one) for name, one in self._surveys().items()}
        return with_reading(self._lines(self.choice), self._reading)

    def picture(self, *, ax: Any = None) -> Any:
        """Draw what is shown for print, in the plots' palette.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Axes to draw on; new ones otherwise.

        Returns
        -------
        Axes

        Raises
        ------
        DataError
            If there is nothing to see.
        """
        said = str(getattr(self.shown, "problem", ""))
        if self.problem is not None:
            said = problem_in_words(self.problem, self.say)[0]
        if said:
            raise DataError(said)
        return self._printed(ax)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if hasattr(self, "figure"):
            # A page opened later starts from these traits, which plotly renews only on display.
            self.figure._repr_mimebundle_()
        display(self.view)

    # What all have -----------------------------------------------------------------------------

    def _add(self, name: str, control: Any) -> Any:
        """Make a control known: it is watched, and found in a page by the class ``t-<name>``."""
        self._named[name] = control
        control.add_class(f"t-{name}")
        control.observe(lambda change: self._moved(name), names="value")
        return control

    def _build(self) -> None:
        """Make controls, words and figure, once."""
        sections = self._controls()
        self.figure = self._new_figure()
        stage = set_up(sections, self.figure, self.say, self.file)
        self._undo, self._reset, self._coded = stage.undo, stage.reset, stage.coded
        self._text, self._code, self._frame = stage.text, stage.code, stage.frame
        self._saving, self.view = stage.saving, stage.view
        self._undo.on_click(lambda _: self.undo())
        self._reset.on_click(lambda _: self.reset())
        self._coded.observe(lambda _: self._show_code(), names="value")
        self._saving.on_msg(lambda _, said, __: self.open_state(str(said.get("open", ""))))

    def _moved(self, name: str) -> None:
        """Take the controls' values as the new choice and show it."""
        if self._quiet:
            return
        drag = name if type(self._named[name]).__name__ in DRAGGED else ""
        self._history.step(self._read(name), drag=drag)
        self._show_choice()

    def _show_choice(self) -> None:
        """Put controls, words, figure and code in line with the choice."""
        if not hasattr(self, "figure"):
            return
        choice = self.choice
        try:
            self._quiet = True
            try:
                self._put(choice)
            finally:
                self._quiet = False
            self.shown, self.problem = self._compute(choice), None
            told, said = self._words(self.shown)
            self._draw(self.shown)
            alt = self._alt(self.shown)
        except Exception as problem:
            # Shown as a sentence: the page may be in front of an audience.
            self.shown, self.problem = None, problem
            said, told = problem_in_words(problem, self.say)
            alt = said
        self._text.value = told
        # An earlier picture beside a sentence that says there is none would mislead.
        self._frame.layout.visibility = "visible" if self.problem is None else "hidden"
        with self._saving.hold_sync():
            self._saving.alt, self._saving.said, self._saving.state = alt, said, self.state
            self._saving.told, self._refused = self._refused, ""
        self._undo.disabled = not self._history.past
        self._show_code()
        if self._key:
            KEPT[self._key] = choice

    def _show_code(self) -> None:
        on = self._coded.value and self.problem is None
        code = escape(self.code) if on else ""
        self._code.value = f'<pre class="svq-code" tabindex="0">{code}</pre>' if on else ""
        self._code.layout.display = "block" if on else "none"


def _widgets() -> Any:
    """Import what widgets are made of, or say how to install it."""
    try:
        import ipywidgets

        with without_uri_grammar():
            import plotly  # noqa: F401
            from plotly.graph_objects import FigureWidget  # noqa: F401
    except ImportError as missing:
        raise MissingExtraError("lab", missing.name or "ipywidgets") from missing
    return ipywidgets
