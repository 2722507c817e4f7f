"""One survey in several files, or a folder of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from svqkit.errors import DataError
from svqkit.responses.problems import listed
from svqkit.responses.raw_table import Note, RawTable
from svqkit.responses.table_file import ENDINGS, read_table_file

__all__ = ["files_of", "read_files"]

_MOST = 20_000


def files_of(source: str | PathLike[str] | Sequence[str | PathLike[str]]) -> list[Path]:
    """List the files that a source stands for: one, several, or those of a folder by name.

    Parameters
    ----------
    source : path, or sequence of paths

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    DataError
        If there is none, or a folder holds nothing that is read.

    Examples
    --------
    >>> [path.name for path in files_of(["a.csv", "b.csv"])]
    ['a.csv', 'b.csv']
    """
    if not isinstance(source, (str, PathLike)):
        paths = [Path(one) for one in source]
        if not paths:
            raise DataError("source is an empty list; name at least one file")
        return paths
    path = Path(source)
    if not path.is_dir():
        return [path]
    found = sorted(
        one
        for one in path.iterdir()
        if one.suffix.casefold() in ENDINGS
        and one.is_file()
        and not one.name.startswith((".", "~"))
    )
    if not found:
        raise DataError(
            f"{str(path)!r} is a folder; name the file in it (it holds none that ends in "
            f"{', '.join(ENDINGS)})"
        )
    if len(found) > _MOST:
        raise DataError(f"{str(path)!r} holds {len(found)} files; put the answers into one table")
    return found


def read_files(
    paths: Sequence[Path], wanted: Callable[[list[str]], int], *, encoding: str | None = None
) -> RawTable:
    """Read files with the same columns, one below the other.

    Parameters
    ----------
    paths : sequence of pathlib.Path
    wanted : callable
        As in ``read_table_file``.
    encoding : str, optional

    Returns
    -------
    RawTable
        Of several files: with a column ``file``, and lines such as ``"a.csv:3"``.

    Raises
    ------
    DataError
        If one cannot be read, or their columns differ.
    """
    if len(paths) == 1:
        return read_table_file(paths[0], wanted, encoding=encoding)
    tables = [read_table_file(path, wanted, encoding=encoding) for path in paths]
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    if len(set(names)) < len(names):
        raise DataError(f"{listed(sorted(names))}: a file is named twice")
    first = tables[0]
    labelled = "file" in first.header
    rows: list[list[Any]] = []
    lines: list[str] = []
    notes: list[Note] = []
    short: list[Any] = []
    for name, table in zip(names, tables, strict=True):
        if sorted(table.header) != sorted(first.header):
            lacking = [one for one in first.header if one not in table.header]
            more = [one for one in table.header if one not in first.header]
            raise DataError(
                f"{name} has other columns than {names[0]}: "
                + "; ".join(
                    f"{what} {listed(columns, 5)}"
                    for what, columns in (("lacks", lacking), ("has besides", more))
                    if columns
                )
                + ". Read them one by one, or give them the same columns",
            )
        order = _places(first.header, table.header)
        own = [] if labelled else [name]
        rows += [[*(row[at] for at in order), *own] for row in table.rows]
        lines += [f"{name}:{line}" for line in table.lines]
        short += [f"{name}:{line}" for line in table.short]
        notes += [
            (kind, f"{name}, {where}", count, handling, detail)
            for kind, where, count, handling, detail in table.notes
        ]
    digest = hashlib.sha256("".join(t.source["sha256"] for t in tables).encode()).hexdigest()
    source = {**first.source, "name": f"{len(paths)} files, {names[0]} …", "sha256": digest}
    return replace(
        first,
        header=[*first.header, *([] if labelled else ["file"])],
        rows=rows,
        lines=lines,
        source={**source, "files": tuple(names)},
        short=short,
        notes=notes,
        texts=[*first.texts, ""] if first.texts and not labelled else first.texts,
    )


def _places(wanted: list[str], there: list[str]) -> list[int]:
    """Find each wanted column; of equal names the first goes to the first."""
    left = list(enumerate(there))
    found = []
    for name in wanted:
        at = next(i for i, (_, header) in enumerate(left) if header == name)
        found.append(left.pop(at)[0])
    return found
