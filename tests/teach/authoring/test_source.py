"""A lesson's source: what is read from it, and errors that name file, line and cell."""

from __future__ import annotations

import json

import pytest

from svqkit.teach.authoring.__main__ import main
from svqkit.teach.authoring.agreement import agree
from svqkit.teach.authoring.build import derived_files, differences, write_all
from svqkit.teach.authoring.mistakes import SourceError
from svqkit.teach.authoring.notes import sections
from svqkit.teach.authoring.source import read_source
from svqkit.teach.authoring.variants import notebook_text
from svqkit.teach.exercise import find_lesson

TEXT = """---
lesson: L00
title: Start
minutes: 10
---

+++ {"id": "l00-title", "tags": ["slide"], "minutes": 4}

# Start

````markdown
```{code-cell}
not a cell
```
+++
````

```{code-cell}
:id: l00-one
:tags: [fragment, hide-input]

answer = ...  #: 1 + 1
#: print(answer)
```

+++ {"id": "l00-tell", "tags": ["instructor"]}

### To you

+++ {"id": "l00-two", "minutes": 6}

## Second | part

```{code-cell}
:id: l00-both
:tags: [solved]
def twice(x):
    return ...  #: 2 * x
```
"""


@pytest.fixture
def write(tmp_path):
    def written(text, name="00_start.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def cells(source, audience):
    notebook = json.loads(notebook_text(source, audience))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


def test_cells_are_read_with_their_lines(write):
    path = write(TEXT)
    lines = TEXT.splitlines()
    for cell in read_source(path).cells:
        assert lines[cell.line - 1] == cell.text.splitlines()[0]
    assert "not a cell" in read_source(path).cells[0].text


def test_each_audience_gets_its_cells(write):
    source = read_source(write(TEXT))
    student, solved = cells(source, "student"), cells(source, "solved")
    assert list(student) == ["l00-title", "l00-one", "l00-two"]
    assert list(solved) == ["l00-title", "l00-one", "l00-two", "l00-both"]
    assert student["l00-one"] == "answer = ..."
    assert solved["l00-one"] == "answer = 1 + 1\nprint(answer)"
    assert solved["l00-both"].endswith("    return 2 * x")
    notebook = json.loads(notebook_text(source, "student"))
    assert notebook["cells"][1]["metadata"] == {
        "slideshow": {"slide_type": "fragment"},
        "tags": ["hide-input"],
    }
    assert [section.heading for section in sections(source)] == ["Opening", "Second | part"]


def test_the_same_source_makes_the_same_bytes_and_no_outputs(write):
    texts = {notebook_text(read_source(write(TEXT)), "solved") for _ in range(3)}
    assert len(texts) == 1
    assert '"outputs": []' in texts.pop()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("---\nlesson", "lesson", r"00_start\.md, line 1: a source begins with a YAML header"),
        ("lesson: L00", "lesson: L01", r"line 1: a source of L01 is called 01_title\.md"),
        ("minutes: 10", "minutes: many", r"line 4: minutes: input should be a valid integer"),
        ("minutes: 10", "minutes: 12", r"minutes sum to 10, the header says 12"),
        ("title: Start", "titel: Start", r"line 1: title: field required"),
        ("title: Start", "title: [", "the header is not YAML"),
        ('+++ {"id": "l00-two"', '+++ {"id": l00', r"line 30: what follows \+\+\+ is not JSON"),
        ('"id": "l00-two", ', "", r"line 30: the cell needs an id"),
        ("l00-two", "l00-one", r"line 32, cell l00-one: this id is there twice"),
        ("l00-two", "l04-two", r"line 32, cell l04-two: ids of this lesson begin with l00-"),
        ('"slide"]', '"slid"]', r"line 7, cell l00-title: there is no tag 'slid'; there are"),
        ('["slide"]', '["slide", "skip"]', "only one of slide, subslide"),
        ("[solved]", "[solved, student]", "only one of instructor, student, solved"),
        ("[solved]", "solved", r"line 36: write tags as :tags: \[one, another\]"),
        (":id: l00-one", ":name: l00-one", r"line 18: there is no option 'name'"),
        ('"minutes": 6', '"minutes": 0.5', "minutes are a whole number"),
        (
            "    return ...  #: 2 * x\n```",
            "    return 1",
            r"line 34: this code cell is never closed",
        ),
        ("+++\n````", "+++", r"line 11, cell l00-title: this fence is never closed by ````"),
        ("# Start\n", "Start\n", "the first cell begins with # and the title"),
        ("\n+++ {", "\nLost.\n\n+++ {", r"line 7: this text is in no cell"),
        (
            "## Second",
            "```{code-cel}\n```\n## Second",
            r"line 32, cell l00-two: a code cell begins",
        ),
        ("## Second | part\n", "", r"cell l00-two: the cell is empty"),
    ],
)
def test_a_mistake_is_named_with_its_place(write, old, new, said):
    assert old in TEXT
    with pytest.raises(SourceError, match=said):
        read_source(write(TEXT.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1 + 1", "1" * 100, r"line 22, cell l00-one: the line has 109 characters in the solved"),
        ("answer = ...  #:", "answer == ...  #:", r"line 22, cell l00-one: write `name = \.\.\."),
    ],
)
def test_a_mark_that_cannot_be_followed_is_named(write, old, new, said):
    source = read_source(write(TEXT.replace(old, new)))
    with pytest.raises(SourceError, match=said):
        notebook_text(source, "solved")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("a b", r"line 22, cell l00-one: this is no Python in the student notebook"),
        ("answer = ...  #: 1 +", r"line 22, cell l00-one: this is no Python in the solved"),
        ('check("L00.9", ...)', r"cell l00-one: there is no exercise L00\.9 in L00\.yaml"),
        ('check("L00.1", ...)', r"cell l00-one: the solved notebook does not answer L00\.1"),
        ("answer = 1", r"line 1: the student notebook never checks L00\.1"),
    ],
)
def test_source_and_exercises_must_fit(write, cell, said):
    source = read_source(write(TEXT.replace("answer = ...  #: 1 + 1", cell)))
    with pytest.raises(SourceError, match=said):
        agree(source, find_lesson("L00"))


@pytest.fixture
def folder(tmp_path):
    from svqkit.bundled import bundled

    (tmp_path / "sources").mkdir()
    text = (bundled("notebooks") / "sources" / "00_start_here.md").read_text(encoding="utf-8")
    (tmp_path / "sources" / "00_start_here.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_differs_is_named_and_written_anew(folder, capsys):
    notebook = folder / "lessons" / "00_start_here.ipynb"
    assert differences(folder)[0] == "lessons/00_start_here.ipynb is missing"
    assert len(write_all(folder)) == 3
    assert main(["--check", "--folder", str(folder)]) == 0

    changed = notebook.read_text(encoding="utf-8").replace("Shift + Enter", "Enter")
    notebook.write_text(changed, encoding="utf-8")
    (folder / "instructor" / "03_gone_notes.md").write_text("old")
    capsys.readouterr()
    assert main(["--check", "L00", "--folder", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "lessons/00_start_here.ipynb differs at cell l00-title" in said
    assert "instructor/03_gone_notes.md has no source" in said

    assert main(["--folder", str(folder)]) == 0
    assert "wrote lessons/00_start_here.ipynb" in capsys.readouterr().out
    assert write_all(folder) == []


def test_a_mistake_ends_the_command_with_its_place(folder, capsys):
    path = folder / "sources" / "00_start_here.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("my_count = ...", "my_count = 3", 1), encoding="utf-8")
    assert main(["--folder", str(folder)]) == 2
    assert "00_start_here.md, line" in capsys.readouterr().err
    assert not (folder / "lessons").exists()
    assert main(["L77", "--folder", str(folder)]) == 2
    assert "there is no source of L77; there are L00" in capsys.readouterr().err


def test_a_leak_stops_the_building(folder):
    path = folder / "sources" / "00_start_here.md"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n+++ {"id": "l00-leak"}\n\nSo: `(perceived - expected).mean()`.\n',
        encoding="utf-8",
    )
    with pytest.raises(SourceError, match="cell l00-leak: it shows the solved expression"):
        derived_files(path)
