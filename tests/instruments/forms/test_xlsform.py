"""XLSForm: pyxform accepts it, the questions have the columns' names, texts stay texts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyxform.xls2xform import convert

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.xlsform import write
from svqkit.instruments.instrument import Instrument

_HTML = "{http://www.w3.org/1999/xhtml}"
_FORMS = "{http://www.w3.org/2002/xforms}"


def _sheet(content: bytes, title: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(BytesIO(content))[title].values)
    return [
        {key: cell for key, cell in zip(rows[0], row, strict=True) if cell is not None}
        for row in rows[1:]
    ]


def _xform(content: bytes) -> ElementTree.Element:
    warnings: list[str] = []
    made = convert(content, warnings=warnings)
    assert warnings == []
    return ElementTree.fromstring(made.xform)


def _binds(form: ElementTree.Element) -> dict[str, dict[str, str]]:
    """Question → its bind, by the last part of its path."""
    return {
        bind.get("nodeset", "").rsplit("/", 1)[-1]: dict(bind.attrib)
        for bind in form.iter(f"{_FORMS}bind")
    }


def _cases() -> list[tuple[str, str]]:
    return [
        (name, language)
        for name in list_instruments().index
        for language in svq.load_instrument(name).languages
    ]


@pytest.mark.parametrize(("name", "language"), _cases())
def test_pyxform_accepts_every_instrument_in_every_language(name: str, language: str) -> None:
    plan = form_plan(svq.load_instrument(name, language), attention=2, shuffle=True, seed=3)
    binds = _binds(_xform(write(plan)))
    assert set(plan.columns) <= set(binds)
    required = [field.column for field in plan.fields if field.required]
    assert all("required" in binds[column] for column in required)


def test_questions_come_in_the_plans_order_with_all_their_parts(full: Instrument) -> None:
    plan = form_plan(full, attention=1, seed=1)
    content = write(plan)
    rows = _sheet(content, "survey")
    names = [row["name"] for row in rows if row.get("name") in plan.columns]
    assert names == plan.columns
    by_name = {row["name"]: row for row in rows if "name" in row}
    label = "label::English (en)"
    assert by_name["told_perception"][label] == "Think of this bank."
    assert by_name["section_perception"][label] == "What you found"
    assert by_name["told_perception_2"][label] == "How often is this so?"
    assert by_name["age"]["constraint"] == ". >= 16 and . <= 99"
    assert by_name["age"]["constraint_message::English (en)"] == "From 16 to 99"
    assert by_name["gender"]["required"] == "yes"
    assert "required" not in by_name["age"]
    choices = _sheet(content, "choices")
    speed = by_name["P_EFF1"]["type"].split()[1]
    looks = by_name["P1"]["type"].split()[1]
    words = {
        name: [row[label] for row in choices if row["list_name"] == name] for name in (speed, looks)
    }
    assert words[speed] == ["1 – Never", "2", "3", "4", "5 – Always"]
    assert words[looks] == ["1 – Disagree", "2", "3", "4", "5 – Agree"]


def test_points_must_sum_to_100(full: Instrument) -> None:
    form = _xform(write(form_plan(full)))
    binds = _binds(form)
    assert binds["points_looks"]["constraint"] == ". >= 0 and . <= 100"
    last = re.sub(r"/data/section_importance/", "", binds["points_speed"]["constraint"])
    assert re.sub(r"\s+", " ", last) == ". >= 0 and . <= 100 and points_looks + . = 100"
    assert binds["points_speed"]["type"] == "int"


def test_several_languages_stand_in_one_file(full: Instrument) -> None:
    plan = form_plan(full, attention=1, shuffle=True, seed=2)
    form = _xform(write(plan, languages=("en", "nl")))
    texts = {
        one.get("lang"): {
            text.get("id"): "".join(text.find(f"{_FORMS}value").itertext()).strip() for text in one
        }
        for one in form.iter(f"{_FORMS}translation")
    }
    assert set(texts) == {"English (en)", "Nederlands (nl)"}
    assert texts["English (en)"].keys() == texts["Nederlands (nl)"].keys()
    dutch = texts["Nederlands (nl)"]
    assert dutch["/data/section_perception/P1:label"] == "Deze bank is clean (nl)."
    assert dutch["/data/section_importance/points_speed:label"] == "Hoe snel het is."
    check = next(text for key, text in dutch.items() if key.endswith("/check_1:label"))
    assert check.startswith("Kies hier")
    assert dutch["/data/section_questions/age:hint"] == "Van 16 tot en met 99"


def test_forms_side_by_side_stand_on_one_screen_an_item(beside: Instrument) -> None:
    plan = form_plan(beside)
    content = write(plan)
    binds = _binds(_xform(content))
    assert set(plan.columns) <= set(binds)
    rows = _sheet(content, "survey")
    at = [row.get("name") for row in rows].index("item_Q1")
    label = "label::English (en)"
    assert [row.get("name") for row in rows[at : at + 4]] == ["item_Q1", "M1", "D1", "P1"]
    assert rows[at][label] == "This bank is clean."
    assert rows[at + 1][label] == form_words("en")["minimum_heading"]


def test_points_stand_in_a_row_where_there_is_room(full: Instrument) -> None:
    def looks(plan: FormPlan) -> dict[str, str | None]:
        rows = _sheet(write(plan), "survey")
        return {row["name"]: row.get("appearance") for row in rows if "name" in row}

    short = looks(form_plan(full))
    assert (short["P1"], short["loyalty"], short["gender"]) == ("likert", "columns-pack", None)
    assert looks(form_plan(svq.load_instrument("servqual")))["P1"] is None


def test_hostile_texts_stay_texts(full: Instrument) -> None:
    content = write(form_plan(full))
    book = openpyxl.load_workbook(BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    said = next(row for row in _sheet(content, "survey") if row.get("name") == "P3")
    assert said["label::English (en)"].startswith("This bank =HYPERLINK")
    choice = next(r for r in _sheet(content, "choices") if r["name"] == "no_answer")
    assert choice["label::English (en)"].startswith("=HYPERLINK")
    _xform(content)


def test_a_name_is_no_reference_to_a_question(braced: Instrument) -> None:
    content = write(form_plan(braced))
    said = next(row for row in _sheet(content, "survey") if row.get("name") == "P1")
    assert said["label::English (en)"] == "This $ {P1} {P1} is clean."
    _xform(content)


def test_a_language_that_is_not_there_is_refused(full: Instrument) -> None:
    plan = form_plan(full)
    with pytest.raises(ValueError, match=r"not worded in 'zh-Hans'.*languages are en, nl"):
        write(plan, languages=("en", "zh-Hans"))
    with pytest.raises(ValueError, match="twice"):
        write(plan, languages=("en", "en"))
    assert _sheet(write(plan, languages="en, nl"), "survey") == _sheet(
        write(plan, languages=["en", "nl"]), "survey"
    )


def test_a_column_that_odk_cannot_name_is_refused(full: Instrument) -> None:
    described = full.description.model_copy(
        update={
            "outcomes": [
                full.description.outcomes[0].model_copy(update={"column": "would come back"})
            ]
        }
    )
    from svqkit.instruments.in_language import in_language

    with pytest.raises(ValueError, match="'would come back' cannot name a question"):
        write(form_plan(in_language(described, "en")))


@pytest.mark.parametrize("grouped", [False, True])
def test_answers_named_as_kobo_names_them_are_read(
    full: Instrument, answers: Any, tmp_path: Path, grouped: bool
) -> None:
    plan = form_plan(full, attention=1, shuffle=True, seed=5)
    binds = _binds(_xform(write(plan)))
    given = answers(plan)
    paths = {column: binds[column]["nodeset"].removeprefix("/data/") for column in given}
    exported = given.rename(columns=paths) if grouped else given.copy()
    exported.insert(0, "started", "2026-11-21T10:00:00.000+01:00")
    for name in ("_id", "_uuid", "_submission_time", "_validation_status", "_index"):
        exported[name] = [f"2026{i}" for i in range(len(given))]
    path = tmp_path / "full.csv"
    exported.to_csv(path, index=False, sep=";")
    read = svq.read_responses(path, full)
    assert read.perceptions["Q1"].tolist() == given["P1"].tolist()
    assert read.expectations["EFF2"].tolist() == given["E_EFF2"].tolist()
    assert read.importance["speed"].tolist() == given["points_speed"].tolist()
    assert read.respondents["age"].tolist() == given["age"].tolist()


def test_all_forms_side_by_side_are_read(beside: Instrument, answers: Any) -> None:
    plan = form_plan(beside)
    given = answers(plan)
    read = svq.read_responses(given, beside)
    assert read.minimum["Q3"].tolist() == given["M3"].tolist()
    assert read.desired["EFF1"].tolist() == given["D_EFF1"].tolist()
