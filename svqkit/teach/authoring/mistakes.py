"""A mistake in a lesson's source, with the place where it stands."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SourceError"]


class SourceError(ValueError):
    """A lesson's source cannot be read or must not be published as it is.

    Parameters
    ----------
    path : pathlib.Path
    at : int
        Position of the line, counted from 0.
    what : str
    cell : str
        The cell's id, where it is known.

    Examples
    --------
    >>> str(SourceError(Path("04_alpha.md"), 11, "the cell is empty", "l04-why"))
    '04_alpha.md, line 12, cell l04-why: the cell is empty'
    """

    def __init__(self, path: Path, at: int, what: str, cell: str = "") -> None:
        place = f"{path.name}, line {at + 1}" + (f", cell {cell}" if cell else "")
        super().__init__(f"{place}: {what}")
