from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.present.report.as_json import as_json, plain, records


@pytest.fixture(scope="module")
def data(validation: Any) -> dict[str, Any]:
    def refuse(name: str) -> Any:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(as_json(validation), parse_constant=refuse)


def frame(rows: list[dict[str, Any]], column: str) -> np.ndarray:
    return np.array([np.nan if row[column] is None else row[column] for row in rows], dtype=float)


def test_it_says_what_it_is(data: dict[str, Any], validation: Any) -> None:
    assert data["result"] == "Validation"
    assert data["verdict"] == validation.verdict
    assert data["settings"]["data_sha256"] == validation.settings["data_sha256"]
    assert data["settings"]["versions"]["pandas"] == pd.__version__
    assert data["methods_text"] == validation.methods_text()


@pytest.mark.parametrize("column", ["value", "low", "high"])
def test_findings_keep_full_precision(data: dict[str, Any], validation: Any, column: str) -> None:
    np.testing.assert_array_equal(frame(data["findings"], column), validation.findings[column])


def test_results_keep_full_precision_and_their_names(data: dict[str, Any], validation: Any) -> None:
    coefficients = validation.reliability["perceptions"].coefficients
    rows = data["reliability"]["perceptions"]["coefficients"]
    assert [row["scale"] for row in rows] == list(coefficients.index)
    for column in ("alpha", "alpha_low", "omega_total", "omega_high"):
        np.testing.assert_array_equal(frame(rows, column), coefficients[column])
    np.testing.assert_array_equal(frame(data["items"], "r_drop"), validation.items["r_drop"])
    assert data["cfa"]["fit"]["cfi"] == validation.cfa.fit["cfi"]
    assert data["validity"]["ave"] == validation.validity.ave.to_dict()
    np.testing.assert_array_equal(
        frame(data["gaps"]["dimensions"], "gap"), validation.gaps.dimensions["gap"]
    )


def test_answers_and_respondents_stay_out(data: dict[str, Any], validation: Any) -> None:
    assert set(data["responses"]) == {"n", "instrument", "source", "problems", "dropped"}
    assert "respondents" not in data["screening"]
    assert "flagged" not in data["screening"]
    text = json.dumps(data)
    people = validation.responses.respondents
    for column in people.columns:
        texts = people[column].dropna().astype(str)
        if texts.nunique() > 300:
            assert not [t for t in texts if len(t) > 3 and f'"{t}"' in text]


def test_what_could_not_run_says_why(servperf: Any) -> None:
    data = json.loads(as_json(servperf))
    assert data["gaps"] is None
    assert data["not_run"]["gaps"] == servperf.not_run["gaps"]


def test_values_of_every_kind() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1)], names=["scale", None])
    made = records(
        pd.DataFrame({("x", "y"): [np.inf], "when": [pd.Timestamp("2024-05-01")]}, index=index)
    )
    assert made == [{"scale": "a", "index": 1, "x_y": None, "when": "2024-05-01 00:00:00"}]
    assert plain({("a", "b"): (np.bool_(True), pd.NA)}) == {"a | b": [True, None]}
    assert plain(np.array([1.5, np.nan])) == [1.5, None]
