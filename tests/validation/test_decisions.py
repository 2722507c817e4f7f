"""Every decision behind a validation is stated with its reason and the way to change it."""

from __future__ import annotations

import pandas as pd
import pytest

import svqkit as svq


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def usual(bank) -> pd.DataFrame:
    return svq.validate(bank, seed=7).decisions


def test_each_says_what_why_and_how_otherwise(usual) -> None:
    assert list(usual.columns) == ["taken", "because", "change"]
    assert usual.index.is_unique
    assert (usual.map(len) > 0).all(axis=None)
    assert usual.loc["Seed", "taken"] == "7"


def test_they_follow_the_data(bank, usual) -> None:
    complete = int(bank.perceptions.notna().all(axis=1).sum())
    assert usual.loc["Missing answers", "taken"].endswith(f"use {complete} of {bank.n}")
    assert (
        usual.loc["Careless answers", "taken"]
        == f"{len(svq.screen(bank).flagged)} flagged, all kept"
    )
    assert "not normal" in usual.loc["Estimator", "because"]


def test_they_follow_the_options(bank) -> None:
    kept = svq.exclude(bank, svq.screen(bank))
    made = svq.validate(
        kept, missing="fiml", estimator="MLR", correlation="polychoric", group="branch", seed=1
    ).decisions
    assert made.loc["Careless answers", "taken"].startswith(f"{bank.n - kept.n} left out by rule")
    assert made.loc["Missing answers", ["taken", "change"]].tolist() == [
        "full information: the factor models use every answer that was given",
        'missing="listwise"',
    ]
    assert made.loc["Correlations", ["taken", "change"]].tolist() == [
        "Polychoric",
        'correlation="pearson"',
    ]
    assert made.loc["Estimator", ["taken", "change"]].tolist() == ["MLR", 'estimator="ML"']
    assert made.loc["Groups", "taken"] == "branch"
    who = f"{kept.n} of {bank.n} respondents (left out: careless: {bank.n - kept.n})"
    assert made.loc["Who is in", "taken"] == who


def test_unusable_items_are_named(bank) -> None:
    frame = bank.perceptions.rename(columns=lambda code: f"P{code[1:]}").assign(P5=4, P6=None)
    made = svq.validate(svq.read_responses(frame, "servperf"), seed=1).decisions
    assert made.loc["Items left out", "taken"] == (
        "Q5: everybody gave the same answer; Q6: nobody answered it"
    )
    assert made.loc["Outcomes", "taken"] == "none"
