"""Reading a survey that is as it should be, from every kind of source."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq

CODES = [f"Q{i}" for i in range(1, 23)]


def test_a_clean_file_has_no_problems(survey, write) -> None:
    path = write(survey)
    before = path.read_bytes()
    read = svq.read_responses(path)
    assert read.n == 30
    assert list(read.perceptions.columns) == list(read.expectations.columns) == CODES
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()
    assert (read.expectations.to_numpy() == survey.filter(regex="^E").to_numpy()).all()
    assert (read.gaps == read.perceptions - read.expectations).all(axis=None)
    assert list(read.respondents.columns) == ["id", "branch"]
    assert read.respondents["id"].tolist() == list(range(101, 131))
    assert read.perceptions.index.name == "line"
    assert read.perceptions.index.tolist() == list(range(2, 32))
    assert read.problems.empty
    assert list(read.problems.columns) == ["kind", "where", "count", "handling", "detail"]
    assert read.dropped.empty
    assert list(read.dropped.columns) == ["row", "reason"]
    assert read.importance is None
    assert read.importance_kind is None
    assert read.source == {
        "name": "survey.csv",
        "sha256": hashlib.sha256(before).hexdigest(),
        "encoding": "utf-8",
        "separator": ",",
        "decimal": ".",
        "rows_read": 30,
        "rows_kept": 30,
    }
    assert path.read_bytes() == before


def test_all_frames_share_one_index(survey, write) -> None:
    survey[[f"points_{d}" for d in svq.load_instrument("servqual").mapping]] = 20
    read = svq.read_responses(write(survey))
    for frame in (read.expectations, read.gaps, read.importance, read.respondents):
        assert frame.index.equals(read.perceptions.index)


def test_a_frame_keeps_its_own_index(survey) -> None:
    frame = survey.set_axis([f"r{i}" for i in range(30)])
    copy = frame.copy()
    read = svq.read_responses(frame)
    assert read.perceptions.index.tolist() == frame.index.tolist()
    assert read.source["name"] == "DataFrame"
    assert len(read.source["sha256"]) == 64
    pd.testing.assert_frame_equal(frame, copy)
    changed = frame.copy()
    changed.loc["r0", "P1"] = 8 - changed.loc["r0", "P1"]
    assert svq.read_responses(changed).source["sha256"] != read.source["sha256"]
    assert svq.read_responses(frame).source["sha256"] == read.source["sha256"]


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "object", "string", "category"])
def test_a_frame_of_any_dtype_reads_the_same(survey, dtype: str) -> None:
    items = survey.drop(columns=["id", "branch"])
    read = svq.read_responses(
        items.astype(str).astype(dtype) if dtype in ("string", "category") else items.astype(dtype)
    )
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()
    assert set(read.perceptions.dtypes) == {np.dtype(float)}


def test_missing_values_of_any_kind_are_missing(survey) -> None:
    frame = survey.astype(object)
    frame.loc[:4, "P3"] = [np.nan, None, pd.NA, pd.NaT, ""]
    read = svq.read_responses(frame)
    assert read.perceptions["Q3"].isna().sum() == 5
    assert read.problems.empty


@pytest.mark.parametrize(
    ("perception", "expectation"),
    [
        ("P{}", "E{}"),
        ("p{:02d}", "e{:02d}"),
        ("P_{}", "E_{}"),
        ("p {:02d}", "E {:02d}"),
        ("Q{}_P", "Q{}_E"),
        ("Q{:02d}.p", "Q{:02d}.e"),
        ("Perception {}", "Expectation {}"),
        ("PQ{}", "EQ{}"),
        ("item{}_perc", "item{}_exp"),
        (" P{} ", " E{} "),
    ],
)
def test_common_spellings_of_headers(survey, write, perception: str, expectation: str) -> None:
    names = {f"P{i}": perception.format(i) for i in range(1, 23)}
    names |= {f"E{i}": expectation.format(i) for i in range(1, 23)}
    read = svq.read_responses(write(survey.rename(columns=names)))
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()
    assert (read.expectations.to_numpy() == survey.filter(regex="^E").to_numpy()).all()
    assert list(read.respondents.columns) == ["id", "branch"]


def test_the_order_of_columns_does_not_matter(survey, write) -> None:
    shuffled = survey[np.random.default_rng(1).permutation(survey.columns)]
    read = svq.read_responses(write(shuffled))
    assert (read.perceptions.to_numpy() == survey.filter(regex="^P").to_numpy()).all()


def test_rename_tells_which_column_is_which(survey, write) -> None:
    named = survey.rename(columns={"P1": "how modern", "branch": "office"})
    read = svq.read_responses(write(named), rename={"how modern": "P1", "office": "branch"})
    assert read.perceptions["Q1"].tolist() == survey["P1"].tolist()
    assert "branch" in read.respondents


def test_rename_of_an_absent_column_suggests_one(survey) -> None:
    with pytest.raises(svq.DataError, match="'brnch', which is not there; did you mean 'branch'"):
        svq.read_responses(survey, rename={"brnch": "place"})


def test_rename_to_one_name_twice_is_refused(survey) -> None:
    with pytest.raises(svq.DataError, match="'x' to two columns"):
        svq.read_responses(survey, rename={"id": "x", "branch": "x"})


def test_an_instrument_by_path_and_as_object(survey, write, tmp_path: Path) -> None:
    path = svq.export_instrument(svq.load_instrument("servqual"), tmp_path / "own.yaml")
    by_path = svq.read_responses(write(survey), str(path))
    by_object = svq.read_responses(write(survey), svq.load_instrument("servqual"))
    assert by_path.instrument == by_object.instrument


@pytest.mark.parametrize(
    ("source", "instrument", "message"),
    [(3, "servqual", "path or a DataFrame"), (pd.DataFrame({"P1": [1]}), 3, "catalogue name")],
)
def test_other_types_are_refused(source, instrument, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        svq.read_responses(source, instrument)


def test_items_of_any_code_are_recognised(tmp_path: Path) -> None:
    own = svq.export_instrument(svq.load_instrument("servqual"), tmp_path / "own.yaml")
    text = own.read_text(encoding="utf-8")
    for number in range(1, 23):
        text = text.replace(f"code: Q{number}\n", f"code: tan_{number}\n")
    own.write_text(text, encoding="utf-8")
    columns = [f"{form}_tan_{i}" for form in "PE" for i in range(1, 23)]
    frame = pd.DataFrame(np.tile(np.arange(44) % 7 + 1, (25, 1)), columns=columns)
    read = svq.read_responses(frame, str(own))
    assert list(read.perceptions.columns) == [f"tan_{i}" for i in range(1, 23)]
    assert read.expectations.iloc[0].tolist() == (np.arange(22, 44) % 7 + 1).tolist()


def test_the_display_tells_the_story(survey, write) -> None:
    survey.loc[3, "P2"] = 9
    read = svq.read_responses(write(survey))
    text = str(read)
    assert "30 respondents to SERVQUAL (survey.csv)" in text
    assert "out_of_range" in text
    assert "<table" in read._repr_html_()


def test_formulas_stay_text(survey, write) -> None:
    survey["comment"] = '=HYPERLINK("http://x")'
    survey.loc[1, "comment"] = "<script>alert(1)</script>"
    read = svq.read_responses(write(survey))
    assert read.respondents["comment"].tolist() == survey["comment"].tolist()
    assert "<script>" not in read._repr_html_()


def test_numbers_and_text_among_the_other_columns(survey, write) -> None:
    survey["age"] = [31.5, None, *range(20, 48)]
    survey["zip"] = [f"0{i}" for i in range(30)]
    survey["note"] = ["fine", None] * 15
    survey["nothing"] = None
    survey["mixed"] = ["3", "x"] * 15
    read = svq.read_responses(write(survey)).respondents
    assert read["age"].tolist()[0] == 31.5
    assert np.isnan(read["age"].tolist()[1])
    assert read["zip"].tolist() == survey["zip"].tolist()
    assert read["note"].tolist() == ["fine", None] * 15
    assert read["nothing"].isna().all()
    assert read["mixed"].tolist() == ["3", "x"] * 15
