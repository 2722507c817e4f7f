"""A case's tables are written so that they are read as they were."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from svqkit.responses.case_package import CaseTable, fields_of, write_case
from svqkit.responses.case_tables import read_case_table

COLUMNS = {
    "day": ("date", "Day"),
    "at": ("datetime", "Moment"),
    "clerk": ("string", "Who"),
    "lost": ("integer", "Parcels"),
    "minutes": ("number", "Minutes"),
    "open": ("boolean", "Whether open"),
}
ROWS = pd.DataFrame(
    {
        "day": pd.to_datetime(["2026-03-02", None]),
        "at": pd.to_datetime(["2026-03-02T08:15:30", None]),
        "clerk": ["NA", None],
        "lost": pd.array([4, None], dtype="Int64"),
        "minutes": [0.1 + 0.2, np.nan],
        "open": [True, False],
    }
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    table = CaseTable("Parcels", ROWS, fields_of(COLUMNS), "parcels.csv")
    write_case(tmp_path, "post", "Post", "", {"post_parcels": table}, {"truth.json": {"p": 1 / 3}})
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    resource = package["resources"][0]
    read = read_case_table(tmp_path / resource["path"], resource["schema"])
    for name in ("day", "at", "lost", "open"):
        assert read[name].tolist()[0] == ROWS[name].tolist()[0]
    assert read["clerk"].iloc[0] == "NA"
    assert read["minutes"].iloc[0] == 0.3  # ten digits
    assert read.iloc[1].isna().tolist() == [True] * 5 + [False]
    assert json.loads((tmp_path / "truth.json").read_text()) == {"p": 0.33333333}
    assert resource["svqkit"] == {"kind": "simulated", "rows": 2, "truth": "truth.json"}


def test_a_survey_counts_respondents(tmp_path: Path) -> None:
    about = {"instrument": "servperf", "outcomes": []}
    table = CaseTable("Guests", ROWS, fields_of(COLUMNS), "g.csv", "clerk", about=about)
    write_case(tmp_path, "inn", "Inn", "", {"inn_guests": table}, {})
    resource = json.loads((tmp_path / "datapackage.json").read_text())["resources"][0]
    assert resource["schema"]["primaryKey"] == "clerk"
    assert resource["svqkit"]["respondents"] == 2
