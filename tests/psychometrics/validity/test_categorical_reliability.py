"""Reliability of sums of ordered answers against semTools (tests/oracles/ordinal_cfa/reliability.R)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ModelError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.validity.categorical_reliability import categorical_reliability

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles" / "ordinal_cfa"
CASES = json.loads((ORACLES / "reliability.json").read_text())["cases"]


@cache
def fitted(name: str) -> CFA:
    case = CASES[name]
    data = pd.read_csv(ORACLES / case["file"])
    return cfa(data, case["model"], ordered=True, group=case.get("group"))


@pytest.mark.parametrize("name", CASES)
def test_both_omegas_as_semtools(name: str, agree: Any) -> None:
    case, table = CASES[name], categorical_reliability(fitted(name)).table
    for ours, theirs in (("omega_sum", "sum_score"), ("omega_latent", "latent")):
        blocks = case[theirs] if fitted(name).groups else {"": case[theirs]}
        for label, values in blocks.items():
            mine = table.loc[label] if label else table
            agree(
                f"reliability of ordered models: {ours}",
                mine.loc[list(values), ours],
                list(values.values()),
                oracle="semTools 0.5-6",
                atol=2e-4,
            )


def test_one_factor_is_the_total() -> None:
    data = pd.read_csv(ORACLES / "five.csv")
    table = categorical_reliability(cfa(data, "f =~ Q1 + Q2 + Q3 + Q4", ordered=True)).table
    assert table.loc["f"].to_numpy() == pytest.approx(table.loc["total"].to_numpy(), rel=1e-12)


def test_parallel_binary_items_have_the_closed_form() -> None:
    """Sum of k binary items cut at 0: covariances arcsin(r)/(2π), true scores of r on the diagonal."""
    random = np.random.default_rng(11)
    answers = 0.8 * random.normal(size=(4000, 1)) + 0.6 * random.normal(size=(4000, 4))
    data = pd.DataFrame((answers > 0).astype(int), columns=list("abcd"))
    fit = cfa(data, "f =~ l*a + l*b + l*c + l*d", ordered=True, std_lv=True)
    loading = fit.parameters.query("op == '=~'")["est"].iloc[0]
    assert loading == pytest.approx(0.8, abs=0.02)
    shared = np.arcsin(loading**2) / (2 * np.pi)
    expected = 16 * shared / (4 * 0.25 + 12 * shared)
    found = categorical_reliability(fit).table.loc["f", "omega_sum"]
    # thresholds and correlations of the sample are not exactly 0 and equal
    assert found == pytest.approx(expected, abs=5e-3)


def test_heywood_cases_have_no_reliable_sum() -> None:
    data = pd.read_csv(ORACLES / "heywood.csv")
    fit = cfa(data, "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6", ordered=True)
    assert any("residual variance of Q4 is negative" in text for text in fit.warnings)
    table = categorical_reliability(fit).table
    assert np.isnan(table.loc["g", "omega_sum"])
    assert 0 < table.loc["f", "omega_sum"] < 1


def test_numbers_are_refused() -> None:
    fit = cfa(pd.read_csv(ORACLES / "five.csv"), "f =~ Q1 + Q2 + Q3 + Q4")
    with pytest.raises(ModelError, match="ordered=True"):
        categorical_reliability(fit)
    with pytest.raises(TypeError, match="takes a fitted CFA"):
        categorical_reliability("fit")  # type: ignore[arg-type]
