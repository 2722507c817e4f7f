"""Invariance of ordered answers against semTools and lavaan (tests/oracles/ordinal_cfa/invariance.R)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.invariance.invariance import ORDINAL_LEVELS, Invariance, invariance

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles" / "ordinal_cfa"
ORACLE = json.loads((ORACLES / "invariance.json").read_text())
MODEL = ORACLE["model"]
FIVE = pd.read_csv(ORACLES / "five.csv")
ITEMS = [f"Q{i}" for i in range(1, 13)]
SOURCE = "lavaan 0.6-14 with semTools 0.5-6"


def recoded(name: str) -> pd.DataFrame:
    answers = FIVE[ITEMS]
    if name == "three":
        answers = answers.clip(2, 4)
    elif name == "two":
        answers = (answers > 3).astype(int)
    return FIVE.assign(**answers)


@cache
def found_for(name: str) -> Invariance:
    group = ORACLE["cases"][name]["group"]
    return invariance(recoded(name), MODEL, group, ordered=True, levels=tuple(ORDINAL_LEVELS))


@pytest.mark.parametrize("name", ORACLE["cases"])
def test_every_level_as_semtools(name: str, agree: Any) -> None:
    table = found_for(name).table
    for level, theirs in ORACLE["cases"][name]["levels"].items():
        ours = table.loc[level]
        fit = found_for(name).fits[level].fit
        assert (fit["df"], fit["npar"]) == (theirs["df"], theirs["npar"])
        topic = "invariance, ordered"
        for index in ("chisq", "chisq.scaled"):
            mine = ours[index.replace(".", "_")]
            agree(f"{topic}: χ²", mine, theirs[index], oracle=SOURCE, rtol=1e-3)
        for index in ("pvalue.scaled", "cfi.scaled", "tli.scaled", "rmsea.scaled", "srmr"):
            mine = fit[index.replace(".", "_")]
            agree(
                f"{topic}: p, CFI, TLI, RMSEA, SRMR", mine, theirs[index], oracle=SOURCE, atol=1e-4
            )
        if "delta_df" in theirs and not (name == "two" and level == "scalar"):
            assert ours["delta_df"] == theirs["delta_df"]
            change = ours["delta_chisq"]
            agree(f"{topic}: Δχ²", change, theirs["delta_chisq"], oracle=SOURCE, rtol=1e-3)
            agree(
                f"{topic}: p of Δχ²", ours["delta_p"], theirs["delta_p"], oracle=SOURCE, atol=2e-4
            )


def test_the_table_has_intervals_and_what_decides() -> None:
    table = found_for("five").table
    assert {"rmsea_ci_lower", "rmsea_ci_upper", "cfi_scaled", "rmsea_scaled"} <= set(table)
    assert "bic" not in table
    assert table["cfi_robust"].notna().sum() == 1
    step = table.loc["metric", "cfi_scaled"] - table.loc["thresholds", "cfi_scaled"]
    assert table.loc["metric", "delta_cfi"] == pytest.approx(step)


def test_three_categories_always_fit_equal_thresholds() -> None:
    table = found_for("three").table
    assert np.isnan(table.loc["thresholds", "delta_df"])
    assert table.loc["thresholds", "chisq"] == pytest.approx(table.loc["configural", "chisq"])
    assert table.loc["thresholds", "decision"].startswith("not testable: items of three")
    assert table.loc["metric", "delta_df"] == 9


def test_binary_items_tell_only_of_the_scalar_level() -> None:
    table = found_for("two").table
    for level in ("thresholds", "metric"):
        assert np.isnan(table.loc[level, "chisq"])
        assert table.loc[level, "decision"].startswith("not testable: binary items (Q1,")
    # three factors of four binary items: 12 thresholds and 12 loadings against 12 residual
    # variances, 3 factor means and 3 factor variances of the later group
    assert table.loc["scalar", "delta_df"] == 6
    assert "scalar" in found_for("two").fits


def planted(kind: str) -> pd.DataFrame:
    random = np.random.default_rng(3)
    n = 3000
    late = np.arange(n) % 2 == 1
    factor = random.normal(size=n) + 0.4 * late
    columns = {}
    for at in range(1, 7):
        loading = np.where(late & (kind == "metric") & (at == 3), 0.3, 0.8)
        shift = np.where(late & (kind == "scalar") & (at == 5), 0.9, 0.0)
        response = loading * factor + shift + 0.6 * random.normal(size=n)
        cuts = [-1.0, -0.3, 0.5, 1.2]
        codes = np.digitize(response, cuts)
        if kind == "thresholds" and at == 2:
            codes = np.where(late, np.digitize(response, [-1.0, 0.6, 0.7, 1.2]), codes)
        columns[f"Q{at}"] = codes
    return pd.DataFrame(columns).assign(branch=np.where(late, "new", "old"))


@pytest.mark.parametrize(
    ("level", "freed"), [("thresholds", "Q2 | t2"), ("metric", "q =~ Q3"), ("scalar", "Q5 ~ 1")]
)
def test_planted_bias_is_found_at_its_level(level: str, freed: str) -> None:
    model = {"q": [f"Q{i}" for i in range(1, 7)]}
    found = invariance(planted(level), model, "branch", ordered=True, partial=True)
    assert found.freed["parameter"].iloc[0] == freed
    assert found.freed["level"].iloc[0] == level
    assert f"{level} (partial)" in found.table.index
    assert freed in found.table.loc[f"{level} (partial)", "decision"]
    none = invariance(planted("none"), model, "branch", ordered=True, partial=True)
    assert none.freed.empty
    assert none.reached == "strict"


def test_freed_residual_variances_are_found_too() -> None:
    data = planted("none")
    random = np.random.default_rng(4)
    late = (data["branch"] == "new").to_numpy()
    # three items that measure worse in the later group, with the same loadings and cut points
    factor = random.normal(size=len(data)) + 0.4 * late
    for at in range(1, 7):
        spread = np.where(late & (at <= 3), 1.4, 0.6)
        response = 0.8 * factor + spread * random.normal(size=len(data))
        data[f"Q{at}"] = np.digitize(response, [-1.0, -0.3, 0.5, 1.2])
    model = {"q": [f"Q{i}" for i in range(1, 7)]}
    found = invariance(data, model, "branch", ordered=True, partial=True, delta_rmsea=0.03)
    assert found.freed["level"].tolist() == ["strict"] * len(found.freed)
    assert {"Q1 ~~ Q1", "Q2 ~~ Q2", "Q3 ~~ Q3"} >= set(found.freed["parameter"]) != set()
    assert found.reached == "strict"


def test_levels_and_groups_must_be_what_they_can() -> None:
    with pytest.raises(ValueError, match="level 'thresholds' is unknown"):
        invariance(FIVE, MODEL, "half", levels=("configural", "thresholds"))
    lost = FIVE.assign(Q1=FIVE["Q1"].where(FIVE["half"] == "a", FIVE["Q1"].clip(2, 5)))
    with pytest.raises(DataError, match=r"nobody in group 'b' answered 1 to item 'Q1'"):
        invariance(lost, MODEL, "half", ordered=True)
    with pytest.raises(ValueError, match="'MLR' is not for ordered answers"):
        invariance(FIVE, MODEL, "half", ordered=True, estimator="MLR")
