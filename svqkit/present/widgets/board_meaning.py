"""What a widget says of itself: its choice, controls, numbers, figure and words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from svqkit.present.widgets.controls import chosen, put

__all__ = ["BoardMeaning"]


class BoardMeaning(ABC):
    """What a subclass of ``Board`` defines; the rest is the same for all.

    Attributes
    ----------
    file : str
        Name of saved files, without an ending.
    kind : type
        The frozen dataclass of the choice.

    Examples
    --------
    >>> BoardMeaning.file
    'widget'
    """

    file: ClassVar[str] = "widget"
    kind: ClassVar[type] = object
    figure: Any
    _source: Any
    _named: dict[str, Any]

    @property
    @abstractmethod
    def choice(self) -> Any:
        """What is chosen."""

    @abstractmethod
    def _prepare(self, source: Any, **options: Any) -> Any:
        """Compute what does not change, for ``self._tables``."""

    @abstractmethod
    def _first(self) -> Any:
        """Give the choice at the start."""

    @abstractmethod
    def _controls(self) -> list[tuple[str, list[Any]]]:
        """Make the controls, each made known by ``_add``: headings with their controls."""

    @abstractmethod
    def _new_figure(self) -> Any:
        """Make the FigureWidget, once."""

    @abstractmethod
    def _compute(self, choice: Any) -> Any:
        """Compute what a choice shows; its ``problem``, where it has one, says why nothing."""

    @abstractmethod
    def _draw(self, shown: Any) -> None:
        """Update the figure's traits."""

    @abstractmethod
    def _words(self, shown: Any) -> tuple[str, str]:
        """Write the text above the figure (HTML), and the sentence that is announced."""

    @abstractmethod
    def _alt(self, shown: Any) -> str:
        """Say what the figure shows, for who cannot see it."""

    @abstractmethod
    def _lines(self, choice: Any) -> str:
        """Write the Python behind what is shown; it uses the names of ``_surveys``."""

    @abstractmethod
    def _printed(self, ax: Any) -> Any:
        """Draw what is shown with matplotlib."""

    def _settled(self, choice: Any) -> Any:
        """Check a choice against the data; raise DataError if it cannot be."""
        return choice

    def _surveys(self) -> dict[str, Any]:
        """Name the surveys as the code calls them."""
        return {} if self._source is None else {"responses": self._source}

    def _read(self, moved: str) -> Any:
        """Form the choice from the controls; ``moved`` names the one that changed."""
        return replace(self.choice, **{name: chosen(one) for name, one in self._named.items()})

    def _put(self, choice: Any) -> None:
        """Put the controls in line with a choice."""
        for name, control in self._named.items():
            put(control, getattr(choice, name))
