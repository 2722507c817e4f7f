"""The file that answers are kept in: SQLite, written through to the disk before anyone is thanked."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.collecting.collection import (
    Collection,
    differing,
    from_settings,
    new_settings,
)

__all__ = ["FILE", "connect", "file_of", "is_collection", "open_collection", "read_collection"]

FILE = "answers.sqlite"
_MARK = 0x53565143  # "SVQC": SQLite files carry the mark of the program they belong to
_FORMAT = 1
_TABLES = """
CREATE TABLE collection (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE answers (
    number INTEGER PRIMARY KEY,
    respondent TEXT NOT NULL UNIQUE,
    receipt TEXT NOT NULL,
    received REAL NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX answers_received ON answers (received);
CREATE TABLE replaced (
    number INTEGER PRIMARY KEY,
    respondent TEXT NOT NULL,
    receipt TEXT NOT NULL,
    received REAL NOT NULL,
    content TEXT NOT NULL
);
"""


def file_of(path: str | os.PathLike[str]) -> Path:
    """Find a collection's file from its path or its folder.

    Parameters
    ----------
    path : path

    Returns
    -------
    Path

    Examples
    --------
    >>> file_of("somewhere/answers.sqlite").name
    'answers.sqlite'
    """
    found = Path(path)
    return found / FILE if found.is_dir() else found


def is_collection(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a collection's file, or a folder that has one.

    Parameters
    ----------
    path : path

    Returns
    -------
    bool
        Only the file's first bytes are looked at.

    Examples
    --------
    >>> is_collection("no/such/file.csv")
    False
    """
    found = file_of(path)
    if not found.is_file():
        return False
    with found.open("rb") as opened:
        head = opened.read(100)
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72]) == _MARK


def _unusable(path: Path, why: str) -> DataError:
    return DataError(
        f"{path} {why}; it was left as it is. Name another folder, or give that file another name"
    )


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open a collection's file, after making sure that it is one.

    Parameters
    ----------
    path : Path
    write : bool
        Otherwise the file is only read, which works while another process writes it.

    Returns
    -------
    sqlite3.Connection
        In autocommit mode; writing goes through to the disk with each commit.

    Raises
    ------
    DataError
        If there is no such file, or it is damaged, of another program or of a newer format.
    """
    if not path.is_file():
        raise DataError(f"there is no collection at {path}; it is made by: svqkit collect NAME")
    address = path.resolve().as_uri()
    # A closed collection in a folder that may not be written to needs no shared memory.
    closed = not path.with_name(f"{path.name}-wal").exists() and not os.access(path.parent, os.W_OK)
    mode = "rw" if write else "ro&immutable=1" if closed else "ro"
    connection = None
    try:
        connection = sqlite3.connect(
            f"{address}?mode={mode}", uri=True, isolation_level=None, timeout=10
        )
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if mark != _MARK:
            raise _unusable(path, "is no collection of svqkit's")
        if version != _FORMAT:
            raise _unusable(path, f"has format {version}, and this svqkit knows {_FORMAT}")
        if write:
            fine = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if fine != "ok":
                raise _unusable(path, "is damaged")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA fullfsync=ON")  # macOS has a cache of its own
    except (sqlite3.DatabaseError, DataError) as problem:
        if connection is not None:
            connection.close()
        if isinstance(problem, DataError):
            raise
        raise _unusable(path, f"is damaged or no collection ({problem})") from None
    return connection


def _settings(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM collection").fetchall())


def read_collection(path: str | os.PathLike[str]) -> Collection:
    """Read what a collection is.

    Parameters
    ----------
    path : path
        The file, or its folder.

    Returns
    -------
    Collection

    Raises
    ------
    DataError
        As :func:`connect`.
    """
    found = file_of(path)
    with closing(connect(found)) as connection:
        return from_settings(found, _settings(connection))


def _make(path: Path, settings: Mapping[str, str]) -> None:
    """Write a new file under another name first, so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new{os.getpid()}")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(
            f"PRAGMA application_id={_MARK}; PRAGMA user_version={_FORMAT}; BEGIN; {_TABLES}"
        )
        connection.executemany("INSERT INTO collection VALUES (?, ?)", settings.items())
        connection.execute("COMMIT")
    os.replace(fresh, path)


def open_collection(
    folder: str | os.PathLike[str],
    instrument: Instrument,
    *,
    attention: int = 0,
    shuffle: bool = False,
) -> tuple[Collection, int]:
    """Begin a collection in a folder, or go on with the one that is there.

    Parameters
    ----------
    folder : path
        Made if need be.
    instrument : Instrument
        In the language of the form.
    attention : int
        Attention checks.
    shuffle : bool
        Whether each respondent gets the items of a dimension in an order of their own.

    Returns
    -------
    Collection
        With the class code that it had before, so that pages that are still open go on working.
    int
        Answers that were there already.

    Raises
    ------
    DataError
        If the folder holds something else under that name, or a collection of another form.

    Examples
    --------
    >>> import tempfile
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> with tempfile.TemporaryDirectory() as place:
    ...     first, _ = open_collection(place, load_instrument("servperf"))
    ...     again, answers = open_collection(place, load_instrument("servperf"))
    >>> again.code == first.code, answers
    (True, 0)
    """
    if Path(folder).exists() and not Path(folder).is_dir():
        raise DataError(f"{folder} is a file; name a folder for the answers")
    path = Path(folder) / FILE
    settings = new_settings(instrument, attention, shuffle, secrets.randbelow(2**31))
    if not os.path.lexists(path):
        _make(path, settings)
    with closing(connect(path, write=True)) as connection:
        earlier = from_settings(path, _settings(connection))
        other = differing(earlier, settings)
        if other is not None:
            raise _unusable(path, f"holds another collection: {other}")
        answers = connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    return earlier, int(answers)
