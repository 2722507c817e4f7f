"""What was chosen before: undo, one step a drag, and reset."""

from __future__ import annotations

from typing import Any

__all__ = ["History"]

LONGEST = 50
"""Steps that can be undone."""


class History:
    """The present choice and those before it.

    Parameters
    ----------
    start : object
        Where reset goes back to; any frozen choice that can be compared.
    now : object, optional
        The present choice; ``start`` otherwise.

    Examples
    --------
    >>> history = History(1)
    >>> for value in (2, 3, 4):
    ...     history.step(value, drag="slider")
    >>> history.undo()
    >>> history.now, history.past
    (1, [])
    """

    def __init__(self, start: Any, now: Any = None) -> None:
        self.start = start
        self.now = start if now is None else now
        self.past: list[Any] = []
        self._dragged = ""

    def step(self, choice: Any, *, drag: str = "") -> None:
        """Go on to another choice; steps of the same drag in a row are undone together."""
        if choice == self.now:
            return
        if not (drag and drag == self._dragged):
            self.past = [*self.past, self.now][-LONGEST:]
        self.now, self._dragged = choice, drag

    def undo(self) -> None:
        """Go back one step, if there is one."""
        if self.past:
            self.now, self._dragged = self.past.pop(), ""

    def reset(self) -> None:
        """Go back to the start, as a step that can be undone."""
        if self.now != self.start:
            self.step(self.start)
