"""The codebook: openpyxl reads it, a row a column, nothing that a spreadsheet would compute."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.codebook import write
from svqkit.instruments.instrument import Instrument

_NOTED = ["respondent", "started", "submitted", "seconds", "language"]


def _opened(plan: FormPlan, **options: Any) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write(plan, **options)))


def _rows(book: Workbook, title: str) -> list[dict[str, Any]]:
    head, *rows = list(book[title].values)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", list(list_instruments().index))
def test_every_instrument_has_a_row_a_column(name: str) -> None:
    instrument = svq.load_instrument(name)
    plan = form_plan(instrument, attention=1, seed=1)
    book = _opened(plan, languages=instrument.languages)
    assert book.sheetnames == ["columns", "dimensions", "about"]
    assert [row["column"] for row in _rows(book, "columns")] == plan.columns + _NOTED
    scores = _rows(book, "dimensions")
    assert len(scores) == len(instrument.dimensions) * len(instrument.forms)
    named = [column for row in scores for column in row["columns"].split(", ")]
    assert set(named) <= set(plan.columns)
    for sheet in book:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "B2"
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


def test_a_row_says_all_about_its_column(full: Instrument) -> None:
    rows = {
        row["column"]: row
        for row in _rows(_opened(form_plan(full, attention=1, seed=1)), "columns")
    }
    assert rows["P2"] == {
        "column": "P2",
        "question": "This bank is dirty.",
        "form": "perception",
        "item": "Q2",
        "dimension": "Looks",
        "type": "ordered code",
        "codes": "1 = Disagree\n2\n3\n4\n5 = Agree",
        "missing codes": "-9, 99",
        "reverse": "yes",
        "right answer": None,
        "required": "yes",
        "source": "Author, A. (2020). A scale. A Journal, 1(1), 1–2.",
    }
    assert rows["P1"]["reverse"] is None
    assert rows["P_EFF1"]["codes"].startswith("1 = Never")
    assert rows["check_1"]["right answer"] in list("234")
    assert rows["points_speed"]["type"] == "points of 100"
    assert rows["age"]["codes"] == "From 16 to 99"
    assert rows["gender"]["codes"].startswith("f = Woman\nm = Man\nno_answer = =HYPERLINK")
    assert rows["started"]["type"] == "date and time"


def test_scoring_names_what_is_turned(full: Instrument) -> None:
    first = _rows(_opened(form_plan(full)), "dimensions")[1]
    assert first["form"] == "perception"
    assert first["score"] == "mean of the columns, where P2 count as 6 minus the answer"
    assert first["columns"] == "P1, P2, P3"


def test_published_reliabilities_and_changes_are_told() -> None:
    servqual = svq.load_instrument("servqual")
    reported = servqual.published
    told = " ".join(
        str(row["published reliability"])
        for row in _rows(_opened(form_plan(servqual)), "dimensions")
    )
    for _, row in reported[reported["scale"] != "total"].iterrows():
        assert str(row["source"]) in told
    about = {row["what"]: row["text"] for row in _rows(_opened(form_plan(servqual)), "about")}
    assert about["scale"] == "1 to 7"
    assert about["licence"] == servqual.licence


def test_several_languages_stand_side_by_side(full: Instrument) -> None:
    row = _rows(_opened(form_plan(full), languages=("en", "nl")), "columns")[-9]
    assert row["column"] == "spent"
    assert (row["question (en)"], row["question (nl)"]) == ("Money spent", "Uitgegeven")


def test_formulas_are_texts(full: Instrument) -> None:
    described = full.description.model_copy(update={"licence": "=1+1", "adapted_from": "@SUM(A1)"})
    from svqkit.instruments.in_language import in_language

    book = _opened(form_plan(in_language(described, "en")))
    cells = {cell.value: cell for row in book["about"] for cell in row}
    for text in ("=1+1", "@SUM(A1)"):
        assert cells[text].data_type == "s"
        assert cells[text].quotePrefix


def test_the_codebooks_columns_are_those_that_are_read(full: Instrument, answers: Any) -> None:
    plan = form_plan(full)
    named = [row["column"] for row in _rows(_opened(plan), "columns")]
    given = answers(plan)
    read = svq.read_responses(given[[name for name in named if name in given]], full)
    assert read.perceptions["EFF1"].tolist() == given["P_EFF1"].tolist()
