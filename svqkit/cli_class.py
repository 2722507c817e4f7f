"""Report on a class from the command line: a page, tables as CSV, and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from svqkit.errors import DataError

if TYPE_CHECKING:
    from svqkit.teach.class_report import ClassReport

__all__ = ["report_class"]

_TABLES = ("discuss", "exercises", "misconceptions", "questions", "learners")


def report_class(folder: Path, out: Path) -> ClassReport:
    """Read a class's exports and write the report beside its tables and picture.

    Parameters
    ----------
    folder : Path
        With exported progress files.
    out : Path
        The page, in ``.html`` or another format of ``report``; ``NAME-exercises.csv`` and the
        other tables, and ``NAME.png``, go beside it.

    Returns
    -------
    ClassReport

    Raises
    ------
    DataError
        If the folder holds no export, or the page would lie among the exports as one of them.

    Examples
    --------
    >>> report_class(Path("no such folder"), Path("class.html"))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no folder 'no such folder'; name the one with the exported files
    """
    from svqkit.present.plots.class_report import plot_class
    from svqkit.present.plots.saving import save_picture
    from svqkit.present.report.write import report
    from svqkit.teach.class_report import class_report

    if folder.is_file():
        raise DataError(f"{folder} is a file; name the folder that the exported files are in")
    if out.suffix.lower() == ".json" and out.resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{out} would lie among the exported files; name another --out")
    found = class_report(folder)
    report(found, out)
    for name in _TABLES:
        table = getattr(found, name)
        if len(table):
            path = out.with_name(f"{out.stem}-{name}.csv")
            flat = table.reset_index() if table.index.name else table
            flat.map(_harmless).to_csv(path, encoding="utf-8-sig", index=False)
    if (found.exercises[["tried", "unanswered"]] > 0).any(axis=None):
        save_picture(plot_class(found), out.with_name(f"{out.stem}.png"))
    return found


def _harmless(cell: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell
