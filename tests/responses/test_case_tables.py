"""Tables of a case keep the types their schema states."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from svqkit.responses.case_tables import read_case_table

FIELDS = [
    {"name": "day", "type": "date"},
    {"name": "at", "type": "datetime"},
    {"name": "clerk", "type": "string"},
    {"name": "lost", "type": "integer"},
    {"name": "minutes", "type": "number"},
    {"name": "open", "type": "boolean"},
]
ROWS = """day,at,clerk,lost,minutes,open
2026-03-02,2026-03-02T08:15:00,NA,4,1.5,true
2026-03-03,2026-03-03T09:00:30,,,,false
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def test_types_are_the_schemas(path: Path) -> None:
    table = read_case_table(path, {"fields": FIELDS})
    assert table["at"].iloc[1] == pd.Timestamp("2026-03-03 09:00:30")
    assert table["clerk"].iloc[0] == "NA"  # a name, not a missing value
    assert table.isna().sum().to_dict() == {
        "day": 0, "at": 0, "clerk": 1, "lost": 1, "minutes": 1, "open": 0,
    }  # fmt: skip
    assert [str(table[name].dtype) for name in ("lost", "minutes", "open")] == [
        "Int64",
        "float64",
        "bool",
    ]


def test_a_primary_key_is_the_index(path: Path) -> None:
    table = read_case_table(path, {"fields": FIELDS, "primaryKey": "day"})
    assert table.index.name == "day"
    assert "day" not in table
