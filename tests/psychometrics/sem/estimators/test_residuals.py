"""Residuals and modification indices of every estimator against lavaan."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import CFA, cfa

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"
CASES = json.loads((ORACLES / "residuals" / "residuals.json").read_text())
NAMES = [name for name in CASES if name != "versions"]
ROBUST = [name for name in NAMES if name.rpartition("_")[2] in ("MLM", "MLR")]
RESIDUALS = [name for name in NAMES if CASES[name]["standardized"]]
HS = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
MODEL = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
LAVAAN = "lavaan 0.6-14"


@cache
def case_of(name: str) -> tuple[dict[str, Any], pd.DataFrame]:
    case = json.loads((ORACLES / "estimators" / f"{name}.json").read_text())
    return case, pd.read_csv(ORACLES / "estimators" / case["file"])


@cache
def fitted(name: str) -> CFA:
    case, data = case_of(name)
    options = case["options"] or {}
    equal = options.get("group.equal", [])
    return cfa(
        data,
        case["model"],
        estimator=case["estimator"],
        missing={"ml": "fiml"}.get(case["missing"], case["missing"]),
        group=options.get("group"),
        group_equal=[equal] if isinstance(equal, str) else equal,
    )


def group_of(name: str) -> str | None:
    return (case_of(name)[0]["options"] or {}).get("group")


def topic(name: str) -> str:
    case = case_of(name)[0]
    return f"cfa {case['estimator']}" + ", missing answers" * (case["missing"] == "ml")


@pytest.mark.parametrize("kind", ["normalized", "standardized"])
@pytest.mark.parametrize("name", RESIDUALS)
def test_residuals_as_lavaan(name: str, kind: str, agree: Any) -> None:
    fit, data = fitted(name), case_of(name)[1]
    group = {"group": group_of(name)} if group_of(name) else {}
    residuals = fit.robust_residuals(data, **group) if name in ROBUST else fit.residuals
    frame, means = getattr(residuals, kind), residuals.mean_standardized
    for label, block in CASES[name][kind].items():
        names = block["cov"]["names"]
        theirs = np.array(
            [
                [np.nan if isinstance(cell, str) or cell is None else cell for cell in row]
                for row in block["cov"]["values"]
            ],
            dtype=float,
        )
        mine = (frame if label == "all" else frame.loc[label]).loc[names, names].to_numpy()
        raw = residuals.raw if label == "all" else residuals.raw.loc[label]
        # a residual without variance is 0 up to rounding, and lavaan divides rounding by rounding
        told = np.isfinite(mine) & np.isfinite(theirs) & (np.abs(raw.loc[names, names]) > 1e-5)
        assert told.to_numpy().mean() > 0.7
        what = f"{topic(name)}: residuals ({kind})"
        agree(what, mine[told], theirs[told], oracle=LAVAAN, atol=2e-3, rtol=1e-3)
        if kind == "standardized" and block["mean"] and means is not None:
            own = means if label == "all" else means.loc[label]
            there = pd.Series(block["mean"]).map(lambda v: v if isinstance(v, float) else np.nan)
            there = there[own[there.index].notna() & (there.abs() > 1e-4) & there.notna()]
            agree(what, own[there.index], there, oracle=LAVAAN, atol=2e-3, rtol=1e-3)


def keyed(frame: pd.DataFrame, groups: list[str] | None) -> pd.DataFrame:
    frame = frame.copy()
    if groups and pd.api.types.is_numeric_dtype(frame["group"]):
        frame["group"] = frame["group"].map(dict(enumerate(groups, start=1)))
    if "group" not in frame:
        frame["group"] = ""
    turn = (frame["op"] == "~~") & (frame["rhs"] < frame["lhs"])
    frame.loc[turn, ["lhs", "rhs"]] = frame.loc[turn, ["rhs", "lhs"]].to_numpy()
    return frame.set_index(["lhs", "op", "rhs", "group"])


@pytest.mark.parametrize("name", NAMES)
def test_modification_indices_as_lavaan(name: str, agree: Any) -> None:
    case = CASES[name]
    theirs = keyed(pd.DataFrame(case["modification"]), case["groups"])
    ours = keyed(fitted(name).modification_indices(power=True), None)
    theirs = theirs[theirs.index.isin(ours.index)]
    assert len(theirs) > 10
    ours = ours.loc[theirs.index]
    what = topic(name)
    agree(
        f"{what}: modification indices",
        ours["mi"],
        theirs["mi"],
        oracle=LAVAAN,
        atol=2e-3,
        rtol=2e-3,
    )
    for mine, other in (("epc", "epc"), ("sepc_lv", "sepc.lv"), ("sepc_all", "sepc.all")):
        agree(
            f"{what}: expected changes",
            ours[mine],
            theirs[other],
            oracle=LAVAAN,
            atol=2e-4,
            rtol=1e-3,
        )
    judged = keyed(pd.DataFrame(case["power"]), case["groups"]).loc[theirs.index]
    agree(f"{what}: power of indices", ours["power"], judged["power"], oracle=LAVAAN, atol=1e-3)
    words = {
        "(i)": "inconclusive",
        "**(m)**": "misspecified",
        "(nm)": "not misspecified",
        "epc:nm": "not misspecified",
        "*epc:m*": "misspecified",
    }
    assert list(ours["decision"]) == [words[decision] for decision in judged["decision"]]


def test_scaled_indices_and_bad_options() -> None:
    fit = fitted("hs_MLR")
    table = fit.modification_indices()
    scale = fit.fit["chisq_scaling_factor"]
    np.testing.assert_allclose(table["mi_scaled"], table["mi"] / scale)
    assert "mi_scaled" not in fitted("hs_GLS").modification_indices()
    assert "power" not in table
    assert "power" in fit.modification_indices(delta=0.2)
    with pytest.raises(ValueError, match="delta=0 must be positive"):
        fit.modification_indices(delta=0)
    with pytest.raises(ValueError, match="alpha=2 must lie between 0 and 1"):
        fit.modification_indices(alpha=2)


def test_robust_errors_are_those_of_normal_answers_where_they_are_normal() -> None:
    random = np.random.default_rng(4)
    factor = random.normal(size=(20_000, 1))
    data = pd.DataFrame(factor + random.normal(size=(20_000, 5)), columns=list("abcde"))
    fit = cfa(data, {"f": list("abcde")})
    robust, plain = fit.robust_residuals(data), fit.residuals
    np.testing.assert_allclose(robust.normalized, plain.normalized, rtol=0.05, atol=0.03)
    below = np.tril_indices(5, -1)
    ratio = robust.standardized.to_numpy()[below] / plain.standardized.to_numpy()[below]
    np.testing.assert_allclose(ratio, 1, atol=0.1)


def test_what_robust_residuals_need_is_said() -> None:
    fit = cfa(HS, MODEL, group="school", estimator="MLR")
    with pytest.raises(DataError, match="give group="):
        fit.robust_residuals(HS)
    with pytest.raises(DataError, match="not the answers the model was fitted to"):
        fit.robust_residuals(HS.head(200), group="school")
    with pytest.raises(DataError, match="not the answers the model was fitted to"):
        fit.robust_residuals(HS.assign(x1=HS["x1"] + 1), group="school")
    with pytest.raises(DataError, match="needs the single answers"):
        cfa(HS, MODEL).robust_residuals(cfa(HS, MODEL).moments)
    with pytest.raises(ModelError, match="not offered with estimator='GLS'"):
        cfa(HS, MODEL, estimator="GLS").robust_residuals(HS)
