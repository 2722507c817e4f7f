"""Whatever a table holds: it is read, or refused with one of our own errors."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError

HEADERS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["P1", "E1", "Q1", "Q1.1", "P1 ", "respondent", "item", "answer", "form", "Timestamp", "ID",
         "Start time", "StartDate", "EndDate", "Status", "Progress", "ResponseId", "_uuid", "KEY",
         "_submission_time", "submitdate", "lastpage", "seed", "Respondent ID", "Collector ID",
         "Start Date", "P1[x]", "What you expect [It is clean.]", "7-1. a (기대)", "e-mail", "", "1"]
    ),
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "7", "1", "99", "Strongly agree", "=1+1", '{"ImportId":"QID1"}', "1e999", "A3"]),
)  # fmt: skip
TABLES = st.lists(HEADERS, min_size=1, max_size=8).flatmap(
    lambda header: st.tuples(
        st.just(header),
        st.lists(st.lists(CELLS, max_size=len(header) + 1), max_size=6),
    )
)
CALM = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def attempt(source: object) -> None:
    with suppress(DataError):  # anything else is a fault of ours
        assert svq.read_responses(source, "servperf").n > 0


def full(header: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The same table beside a whole set of items, so that reading goes on to the end."""
    items = [f"P{i}" for i in range(1, 23)]
    more = [h for h in header if h not in items]
    answers = [[str(1 + (i * k) % 7) for k in range(22)] for i in range(1, len(rows) + 2)]
    cells = [(row + [""] * len(more))[: len(more)] for row in rows] + [[""] * len(more)]
    return [*items, *more], [a + b for a, b in zip(answers, cells, strict=True)]


@CALM
@given(TABLES)
def test_tables_of_text_as_files(tmp_path, table) -> None:
    for header, rows in (table, full(*table)):
        out = StringIO()
        csv.writer(out).writerows([header, *rows])
        path = tmp_path / "any.csv"
        path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
        attempt(path)


@CALM
@given(TABLES)
def test_tables_of_text_as_frames_and_json(tmp_path, table) -> None:
    for header, rows in (table, full(*table)):
        square = [(row + [""] * len(header))[: len(header)] for row in rows]
        attempt(pd.DataFrame(square, columns=header, dtype=object))
        path = tmp_path / "any.json"
        records = [dict(zip(header, row, strict=True)) for row in square]
        path.write_text(json.dumps(records), encoding="utf-8")
        attempt(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(HEADERS, inner, max_size=6),
    max_leaves=12,
)


@CALM
@given(JSON)
def test_any_json(tmp_path, value) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    attempt(path)


@CALM
@given(st.binary(max_size=400), st.sampled_from(["csv", "txt", "json", "xlsx", "ods", "xls"]))
def test_any_bytes(tmp_path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"any.{suffix}"
    path.write_bytes(data)
    attempt(path)


@pytest.mark.parametrize(
    "cell", [10**400, -(10**4000), "9" * 6000, float("inf"), "1" * 4301 + ".5"]
)
def test_numbers_beyond_all_range(cell: object) -> None:
    frame = pd.DataFrame(
        [[1 + i % 7] * 22 for i in range(9)], columns=[f"P{i}" for i in range(1, 23)]
    )
    frame = frame.astype(object).assign(other=[cell, *range(8)])
    frame.loc[3, "P5"] = cell
    read = svq.read_responses(frame, "servperf")
    note = read.problems.set_index("kind").loc["out_of_range"]
    assert note[["where", "count"]].tolist() == ["P5", 1]
    assert len(note["detail"]) < 60
    assert np.isnan(read.perceptions.loc[3, "Q5"])
    assert read.respondents["other"].tolist()[1:] == list(range(8))
