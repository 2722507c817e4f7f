"""The Word report: what Word, a screen reader and a journal find in it."""

from __future__ import annotations

import dataclasses
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

import svqkit as svq
from svqkit.present.report.as_docx import as_docx
from svqkit.present.report.compose import compose
from svqkit.result import Part, Result


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Evil(Result):
    """Words that would break out of a file that does not escape them."""

    def _parts(self) -> list[Part]:
        words = '</w:t><w:t>& "\x07=1+1'
        return [
            (f"A caption {words}", pd.DataFrame({f"head {words}": [words]}, index=[words])),
            (f"A title {words}", f"A sentence {words}"),
        ]


@pytest.fixture(scope="module")
def made(validation: Any) -> bytes:
    return as_docx(validation)


@pytest.fixture(scope="module")
def word(made: bytes) -> Any:
    return Document(BytesIO(made))


def styled(word: Any, name: str) -> list[str]:
    paragraphs = [p._p for p in word.paragraphs if p.style.name == name]
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs]


def test_headings_contents_and_marks_agree(word: Any, validation: Any) -> None:
    titles = [section.title for section in compose(validation).sections]
    assert styled(word, "Heading 1") == titles
    body = word.element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert links == marks
    assert len(set(marks)) == len(titles)
    assert "TOC" in next(body.iter(qn("w:instrText"))).text


def test_captions_are_counted_by_word_and_in_order(word: Any, validation: Any) -> None:
    captions = styled(word, "Caption")
    tables = [one for one in captions if one.startswith("Table ")]
    assert [one.split(".")[0] for one in tables] == [f"Table {k + 1}" for k in range(len(tables))]
    said = compose(validation).tables
    assert [one.split(". ", 1)[1] for one in tables] == [grid.caption for grid in said]
    assert sum(one.startswith("Figure ") for one in captions) == 12
    fields = [f.get(qn("w:instr")) for f in word.element.body.iter(qn("w:fldSimple"))]
    assert sum("SEQ Table" in one for one in fields) == len(tables)


def test_tables_are_real_with_repeated_headers_and_every_cell(word: Any, validation: Any) -> None:
    said = compose(validation).tables
    assert len(word.tables) == len(said)
    for grid, table in zip(said, word.tables, strict=True):
        rows = table._tbl.tr_lst
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        texts = [["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.tc_lst] for r in rows]
        assert texts[0] == [column.heading for column in grid.columns]
        plain = [row for row in texts[1:] if len(row) == len(grid.columns) or len(row) > 1]
        shown = [
            [f"{c.shown} ◂" if c.mark == "weak" else c.shown for c in row] for row in grid.rows
        ]
        if len(grid.columns) > 1:
            assert plain == shown
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == grid.caption


def test_no_table_is_wider_than_its_page(word: Any) -> None:
    page = None
    sections = iter(word.sections)
    body = list(word.element.body)
    widths = []
    page = next(sections)
    for element in body:
        if element.tag == qn("w:tbl"):
            columns = element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
            wide = sum(int(one.get(qn("w:w"))) for one in columns) / 20
            room = (page.page_width - page.left_margin - page.right_margin) / 12700
            widths.append((wide, room))
        elif element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            page = next(sections)
    assert len(widths) == len(word.tables)
    assert [pair for pair in widths if pair[0] > pair[1] + 1] == []


def test_only_horizontal_rules(made: bytes) -> None:
    text = zipfile.ZipFile(BytesIO(made)).read("word/document.xml").decode()
    for borders in re.findall(r"<w:(?:tbl|tc)Borders>.*?</w:(?:tbl|tc)Borders>", text):
        assert not re.search(r"<w:(left|right|insideV)\b", borders)


def test_pictures_say_what_they_show_and_are_sharp(word: Any) -> None:
    from PIL import Image

    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 12
    assert all(len(one.get("descr")) > 40 for one in pictures)
    for shape in word.inline_shapes:
        inside = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        with Image.open(BytesIO(word.part.related_parts[inside].blob)) as picture:
            assert picture.format == "PNG"
            assert picture.width / (shape.width / 914400) >= 299


def test_properties_name_the_report_and_nobody(word: Any, validation: Any) -> None:
    properties = word.core_properties
    assert properties.title == "Validation of SERVQUAL"
    assert properties.author == ""
    assert properties.language == "en"
    assert properties.created.date().isoformat() == validation.settings["date"]


def test_the_same_result_gives_the_same_bytes(validation: Any) -> None:
    assert as_docx(validation.gaps) == as_docx(validation.gaps)


def test_markup_stays_words() -> None:
    word = Document(BytesIO(as_docx(Evil())))
    assert word.tables[0].cell(1, 1).text == '</w:t><w:t>& "=1+1'
    assert '</w:t><w:t>& "=1+1' in styled(word, "Heading 1")[0]


def test_chinese_words_are_set_in_a_chinese_font() -> None:
    bank = svq.load_dataset("bank")
    chinese = dataclasses.replace(bank, instrument=svq.load_instrument("servqual", "zh-Hans"))
    made = as_docx(svq.validate(chinese, seed=1))
    package = zipfile.ZipFile(BytesIO(made))
    styles = etree.fromstring(package.read("word/styles.xml"))
    fonts = {one.get(qn("w:eastAsia")) for one in styles.iter(qn("w:rFonts"))}
    assert "Microsoft YaHei" in fonts
    text = package.read("word/document.xml").decode()
    assert '<w:lang w:eastAsia="zh-CN"/>' in text


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(svq.MissingExtraError, match=r'pip install "svqkit\[report\]"'):
        svq.report(Evil(), tmp_path / "x.docx")
    assert list(tmp_path.iterdir()) == []
