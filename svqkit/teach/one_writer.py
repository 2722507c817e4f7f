"""One writer at a time: two notebooks of one folder note progress in the same file."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["one_writer"]

PATIENCE = 5.0
"""Seconds to wait for another writer, who needs milliseconds."""
_PAUSE = 0.01


@contextlib.contextmanager
def one_writer(path: Path) -> Iterator[bool]:
    """Hold a file's lock while it is read, changed and replaced.

    The lock is the operating system's own, on a small file beside ``path`` that stays empty. It
    ends with the process that holds it, so nothing is left locked by a kernel that was killed.
    Where there is no such lock (some network folders) or it is not to be had within five seconds,
    writing goes on without: a note that may be lost is better than a lesson that stops.

    Parameters
    ----------
    path : pathlib.Path
        The file to be changed.

    Yields
    ------
    bool
        Whether the lock is held.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, one_writer(Path(folder) / "x.json") as held:
    ...     held
    True
    """
    beside = path.with_name(f"{path.stem}.lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield False
        return
    try:
        yield _locked_in_time(handle)
    finally:
        os.close(handle)  # which also gives the lock back


def _locked_in_time(handle: int) -> bool:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):  # another writer has it
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
        except OSError:  # this folder knows no locks
            return False
        else:
            return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
