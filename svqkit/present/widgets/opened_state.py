"""The saved state that a page was opened with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from svqkit.errors import DataError

__all__ = ["LARGEST", "STATE_FILE", "opened_state", "read_state_file"]

STATE_FILE = "SVQKIT_STATE_FILE"
"""Environment variable: a file that a widget's "Save state" has written."""
LARGEST = 100_000
"""Bytes; the states of our widgets have a hundredth of it."""


def opened_state(*, environment: Mapping[str, str] | None = None) -> str:
    """Read the saved state that a page was opened with.

    Parameters
    ----------
    environment : mapping, optional
        Default is this process's environment, where ``svqkit present --state FILE`` puts
        ``SVQKIT_STATE_FILE``.

    Returns
    -------
    str
        The file's text; empty where the page was opened without a state.

    Raises
    ------
    DataError
        If there is no such file, or it is too large or no text.

    Examples
    --------
    >>> opened_state(environment={})
    ''
    """
    given = os.environ if environment is None else environment
    file = given.get(STATE_FILE, "")
    return read_state_file(file) if file else ""


def read_state_file(file: str | Path) -> str:
    """Read the text of a state's file.

    Parameters
    ----------
    file : path

    Returns
    -------
    str

    Raises
    ------
    DataError
        If there is no such file, or it is too large or no text.

    Examples
    --------
    >>> read_state_file("nowhere.json")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no file 'nowhere.json'; check the path after --state
    """
    path = Path(file)
    if not path.is_file():
        raise DataError(f"there is no file {path.name!r}; check the path after --state")
    held = path.read_bytes()[: LARGEST + 1]
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text or len(held) > LARGEST:
        raise DataError(f"{path.name} is no saved state; give a file that “Save state” has written")
    return text
