"""Deriving every lesson's files from its source, and comparing them with those that are there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from svqkit.teach.authoring.agreement import agree
from svqkit.teach.authoring.leaks import leaks_in
from svqkit.teach.authoring.mistakes import SourceError
from svqkit.teach.authoring.notes import instructor_notes
from svqkit.teach.authoring.source import read_source
from svqkit.teach.authoring.variants import learner_place, notebook_text
from svqkit.teach.exercise import find_lesson, lesson_name

__all__ = ["derived_files", "differences", "strays", "write_all"]


def derived_files(path: Path) -> dict[str, str]:
    """Derive a lesson's files from its source.

    Parameters
    ----------
    path : pathlib.Path
        A file of ``notebooks/sources``.

    Returns
    -------
    dict
        Path, relative to ``notebooks``, → text.

    Raises
    ------
    SourceError
        If the source has a mistake, or the learner's notebook would give an answer away.
    LessonError
        If the lesson's exercises have one.
    """
    source = read_source(path)
    lesson = find_lesson(source.header.lesson)
    agree(source, lesson)
    for leak in leaks_in(source, lesson):
        raise SourceError(path, leak.line, leak.what, leak.cell)
    stem = path.stem
    return {
        learner_place(source): notebook_text(source, "student"),
        f"instructor/{stem}_solved.ipynb": notebook_text(source, "solved"),
        f"instructor/{stem}_notes.md": instructor_notes(source),
    }


def write_all(folder: Path, lessons: Sequence[str] = ()) -> list[str]:
    """Write what is derived, where it differs from what is there.

    Parameters
    ----------
    folder : pathlib.Path
        The folder ``notebooks``.
    lessons : sequence of str
        Such as ``["L04"]``; all unless told otherwise.

    Returns
    -------
    list of str
        The files written.
    """
    written = []
    for name, text in _derived(folder, lessons):
        target = folder / name
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            written.append(name)
    return written


def differences(folder: Path, lessons: Sequence[str] = ()) -> list[str]:
    """Say which files are not what their source says, and where they first differ.

    Parameters
    ----------
    folder : pathlib.Path
    lessons : sequence of str

    Returns
    -------
    list of str
        Empty where all is as it should be.
    """
    found = []
    for name, text in _derived(folder, lessons):
        target = folder / name
        if not target.is_file():
            found.append(f"{name} is missing")
        elif (there := target.read_text(encoding="utf-8")) != text:
            found.append(f"{name} differs at {_place(there, text)}")
    return found + [f"{name} has no source" for name in strays(folder)]


def strays(folder: Path) -> list[str]:
    """List derived files whose source is gone."""
    stems = {path.stem for path in sources(folder)}
    found = []
    for path in sorted([*folder.glob("lessons/*.ipynb"), *folder.glob("instructor/*.*")]):
        if path.stem.removesuffix("_solved").removesuffix("_notes") not in stems:
            found.append(path.relative_to(folder).as_posix())
    return found


def sources(folder: Path) -> list[Path]:
    """List the sources: lessons in order, then cases."""
    return sorted((folder / "sources").glob("*[0-9][0-9]_*.md"))


def _derived(folder: Path, lessons: Sequence[str]) -> Iterator[tuple[str, str]]:
    there = sources(folder)
    names = [lesson_name(path.name.split("_")[0]) for path in there]
    unknown = [name for name in lessons if lesson_name(name) not in names]
    if unknown:
        known = ", ".join(names) or "none"
        raise ValueError(f"there is no source of {unknown[0]}; there are {known}")
    wanted = set(map(lesson_name, lessons)) or set(names)
    for name, path in zip(names, there, strict=True):
        if name in wanted:
            yield from derived_files(path).items()


def _place(there: str, wanted: str) -> str:
    """Name the cell of a notebook, or the line of a text, where two versions first part."""
    try:
        before, after = (json.loads(one)["cells"] for one in (there, wanted))
    except (ValueError, KeyError, TypeError):
        pairs = zip(there.splitlines(), wanted.splitlines(), strict=False)
        same = next((n for n, (a, b) in enumerate(pairs) if a != b), None)
        return "its end" if same is None else f"line {same + 1}"
    for old, new in zip(before, after, strict=False):
        if old != new:
            return f"cell {new['id']}"
    if len(before) != len(after):
        return f"its end: {len(before)} cells, {len(after)} in the source"
    return "its metadata"
