"""Pages are found by the names that people type, and say what they are about."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from svqkit.errors import DataError
from svqkit.present.live.gallery import gallery
from svqkit.present.live.page_words import in_words, write_words
from svqkit.present.live.pages import Page, cases, find_page, lessons, pages, read_page
from svqkit.present.live.server import VENDOR


@pytest.mark.parametrize("name", ["gap-explorer", "gap_explorer", "Gap Explorer"])
def test_a_page_is_found_with_dashes_underscores_or_blanks(name: str) -> None:
    assert find_page(name).path.name == "gap_explorer.ipynb"


@pytest.mark.parametrize("name", ["L00", "l0", "00", "0", "lesson-00", "lesson_0", "00_start_here"])
def test_a_lesson_is_found_by_its_number(name: str) -> None:
    found = find_page(name)
    assert (found.name, found.slides) == ("L00", True)


@pytest.mark.parametrize("name", ["C01", "c1", "case-01", "Case 1", "bank"])
def test_a_case_is_found_by_its_number_or_name(name: str) -> None:
    found = find_page(name)
    assert (found.name, found.path.name, found.slides) == ("C01", "bank.ipynb", True)


def test_any_notebook_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "talk.ipynb"
    cell = {"cell_type": "markdown", "source": ["# My talk\n", "\n", "It is *short*. And good."]}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    page = find_page(str(path), slides=True)
    assert (page.title, page.about, page.slides) == ("My talk", "It is short.", True)


@pytest.mark.parametrize("name", ["nothing", "L99", "C99", "nowhere/talk.ipynb", "talk.ipynb"])
def test_what_is_not_there_is_said(name: str) -> None:
    with pytest.raises(DataError, match=r"there is: .*gap-explorer|check the path"):
        find_page(name)


def test_a_file_that_is_no_notebook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.ipynb"
    path.write_text("[]")
    with pytest.raises(DataError, match="no notebook"):
        read_page(path)


def test_the_gallery_shows_every_page_and_asks_for_nothing() -> None:
    shown = gallery(pages(), lessons(), cases(), language="en", data="")
    for page in [*pages(), *lessons(), *cases()]:
        assert page.path.name in shown
    assert re.findall(r"""(?:src|href)=["']https?:""", shown) == []
    assert "<script" not in shown


def test_the_gallery_writes_names_of_files_as_text() -> None:
    page = Page(Path("present/x.ipynb"), "x", "<b>T</b>", "a & b", "")
    shown = gallery([page], [], language="nl", data="<i>mine.csv")
    assert "&lt;b&gt;T" in shown
    assert "a &amp; b" in shown
    assert "&lt;i&gt;mine.csv" in shown


def test_every_bundled_page_says_in_one_sentence_what_it_shows() -> None:
    for page in pages():
        assert page.about.endswith((".", "?")), f"{page.path.name}: metadata svqkit.about"


def test_vendored_files_are_those_on_record() -> None:
    record = (VENDOR / "README.md").read_text(encoding="utf-8")
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "README.md"]
    assert files
    for path in files:
        name, digest = path.relative_to(VENDOR).as_posix(), hashlib.sha256(path.read_bytes())
        assert f"| `{name}` | `{digest.hexdigest()}` |" in record


def test_every_page_has_its_words_in_each_language_and_english_is_the_notebooks_own() -> None:
    for page in pages():
        assert in_words(page, "en") == page
        for language in ("zh-Hans", "zh-Hant", "nl"):
            shown = in_words(page, language)
            assert shown.title != page.title
            assert shown.about != page.about


def test_the_copy_that_is_served_carries_title_heading_and_language(tmp_path: Path) -> None:
    for page, language in ((find_page("gap-explorer"), "zh-Hans"), (find_page("L00"), "en")):
        copy = tmp_path / page.path.name
        copy.write_bytes(page.path.read_bytes())
        write_words(copy, in_words(page, "zh-Hans"), "zh-Hans")
        held = json.loads(copy.read_text(encoding="utf-8"))
        title = in_words(page, "zh-Hans").title
        assert held["metadata"]["title"] == title
        assert held["metadata"]["svqkit"]["language"] == language
        assert read_page(copy).title == title
        assert len(held["cells"]) == len(json.loads(page.path.read_text(encoding="utf-8"))["cells"])
