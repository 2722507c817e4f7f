"""A learner's progress in a small local file, which nothing that goes wrong makes unusable.

It is read before each change and replaced in one step, by one writer at a time. A broken file is kept aside; where nothing
can be written, progress lasts as long as the session. Either is said once.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from svqkit.bundled import bundled
from svqkit.teach.one_writer import one_writer
from svqkit.teach.progress_record import VERSION, Progress

__all__ = ["FILE", "keep", "progress_path", "read_progress", "replace_text"]

FILE = ".svqkit-progress.json"
_SIGNS = (FILE, ".svqkit-notebooks.json", "start.ipynb")
"""What a working folder is known by: a notebook's own folder may lie below it."""
_LEVELS = 4

_unkept: dict[Path, Progress] = {}
"""Progress of this session that could not be written."""


def progress_path() -> Path:
    """Say where progress is kept.

    ``SVQKIT_PROGRESS`` names a file; otherwise it lies in the working folder: the nearest one, from
    the current folder up, that holds a progress file or the start notebook, else the current one.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> progress_path().suffix
    '.json'
    """
    named = os.environ.get("SVQKIT_PROGRESS")
    if named:
        return Path(named).expanduser()
    here = Path.cwd()
    for folder in [here, *here.parents][:_LEVELS]:
        if any((folder / sign).is_file() for sign in _SIGNS):
            return folder / FILE
    return here / FILE


def read_progress() -> Progress:
    """Read what was kept; an empty record where there is none yet.

    Returns
    -------
    Progress

    Examples
    --------
    >>> read_progress().seeds
    {}
    """
    path = progress_path()
    if path in _unkept:
        return _unkept[path]
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Progress()
    except UnicodeDecodeError:
        return _after_a_broken_file(path)
    except OSError as error:
        return _unkept_from_now(path, Progress(), error.strerror or "it cannot be read")
    try:
        found = Progress.model_validate_json(text)
    except ValidationError:
        return _after_a_broken_file(path)
    if found.svqkit_progress > VERSION:
        return _unkept_from_now(path, Progress(), "it was written by a newer svqkit")
    return found


def keep(change: Callable[[Progress], object]) -> Progress:
    """Change the record and write it, whole or not at all.

    Parameters
    ----------
    change : callable
        Changes a :class:`Progress` in place.

    Returns
    -------
    Progress
        As it is now.

    Examples
    --------
    >>> keep(lambda progress: progress.seeds.update(L04=7)).seeds
    {'L04': 7}
    """
    path = progress_path()
    if path in _unkept:
        return _changed(read_progress(), change)
    if path.parent.is_relative_to(bundled("notebooks")):
        return _unkept_from_now(
            path,
            _changed(read_progress(), change),
            "these are the kit's own notebooks; `svqkit lab` makes copies of your own",
        )
    with one_writer(path):
        now = _changed(read_progress(), change)
        if path in _unkept:
            return now
        try:
            replace_text(path, now.model_dump_json(indent=1) + "\n")
        except OSError as error:
            return _unkept_from_now(path, now, error.strerror or "it cannot be written")
    return now


def _changed(progress: Progress, change: Callable[[Progress], object]) -> Progress:
    change(progress)
    return progress


def replace_text(path: Path, text: str) -> None:
    """Write a file beside its place first, then put it there in one step.

    Parameters
    ----------
    path : pathlib.Path
    text : str

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _unkept_from_now(path: Path, progress: Progress, why: str) -> Progress:
    _unkept[path] = progress
    print(f"Your progress is not kept beyond this session ({path.name}: {why}).")
    return progress


def _after_a_broken_file(path: Path) -> Progress:
    """Keep a broken file aside and begin anew."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.broken-{number}{path.suffix}")).exists():
        number += 1
    try:
        os.replace(path, aside)
    except OSError as error:
        return _unkept_from_now(path, Progress(), error.strerror or "it is broken")
    print(
        f"The progress file could not be read and is kept as {aside.name}; progress begins anew.\n"
        "Nothing else is lost: run your cells again."
    )
    return Progress()
