"""Kinds of files beside text and Excel: what they hold, and what they may try."""

from __future__ import annotations

import builtins
import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import svqkit as svq
from svqkit.errors import MissingExtraError
from svqkit.responses.responses import Responses

LABELS = {1: "Strongly disagree", 7: "Strongly agree"}


def ods(path: Path, rows: list[list[object]], extra: str = "") -> Path:
    """A spreadsheet as LibreOffice writes it, with its usual million of empty rows at the end."""

    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            text = value.replace("&", "&amp;").replace("<", "&lt;")
            return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(
        "<table:table-row>"
        + "".join(map(cell, row))
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Answers">{body}{extra}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return path


def table(frame: pd.DataFrame) -> list[list[object]]:
    plain = frame.astype(object).to_numpy().tolist()
    return [list(frame.columns), *plain]


def same(read: Responses, survey: pd.DataFrame) -> None:
    assert (read.perceptions.to_numpy() == survey.filter(regex=r"^P\d").to_numpy()).all()
    assert (read.expectations.to_numpy() == survey.filter(regex=r"^E\d").to_numpy()).all()
    assert read.respondents["branch"].tolist() == survey["branch"].tolist()
    assert read.respondents["id"].tolist() == survey["id"].tolist()


def test_an_opendocument_spreadsheet(survey, tmp_path: Path) -> None:
    read = svq.read_responses(ods(tmp_path / "s.ods", table(survey)))
    same(read, survey)
    assert read.source["sheet"] == "Answers"
    assert read.perceptions.index[0] == 2


def test_a_spreadsheet_that_unrolls_to_millions_is_refused(survey, tmp_path: Path) -> None:
    bomb = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16000" office:value-type="float" office:value="1">'
        "<text:p>1</text:p></table:table-cell></table:table-row>"
    )
    path = ods(tmp_path / "bomb.ods", table(survey), extra=bomb)
    assert path.stat().st_size < 20_000
    with pytest.raises(svq.DataError, match=r"bomb\.ods unrolls to 160\d+ cells"):
        svq.read_responses(path)


@pytest.mark.parametrize(
    "name", ["s.ods", "s.xls", "s.sav", "s.zsav", "s.dta", "s.por", "s.parquet"]
)
@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"$FL2@(#) broken", b"\xd0\xcf\x11\xe0" * 300, b"PAR1nothingPAR1"])  # fmt: skip
def test_damaged_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(svq.DataError, match=name.replace(".", r"\.")):
        svq.read_responses(path)


@pytest.mark.parametrize("name", ["s.sav", "s.zsav"])
def test_an_spss_file_with_labels_and_missing_codes(survey, tmp_path: Path, name: str) -> None:
    coded = survey.assign(branch=survey["branch"].map({"North": 1, "South": 2, "West": 3}))
    coded.loc[3, "P4"] = 8
    coded.loc[4, "P4"] = 9
    columns = {f"{form}{i}": LABELS for form in "EP" for i in range(1, 23)}
    pyreadstat.write_sav(
        coded,
        str(tmp_path / name),
        compress=name == "s.zsav",
        variable_value_labels=columns | {"branch": {1.0: "North", 2.0: "South", 3.0: "West"}},
        missing_ranges={"P4": [{"lo": 8, "hi": 9}]},
    )
    read = svq.read_responses(tmp_path / name)
    assert read.perceptions["Q4"].isna().sum() == 2
    survey.loc[[3, 4], "P4"] = np.nan
    np.testing.assert_array_equal(read.perceptions, survey.filter(regex=r"^P\d"))
    assert read.respondents["branch"].tolist() == survey["branch"].tolist()
    note = read.problems.set_index("kind").loc["user_missing"]
    assert note[["count", "detail"]].tolist() == [2, "P4: 2"]


def test_variable_labels_tell_what_columns_hold(survey, tmp_path: Path) -> None:
    servqual = svq.load_instrument("servqual", "nl", service="hotel")
    names = {
        f"{letter}{i}": f"V{n}"
        for n, (letter, i) in enumerate((x, i) for x in "EP" for i in range(1, 23))
    }
    forms = {"E": "expectation", "P": "perception"}
    labels = {new: servqual.wording(f"Q{old[1:]}", forms[old[0]]) for old, new in names.items()}
    renamed = survey.rename(columns=names)
    pyreadstat.write_sav(
        renamed,
        str(tmp_path / "s.sav"),
        column_labels=[labels.get(column, "") for column in renamed.columns],
    )
    plan = svq.plan_reading(tmp_path / "s.sav", "servqual")
    assert plan.language == "nl"
    same(svq.read_responses(plan), survey)


def test_labels_that_contradict_the_scale_are_refused(survey, tmp_path: Path) -> None:
    turned = {1: "Strongly agree", 7: "Strongly disagree"}
    pyreadstat.write_sav(survey, str(tmp_path / "s.sav"), variable_value_labels={"P3": turned})
    with pytest.raises(svq.DataError, match="'P3': the file labels code 1 as 'Strongly agree'"):
        svq.read_responses(tmp_path / "s.sav")


def test_a_stata_file(survey, tmp_path: Path) -> None:
    survey.to_stata(tmp_path / "s.dta", write_index=False)
    same(svq.read_responses(tmp_path / "s.dta"), survey)


def test_a_parquet_file(survey, tmp_path: Path) -> None:
    survey.astype({"P1": "Int8"}).to_parquet(tmp_path / "s.parquet", index=False)
    same(svq.read_responses(tmp_path / "s.parquet"), survey)


@pytest.mark.parametrize("shape", ["list", "lines", "answers", "inside"])
def test_json_in_its_usual_shapes(survey, tmp_path: Path, shape: str) -> None:
    records = json.loads(survey.to_json(orient="records"))
    if shape == "answers":
        records = [{"id": r.pop("id"), "branch": r.pop("branch"), "answers": r} for r in records]
    text = {
        "list": json.dumps(records),
        "lines": "\n".join(map(json.dumps, records)),
        "answers": json.dumps(records),
        "inside": json.dumps({"responses": records, "form": "servqual"}),
    }[shape]
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    same(svq.read_responses(tmp_path / "s.json"), survey)


@pytest.mark.parametrize("text", ["{", "[]", "[1, 2]", '"x"', "9" * 5000, "[" * 100_000, "[{}]"])
def test_json_that_holds_no_answers(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(svq.DataError, match=r"s\.json"):
        svq.read_responses(tmp_path / "s.json")


def test_several_files_and_a_folder(survey, tmp_path: Path) -> None:
    survey.iloc[:10].to_csv(tmp_path / "a.csv", index=False)
    survey.iloc[10:20].iloc[:, ::-1].to_csv(tmp_path / "b.csv", index=False, sep=";")
    survey.iloc[20:].to_json(tmp_path / "c.json", orient="records")
    (tmp_path / "notes.md").write_text("not an answer")
    for source in (tmp_path, [tmp_path / name for name in ("a.csv", "b.csv", "c.json")]):
        read = svq.read_responses(source)
        same(read, survey)
        assert read.respondents["file"].value_counts().to_dict() == dict.fromkeys(
            ["a.csv", "b.csv", "c.json"], 10
        )
        assert read.perceptions.index[[0, 10]].tolist() == ["a.csv:2", "b.csv:2"]
        assert read.source["files"] == ("a.csv", "b.csv", "c.json")


def test_files_with_other_columns_are_named(survey, tmp_path: Path) -> None:
    survey.to_csv(tmp_path / "a.csv", index=False)
    survey.rename(columns={"branch": "office"}).to_csv(tmp_path / "b.csv", index=False)
    with pytest.raises(
        svq.DataError,
        match=r"b\.csv has other columns than a\.csv: lacks branch; has besides office",
    ):
        svq.read_responses(tmp_path)


@pytest.mark.parametrize(
    ("name", "package"),
    [("s.ods", "python_calamine"), ("s.sav", "pyreadstat"), ("s.parquet", "pyarrow")],
)
def test_a_missing_package_is_named_with_its_install_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    known = builtins.__import__

    def without(wanted: str, *rest: object, **more: object) -> object:
        if wanted.split(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {wanted!r}", name=wanted)
        return known(wanted, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r'pip install "svqkit\[io\]"'):
        svq.read_responses(tmp_path / name)
