"""The workbook: full precision, shown as in the report, and nothing that runs."""

from __future__ import annotations

import dataclasses
import math
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import svqkit as svq
from svqkit.present.report.as_xlsx import as_xlsx
from svqkit.present.report.compose import compose
from svqkit.present.report.document import Cell, Column
from svqkit.present.report.xlsx_cells import number_formats
from svqkit.present.report.xlsx_table import HEADER
from svqkit.result import Part, Result

DIGITS = 1e-15
"""openpyxl writes 16 significant digits; spreadsheets count with 15."""


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Evil(Result):
    """Words that a spreadsheet would take for formulas."""

    def _parts(self) -> list[Part]:
        evil = ["=1+1", "+1+cmd|x", "-1+1", "@SUM(A1)", "plain\x07"]
        return [
            ("=HYPERLINK(1)", pd.DataFrame({"=A1": evil}, index=[f"{one}!" for one in evil])),
            ("Note", "=2+2"),
        ]


@pytest.fixture(scope="module")
def made(validation: Any) -> bytes:
    return as_xlsx(validation)


@pytest.fixture(scope="module")
def book(made: bytes) -> Any:
    return load_workbook(BytesIO(made))


def test_the_first_sheet_lists_every_other_and_links_there(book: Any, validation: Any) -> None:
    front = book.worksheets[0]
    linked = [cell for row in front.iter_rows() for cell in row if cell.hyperlink]
    assert [cell.value for cell in linked] == book.sheetnames[1:]
    assert all(cell.hyperlink.location == f"'{cell.value}'!A1" for cell in linked)
    assert front["A1"].value == "SERVQUAL"
    assert len(book.sheetnames) == 2 + len(compose(validation).tables)


def test_every_table_is_there_in_full_precision(book: Any, validation: Any) -> None:
    sheets = book.worksheets[2:]
    for grid, sheet in zip(compose(validation).tables, sheets, strict=True):
        heads = [cell.value for cell in sheet[HEADER] if cell.value]
        wanted = [grid.grouped_by] if grid.groups else []
        wanted += [name for column in grid.columns for name in column.copied]
        assert heads == [name for name in wanted if name]
        assert sheet.max_row == HEADER + len(grid.rows)
        shift = 1 if grid.groups else 0
        for place, row in enumerate(grid.rows):
            copied = [value for cell in row for value in cell.copied]
            for column, text in enumerate(copied, 1 + shift):
                value = sheet.cell(HEADER + 1 + place, column).value
                if isinstance(value, (int, float)):
                    assert math.isclose(float(text), value, rel_tol=DIGITS)
                else:
                    assert (value or "") == text


def test_a_number_reads_as_in_the_report(book: Any, validation: Any) -> None:
    sheet = next(one for one in book.worksheets if "Gaps of the dimensions" in one["A1"].value)
    heads = {cell.value: cell.column for cell in sheet[HEADER]}
    first = HEADER + 1
    gap = sheet.cell(first, heads["Gap"])
    assert gap.value == validation.gaps.dimensions["gap"].iloc[0]
    assert gap.number_format == "0.00"
    p = sheet.cell(first, heads["p (Holm)"])
    assert 0 < p.value < 0.001
    assert p.number_format == '[<0.001]"< .001";.000'
    assert sheet.cell(first, heads["Below expectation"]).number_format == '0.0"%"'


@pytest.mark.parametrize(
    ("shown", "copied", "formats"),
    [
        (".81", ("0.8149",), (".00",)),
        ("-.30", ("-0.3",), (".00",)),
        ("1,234.5", ("1234.5",), ("#,##0.0",)),
        ("412", ("412",), ("0",)),
        ("12.3%", ("12.345",), ('0.0"%"',)),
        ("3.27e-05", ("3.27e-05",), ("0.00E+00",)),
        ("–", ("",), ("General",)),
        ("> .999", ("0.99999",), ('[>0.999]"> .999";.000',)),
        (".81 [.78, .84]", ("0.81", "0.78", "0.84"), (".00", ".00", ".00")),
        (".81", ("0.81", "", ""), (".00", ".00", ".00")),
    ],
)
def test_formats_follow_what_is_shown(
    shown: str, copied: tuple[str, ...], formats: tuple[str, ...]
) -> None:
    assert number_formats(Column("x", "x"), Cell(shown, copied, "num")) == formats


def test_nothing_becomes_a_formula() -> None:
    book = load_workbook(BytesIO(as_xlsx(Evil())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    risky = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert len(risky) >= 10
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in risky)


def test_long_tables_can_be_filtered_and_headings_stay(book: Any) -> None:
    for sheet in book.worksheets[2:]:
        assert sheet.freeze_panes is not None
        assert str(HEADER + 1) in sheet.freeze_panes
        assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
        long = sheet.max_row > HEADER + 12
        assert bool(sheet.auto_filter.ref) == long


def test_the_sentences_are_there_too(book: Any, validation: Any) -> None:
    words = " ".join(str(row[0]) for row in book.worksheets[1].values if row[0])
    assert validation.verdict.split(". ")[0] in words
    assert compose(validation).sections[-1].convention in words


def test_pandas_reads_a_sheet_as_the_front_page_says(made: bytes, validation: Any) -> None:
    book = pd.read_excel(BytesIO(made), sheet_name=None, header=HEADER - 1, engine="openpyxl")
    gaps = next(frame for name, frame in book.items() if "Gaps of the items" in name)
    assert gaps["Gap"].tolist() == pytest.approx(validation.gaps.items["gap"].tolist(), rel=DIGITS)


def test_properties_name_the_report_and_nobody(book: Any, validation: Any) -> None:
    assert book.properties.title == "Validation of SERVQUAL"
    assert not book.properties.creator
    assert book.properties.created.date().isoformat() == validation.settings["date"]


def test_the_same_result_gives_the_same_bytes(
    made: bytes, validation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert as_xlsx(validation) == made


def test_any_result_becomes_a_workbook() -> None:
    result = svq.factorability(svq.load_dataset("bank"))
    assert len(load_workbook(BytesIO(as_xlsx(result))).sheetnames) > 2
