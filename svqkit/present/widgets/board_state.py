"""A widget's choice outside of it: as text in a file, and under a key while the kernel lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svqkit.errors import DataError
from svqkit.present.widgets.board_meaning import BoardMeaning
from svqkit.present.widgets.state import read_state, write_state
from svqkit.present.widgets.telling import EXPECTED

__all__ = ["KEPT", "BoardState"]

KEPT: dict[tuple[str, str], Any] = {}
"""The last choice of a widget with a key, for when its cell is run again."""


class BoardState(BoardMeaning):
    """What ``Board`` does to save, open and keep a choice.

    Examples
    --------
    >>> BoardState.file
    'widget'
    """

    say: Callable[..., str]
    choice: Any
    _key: tuple[str, str] | None
    _refused: str
    _saving: Any

    @property
    def state(self) -> str:
        """The choice as text, for ``from_state``."""
        return write_state(type(self).__name__, self.choice)

    @classmethod
    def from_state(cls, state: str, source: Any = None, **options: Any) -> Any:
        """Make the widget with a choice that was saved.

        Parameters
        ----------
        state : str
            Text of ``.state`` or of a file from "Save state".
        source : object, optional
            As for the widget itself.
        **options
            As for the widget itself.

        Raises
        ------
        DataError
            If the text is no state of this widget.
        """
        make: Any = cls  # a subclass, which says what it takes
        return make(source, choice=read_state(state, cls.__name__, cls.kind), **options)

    def open_state(self, state: str) -> None:
        """Show a choice that was saved, as a step that can be undone.

        What is no state of this widget, or does not fit its data, changes nothing: a sentence
        below the buttons says so.

        Parameters
        ----------
        state : str
            Text of ``.state`` or of a file from "Save state".
        """
        if not hasattr(self, "figure"):
            return
        choice = self._fitting(state)
        if choice is None:
            self._saving.told, self._refused = self._refused, ""
            return
        if choice != self.choice:
            self.choice = choice
        self._saving.told = self.say("The saved state is shown. Undo goes back.")

    def _begun(self, state: str | Callable[[], str] | None) -> Any:
        """Give the choice of the state to start from, if there is one that fits."""
        try:
            text = state() if callable(state) else state
        except DataError as problem:
            self._refused = str(problem)
            return None
        return self._fitting(text) if text else None

    def _fitting(self, state: str) -> Any:
        """Read a state that may be anything; keep the sentence that says why it cannot be shown."""
        self._refused = ""
        try:
            return self._settled(read_state(state, type(self).__name__, self.kind, self.say))
        except EXPECTED as problem:
            self._refused = str(problem)
        return None

    def _kept(self) -> Any:
        """Give the choice kept under the key, if it still can be."""
        if self._key is None or self._key not in KEPT:
            return None
        try:
            return self._settled(KEPT[self._key])
        except DataError:
            return None  # other data now: start anew
