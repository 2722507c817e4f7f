"""Each notebook runs from top to bottom: quiet, with every picture and widget, checks as they should be.

A learner's notebook runs with its dots, and every check says that there is no answer yet; in the
instructor's solved one every check says right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbclient import NotebookClient

from svqkit.present import widgets
from svqkit.teach.authoring.open_answers import checks_in
from svqkit.teach.authoring.source import Cell

pytestmark = pytest.mark.notebook

WIDGET = re.compile(rf"\b(?:{'|'.join([*widgets.__all__, 'quiz'])})\(")
DRAWS = re.compile(r"\bsvq\.plot_\w+|\bplt\.subplots\(|\bsns\.\w+plot\(|\.plot\(")
VERDICTS = {"right", "misconception", "not yet", "not an answer"}


class Ran(NamedTuple):
    """A notebook that ran, and the folder in which it did."""

    cells: list[nbformat.NotebookNode]
    folder: Path


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Ran]:
    """Run a notebook once for all tests: a kernel takes longer to start than most cells to run."""

    @cache
    def run(path: Path) -> Ran:
        folder = tmp_path_factory.mktemp("notebook")
        return Ran(execute(nbformat.read(path, as_version=4), folder).cells, folder)

    return run


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    return NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()


@pytest.fixture
def done(notebook_path: Path, run_once: Callable[[Path], Ran]) -> Ran:
    return run_once(notebook_path)


def outputs(cell: nbformat.NotebookNode, kind: str) -> list[str]:
    """What a cell shows of a media type."""
    return [o["data"][kind] for o in cell.get("outputs", []) if kind in o.get("data", {})]


def test_it_runs_and_is_quiet(done: Ran) -> None:
    shown = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert shown
    loud = [o["text"] for o in shown if o["output_type"] == "stream" and o["name"] == "stderr"]
    assert not loud, "\n".join(loud)
    assert not [o for o in shown if o["output_type"] == "error"]


def test_every_cell_that_draws_shows_its_picture(done: Ran) -> None:
    for cell in done.cells:
        pictures = outputs(cell, "image/png")
        drawn = len(DRAWS.findall(cell.source)) if cell.cell_type == "code" else 0
        assert bool(pictures) == bool(drawn), cell.id
        assert len(pictures) <= drawn, cell.id


def test_every_widget_is_shown(done: Ran) -> None:
    code = "\n".join(cell.source for cell in done.cells if cell.cell_type == "code")
    views = [
        view
        for cell in done.cells
        for view in outputs(cell, "application/vnd.jupyter.widget-view+json")
    ]
    assert len(views) == len(WIDGET.findall(code))


def test_every_report_is_written(done: Ran) -> None:
    code = "\n".join(cell.source for cell in done.cells if cell.cell_type == "code")
    written = [path for path in done.folder.iterdir() if not path.name.startswith(".")]
    assert len([one for one in written if one.stat().st_size > 1000]) == code.count("svq.report(")


def test_checks_say_what_they_should(done: Ran, notebook_path: Path) -> None:
    expected = "right" if "instructor" in notebook_path.parts else "not an answer"
    cells = [Cell(cell.cell_type, cell.id, cell.source, 1) for cell in done.cells]
    for one in checks_in(cells):
        shown = "".join(outputs(done.cells[one.position], "text/html"))
        said = re.findall(r'data-exercise="([^"]+)" data-kind="([^"]+)"', shown)
        verdicts = [kind for name, kind in said if name == one.exercise and kind in VERDICTS]
        assert verdicts == [expected], f"{one.exercise} in cell {cells[one.position].id}"
