"""The report of a diagnosis: the same numbers, every chapter, nobody recognisable, any language."""

from __future__ import annotations

import dataclasses
import json
import re
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

import svqkit as svq
from svqkit.present.report.as_docx import as_docx
from svqkit.present.report.as_html import as_html
from svqkit.present.report.as_json import as_json
from svqkit.present.report.as_xlsx import as_xlsx
from svqkit.present.report.compose import compose

CHAPTERS = [
    "summary",
    "gaps",
    "weighted",
    "importance",
    "groups",
    "branches",
    "trend",
    "zone",
    "penalty-reward",
    "gap-model",
    "prescriptions",
    "forms",
    "surface",
    "findings",
    "not-examined",
    "reproducibility",
]


@pytest.fixture(scope="module")
def whole() -> Any:
    load = svq.load_dataset
    return svq.diagnose(
        load("bank"),
        managers=load("bank_managers"),
        employees=load("bank_employees"),
        three_column=load("bank_three_column"),
        waves={"later": load("bank_wave2")},
        by="branch",
        seed=1,
        progress=False,
    )


@pytest.fixture(scope="module")
def document(whole: Any) -> Any:
    return compose(whole)


@pytest.fixture(scope="module")
def brief() -> Any:
    """Customers alone, without outcomes."""
    bank = dataclasses.replace(svq.load_dataset("bank"), outcomes=())
    return svq.diagnose(bank, by="branch", seed=1, progress=False)


def test_every_chapter_is_there_in_order(document: Any) -> None:
    assert [section.name for section in document.sections] == CHAPTERS


def test_the_summary_leads(document: Any, whole: Any) -> None:
    first = document.sections[0]
    assert first.judgement == whole.summary().splitlines()[0]
    assert list(first.points) == whole.summary_parts


def test_tables_carry_the_results_numbers(document: Any, whole: Any) -> None:
    tables = {grid.name: grid for grid in document.tables}

    def carried(name: str, heading: str) -> list[float]:
        grid = tables[name]
        at = [column.copied[0] for column in grid.columns].index(heading)
        return [float(row[at].copied[0]) for row in grid.rows if row[at].copied[0]]

    assert carried("gaps-items", "Gap") == whole.gaps.items["gap"].tolist()
    assert carried("gaps-dimensions", "Gap")[-1] == whole.gaps.total["gap"]
    assert carried("model-gaps", "Gap") == whole.model.gaps["value"].tolist()
    assert carried("weighted-gaps", "Weighted gap") == (
        whole.weighted.dimensions["weighted_gap"].tolist()
    )
    assert carried("trend-changes", "Change of the gap") == (whole.trend.changes["change"].tolist())
    assert len(tables["all-findings"].rows) == len(whole.findings)


def test_every_prescription_is_listed_once_the_first_with_reasons(
    document: Any, whole: Any
) -> None:
    first, rest = (
        next(grid for grid in document.tables if grid.name == name)
        for name in ("prescriptions", "prescriptions-more")
    )
    titles = [row[1].shown for grid in (first, rest) for row in grid.rows]
    assert titles == whole.prescriptions.table["title"].tolist()
    assert all(row[-1].shown for row in first.rows)
    assert [row[0].shown for row in first.rows] == [str(k + 1) for k in range(len(first.rows))]


def test_names_are_unique_and_pictures_are_described(document: Any) -> None:
    pictures = [figure for section in document.sections for figure in section.figures]
    names = [f"table-{grid.name}" for grid in document.tables]
    names += [figure.name for figure in pictures] + [s.name for s in document.sections]
    assert len(names) == len(set(names))
    assert len(pictures) == 12
    for figure in pictures:
        assert re.search(r"\d", figure.alt), figure.name
        assert len(figure.alt) < 2000, figure.name


def test_small_groups_are_seen_nowhere() -> None:
    bank = dataclasses.replace(svq.load_dataset("bank"), outcomes=())
    people = bank.respondents.copy()
    people["branch"] = people["branch"].astype(object)
    people.iloc[:4, people.columns.get_loc("branch")] = "Tinyville"
    found = svq.diagnose(
        dataclasses.replace(bank, respondents=people), by="branch", seed=1, progress=False
    )
    html = re.sub(r"data:image[^\"]*", "", as_html(found))
    assert "Harbour" in html
    assert "Tinyville" not in html
    assert "Tinyville" not in as_json(found)
    assert "Tinyville" not in found.summary()
    book = load_workbook(BytesIO(as_xlsx(found)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not any("Tinyville" in str(cell) for cell in cells)


def test_no_respondent_is_in_the_json(whole: Any) -> None:
    text = as_json(whole)
    made = json.loads(text)
    assert made["result"] == "Diagnosis"
    assert made["gaps"]["dimensions"][0]["gap"] == whole.gaps.dimensions["gap"].iloc[0]
    assert len(text) < 2_000_000
    identifiers = whole.responses.respondents["id"].astype(str)
    assert not any(f'"{one}"' in text for one in identifiers)


def test_what_is_missing_has_its_reason(brief: Any) -> None:
    document = compose(brief)
    names = [section.name for section in document.sections]
    assert "gap-model" not in names
    grid = next(one for one in document.tables if one.name == "not-examined")
    assert len(grid.rows) == len(brief.not_examined)
    shown = [cell.shown for row in grid.rows for cell in row]
    assert "Neither managers nor employees were asked." in shown


@pytest.mark.parametrize("language", ["nl", "zh-Hans", "zh-Hant"])
def test_it_speaks_the_questionnaires_language(language: str) -> None:
    bank = dataclasses.replace(svq.load_dataset("bank"), outcomes=())
    found = svq.diagnose(bank, by="branch", seed=1, language=language, progress=False)
    html = as_html(found)
    assert f'<html lang="{language}">' in html
    assert '<span lang="en">Gap = perception' in html
    titles = svq.load_instrument("servqual", language).dimension_titles
    assert titles["empathy"] in html
    assert "Empathy" not in re.sub(r"data:image[^\"]*", "", html)
    word = Document(BytesIO(as_docx(found)))
    assert word.core_properties.language == language


def test_a_language_without_translation_keeps_the_instruments_own_tag() -> None:
    bank = dataclasses.replace(svq.load_dataset("bank"), outcomes=())
    french = bank.instrument.model_copy(update={"language": "fr"})
    found = svq.diagnose(dataclasses.replace(bank, instrument=french), seed=1, progress=False)
    html = as_html(found)
    assert '<html lang="en">' in html
    assert 'lang="fr"' in html


def test_all_files_are_written_and_the_same_twice(brief: Any) -> None:
    for make in (as_html, as_docx, as_xlsx, as_json):
        assert make(brief) == make(brief)


def test_markup_in_groups_stays_words() -> None:
    bank = dataclasses.replace(svq.load_dataset("bank"), outcomes=())
    people = bank.respondents.assign(
        branch=pd.Series(bank.respondents["branch"]).map(lambda name: f"<b>=1+{name}")
    )
    found = svq.diagnose(
        dataclasses.replace(bank, respondents=people), by="branch", seed=1, progress=False
    )
    assert "<b>=1+" not in as_html(found)
    book = load_workbook(BytesIO(as_xlsx(found)))
    assert {c.data_type for s in book for row in s.iter_rows() for c in row if c.value} <= {
        "s",
        "n",
    }


@pytest.mark.parametrize("n", [2, 12])
def test_a_handful_of_answers_gives_a_report_without_empty_numbers(n: int) -> None:
    def few(name: str, count: int) -> Any:
        survey = svq.load_dataset(name)
        frames = ("perceptions", "expectations", "respondents", "importance")
        given = {k: getattr(survey, k) for k in frames if getattr(survey, k) is not None}
        return dataclasses.replace(survey, **{k: v.head(count) for k, v in given.items()})

    found = svq.diagnose(
        few("bank", n),
        managers=few("bank_managers", 2),
        employees=few("bank_employees", 3),
        waves={"later": few("bank_wave2", n)},
        by="branch",
        seed=1,
        progress=False,
    )
    html = re.sub(r"data:image[^\"]*", "", as_html(found)).split("<main")[1]
    assert not re.search(r"\bnan\b|NaN", html)
    assert as_docx(found)[:2] == as_xlsx(found)[:2] == b"PK"
