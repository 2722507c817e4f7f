"""Exports of survey tools: recognised, and read to the same answers whatever their shape."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

import svqkit as svq
from svqkit.responses.headers.identity import identity_of

HERE = Path(__file__).resolve().parent / "exports"
TRUTH = pd.read_csv(HERE / "truth.csv")
EXPORTS = {
    "google_forms_nl.csv": ("Google Forms", "nl"),
    "kobotoolbox.csv": ("KoboToolbox or ODK", None),
    "limesurvey_codes.csv": ("LimeSurvey", None),
    "limesurvey_full_zh_hant.csv": ("LimeSurvey", "zh-Hant"),
    "microsoft_forms_zh_hans.xlsx": ("Microsoft Forms", "zh-Hans"),
    "qualtrics.csv": ("Qualtrics", "en"),
    "surveymonkey.csv": ("SurveyMonkey", "en"),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_gives_the_same_answers(name: str) -> None:
    read = svq.read_responses(HERE / name)
    assert read.n == 12
    assert (read.perceptions.to_numpy() == TRUTH.filter(regex="^P").to_numpy()).all()
    assert (read.expectations.to_numpy() == TRUTH.filter(regex="^E").to_numpy()).all()
    assert read.source["tool"] == EXPORTS[name][0]


@pytest.mark.parametrize("name", EXPORTS)
def test_the_plan_names_tool_and_language_and_has_no_question(name: str) -> None:
    plan = svq.plan_reading(HERE / name, "servqual")
    assert (plan.tool, plan.language) == EXPORTS[name]
    assert plan.unclear.empty
    assert plan.candidates.loc["servqual", "score"] == 1.0


@pytest.mark.parametrize("name", EXPORTS)
def test_identities_are_left_out_and_counted_unless_asked_for(name: str) -> None:
    read = svq.read_responses(HERE / name)
    text = read.respondents.to_csv()
    for trace in ("@example.org", "192.0.2.", "198.51.100.", "203.0.113.", "52.37", "Gast 3"):
        assert trace not in text
    note = read.problems.set_index("kind").loc["identity"]
    assert "who somebody is" in note["handling"]
    asked = svq.read_responses(HERE / name, identity=True)
    assert asked.respondents.shape[1] == read.respondents.shape[1] + note["count"]
    assert "identity" not in set(asked.problems["kind"])


def test_identities_are_not_shown_in_the_plan() -> None:
    plan = svq.plan_reading(HERE / "google_forms_nl.csv", "servqual")
    assert "klant0" not in str(plan)
    assert "klant0" not in plan._repr_html_()
    assert plan.columns.set_index("header").loc["E-mailadres", "example"] == "(not shown)"


def test_what_tools_note_by_themselves_has_our_names() -> None:
    expected = {
        "qualtrics.csv": {"started", "submitted", "seconds", "respondent", "language"},
        "limesurvey_codes.csv": {"started", "submitted", "respondent", "language", "check_1"},
        "kobotoolbox.csv": {"started", "submitted", "respondent"},
        "google_forms_nl.csv": {"submitted"},
    }
    for name, columns in expected.items():
        read = svq.read_responses(HERE / name)
        assert set(read.meta) | {"respondent"} == columns | {"respondent"}, name
    assert svq.read_responses(HERE / "qualtrics.csv").meta["seconds"].tolist()[:2] == [360, 361]


def test_rows_of_labels_are_left_out_and_counted() -> None:
    problems = svq.read_responses(HERE / "qualtrics.csv").problems.set_index("kind")
    assert problems.loc["label_rows", ["count", "detail"]].tolist() == [2, "line 2, line 3"]
    assert problems.loc["preview_answers", "count"] == 1
    problems = svq.read_responses(HERE / "surveymonkey.csv").problems.set_index("kind")
    assert problems.loc["label_rows", "count"] == 1
    problems = svq.read_responses(HERE / "limesurvey_codes.csv").problems.set_index("kind")
    assert problems.loc["unfinished", "count"] == 1
    assert "'AO07'" in problems.loc["text_answers", "detail"]


def test_label_rows_in_a_frame_are_found_too() -> None:
    frame = pd.read_csv(HERE / "qualtrics.csv", dtype=str)
    read = svq.read_responses(frame)
    assert (read.perceptions.to_numpy() == TRUTH.filter(regex="^P").to_numpy()).all()
    assert read.problems.set_index("kind").loc["label_rows", "detail"] == "row 0, row 1"


def test_an_export_without_answers_is_refused(tmp_path: Path) -> None:
    lines = (HERE / "qualtrics.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "empty.csv"
    path.write_text("".join(lines[:3]), encoding="utf-8")
    with pytest.raises(svq.DataError, match="Qualtrics export has rows that label its columns"):
        svq.read_responses(path)


def test_a_row_of_a_matrix_is_not_an_item_number() -> None:
    """Q1_7 is row 7 of question 1: without the texts beside it nothing says which item it is."""
    plan = svq.plan_reading(HERE / "qualtrics.csv", "servqual")
    becomes = plan.columns.set_index("header")["becomes"]
    assert becomes[["Q1_1", "Q1_22", "Q2_7"]].tolist() == ["E1", "E22", "P7"]
    frame = pd.DataFrame([[4] * 22] * 3, columns=[f"Q1_{i}" for i in range(1, 23)])
    with pytest.raises(svq.DataError, match=r"22 columns or choices .* not clear enough"):
        svq.read_responses(frame)
    read = svq.read_responses(svq.plan_reading(frame, "servperf"))
    assert read.problems.set_index("kind").loc["matched_by_place", "count"] == 22


def test_the_script_writes_such_exports_still(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("svqkit_tests_exports", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    make.HERE = tmp_path
    make.main()
    assert (tmp_path / "truth.csv").read_bytes() == (HERE / "truth.csv").read_bytes()
    for name in EXPORTS:
        # Words may have changed since; shape and answers may not.
        again = svq.read_responses(tmp_path / name)
        assert again.perceptions.equals(svq.read_responses(HERE / name).perceptions), name


def relabelled(name: str, header: list[str], tmp_path: Path, separator: str = ",") -> Path:
    """An export of the same tool with other headings, as chosen when exporting."""
    frame = pd.read_csv(HERE / name, sep=separator, dtype=str, encoding="utf-8-sig")
    path = tmp_path / name
    frame.set_axis(header, axis=1).to_csv(path, index=False, sep=separator)
    return path


def test_limesurvey_s_code_and_text_headings(tmp_path: Path) -> None:
    one = svq.load_instrument("servqual", "nl", service="library")
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    header += ["ipaddr"]
    for group, form in (("G01Q01", "expectation"), ("G01Q02", "perception")):
        header += [f"{group}[SQ{i:03d}]. Stellingen [{one.wording(f'Q{i}', form)}]" for i in range(1, 23)]  # fmt: skip
    path = relabelled("limesurvey_codes.csv", [*header, "controle"], tmp_path)
    plan = svq.plan_reading(path, "servqual")
    assert plan.unclear.empty
    assert plan.language == "nl"
    read = svq.read_responses(plan)
    assert (read.expectations.to_numpy() == TRUTH.filter(regex="^E").to_numpy()).all()
    assert (read.perceptions.to_numpy() == TRUTH.filter(regex="^P").to_numpy()).all()


@pytest.mark.parametrize("groups", [True, False])
def test_kobotoolbox_with_labels_as_headings(tmp_path: Path, groups: bool) -> None:
    one = svq.load_instrument("servqual", "zh-Hans", service="hospital")
    there = pd.read_csv(HERE / "kobotoolbox.csv", sep=";", nrows=0).columns.tolist()
    forms = {"expectation": "您的期望", "perception": "您的感受"}
    header = []
    for name in there:
        form, _, code = name.partition("/")
        if form in forms:
            above = f"{forms[form]}/" if groups else ""
            header.append(above + one.wording(f"Q{code[1:]}", form))
        else:
            header.append(name)
    path = relabelled("kobotoolbox.csv", header, tmp_path, ";")
    read = svq.read_responses(path)
    assert (read.expectations.to_numpy() == TRUTH.filter(regex="^E").to_numpy()).all()
    assert (read.perceptions.to_numpy() == TRUTH.filter(regex="^P").to_numpy()).all()


def test_limesurvey_arrays_with_default_codes_are_proposed_by_place(tmp_path: Path) -> None:
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    header += ["ipaddr", *(f"G01Q0{g}[SQ{i:03d}]" for g in (1, 2) for i in range(1, 23)), "G02Q03"]
    path = relabelled("limesurvey_codes.csv", header, tmp_path)
    with pytest.raises(svq.DataError, match=r"G01Q01\[SQ001\] → E1"):
        svq.read_responses(path)


@pytest.mark.parametrize(
    ("header", "cells", "what"),
    [
        ("E-mail", [], "e-mail"), ("contact", ["a@b.org", None, "c@d.nl"], "e-mail"),
        ("电子邮件", [], "e-mail"), ("ipaddr", [], "IP address"), ("from", ["192.0.2.7"], "IP address"),
        ("RecipientFirstName", [], "name"), ("Naam", [], "name"), ("姓名", [], "name"),
        ("Mobile", ["+31 6 1234 5678"], "phone"), ("电话", [13812345678], "phone"),
        ("LocationLatitude", [], "location"), ("_gps_altitude", [], "location"),
        ("_submitted_by", [], "account or device"), ("deviceid", [], "account or device"),
        ("Mobile", ["yes", "no"], None), ("branch name", ["a"], None), ("location", ["North"], None),
        ("age", [31, 40], None), ("language", ["nl"], None), ("named staff", ["yes"], None),
        ("respondent", ["r1"], None), ("token", ["x"], None), ("version", ["1.2.3"], None),
    ],
)  # fmt: skip
def test_what_counts_as_identity(header: str, cells: list[object], what: str | None) -> None:
    assert identity_of(header, cells) == what
