"""The learner's notebook and the solved one, from a lesson's source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from svqkit.teach.authoring.mistakes import SourceError
from svqkit.teach.authoring.source import AUDIENCES, SLIDES, Cell, Source
from svqkit.teach.exercise import find_lesson

__all__ = ["answered_lines", "learner_place", "linked_from_beside", "notebook_text", "shown_cells"]

OPEN = re.compile(
    r"^(?P<before>\s*(?:(?P<name>[A-Za-z_]\w*) = |return ))\.\.\.\s*#: (?P<expression>\S.*)$"
)
"""``answer = ...  #: expression``: dots for the learner, the expression in the solved notebook."""
ONLY_SOLVED = re.compile(r"^(?P<indent>\s*)#: (?P<code>.+)$")
"""``#: code``: a line of the solved notebook alone."""
LONGEST = 100
"""Characters of a line of code, as everywhere in this project."""


def learner_place(source: Source) -> str:
    """Say where the learner's notebook lies, relative to ``notebooks``.

    Parameters
    ----------
    source : Source

    Returns
    -------
    str
        Under ``lessons`` by the source's name, or where the exercise file's ``notebook`` says.

    Raises
    ------
    SourceError
        If a case's exercise file does not say where.
    """
    place = find_lesson(source.header.lesson).notebook
    if place is None and source.header.lesson.startswith("C"):
        what = (
            f"say in {source.header.lesson}.yaml where it lies, such as notebook: cases/bank.ipynb"
        )
        raise SourceError(source.path, 0, what)
    return place or f"lessons/{source.path.stem}.ipynb"


def answered_lines(cell: Cell) -> list[tuple[int, str, str]]:
    """List the answers that a code cell leaves open.

    Parameters
    ----------
    cell : Cell

    Returns
    -------
    list of (int, str, str)
        Position of the line in the file (from 0), the name (empty after ``return``), the expression
        that answers it.

    Examples
    --------
    >>> answered_lines(Cell("code", "l04-one", "alpha = ...  #: round(a, 2)", 12))
    [(11, 'alpha', 'round(a, 2)')]
    """
    found = []
    for step, line in enumerate(cell.text.splitlines() if cell.kind == "code" else ()):
        if one := OPEN.match(line):
            found.append((cell.line - 1 + step, one["name"] or "", one["expression"].strip()))
    return found


def shown_cells(source: Source, audience: str) -> list[Cell]:
    """Give the cells as an audience sees them.

    Parameters
    ----------
    source : Source
    audience : {"student", "solved"}

    Returns
    -------
    list of Cell

    Raises
    ------
    SourceError
        If a line of code is too long, or a mark ``#:`` cannot be understood.
    """
    return [
        replace(cell, text=_text(source, cell, audience))
        for cell in source.cells
        if cell.is_for(audience)
    ]


def _text(source: Source, cell: Cell, audience: str) -> str:
    if cell.kind == "code":
        return "\n".join(_code(source, cell, audience))
    return cell.text if audience == "student" else linked_from_beside(cell.text)


def linked_from_beside(text: str) -> str:
    """Let links to other lessons lead there from the instructor's folder too.

    Parameters
    ----------
    text : str
        Markdown, as it stands in ``notebooks/lessons``.

    Returns
    -------
    str

    Examples
    --------
    >>> linked_from_beside("See [gaps](10_gaps.ipynb) and [the bank](../cases/bank.ipynb).")
    'See [gaps](../lessons/10_gaps.ipynb) and [the bank](../cases/bank.ipynb).'
    """
    return re.sub(r"\]\((\d\d_\w+\.ipynb)", r"](../lessons/\1", text)


def notebook_text(source: Source, audience: str) -> str:
    """Write the notebook of an audience, as it is kept in the repository: without outputs.

    Parameters
    ----------
    source : Source
    audience : {"student", "solved"}

    Returns
    -------
    str
        The ``.ipynb`` file's text, the same whenever the source is the same.

    Raises
    ------
    SourceError
        As :func:`shown_cells`.
    """
    header = source.header
    notebook = {
        "cells": [_written(cell) for cell in shown_cells(source, audience)],
        "metadata": {
            "kernelspec": header.kernelspec.model_dump(
                include={"display_name", "language", "name"}
            ),
            "language_info": {"name": header.kernelspec.language},
            "svqkit": {
                "lesson": header.lesson,
                "made_from": f"notebooks/sources/{source.path.name}",
                "minutes": header.minutes,
                "title": header.title,
            },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _written(cell: Cell) -> dict[str, Any]:
    written: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": _metadata(cell),
        "source": cell.text.splitlines(keepends=True),
    }
    if cell.kind == "code":
        written |= {"execution_count": None, "outputs": []}
    return written


def _metadata(cell: Cell) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    placed = [tag for tag in cell.tags if tag in SLIDES]
    if placed:
        kept["slideshow"] = {"slide_type": placed[0]}
    others = [tag for tag in cell.tags if tag not in (*SLIDES, *AUDIENCES)]
    if others:
        kept["tags"] = others
    return kept


def _code(source: Source, cell: Cell, audience: str) -> Iterator[str]:
    """Give the lines of a code cell as this audience sees them."""
    solved = audience == "solved"
    for step, line in enumerate(cell.text.splitlines()):
        at = cell.line - 1 + step
        if one := OPEN.match(line):
            line = one["before"] + (one["expression"].strip() if solved else "...")
        elif one := ONLY_SOLVED.match(line):
            if not solved:
                continue
            line = one["indent"] + one["code"]
        elif "#:" in line:
            what = (
                "write `name = ...  #: expression`, or `#: code` for a line of the solved notebook"
            )
            raise SourceError(source.path, at, what, cell.id)
        if len(line) > LONGEST:
            what = f"the line has {len(line)} characters in the {audience} notebook, {LONGEST} fit"
            raise SourceError(source.path, at, what, cell.id)
        yield line
