"""The form on paper: python-docx reads it, rows stay whole, the key names every column."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.docx_form import write
from svqkit.instruments.instrument import Instrument


def _opened(plan: FormPlan, **options: str) -> Document:
    return docx.Document(BytesIO(write(plan, **options)))


def _cells(table: Table) -> list[list[str]]:
    """Each row's texts, a cell that spans several columns several times."""
    rows = []
    for row in table._tbl.tr_lst:
        texts = []
        for cell in row.tc_lst:
            said = "\n".join(one.text for one in cell.p_lst)
            texts += [said] * cell.grid_span
        rows.append(texts)
    return rows


def _key(document: Document) -> list[list[str]]:
    return _cells(document.tables[-1])


def _width(table: Table) -> float:
    return sum(int(column.width) for column in table.columns) / Cm(1)


def _cases() -> list[tuple[str, str]]:
    own = svq.load_instrument("servqual").languages
    return [(name, "en") for name in list_instruments().index] + [("servqual", tag) for tag in own]


@pytest.mark.parametrize(("name", "language"), _cases())
def test_every_instrument_is_printed_with_all_its_questions(name: str, language: str) -> None:
    plan = form_plan(svq.load_instrument(name, language), attention=1, seed=1)
    document = _opened(plan)
    assert [row[1] for row in _key(document)[2:]] == plan.columns
    assert document.core_properties.language == language
    texts = {text for table in document.tables[:-1] for row in _cells(table) for text in row}
    texts |= {re.sub(r"^\d+\.  ", "", one.text) for one in document.paragraphs}
    assert {field.text for field in plan.fields} <= texts


def test_rows_stay_whole_and_headers_are_repeated(full: Instrument) -> None:
    for table in _opened(form_plan(full)).tables:
        rows = [row.trPr for row in table._tbl.tr_lst]
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        flags = [row.find(qn("w:tblHeader")) is not None for row in rows]
        assert flags == [True] + [False] * (len(rows) - 1)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


@pytest.mark.parametrize(("paper", "wide"), [("A4", 21.0), ("Letter", 21.59)])
def test_tables_fit_the_paper(
    full: Instrument, beside: Instrument, paper: str, wide: float
) -> None:
    for instrument in (full, beside):
        document = _opened(form_plan(instrument), paper=paper)
        page = document.sections[0]
        assert page.page_width / Cm(1) == pytest.approx(wide, abs=0.01)
        within = (page.page_width - page.left_margin - page.right_margin) / Cm(1)
        assert [_width(table) for table in document.tables] == pytest.approx(
            [within] * len(document.tables), abs=0.01
        )


def test_words_stand_above_the_codes(full: Instrument) -> None:
    document = _opened(form_plan(full))
    first = _cells(document.tables[0])
    assert first[0][2] == "Disagree"
    assert first[0][-1] == "Agree"
    assert first[1][2:] == ["1", "2", "3", "4", "5"]
    worded = _cells(_opened(form_plan(svq.load_instrument("servqual"))).tables[0])
    anchors = svq.load_instrument("servqual").scale.anchors
    assert worded[0][2:] == list(anchors.values())


def test_the_form_is_complete(full: Instrument) -> None:
    plan = form_plan(full, attention=1, seed=1)
    document = _opened(plan)
    said = [one.text for one in document.paragraphs]
    assert "Think of this bank." in said
    assert "The points must add up to 100." in said
    assert "☐  Woman" in said
    assert any(text.endswith("Your age (From 16 to 99)") for text in said)
    points = next(table for table in document.tables if _cells(table)[-1][1] == "Total")
    assert _cells(points)[-1][2] == "100"
    key = {row[1]: row for row in _key(document)}
    assert key["gender"][3].startswith("f = Woman; m = Man; no_answer = ")
    assert key["E1"][3] == "1 = Disagree; 5 = Agree"
    assert key["E2"][3] == "″"
    assert "check_1" not in [
        cell for t in document.tables[:-1] for row in _cells(t) for cell in row
    ]


def test_numbers_lead_from_paper_to_columns(full: Instrument, beside: Instrument) -> None:
    plan = form_plan(full, shuffle=True, seed=3)
    document = _opened(plan)
    key = {row[0]: row for row in _key(document)[2:]}
    for row in _cells(document.tables[0])[1:]:
        assert key[row[0]][2] == row[1]
    beside_key = _key(_opened(form_plan(beside)))
    assert [row[:2] for row in beside_key[2:5]] == [["1", "M1"], ["1", "D1"], ["1", "P1"]]
    assert beside_key[3][2] == f"{form_words('en')['desired_heading']}: This bank is clean."


def test_forms_side_by_side_stand_in_columns(beside: Instrument) -> None:
    table = _cells(_opened(form_plan(beside)).tables[0])
    assert table[0][2].splitlines() == [
        form_words("en")["minimum_heading"],
        "1 = Disagree",
        "5 = Agree",
    ]
    assert table[1] == ["1", "This bank is clean.", *["1  2  3  4  5"] * 3]


@pytest.mark.parametrize(
    ("language", "font", "region"),
    [("zh-Hans", "Microsoft YaHei", "zh-CN"), ("zh-Hant", "Microsoft JhengHei", "zh-TW")],
)
def test_chinese_has_its_fonts(language: str, font: str, region: str) -> None:
    document = _opened(form_plan(svq.load_instrument("servqual", language)))
    for name in ("Normal", "Title", "Heading 1"):
        properties = document.styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
        assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == region


def test_pages_are_numbered(full: Instrument) -> None:
    footer = _opened(form_plan(full)).sections[0].footer.paragraphs[0]
    fields = [one.get(qn("w:instr")) for one in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(one.text or "" for one in footer._p.iter(qn("w:t"))) == "Page 1 of 1"


def test_the_same_plan_gives_the_same_document(full: Instrument) -> None:
    plan = form_plan(full, shuffle=True, seed=1)
    assert _opened(plan).element.xml == _opened(plan).element.xml


def test_another_paper_is_refused(full: Instrument) -> None:
    with pytest.raises(ValueError, match="A4 or Letter, not 'A5'"):
        write(form_plan(full), paper="A5")


def test_answers_entered_by_the_key_are_read(full: Instrument, answers: Any) -> None:
    plan = form_plan(full, attention=1, shuffle=True, seed=5)
    given = answers(plan)
    columns = [row[1] for row in _key(_opened(plan))[1:]]
    entered = given.assign(respondent=range(1, len(given) + 1))[columns]
    read = svq.read_responses(entered, full)
    assert read.perceptions["Q1"].tolist() == given["P1"].tolist()
    assert read.importance["speed"].tolist() == given["points_speed"].tolist()


# Orders of children that the standard demands (ECMA-376, part 1: CT_TblPr, CT_TcPr, CT_RPr, CT_PPr)
# and that Word insists on.
_ORDERS = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing kern sz szCs u vertAlign lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr spacing ind contextualSpacing jc "
    "outlineLvl rPr",
}


def test_parts_stand_in_the_order_that_word_insists_on(
    full: Instrument, beside: Instrument
) -> None:
    for instrument in (full, beside):
        document = _opened(form_plan(instrument, attention=1))
        styles = [
            document.styles[name].element for name in ("Normal", "Title", "Heading 1", "Cell")
        ]
        seen = set()
        for tree in (document.element, document.styles["Table Grid"].element, *styles):
            for name, order in _ORDERS.items():
                for found in tree.iter(qn(f"w:{name}")):
                    children = [child.tag.rpartition("}")[2] for child in found]
                    places = [order.split().index(child) for child in children]
                    assert places == sorted(places), (name, children)
                    seen.add(name)
        assert seen == set(_ORDERS)
