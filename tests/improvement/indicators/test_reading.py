"""Indicator systems are read, and every fault is named by row and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

ONE = {
    "id": "queue",
    "name": "Queue time",
    "area": "efficiency",
    "dimension": "responsiveness",
    "kind": "quantitative",
    "direction": "less",
}


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([ONE | row for row in rows])


def test_the_bank_is_read_from_each_kind_of_file(tmp_path: Path) -> None:
    defined = svq.load_dataset("bank_indicators")
    bank = svq.read_indicators(defined, title="Bank")
    assert len(bank.table) == 15
    assert bank.table.groupby("dimension").size().tolist() == [3] * 5
    assert bank.weights.sum() == pytest.approx(1)
    plain = defined.reset_index()
    plain["review"] = plain["review"].dt.strftime("%Y-%m-%d")
    plain.to_csv(tmp_path / "bank.csv", index=False)
    plain.to_excel(tmp_path / "bank.xlsx", index=False)
    for name in ("bank.csv", "bank.xlsx"):
        again = svq.read_indicators(tmp_path / name, title="Bank")
        pd.testing.assert_frame_equal(again.table, bank.table)


def test_yaml_has_its_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "eigen.yaml"
    path.write_text(
        "title: Onze indicatoren\nlanguage: nl\nindicators:\n"
        "- {id: wacht, name: Wachttijd, area: efficiency, dimension: responsiveness,\n"
        "   kind: quantitative, direction: less, review: 2026-12-31, target: 5}\n",
        encoding="utf-8",
    )
    found = svq.read_indicators(path)
    assert (found.title, found.language) == ("Onze indicatoren", "nl")
    assert found.table.loc["wacht", "review"] == pd.Timestamp("2026-12-31")
    assert found.table.loc["wacht", "transform"] == "anchors"
    assert found.weights is None


def test_the_starter_catalogue_covers_everything() -> None:
    table = svq.starter_indicators().table
    assert table["dimension"].value_counts().min() >= 3
    assert table["area"].value_counts().min() >= 3
    assert table["area"].nunique() == 6
    written = table[["definition", "method", "formula", "unit", "source", "frequency"]]
    assert (written != "").to_numpy().all()
    assert table[["target", "weight"]].isna().all(axis=None)
    assert (table["owner"] == "").all()


@pytest.mark.parametrize(
    ("rows", "message", "row", "column"),
    [
        ([{"ownr": "x"}], "column 'ownr' is no field.*did you mean 'owner'", None, "ownr"),
        ([{}, {"id": "b", "area": "efficency"}], r"row 3 \(b\), column 'area': 'efficency' is none of.*"
         "did you mean 'efficiency'", 3, "area"),
        ([{"direction": None}], r"row 2 \(queue\), column 'direction': nothing is given", 2, "direction"),
        ([{"kind": "soft"}], "column 'kind': 'soft' is none of quantitative, qualitative", 2, "kind"),
        ([{"target": "five"}], "column 'target': 'five' is no number", 2, "target"),
        ([{"review": "soon"}], "column 'review': 'soon' is no date", 2, "review"),
        ([{"id": "queue time"}], "is more than one word", 2, "id"),
        ([{}, {}], "row 3, column 'id': 'queue' comes twice", 3, "id"),
        ([{"worst": 1, "best": 20}], "less is better, but best is 20 and worst is 1", 2, "best"),
        ([{"worst": 5, "best": 5}], "both 5; a score would have a zero denominator", 2, "best"),
        ([{"worst": 5}], "column 'best': nothing is given; a score needs both", 2, "best"),
        ([{"weight": 60}, {"id": "b"}], r"row 3 \(b\), column 'weight': nothing is given", 3, "weight"),
        ([{"weight": 60}, {"id": "b", "weight": 30}], "the weights sum to 90", None, None),
        ([{"weight": -60}, {"id": "b", "weight": 160}], "weight of 'queue' is -60", None, "queue"),
        ([{"target": float("inf")}], "is no finite number", 2, "target"),
    ],
)  # fmt: skip
def test_faults_are_named(rows: list, message: str, row, column) -> None:
    with pytest.raises(DataError, match=message) as caught:
        svq.read_indicators(table(*rows))
    assert (caught.value.row, caught.value.column) == (row, column)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file 'none"):
        svq.read_indicators(tmp_path / "none.csv")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(DataError, match="none of csv, xlsx, yaml"):
        svq.read_indicators(tmp_path / "a.txt")
    path = tmp_path / "a.yaml"
    for text, message in (
        ("title: x\nindikators: []\n", "line 2: 'indikators' is none of"),
        ("title: x\n", "must hold a list"),
        ("- {id: a\n", "a.yaml"),
        ("indicators:\n- {id: a, name: A}\n", r"line 2 \(a\): the field 'area' is missing"),
        ("- {id: a, nam: A}\n", "line 1: column 'nam' is no field.*did you mean 'name'"),
        ("[]", "there are no indicators"),
    ):
        path.write_text(text)
        with pytest.raises(DataError, match=message):
            svq.read_indicators(path)
    with pytest.raises(TypeError, match="source must be a table or a path, not int"):
        svq.read_indicators(5)
    with pytest.raises(DataError, match="the field 'area' is missing"):
        svq.read_indicators(table({}).drop(columns="area"))


def test_other_weights_leave_the_system_as_it_was() -> None:
    bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    before = bank.weights.copy()
    alike = bank.with_weights(dict.fromkeys(bank.table.index, 1 / 15))
    assert alike.weights.nunique() == 1
    pd.testing.assert_series_equal(bank.weights, before)
    with pytest.raises(DataError, match="indicator 'repair_time' has no weight"):
        bank.with_weights({"transaction_accuracy": 100})
    assert "15 indicators" in repr(bank)
