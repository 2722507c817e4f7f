"""Any survey, written in any common way, is read back cell by cell."""

from __future__ import annotations

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq

ITEMS = [f"{form}{number}" for form in "EP" for number in range(1, 23)]
WORDS = st.text(
    alphabet=st.sampled_from("abcXYZ019 ,;|\"'.-_()éüßñ\t"), min_size=1, max_size=12
).map(lambda text: "w" + text.strip() + "w")


@st.composite
def surveys(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.integers(2, 6))
    cells = st.one_of(st.integers(1, 7), st.just(None))
    frame = pd.DataFrame(
        [draw(st.lists(cells, min_size=44, max_size=44)) for _ in range(rows)],
        columns=ITEMS,
        dtype=object,
    )
    frame["P1"] = [1 + i % 7 for i in range(rows)]  # at least one answer in every row
    frame["city"] = [draw(WORDS) for _ in range(rows)]
    hundredths = st.integers(-99_999, 99_999).filter(lambda n: n % 10)
    frame["spent"] = [draw(hundredths) / 100 for _ in range(rows)]
    return frame


def as_numbers(frame: pd.DataFrame, form: str) -> np.ndarray:
    return frame[[c for c in ITEMS if c[0] == form]].astype(float).to_numpy()


@settings(max_examples=40, deadline=None)
@given(
    frame=surveys(),
    sep=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    order=st.randoms(use_true_random=False),
)
def test_text_files(frame, sep, decimal, encoding, ending, order) -> None:
    columns = list(frame.columns)
    order.shuffle(columns)
    text = frame[columns].to_csv(index=False, sep=sep, decimal=decimal, lineterminator=ending)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(text.encode(encoding))
        read = svq.read_responses(path)
    np.testing.assert_array_equal(read.perceptions.to_numpy(), as_numbers(frame, "P"))
    np.testing.assert_array_equal(read.expectations.to_numpy(), as_numbers(frame, "E"))
    assert read.respondents["city"].tolist() == frame["city"].tolist()
    assert read.respondents["spent"].tolist() == frame["spent"].tolist()
    assert read.source["separator"] == sep
    assert read.n == len(frame)


@settings(max_examples=8, deadline=None)
@given(frame=surveys())
def test_workbooks(frame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.xlsx"
        frame.astype({"city": object}).to_excel(path, index=False)
        read = svq.read_responses(path)
    np.testing.assert_array_equal(read.perceptions.to_numpy(), as_numbers(frame, "P"))
    np.testing.assert_array_equal(read.expectations.to_numpy(), as_numbers(frame, "E"))
    assert read.respondents["spent"].tolist() == frame["spent"].tolist()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(data)
        try:
            svq.read_responses(path)
        except svq.DataError:
            return


@cache
def whole_file(kind: str) -> bytes:
    frame = pd.DataFrame([[4] * 22, [5] * 22], columns=[f"P{i}" for i in range(1, 23)])
    if kind == "csv":
        return frame.to_csv(index=False).encode()
    buffer = BytesIO()
    frame.to_excel(buffer, index=False)
    return buffer.getvalue()


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["csv", "xlsx"]))
def test_spoilt_files_are_read_or_refused_in_words(data, kind) -> None:
    content = bytearray(whole_file(kind))
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any.{kind}"
        path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
        try:
            svq.read_responses(path, "servperf")
        except svq.DataError:
            return


@settings(max_examples=50, deadline=None)
@given(
    cells=st.lists(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
            st.dates(), st.datetimes(), st.sampled_from(["Agree", "7 - agree", "99", "NA", "5,0"]),
        ),
        min_size=22,
        max_size=22,
    )
)  # fmt: skip
def test_any_cells_are_read_or_refused_in_words(cells: list) -> None:
    frame = pd.DataFrame([cells, [4] * 22], columns=[f"P{i}" for i in range(1, 23)], dtype=object)
    try:
        read = svq.read_responses(frame, "servperf")
    except svq.DataError as error:
        refusal = str(error)
        assert len(refusal) < 700
        return
    given = read.perceptions.to_numpy()
    assert np.isnan(given[~((given >= 1) & (given <= 7))]).all()
