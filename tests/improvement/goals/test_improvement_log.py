"""The improvement log says what is written down, what is missing, and what came of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


@pytest.fixture
def entries() -> pd.DataFrame:
    return svq.load_dataset("servicedesk_log")


def test_the_desks_log_as_planted(entries: pd.DataFrame) -> None:
    log = svq.improvement_log(entries)
    assert (log.steps.loc["L1"] == "done").all()
    assert log.steps.loc["L2"].to_dict()["monitoring"] == "partly"
    remarks = log.remarks.set_index("id")
    assert remarks.loc["L2", "remark"] == "not written down: result, evidence"
    assert set(remarks.index) == {"L2", "L3"}  # L1 is whole, L4 stopped and says what was learned
    assert log.summary.loc["L1", "reached"] == pytest.approx(14 / 12)
    assert log.summary.loc["L1", "cost_per_unit"] == pytest.approx(4200 / 14)
    assert log.summary.loc["L4", "cost_per_unit"] == pytest.approx(9800 / 2)  # downwards is wanted


def test_what_does_not_fit_is_said(entries: pd.DataFrame) -> None:
    late = svq.improvement_log(entries, today="2027-01-01").remarks
    assert (late["remark"] == "overdue since 2026-12-15").sum() == 1
    entries["learned"] = ""
    assert "stopped, without what was learned" in set(
        svq.improvement_log(entries).remarks["remark"]
    )
    entries.loc["L1", "implemented"] = pd.Timestamp("2026-01-01")
    said = set(svq.improvement_log(entries).remarks["remark"])
    assert "implemented lies before started" in said
    entries.loc["L2", "status"] = "closed"
    assert "closed without a result" in set(svq.improvement_log(entries).remarks["remark"])


def test_files_hold_the_same_log(entries: pd.DataFrame, tmp_path: Path) -> None:
    whole = svq.improvement_log(entries)
    entries.to_csv(tmp_path / "log.csv")
    entries.reset_index().to_excel(tmp_path / "log.xlsx", index=False)
    (tmp_path / "log.yaml").write_text(
        "- id: A\n  problem: long waits\n  evidence: [a.html, b.html]\n  started: 2026-03-01\n",
        encoding="utf-8",
    )
    for name in ("log.csv", "log.xlsx"):
        pd.testing.assert_frame_equal(svq.improvement_log(tmp_path / name).steps, whole.steps)
    read = svq.improvement_log(tmp_path / "log.yaml").entries.loc["A"]
    assert read["evidence"] == "a.html\nb.html"
    assert read["started"] == pd.Timestamp("2026-03-01")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"id": None}, "every entry needs an id"),
        ({"id": "A", "colour": "red"}, "the field 'colour' is unknown"),
        ({"id": "A", "cost": "much"}, "entry 'A' has cost = 'much'; a number is needed"),
        ({"id": "A", "deadline": "soon"}, "entry 'A' has deadline = 'soon'; a date"),
        ({"id": "A", "status": "done"}, "status 'done'; there are planned, running"),
    ],
)
def test_entries_that_cannot_be_read(entry: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.improvement_log(pd.DataFrame([entry]))


def test_an_id_stands_once_and_a_file_is_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the id 'A' comes twice"):
        svq.improvement_log(pd.DataFrame({"id": ["A", "A"]}))
    with pytest.raises(DataError, match=r"there is no file 'log.csv'"):
        svq.improvement_log(tmp_path / "log.csv")
    (tmp_path / "log.yaml").write_text("id: A", encoding="utf-8")
    with pytest.raises(DataError, match="must hold a list of entries"):
        svq.improvement_log(tmp_path / "log.yaml")


def test_markup_in_an_entry_is_shown_as_text() -> None:
    log = svq.improvement_log(pd.DataFrame({"id": ["<b>A</b>"], "problem": ["x"]}))
    assert "<b>A" not in log._repr_html_()


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"id": " "}, {}, "every entry needs an id"),
        ({"deadline": 20261231}, {}, "entry 'A' has deadline = 20261231; a date such as"),
        ({"deadline": "31/12/2026"}, {}, "entry 'A' has deadline = '31/12/2026'"),
        ({"cost": np.inf}, {}, "entry 'A' has cost = inf; a number is needed"),
        ({"cost": -5}, {}, "entry 'A' has cost below 0"),
        ({"result": True}, {}, "entry 'A' has result = True; a number is needed"),
        ({}, {"today": "soon"}, "today 'soon' is no date or time"),
    ],
)
def test_entries_that_would_be_guessed(change: dict, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.improvement_log(pd.DataFrame([{"id": "A", **change}]), **options)


def test_what_is_no_log_is_refused() -> None:
    for given in (None, 5):
        with pytest.raises(DataError, match="the log must be a table or a file"):
            svq.improvement_log(given)
    twice = pd.DataFrame([["A", "faster", "cheaper"]], columns=["id", "goal", "goal"])
    with pytest.raises(DataError, match="the field 'goal' is there twice"):
        svq.improvement_log(twice)


def test_dates_may_have_a_zone() -> None:
    table = pd.DataFrame(
        {
            "id": ["A", "B"],
            "deadline": ["2026-05-01T00:00+02:00", "2026-05-02"],
            "status": "running",
        }
    )
    found = svq.improvement_log(table, today=pd.Timestamp("2026-06-01", tz="UTC"))
    assert found.remarks["remark"].str.startswith("overdue since 2026-05-0").sum() == 2
