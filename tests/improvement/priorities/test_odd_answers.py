"""Answers that few gave, tables that do not fit, and targets off the scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

WANTED = pd.DataFrame({"quick": [5, 5, 4, 5, 3, 1], "pretty": [2, 3, 2, 4, 5, 5]})
GOT = pd.DataFrame({"quick": [2, 3, 4, 1, 3, 3], "pretty": [5, 4, 4, 4, 1, 2]})


def some(rows: int) -> svq.Responses:
    """The bank's first respondents."""
    bank = svq.load_dataset("bank")
    tables = ("perceptions", "expectations", "importance", "respondents")
    return replace(bank, **{name: getattr(bank, name).iloc[:rows] for name in tables})


@pytest.mark.parametrize("importance", ["stated", "gap"])
def test_what_nobody_scored_has_no_place(importance: str) -> None:
    """It used to be of low priority, by comparing with nothing; the gap's map broke."""
    few = some(30)
    items = few.instrument.mapping["empathy"]
    silent = replace(few, perceptions=few.perceptions.assign(**dict.fromkeys(items, np.nan)))
    with pytest.raises(
        DataError, match=r"'empathy' has a score of (performance|importance) from 0"
    ):
        svq.priorities(silent, importance=importance)
    with pytest.raises(DataError, match="from 1 respondents; at least two"):
        svq.priorities(some(1), importance=importance)


def test_samples_that_cannot_be_fitted_leave_the_potential_whole(recwarn) -> None:
    """Among ten respondents and five scores a resample often is singular."""
    found = svq.improvement_potential(some(10), target=6, bootstrap=300)
    ends = found.table[["gain_low", "gain_high", "alone_low", "alone_high"]]
    assert np.isfinite(ends).all(axis=None)
    assert "resamples that could not be fitted are left out" in found.convention
    assert not recwarn.list


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (svq.priorities, "priorities"),
        (lambda data: svq.improvement_potential(data, target=6), "improvement potentials"),
        (lambda data: svq.opportunity(data.to_numpy()), "opportunity scores"),
    ],
)
def test_tables_are_no_responses(call, what: str) -> None:
    with pytest.raises(TypeError, match=f"{what} need responses"):
        call(WANTED)


@pytest.mark.parametrize(("target", "end"), [(-5, "0 to 100"), (101, "0 to 100")])
def test_targets_of_importance_lie_on_its_scale(target: float, end: str) -> None:
    bank = svq.load_dataset("bank")
    with pytest.raises(ValueError, match=f"importance target .* lies off the scale .*{end}"):
        svq.priorities(bank, center={"importance": target})
    with pytest.raises(ValueError, match=r"\(1 to 7\)"):
        svq.priorities(bank, importance="gap", center={"importance": 9})
    with pytest.raises(ValueError, match=r"\(-1 to 1\)"):
        svq.priorities(bank, importance="derived", center={"importance": 9})


@pytest.mark.parametrize(
    ("wanted", "got", "scale", "error", "message"),
    [
        (WANTED.replace(1, "much").astype(object), GOT, (1, 5), DataError,
         "importance of 'quick', row 5: 'much' is no number"),
        (WANTED, GOT.assign(pretty=pd.Timestamp("2026-01-05")), (1, 5), DataError,
         "satisfaction of 'pretty', row 0: '2026-01-05"),
        (WANTED, GOT.set_axis(range(10, 16)), (1, 5), DataError, "the tables share no respondents"),
        (WANTED, GOT.set_axis([0] * 6), (1, 5), DataError, "respondent 0 comes twice in the table of sat"),
        (WANTED[["quick", "quick"]], GOT, (1, 5), DataError, "column 'quick' comes twice"),
        (WANTED[[]], GOT[[]], (1, 5), DataError, "have no columns"),
        (WANTED, GOT.to_numpy(), (1, 5), ValueError, "need satisfaction="),
        *((WANTED, GOT, scale, ValueError, "must be .lowest, highest.") for scale in
          ((1,), 5, "15", (None, 5), (1, np.inf), ("a", "b"), (1, 2, 3), (5, 1))),
    ],
)  # fmt: skip
def test_tables_that_do_not_fit(wanted, got, scale, error, message: str) -> None:
    with pytest.raises(error, match=message):
        svq.opportunity(wanted, got, scale=scale, bootstrap=20)


def test_a_table_beside_responses_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="go with a table"):
        svq.opportunity(svq.load_dataset("bank"), GOT)


def test_under_ten_answers_nobody_is_said_to_be_underserved() -> None:
    """All six alike give an interval without width, and certainty from nothing."""
    alike = pd.DataFrame({"quick": [5] * 6, "pretty": [1] * 6})
    found = svq.opportunity(alike, alike[["pretty", "quick"]].set_axis(["quick", "pretty"], axis=1),
                            scale=(1, 5), bootstrap=50)  # fmt: skip
    assert found.table["served"].unique().tolist() == ["cannot tell"]
    many = pd.concat([alike] * 2, ignore_index=True)
    turned = many[["pretty", "quick"]].set_axis(["quick", "pretty"], axis=1)
    found = svq.opportunity(many, turned, scale=(1, 5), bootstrap=50)
    assert found.table["served"].to_dict() == {"quick": "underserved", "pretty": "overserved"}
