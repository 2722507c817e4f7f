"""Importance: points that sum to 100, ratings item by item."""

from __future__ import annotations

import numpy as np
import pytest

import svqkit as svq

DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]


def with_points(survey, names, row=(10, 30, 25, 20, 15)):
    survey = survey.copy()
    for name, value in zip(names, row, strict=True):
        survey[name] = value
    return survey


@pytest.mark.parametrize(
    "names",
    [
        [f"points_{d}" for d in DIMENSIONS],
        [f"Importance {d.title()}" for d in DIMENSIONS],
        [f"{d}_weight" for d in DIMENSIONS],
        [f"W{i}" for i in range(1, 6)],
        [f"points{i}" for i in range(1, 6)],
    ],
)
def test_points_are_recognised(survey, write, names) -> None:
    read = svq.read_responses(write(with_points(survey, names)))
    assert read.importance_kind == "points"
    assert list(read.importance.columns) == DIMENSIONS
    assert read.importance.iloc[0].tolist() == [10, 30, 25, 20, 15]
    assert not set(names) & set(read.respondents.columns)
    assert read.problems.empty


def test_points_are_named_by_list_or_mapping(survey, write) -> None:
    names = list("vwxyz")
    path = write(with_points(survey, names))
    by_list = svq.read_responses(path, importance=names)
    by_mapping = svq.read_responses(path, importance=dict(zip(DIMENSIONS, names, strict=True)))
    assert by_list.importance.equals(by_mapping.importance)
    assert svq.read_responses(path).importance is None


def test_a_list_of_named_columns_may_stand_in_any_order(survey, write) -> None:
    names = [f"points_{d}" for d in DIMENSIONS]
    read = svq.read_responses(write(with_points(survey, names)), importance=names[::-1])
    assert read.importance.iloc[0].tolist() == [10, 30, 25, 20, 15]


def test_points_that_do_not_sum_to_100(survey, write) -> None:
    names = [f"points_{d}" for d in DIMENSIONS]
    points = with_points(survey, names).astype(dict.fromkeys(names, float))
    points.loc[1, names] = [10, 10, 10, 10, 10]  # 50: set aside
    points.loc[2, names] = [-10, 40, 30, 20, 20]  # negative: set aside
    points.loc[3, names] = [33, 33, 33, 0, 0]  # 99: rounding
    points.loc[4, names] = [50, 50, np.nan, np.nan, np.nan]  # empty means none
    points.loc[5, names] = np.nan  # not answered
    read = svq.read_responses(write(points))
    found = read.problems.set_index("kind")
    assert found.loc["importance_sum", ["count", "detail"]].tolist() == [
        2,
        "line 3: 50, line 4: 100",
    ]
    assert found.loc["importance_rounding", ["count", "detail"]].tolist() == [1, "line 5: 99"]
    assert found.loc["importance_blank", "count"] == 3
    weights = read.importance
    assert weights.loc[[3, 4, 7]].isna().all(axis=None)
    assert weights.loc[5].tolist() == pytest.approx([100 / 3] * 3 + [0, 0])
    assert weights.loc[6].tolist() == [50, 50, 0, 0, 0]
    assert weights.dropna().sum(axis=1).to_numpy() == pytest.approx(100)


def test_codes_for_no_answer_among_points(survey, write) -> None:
    names = [f"points_{d}" for d in DIMENSIONS]
    points = with_points(survey, names)
    points.loc[[2, 5], names] = 99
    points.loc[3, names] = [99, 1, 0, 0, 0]
    read = svq.read_responses(write(points))
    assert read.problems[["kind", "count", "detail"]].iloc[0].tolist() == [
        "missing_code", 10, "line 4, line 7",
    ]  # fmt: skip
    assert read.importance.index[read.importance.isna().all(axis=1)].tolist() == [4, 7]
    assert read.importance.loc[5].tolist() == [99, 1, 0, 0, 0]


def test_columns_that_are_no_points(survey, write) -> None:
    names = [f"importance_{d}" for d in DIMENSIONS]
    path = write(with_points(survey, names, (5, 7, 6, 6, 5)))
    read = svq.read_responses(path)
    assert read.importance is None
    assert read.importance_kind is None
    assert "30 of 30 rows do not sum to 100" in read.problems["detail"].item()
    with pytest.raises(svq.DataError, match="hold no points: 30 of 30 rows do not sum to 100"):
        svq.read_responses(path, importance=names)


def test_ratings_of_items(survey, write) -> None:
    for number in range(1, 23):
        survey[f"IMP{number}"] = 1 + number % 7
    survey.loc[4, "IMP3"] = 9
    read = svq.read_responses(write(survey))
    assert read.importance_kind == "ratings"
    assert list(read.importance.columns) == [f"Q{i}" for i in range(1, 23)]
    assert read.importance.iloc[0].tolist() == [1 + i % 7 for i in range(1, 23)]
    assert read.problems["kind"].tolist() == ["out_of_range"]


@pytest.mark.parametrize(
    ("importance", "message"),
    [
        (["id"], "importance names 1 columns; give one for each of the 5 dimensions"),
        ({"tangibles": "id"}, "must name a column for every dimension"),
        (dict.fromkeys(DIMENSIONS, "nowhere"), "'nowhere', which is not there"),
        (dict.fromkeys(DIMENSIONS, "branch"), "'branch' twice"),
        (["P1", "a", "b", "c", "branch"], "'P1' twice, or it is an item's answers"),
        (["id", "a", "b", "c", "branch"], "line 2, column 'branch' holds 'North'"),
    ],
)
def test_importance_that_cannot_be(survey, write, importance, message: str) -> None:
    survey[["a", "b", "c"]] = 20
    with pytest.raises(svq.DataError, match=message):
        svq.read_responses(write(survey), importance=importance)


def test_points_with_the_other_decimal_sign_than_the_rest_of_the_file(survey, tmp_path) -> None:
    """A column such as waiting minutes (3,5) decides the file's sign; points stay points."""
    names = [f"points_{dimension}" for dimension in DIMENSIONS]
    frame = with_points(survey, names)
    for name, points in zip(names, [10.5, 29.5, 25.0, 20.0, 15.0], strict=True):
        frame[name] = f"{points:.1f}"
    frame["waiting"] = [f"{minutes},5" for minutes in range(len(frame))]
    frame.to_csv(tmp_path / "mixed.csv", sep=";", index=False)
    read = svq.read_responses(tmp_path / "mixed.csv")
    assert read.source["decimal"] == ","
    assert read.respondents["waiting"].tolist() == [n + 0.5 for n in range(read.n)]
    assert read.importance.iloc[0].tolist() == [10.5, 29.5, 25.0, 20.0, 15.0]


def test_points_that_are_not_numbers_are_named(survey, tmp_path) -> None:
    names = [f"points_{dimension}" for dimension in DIMENSIONS]
    frame = with_points(survey, names).astype({names[1]: object})
    frame.loc[2, names[1]] = "a lot"
    frame.to_csv(tmp_path / "words.csv", index=False)
    with pytest.raises(svq.DataError, match=r"line 4, column 'points_reliability' holds 'a lot'"):
        svq.read_responses(tmp_path / "words.csv")
