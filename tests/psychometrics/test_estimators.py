"""The estimators beside ML against lavaan, case by case (tests/oracles/estimators/make.R)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import CFA, cfa

ORACLES = Path(__file__).resolve().parent.parent / "oracles" / "estimators"
CASES = sorted(path.stem for path in ORACLES.glob("*_*.json"))
COUNTS = {"npar", "df", "baseline_df", "df_scaled", "baseline_df_scaled", "ntotal"}
SQUARES = {"chisq", "fmin", "cn_05", "cn_01"}


def number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else np.nan


@cache
def case_of(name: str) -> dict[str, Any]:
    return json.loads((ORACLES / f"{name}.json").read_text())


@cache
def data_of(file: str) -> pd.DataFrame:
    return pd.read_csv(ORACLES / file)


@cache
def fitted(name: str) -> CFA:
    case = case_of(name)
    options = case["options"]
    equal = options.get("group.equal", [])
    return cfa(
        data_of(case["file"]),
        case["model"],
        estimator=case["estimator"],
        missing={"ml": "fiml"}.get(case["missing"], case["missing"]),
        group=options.get("group"),
        group_equal=[equal] if isinstance(equal, str) else equal,
    )


def keyed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    turn = (frame["op"] == "~~") & (frame["rhs"] < frame["lhs"])
    frame.loc[turn, ["lhs", "rhs"]] = frame.loc[turn, ["rhs", "lhs"]].to_numpy()
    return frame.set_index(["lhs", "op", "rhs", "group"])


def oracle_table(case: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(case["parameters"])
    frame = frame[frame["op"] != "=="]
    groups = frame["group"] if "group" in frame else pd.Series(1, index=frame.index)
    return keyed(frame.assign(group=groups.map(dict(enumerate(case["groups"] or [""], start=1)))))


@pytest.mark.parametrize("name", CASES)
def test_every_fit_index_as_lavaan(name: str) -> None:
    ours = fitted(name).fit
    theirs = {key.replace(".", "_"): value for key, value in case_of(name)["fit"].items()}
    assert set(theirs) - set(ours.index) == set()
    for index, value in theirs.items():
        expected = number(value)
        if index == "rfi" and ours[index] < 0:
            assert expected == 1  # lavaan's word for a model that fits worse than independence
            continue
        if index in COUNTS:
            assert ours[index] == expected, index
        elif index in SQUARES or "chisq" in index:
            assert ours[index] == pytest.approx(expected, rel=1e-3, abs=1e-6), index
        elif index in {"logl", "unrestricted_logl", "aic", "bic", "bic2"}:
            assert ours[index] == pytest.approx(expected, abs=1e-2), index
        else:
            assert ours[index] == pytest.approx(expected, abs=1e-4, nan_ok=True), index


@pytest.mark.parametrize("name", CASES)
def test_every_parameter_as_lavaan(name: str) -> None:
    theirs = oracle_table(case_of(name))
    ours = keyed(fitted(name).parameters)
    assert set(ours.index) == set(theirs.index)
    ours = ours.loc[theirs.index]
    for mine, other, absolute, relative in (
        ("est", "est", 2e-4, 0.0),
        ("se", "se", 1e-4, 1e-3),
        ("z", "z", 1e-3, 1e-3),
        ("pvalue", "pvalue", 2e-4, 0.0),
        ("std_lv", "std.lv", 2e-4, 0.0),
        ("std_all", "std.all", 2e-4, 0.0),
    ):
        np.testing.assert_allclose(
            ours[mine], theirs[other].astype(float), atol=absolute, rtol=relative, err_msg=mine
        )


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_at_rest(name: str) -> None:
    assert fitted(name).found.gradient < 1e-8
