"""Which notebooks can be shown, as pages or slides, and how each is called."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svqkit.bundled import bundled
from svqkit.errors import DataError

__all__ = ["Page", "cases", "find_page", "lessons", "pages", "read_page"]

_LESSON = re.compile(r"(?:l|lesson_)?(\d{1,2})")
_CASE = re.compile(r"(?:c|case_)(\d{1,2})")
_SETTINGS = "svqkit"


@dataclass(frozen=True)
class Page:
    """A notebook to show: what it is called, what it is about, and which data it shows."""

    path: Path
    name: str
    title: str
    about: str
    data: str
    slides: bool = False


def pages() -> list[Page]:
    """List the bundled pages with live pictures.

    Returns
    -------
    list of Page

    Examples
    --------
    >>> next(page.title for page in pages() if page.name == "gap-explorer")
    'What do customers expect, and what do they get?'
    """
    return [read_page(path) for path in sorted(bundled("notebooks").glob("present/*.ipynb"))]


def lessons() -> list[Page]:
    """List the bundled lessons, which are shown as slides.

    Returns
    -------
    list of Page

    Examples
    --------
    >>> lessons()[0].name, lessons()[0].slides
    ('L00', True)
    """
    found = sorted(bundled("notebooks").glob("lessons/[0-9][0-9]_*.ipynb"))
    return [read_page(path, slides=True) for path in found]


def cases() -> list[Page]:
    """List the bundled cases, which are shown as slides.

    Returns
    -------
    list of Page

    Examples
    --------
    >>> cases()[0].name, cases()[0].slides
    ('C01', True)
    """
    found = [read_page(path, slides=True) for path in bundled("notebooks").glob("cases/*.ipynb")]
    return sorted(found, key=lambda page: page.name)


def read_page(path: Path, *, slides: bool = False) -> Page:
    """Read what a notebook says of itself.

    Its title is its first heading. ``about`` (one sentence) and ``data`` stand in its metadata
    under ``svqkit``; without ``about``, the first sentence below the heading is taken.

    Parameters
    ----------
    path : Path
    slides : bool
        Whether it is shown as slides.

    Returns
    -------
    Page

    Raises
    ------
    DataError
        If the file is no notebook.

    Examples
    --------
    >>> from svqkit.bundled import bundled
    >>> read_page(bundled("notebooks") / "lessons" / "00_start_here.ipynb").name
    '00-start-here'
    """
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        cells = held["cells"]
    except (ValueError, KeyError, TypeError) as problem:
        raise DataError(f"{path} is no notebook: give a file that JupyterLab opens") from problem
    said = held.get("metadata", {}).get(_SETTINGS, {})
    lines = [
        line.strip()
        for cell in cells
        if cell.get("cell_type") == "markdown"
        for line in "".join(cell.get("source", [])).splitlines()
        if line.strip()
    ]
    heads = [k for k, line in enumerate(lines) if line.startswith("# ")]
    title = lines[heads[0]][2:].strip() if heads else path.stem.replace("_", " ")
    after = lines[heads[0] + 1 : heads[0] + 2] if heads else []
    below = "" if not after or after[0].startswith("#") else _first_sentence(after[0])
    lesson = str(said.get("lesson", "")) if slides else ""
    return Page(
        path=path,
        name=lesson or path.stem.replace("_", "-"),
        title=title,
        about=str(said.get("about", "") or below),
        data=str(said.get("data", "")),
        slides=slides,
    )


def _first_sentence(line: str) -> str:
    plain = re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", line)
    first = re.split(r"(?<=[.?!])\s", plain)[0]
    return plain if first.count("“") > first.count("”") else first


def find_page(name: str, *, slides: bool = False) -> Page:
    """Find a notebook by its name, as one types it.

    Parameters
    ----------
    name : str
        A page (``gap-explorer``), a lesson (``L04``, ``lesson-04``, ``04``), a case (``C01``,
        ``case-01``, ``bank``) or a notebook's path.
    slides : bool
        Show it as slides; lessons and cases always are.

    Returns
    -------
    Page

    Raises
    ------
    DataError
        If there is no such page, lesson, case or file.

    Examples
    --------
    >>> find_page("gap_explorer").name, find_page("lesson-00").name, find_page("0").slides
    ('gap-explorer', 'L00', True)
    >>> find_page("bank").name
    'C01'
    """
    if name.endswith(".ipynb") or "/" in name or "\\" in name:
        path = Path(name).expanduser()
        if not path.is_file():
            raise DataError(f"there is no file {name}; check the path of the notebook")
        return read_page(path.resolve(), slides=slides)
    asked = name.strip().lower().replace("-", "_").replace(" ", "_")
    for page in pages():
        if page.path.stem == asked:
            return read_page(page.path, slides=slides)
    number = _LESSON.fullmatch(asked)
    for lesson in lessons():
        same = number is not None and lesson.path.stem[:2] == f"{int(number[1]):02d}"
        if same or lesson.path.stem == asked:
            return lesson
    number = _CASE.fullmatch(asked)
    for case in cases():
        same = number is not None and case.name == f"C{int(number[1]):02d}"
        if same or case.path.stem == asked:
            return case
    there = ", ".join(page.name for page in [*pages(), *lessons(), *cases()])
    raise DataError(f"there is no page {name!r}; there is: {there} (or a notebook's path)")
