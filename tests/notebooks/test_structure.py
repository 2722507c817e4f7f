"""Committed notebooks are sources: no outputs, fixed ids, short cells, links that lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from svqkit.teach.authoring.open_answers import checks_in
from svqkit.teach.authoring.source import Cell

MOST_CELLS, MOST_LINES = 40, 10


@pytest.fixture
def notebook(notebook_path):
    return json.loads(notebook_path.read_text(encoding="utf-8"))


def texts(notebook, kind):
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == kind]


def test_it_is_valid_and_in_the_format_with_ids(notebook, notebook_path):
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    nbformat.validate(nbformat.read(notebook_path, as_version=4))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    random = [name for name in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", name)]
    assert not random


def test_it_holds_no_outputs(notebook):
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_it_is_short_and_so_is_each_cell(notebook):
    assert len(notebook["cells"]) <= MOST_CELLS
    for code in texts(notebook, "code"):
        assert len(code.splitlines()) <= MOST_LINES, code


def test_it_says_what_it_is_first(notebook):
    first = notebook["cells"][0]
    assert first["cell_type"] == "markdown"
    assert "".join(first["source"]).startswith("# ")


def test_no_result_is_written_into_prose(notebook):
    for text in texts(notebook, "markdown"):
        prose = re.sub(r"`[^`]*`|\b[LC]\d\d(\.\d+)?|\]\([^)]*\)", "", text)
        assert not re.findall(r"\d[.,]\d", prose), text


def test_no_path_of_a_machine_stands_in_it(notebook_path):
    text = notebook_path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|Users|root|tmp|work|opt)/|[A-Z]:\\\\", text)


def test_links_lead_to_notebooks_that_exist(notebook, notebook_path: Path):
    for text in texts(notebook, "markdown"):
        for target in re.findall(r"\]\(([^)#]+\.ipynb)\)", text):
            assert (notebook_path.parent / target).is_file(), target


def test_no_exercise_is_answered(notebook, notebook_path):
    cells = [Cell(c["cell_type"], c["id"], "".join(c["source"]), 1) for c in notebook["cells"]]
    solved = "instructor" in notebook_path.parts
    assert {one.exercise for one in checks_in(cells) if one.open == solved} == set()
    assert solved or not any("solution(" in code for code in texts(notebook, "code"))
