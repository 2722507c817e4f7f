"""Tables as they come: dates for numbers, columns twice, periods without order, files of other programs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

ONE = {"kind": "quantitative", "area": "efficiency", "dimension": "speed", "direction": "more"}
ROWS = [
    {"id": "a", "name": "A", "worst": 0, "best": 100, **ONE},
    {"id": "b", "name": "B", "worst": 0, "best": 100, **ONE},
]
WIDE = pd.DataFrame({"a": [80.0, 60], "b": [40.0, 80]}, index=["X", "Y"])
LONG = pd.DataFrame(
    {"u": list("XXYY"), "indicator": list("abab"), "value": [80.0, 40, 60, 80], "p": "2026-01"}
)


@pytest.fixture(scope="module")
def system() -> svq.IndicatorSystem:
    return svq.read_indicators(pd.DataFrame(ROWS))


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        (WIDE.assign(a=pd.date_range("2026-01-05", periods=2)), {}, "a = '2026-01-05.*no number"),
        (WIDE.assign(a=pd.to_timedelta([1, 2], unit="h")), {}, "a = '0 days 01:00:00'"),
        (WIDE.astype(complex), {}, "which is no number"),
        (pd.concat([WIDE, WIDE[["a"]]], axis=1), {}, "the column 'a' stands twice"),
        (WIDE.set_axis([np.nan, "Y"]), {}, "row 1 of the values has no unit"),
        (WIDE.assign(u=["X", None]), {"by": "u"}, "row 2 of the values has no unit"),
        (WIDE.assign(u="X", p=[None, 1]), {"by": "u", "period": "p"}, "row 1 .* has no period"),
        (WIDE.set_axis(pd.MultiIndex.from_tuples([("X", 1, 2), ("Y", 1, 2)])), {}, "has 3 levels"),
        (LONG.assign(value=pd.date_range("2026-01-05", periods=4)), {"by": "u"}, "row 0: a = '2026"),
        (LONG.assign(value=[1, 2, "many", 4]), {"by": "u"}, "row 2: a = 'many', which is no number"),
        (LONG, {"by": "u", "period": "u"}, "by and period are the same column, 'u'"),
        (LONG, {"by": ["u"]}, r"there is no column \['u'\]"),
        (pd.concat([LONG, LONG[:1]]), {"by": "u"}, r"X, a comes twice \(row 0\)"),
    ],
)  # fmt: skip
def test_values_that_are_none(system, values, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.indicator_scores(system, values, **options)


def test_periods_stand_in_their_own_order(system) -> None:
    """Ordered categories are not sorted as words."""
    both = pd.concat([LONG.assign(p="Feb"), LONG.assign(p="Jan")], ignore_index=True)
    order = pd.CategoricalDtype(["Jan", "Feb"], ordered=True)
    found = svq.indicator_scores(system, both.astype({"p": order}), by="u", period="p")
    assert found.trend.index.tolist() == ["Jan", "Feb"]
    mixed = pd.concat([LONG.assign(p=1), LONG.assign(p="b")], ignore_index=True)
    with pytest.raises(DataError, match=r"periods of different kinds \(int, str\)"):
        svq.indicator_scores(system, mixed, by="u", period="p")


def test_a_period_without_a_weighty_indicator_has_no_composite(system) -> None:
    """It used to be 0, the worst there is."""
    later = LONG[LONG["indicator"] == "a"].assign(p="2026-02")
    both = pd.concat([LONG, later], ignore_index=True)
    found = svq.indicator_scores(system, both, by="u", period="p", weights={"a": 0, "b": 1})
    assert found.trend.loc["2026-01"].tolist() == [40, 80]
    assert found.trend.loc["2026-02"].isna().all()


def test_files_of_other_programs(system, tmp_path: Path) -> None:
    """Semicolons, and a code page from before UTF-8."""
    path = tmp_path / "eigen.csv"
    rows = pd.DataFrame(ROWS).assign(owner="José")
    path.write_bytes(rows.to_csv(index=False, sep=";").encode("cp1252"))
    found = svq.read_indicators(path)
    assert found.table["owner"].tolist() == ["José"] * 2
    pd.testing.assert_frame_equal(found.table.assign(owner=""), system.table)
    for name, content, message in (
        ("empty.csv", b"", "is empty"),
        ("book.xlsx", b"no book", "is no Excel workbook"),
        ("twice.csv", b"id,name,id\na,A,b\n", "'id'"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=message):
            svq.read_indicators(tmp_path / name)


def test_columns_of_a_table_stand_once() -> None:
    table = pd.DataFrame(ROWS)
    with pytest.raises(DataError, match="column 'area' stands twice"):
        svq.read_indicators(pd.concat([table, table[["area"]]], axis=1))
    named = table.set_index(pd.Index(["x", "y"], name="id"))
    assert svq.read_indicators(named).table.index.tolist() == ["a", "b"]


@pytest.mark.parametrize("day", ["2026-01-31", pd.Timestamp("2026-01-31", tz="UTC"), 20260131])
def test_days_of_every_kind(day) -> None:
    found = svq.read_indicators(pd.DataFrame([{**ROWS[0], "review": day}]))
    assert found.table.loc["a", "review"] == pd.Timestamp("2026-01-31")
    today = pd.Timestamp("2026-02-01", tz="Europe/Amsterdam")
    said = svq.indicator_checks(found, today=today).remarks.query("principle == 'dynamic'")
    assert said["remark"].tolist() == ["its review was due on 2026-01-31"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"review": "01/02/2026"}, "'01/02/2026' is no date"),  # two days, by the reader's country
        ({"name": {"en": "A"}}, "column 'name': a dict is given"),
    ],
)
def test_cells_that_say_two_things(cell: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.read_indicators(pd.DataFrame([{**ROWS[0], **cell}]))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"today": ""}, DataError, "today is '', which is no date"),
        ({"today": 5}, DataError, "today is 5"),
        ({"fewest": 1.5}, ValueError, "fewest must be a whole number"),
        ({"redundant": "much"}, ValueError, "redundant must lie between"),
        ({"dimensions": "speed"}, TypeError, "dimensions must be a list of names"),
    ],
)
def test_options_of_checks(system, options: dict, error, message: str) -> None:
    with pytest.raises(error, match=message):
        svq.indicator_checks(system, **options)


def test_other_things_than_systems_and_scores(system) -> None:
    for call in (svq.indicator_checks, svq.rank_sensitivity, svq.drill_down):
        with pytest.raises(TypeError, match="must be what"):
            call(WIDE)
    scores = svq.indicator_scores(system, WIDE)
    for options in ({"draws": 1.5}, {"draws": "many"}, {"spread": None}, {"seed": -1}):
        with pytest.raises(ValueError, match=next(iter(options))):
            svq.rank_sensitivity(scores, **options)
    with pytest.raises(DataError, match="there is no unit"):
        svq.drill_down(scores, unit=["X"])
