"""Show on the command line how a file would be read, and what to type next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from svqkit.cli_run import parse_renames
from svqkit.errors import DataError

if TYPE_CHECKING:
    from svqkit.responses.reading_plan import ReadingPlan

__all__ = ["next_command", "plan_file"]


def plan_file(source: str, instrument: str, rename: Sequence[str] = ()) -> ReadingPlan:
    """Plan the reading of a file or a folder.

    Parameters
    ----------
    source : str
    instrument : str
        A catalogue name, a YAML file, or ``"auto"``.
    rename : sequence of str
        Columns renamed (``OLD=NEW``; OLD may be a column's number).

    Returns
    -------
    ReadingPlan

    Raises
    ------
    DataError
        If there is no such file.

    Examples
    --------
    >>> from svqkit.bundled import bundled
    >>> bank = bundled("datasets") / "bank" / "bank.csv"
    >>> plan_file(str(bank), "servqual").unclear.empty
    True
    """
    import svqkit

    path = Path(source).expanduser()
    if not path.exists():
        raise DataError(f"there is no file {source!r}; check the name and the folder")
    return svqkit.plan_reading(path, instrument, rename=parse_renames(rename) or None)


def next_command(plan: ReadingPlan, source: str, rename: Sequence[str] = ()) -> str:
    """Say which command reads the file as planned, with a rename for each unclear column.

    Parameters
    ----------
    plan : ReadingPlan
    source : str
    rename : sequence of str

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.bundled import bundled
    >>> bank = str(bundled("datasets") / "bank" / "bank.csv")
    >>> next_command(plan_file(bank, "servqual"), "bank.csv")
    'svqkit validate bank.csv --instrument servqual'
    """
    unsure = [f"{one.position + 1}={one.becomes}" for one in plan.matched if not one.sure]
    options = [f"--rename {quote(pair)}" for pair in [*rename, *unsure]]
    name = plan.instrument.name
    return " ".join(["svqkit validate", quote(source), f"--instrument {name}", *options])
