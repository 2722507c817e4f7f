"""Files that cannot be used, or only after telling how they are written."""

from __future__ import annotations

import codecs
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import svqkit as svq

P = [f"P{i}" for i in range(1, 23)]


def refused(path: object, message: str, **options) -> svq.DataError:
    with pytest.raises(svq.DataError, match=message) as caught:
        svq.read_responses(path, **options)
    return caught.value


def test_missing_file_folder_and_strange_suffix(tmp_path: Path) -> None:
    refused(tmp_path / "absent.csv", r"there is no file '.*absent.csv'; check the name")
    refused(tmp_path, "is a folder; name the file in it")
    strange = tmp_path / "survey.pdf"
    strange.write_bytes(b"%PDF-1.4")
    refused(strange, r"'.pdf' are not read; allowed are .csv")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \r\n", codecs.BOM_UTF8, b",,,\n,,,\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    refused(path, "empty.csv is empty")


@pytest.mark.parametrize("below", ["", "\n\n", ",,\n"])
def test_a_header_without_answers(tmp_path: Path, below: str) -> None:
    path = tmp_path / "header.csv"
    path.write_text("P1,P2,P3\n" + below)
    refused(path, "has a header but no answers below it")


def test_no_item_columns_at_all(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,age\nA,3\n")
    refused(path, r"no items of SERVQUAL were found.*P1 … P22.*columns here are name, age.*rename=")


@pytest.mark.parametrize(
    ("encoding", "word", "found"),
    [
        ("utf-8", "Zürich", "utf-8"),
        ("utf-8-sig", "Zürich 서울 北京", "utf-8-sig"),
        ("utf-16", "Zürich 서울 北京", "utf-16"),
        ("utf-16-le", "Zürich", "utf-16-le"),
        ("utf-16-be", "Zürich", "utf-16-be"),
        ("utf-32", "서울", "utf-32"),
        ("cp949", "서울 지점", "cp949"),
        ("gb18030", "北京分行", "gb18030"),
        ("big5", "臺北分行", "big5"),
        ("cp932", "東京支店です", "cp932"),
        ("latin-1", "Zürich", "cp1252"),
        ("cp1252", "Café “Zürich” – €", "cp1252"),
        ("cp1251", "Москва, очень доволен", "cp1251"),
    ],
)
def test_encodings_are_found(survey, write, encoding: str, word: str, found: str) -> None:
    survey["branch"] = word
    read = svq.read_responses(write(survey, encoding=encoding))
    assert read.respondents["branch"].unique().tolist() == [word]
    assert read.source["encoding"] == found
    guessed = read.problems[read.problems["kind"] == "encoding"]
    assert len(guessed) == (0 if found.startswith("utf") else 1)
    if len(guessed):
        assert guessed["count"].item() == 30
        assert 'encoding="…"' in guessed["detail"].item()


def test_an_encoding_can_be_named(survey, write) -> None:
    survey["branch"] = "Gdańsk"
    path = write(survey, encoding="cp1250")
    read = svq.read_responses(path, encoding="cp1250")
    assert read.respondents["branch"].unique().tolist() == ["Gdańsk"]
    assert read.problems.empty
    error = refused(path, "is not utf-8: line 2 cannot be read in it", encoding="utf-8")
    assert error.row == 2
    refused(path, "'cp99999' is no encoding known", encoding="cp99999")


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 4,
        b"\x00" * 400,
        b"P1,P2\n\x01\x02,\x03\n",
        codecs.BOM_UTF16_LE + b"P\x001",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "binary.csv"
    path.write_bytes(content)
    error = refused(path, "binary.csv")
    assert "save" in str(error)


@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["survey.csv", "survey.tsv", "survey.txt"])
def test_separators_are_found(survey, write, sep: str, name: str) -> None:
    survey["branch"] = "a, b; c | d"
    read = svq.read_responses(write(survey, name, sep=sep))
    assert read.source["separator"] == sep
    assert read.respondents["branch"].unique().tolist() == ["a, b; c | d"]


@pytest.mark.parametrize("sep", [";", "\t", ","])
def test_decimal_commas(survey, write, sep: str) -> None:
    survey["P1"] = survey["P1"].astype(float)
    survey["waited"] = np.arange(30) + 0.25
    read = svq.read_responses(write(survey, sep=sep, decimal=","))
    assert read.source["decimal"] == ","
    assert read.perceptions["Q1"].tolist() == survey["P1"].tolist()
    assert read.respondents["waited"].tolist() == survey["waited"].tolist()
    assert read.problems.empty


def test_a_comma_before_three_digits_alone_is_not_taken_for_a_decimal(survey, write) -> None:
    survey["income"] = "1,250"
    read = svq.read_responses(write(survey, sep=";"))
    assert read.respondents["income"].unique().tolist() == ["1,250"]


def test_excel_s_own_separator_line(survey, write) -> None:
    path = write(survey, sep=";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    read = svq.read_responses(path)
    assert read.perceptions.index[0] == 3
    assert read.n == 30


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    row = ",".join("4" * 22)
    path.write_text(",".join(P) + f"\n{row}\n{row},5\n")
    error = refused(path, r"line 3 has 23 cells, but the header has 22; look for a stray comma")
    assert error.row == 3


def test_an_unquoted_decimal_comma_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text(",".join(P) + "\n" + ",".join("4" * 21) + ",4,5\n")
    refused(path, "decimal comma")


def test_rows_with_too_few_cells_are_counted(survey, write) -> None:
    path = write(survey)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[-1] = b",".join(lines[-1].split(b",")[:40]) + b"\r\n"
    path.write_bytes(b"".join(lines))
    read = svq.read_responses(path)
    found = read.problems.set_index("kind").loc["short_row"]
    assert found["count"] == 1
    assert found["detail"] == "line 31"
    assert read.perceptions.loc[31].isna().sum() == 22 - (40 - 23)


def test_blank_lines_and_repeated_headers_are_dropped_and_counted(survey, write) -> None:
    path = write(survey)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[5:5] = [b"\r\n", lines[0], b"," * 45 + b"\r\n"]
    path.write_bytes(b"\r\n" + b"".join(lines) + b"\r\n\r\n")
    read = svq.read_responses(path)
    assert read.n == 30
    kinds = read.problems.set_index("kind")["count"]
    assert kinds["empty_row"] == 4
    assert kinds["repeated_header"] == 1
    assert read.dropped["row"].tolist() == [7, 9, 36, 37, 8]
    assert set(read.dropped["reason"]) == {"empty row", "header repeated among the answers"}


def test_line_breaks_inside_a_cell_do_not_shift_the_lines(survey, write) -> None:
    survey["branch"] = "two\nlines"
    survey.loc[9, "P1"] = 9
    read = svq.read_responses(write(survey))
    assert read.respondents["branch"].unique().tolist() == ["two\nlines"]
    assert read.problems["detail"].item() == "line 11: 9"


def book(path: Path, frame: pd.DataFrame, *more: str) -> Path:
    work = openpyxl.Workbook()
    sheets = [work.active, *(work.create_sheet(title) for title in more)]
    for sheet in sheets[:-1]:
        sheet.append(["Notes"])
        sheet.append(["Read me first"])
    for row in [list(frame.columns), *frame.astype(object).to_numpy().tolist()]:
        sheets[-1].append([None if value is None or value != value else value for value in row])
    work.save(path)
    return path


def test_a_workbook_is_read_like_a_text_file(survey, write, tmp_path: Path) -> None:
    survey.loc[2, "P5"] = 99
    read = svq.read_responses(book(tmp_path / "survey.xlsx", survey))
    text = svq.read_responses(write(survey))
    pd.testing.assert_frame_equal(read.perceptions, text.perceptions)
    pd.testing.assert_frame_equal(read.respondents, text.respondents)
    pd.testing.assert_frame_equal(read.problems, text.problems)
    assert read.source["sheet"] == "Sheet"


def test_the_sheet_with_the_answers_is_found(survey, tmp_path: Path) -> None:
    read = svq.read_responses(book(tmp_path / "survey.xlsx", survey, "Answers"))
    assert read.source["sheet"] == "Answers"
    assert read.problems.loc[0, ["kind", "count"]].tolist() == ["sheets", 2]


def test_a_date_in_an_answer_is_named(survey, tmp_path: Path) -> None:
    frame = survey.astype(object)
    frame.loc[4, "P7"] = datetime(2024, 3, 4)
    error = refused(book(tmp_path / "s.xlsx", frame), "line 6, column 'P7' .* it is a date")
    assert (error.row, error.column) == (6, "P7")


def test_dates_beside_the_answers_are_kept(survey, tmp_path: Path) -> None:
    frame = survey.astype(object)
    frame["when"] = datetime(2024, 3, 4, 12, 30)
    read = svq.read_responses(book(tmp_path / "s.xlsx", frame))
    assert read.respondents["when"].unique().tolist() == ["2024-03-04T12:30:00"]


def test_a_workbook_that_is_none(tmp_path: Path, survey) -> None:
    path = tmp_path / "survey.xlsx"
    path.write_text("P1,P2\n1,2\n")
    refused(path, "is no Excel workbook")
    path.write_bytes(b"PK\x03\x04 broken")
    refused(path, "not a readable Excel workbook")
    book(path, survey.iloc[:0, :0])
    refused(path, "is empty")


def test_a_formula_s_value_is_read(survey, tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", survey)
    work = openpyxl.load_workbook(path)
    work.active["B2"] = "=1+1"  # openpyxl writes no cached value: the cell counts as unanswered
    work.save(path)
    assert np.isnan(svq.read_responses(path).expectations.loc[2, "Q1"])


def test_a_title_above_the_header_is_left_out_and_counted(survey, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    work.active.append(["Customer survey 2026"])
    work.active.append([])
    work.active.append(["exported on", "2026-03-02"])
    for row in [list(survey.columns), *survey.astype(object).to_numpy().tolist()]:
        work.active.append(row)
    work.save(tmp_path / "titled.xlsx")
    read = svq.read_responses(tmp_path / "titled.xlsx")
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()
    assert read.perceptions.index[0] == 5
    note = read.problems.set_index("kind").loc["title_rows"]
    assert note[["count", "detail"]].tolist() == [3, "Customer survey 2026"]


def test_the_sheet_with_the_questions_as_headers_is_found(survey, tmp_path: Path) -> None:
    one = svq.load_instrument("servperf", "nl", service="hotel")
    asked = survey.filter(regex=r"^P\d").rename(columns=lambda c: one.wording(f"Q{c[1:]}"))
    read = svq.read_responses(book(tmp_path / "s.xlsx", asked, "Antwoorden"), "servperf")
    assert read.source["sheet"] == "Antwoorden"
    assert (read.perceptions.to_numpy() == asked.to_numpy()).all()


def test_a_first_row_of_endless_numbers(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(",".join(["9" * 5000] * 4) + "\n1,2,3,4\n")
    refused(path, "no items of SERVQUAL were found")
