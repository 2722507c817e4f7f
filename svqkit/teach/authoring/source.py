"""Reading a lesson's source: MyST Markdown cut into cells, with errors that name the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from svqkit.teach.authoring.header import Header, read_header
from svqkit.teach.authoring.mistakes import SourceError

__all__ = ["AUDIENCES", "SLIDES", "Cell", "Source", "read_source"]

SLIDES = ("slide", "subslide", "fragment", "skip", "notes")
"""Tags that place a cell in the slides."""
AUDIENCES = ("instructor", "student", "solved")
"""Tags that put a cell into one of the derived files alone."""
SHOWN = ("hide-input", "hide-cell", "remove-cell")
"""Tags of the site, kept as they are."""

OPENING = "```{code-cell}"
MISSPELT = re.compile(r"\s*(`{3,}|~{3,})\s*\{code")
FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})")


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    ``kind`` is ``"markdown"`` or ``"code"``; ``line`` is where its text begins in the file.
    """

    kind: str
    id: str
    text: str
    line: int
    tags: tuple[str, ...] = ()
    minutes: int | None = None

    def is_for(self, audience: str) -> bool:
        """Tell whether the cell goes into the file of that audience."""
        alone = [tag for tag in self.tags if tag in AUDIENCES]
        return audience in alone if alone else audience != "instructor"


@dataclass(frozen=True)
class Source:
    """A lesson's source: its file, its header and its cells."""

    path: Path
    header: Header
    cells: tuple[Cell, ...]


def read_source(path: Path) -> Source:
    r"""Read a lesson's source.

    Parameters
    ----------
    path : pathlib.Path
        Such as ``notebooks/sources/04_reliability.md``.

    Returns
    -------
    Source

    Raises
    ------
    SourceError
        Naming the file, the line and the cell of the first mistake.

    Examples
    --------
    >>> import tempfile
    >>> text = '---\nlesson: L04\ntitle: Alpha\nminutes: 30\n---\n\n'
    >>> text += '+++ {"id": "l04-why", "tags": ["slide"]}\n\n# Alpha\n'
    >>> with tempfile.TemporaryDirectory() as place:
    ...     path = Path(place) / "04_alpha.md"
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     read_source(path).cells[0].tags
    ('slide',)
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    header, first = read_header(path, lines)
    cells = tuple(_cells(path, lines, first))
    if not cells:
        raise SourceError(path, first, 'there is no cell; a line +++ {"id": …} begins one')
    _check(path, header, cells)
    return Source(path, header, cells)


def _cells(path: Path, lines: list[str], at: int) -> Iterator[Cell]:
    while at < len(lines):
        line = lines[at]
        if line.startswith("+++"):
            options = _block_options(path, at, line)
            body = list(_prose(path, lines, at + 1, options.get("id", "")))
            yield _cell("markdown", path, at, options, body, at + 1)
            at += 1 + len(body)
        elif line.startswith(OPENING):
            body = list(takewhile(lambda one: one.rstrip() != "```", lines[at + 1 :]))
            end = at + 1 + len(body)
            if end == len(lines):
                raise SourceError(path, at, "this code cell is never closed by ```")
            options = dict(_code_options(path, at + 1, body))
            yield _cell("code", path, at, options, body[len(options) :], at + 1 + len(options))
            at = end + 1
        elif line.strip():
            raise SourceError(
                path, at, 'this text is in no cell; begin one by +++ {"id": …} on a line before it'
            )
        else:
            at += 1


def _prose(path: Path, lines: list[str], at: int, name: str) -> Iterator[str]:
    """Give the lines up to the next cell; what stands between fences belongs to the text."""
    closing, opened = "", at
    for here, line in enumerate(lines[at:], start=at):
        if not closing and line.startswith(("+++", OPENING)):
            return
        if not closing and MISSPELT.match(line):
            what = f"a code cell begins with {OPENING} at the line's start"
            raise SourceError(path, here, what, name)
        fence = FENCE.match(line)
        if closing:
            if fence and line.strip().startswith(closing) and set(line.strip()) == {closing[0]}:
                closing = ""
        elif fence:
            closing, opened = fence[1], here
        yield line
    if closing:
        raise SourceError(path, opened, f"this fence is never closed by {closing}", name)


def _block_options(path: Path, at: int, line: str) -> dict[str, Any]:
    try:
        options = json.loads(line[3:].strip() or "{}")
    except ValueError as error:
        raise SourceError(path, at, f"what follows +++ is not JSON ({error})") from None
    if not isinstance(options, dict):
        raise SourceError(path, at, 'what follows +++ is not of the form {"id": …}')
    return options


def _code_options(path: Path, at: int, body: list[str]) -> Iterator[tuple[str, Any]]:
    """Read the lines ``:key: value`` with which a code cell begins."""
    for step, line in enumerate(body):
        found = re.match(r":([a-z-]+):(.*)$", line)
        if not found:
            return
        key, value = found[1], found[2].strip()
        if key == "tags":
            if not re.fullmatch(r"\[.*\]", value):
                raise SourceError(path, at + step, "write tags as :tags: [one, another]")
            yield key, [one.strip(" \"'") for one in value[1:-1].split(",") if one.strip()]
        elif key == "minutes":
            yield key, int(value) if value.isdigit() else value
        else:
            yield key, value.strip("\"'")


def _cell(
    kind: str, path: Path, at: int, options: dict[str, Any], body: list[str], line: int
) -> Cell:
    name, tags, minutes = _checked(path, at, options)
    text = "\n".join(one.rstrip() for one in body).strip("\n")
    if not text:
        raise SourceError(path, at, "the cell is empty", name)
    skipped = next(step for step, one in enumerate(body) if one.strip())
    return Cell(kind, name, text, line + skipped + 1, tags, minutes)


def _checked(
    path: Path, at: int, options: dict[str, Any]
) -> tuple[str, tuple[str, ...], int | None]:
    """Check what a cell says of itself: its id, its tags, its minutes."""
    name = options.get("id", "")
    known = {"id", "tags", "minutes"}
    strange = sorted(set(options) - known)
    if strange:
        raise SourceError(
            path, at, f"there is no option {strange[0]!r}; there are id, tags, minutes", name
        )
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise SourceError(
            path, at, "the cell needs an id of small letters, digits and hyphens", name
        )
    tags = options.get("tags", [])
    there = (*SLIDES, *AUDIENCES, *SHOWN)
    if not isinstance(tags, list):
        raise SourceError(path, at, "tags are a list", name)
    for tag in tags:
        if tag not in there:
            raise SourceError(
                path, at, f"there is no tag {tag!r}; there are {', '.join(there)}", name
            )
    for group in (SLIDES, AUDIENCES):
        if sum(tag in group for tag in tags) > 1:
            raise SourceError(path, at, f"only one of {', '.join(group)} fits one cell", name)
    minutes = options.get("minutes")
    if minutes is not None and (not isinstance(minutes, int) or not 0 < minutes <= 60):
        raise SourceError(path, at, f"minutes are a whole number up to 60, not {minutes!r}", name)
    return name, tuple(tags), minutes


def _check(path: Path, header: Header, cells: tuple[Cell, ...]) -> None:
    """Check what concerns all cells together."""
    start = f"{header.lesson.lower()}-"
    seen: set[str] = set()
    for cell in cells:
        if not cell.id.startswith(start):
            raise SourceError(
                path, cell.line - 1, f"ids of this lesson begin with {start}", cell.id
            )
        if cell.id in seen:
            raise SourceError(path, cell.line - 1, "this id is there twice", cell.id)
        seen.add(cell.id)
    if not (
        cells[0].kind == "markdown" and cells[0].text.startswith("# ") and not cells[0].tags[1:]
    ):
        raise SourceError(
            path, cells[0].line - 1, "the first cell begins with # and the title", cells[0].id
        )
    planned = [cell.minutes for cell in cells if cell.minutes]
    if planned and sum(planned) != header.minutes:
        what = f"the cells' minutes sum to {sum(planned)}, the header says {header.minutes}"
        raise SourceError(path, 0, what)
