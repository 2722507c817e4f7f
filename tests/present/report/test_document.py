from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.present.report.columns import bound, ends, head, num, text
from svqkit.present.report.document import table

FRAME = pd.DataFrame(
    {
        "scale": ["a", "a", "b"],
        "alpha": [0.8, np.nan, 0.7],
        "low": [0.75, np.nan, 0.6],
        "high": [0.85, np.nan, 0.8],
        "empty": [np.nan] * 3,
        "blank": ["", None, ""],
    },
    index=pd.Index(["Q1", "Q2", "Q3"], name="item"),
)


def test_index_levels_are_columns() -> None:
    made = table("t", FRAME, "T", [head("item", "Item"), bound("alpha", "α")])
    assert [[cell.shown for cell in row] for row in made.rows] == [
        ["Q1", ".80"],
        ["Q2", "–"],
        ["Q3", ".70"],
    ]


def test_columns_without_a_value_are_left_out() -> None:
    made = table("t", FRAME, "T", [num("empty", "E"), text("blank", "B"), num("absent", "A")])
    assert made.columns == ()


def test_a_copy_carries_both_ends_of_an_interval_unrounded() -> None:
    made = table("t", FRAME, "T", [ends("low", "high", "95% CI")])
    assert made.columns[0].copied == ("95% CI, low", "95% CI, high")
    assert [row[0].copied for row in made.rows] == [("0.75", "0.85"), ("", ""), ("0.6", "0.8")]


def test_groups_head_runs_of_rows() -> None:
    made = table("t", FRAME, "T", [head("item", "Item")], group=("scale", "Scale"))
    assert [(title, len(rows)) for title, rows in made.chunks] == [("a", 2), ("b", 1)]
    assert table("t", FRAME, "T", [head("item", "Item")], group=("blank", "B")).groups == ()


def test_rows_of_a_group_come_together_and_the_rest_last() -> None:
    frame = pd.DataFrame({"item": ["1", "2", "3", "4"], "scale": ["b", None, "a", "b"]})
    made = table("t", frame, "T", [head("item", "Item")], group=("scale", "Scale"))
    found = [(title, [row[0].shown for row in rows]) for title, rows in made.chunks]
    assert found == [("b", ["1", "4"]), ("a", ["3"]), ("Others", ["2"])]


def test_marks_see_the_row() -> None:
    column = bound("alpha", "α", mark=lambda value, row: "weak" if row["scale"] == "b" else "")
    made = table("t", FRAME, "T", [column])
    assert [row[0].mark for row in made.rows] == ["", "", "weak"]
