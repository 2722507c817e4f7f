"""Files that respondents saved: joined whatever their language, each respondent once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit.errors import DataError, SvqkitWarning
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.forms.html_form import form_columns

COLUMNS = form_columns(form_plan(svq.load_instrument("servperf")))


def row(who: str, answer: int, submitted: str = "2026-01-02T10:00:00.000Z", **more: Any) -> Any:
    said = dict.fromkeys(COLUMNS, answer)
    said |= {"respondent": who, "started": "2026-01-02T09:50:00.000Z", "submitted": submitted}
    return said | {"seconds": 300, "language": "nl"} | more


def save(folder: Path, said: dict[str, Any], name: str = "", suffix: str = "csv") -> Path:
    path = folder / f"{name or said['respondent']}.{suffix}"
    if suffix == "json":
        path.write_text(json.dumps([said]), encoding="utf-8")
    else:
        lines = [",".join(map(str, said)), ",".join(str(v) for v in said.values())]
        path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def test_a_folder_becomes_a_table_that_is_read_at_once(tmp_path: Path) -> None:
    save(tmp_path, row("r2", 5, "2026-01-02T11:00:00.000Z"))
    save(tmp_path, row("r1", 3), suffix="json")
    save(tmp_path, row("r3", 7, "2026-01-02T12:00:00.000Z", language="zh-Hans"))
    (tmp_path / "notes.md").write_text("not an answer")
    joined = svq.join_forms(tmp_path)
    assert joined["respondent"].tolist() == ["r1", "r2", "r3"]
    assert joined["file"].tolist() == ["r1.json", "r2.csv", "r3.csv"]
    assert joined["copies"].tolist() == [1, 1, 1]
    assert joined["P1"].tolist() == [3, 5, 7]
    read = svq.read_responses(joined, "servperf")
    assert read.perceptions["Q22"].tolist() == [3, 5, 7]
    assert read.dropped.empty


def test_a_respondent_counts_once_and_the_last_word_holds(tmp_path: Path) -> None:
    save(tmp_path, row("r1", 3))
    save(tmp_path, row("r1", 6, "2026-01-02T10:30:00.000Z"), "again")
    save(tmp_path, row("r2", 5), suffix="json")
    with pytest.warns(SvqkitWarning, match=r"1 respondents are in several files \(r1\)"):
        joined = svq.join_forms(tmp_path)
    assert joined.set_index("respondent")["P1"].to_dict() == {"r1": 6, "r2": 5}
    assert joined.set_index("respondent")["copies"].to_dict() == {"r1": 2, "r2": 1}


def test_files_of_another_form_are_named(tmp_path: Path) -> None:
    save(tmp_path, row("r1", 3))
    save(tmp_path, {**row("r2", 4), "check_1": 2})
    with pytest.warns(SvqkitWarning, match=r"1 of 2 files lack columns .*r1\.csv"):
        joined = svq.join_forms(tmp_path)
    assert joined["check_1"].isna().tolist() == [True, False]


def test_what_no_form_saved_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no files of a form"):
        svq.join_forms(tmp_path)
    (tmp_path / "other.csv").write_text("P1,P2\n1,2\n")
    with pytest.raises(DataError, match=r"other\.csv has no column 'respondent'"):
        svq.join_forms(tmp_path)
    with pytest.raises(DataError, match="there is no file"):
        svq.join_forms([tmp_path / "nothing.csv"])
    twice = save(tmp_path, row("r1", 2))
    twice.write_text(twice.read_text(encoding="utf-8").replace("P2,", "P1,", 1), encoding="utf-8")
    with pytest.raises(DataError, match="has the column 'P1' twice"):
        svq.join_forms(twice)
    nobody = save(tmp_path, row("", 2), "nobody")
    with pytest.raises(DataError, match=r"nobody\.csv, line 2 has no respondent"):
        svq.join_forms([nobody])


def test_text_is_never_taken_for_a_formula(tmp_path: Path) -> None:
    path = save(tmp_path, {**row("r1", 3), "remark": "'=1+1"})
    assert svq.join_forms(path)["remark"].tolist() == ["'=1+1"]
