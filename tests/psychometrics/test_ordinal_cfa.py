"""Models of ordered answers against lavaan, case by case (tests/oracles/ordinal_cfa/make.R)."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.comparison.scaled_difference import scaled_shifted_difference
from svqkit.psychometrics.sem.estimation.estimation import Estimate
from svqkit.psychometrics.sem.tables.modification import modification_indices

ORACLES = Path(__file__).resolve().parent.parent / "oracles" / "ordinal_cfa"
CASES = sorted(path.stem for path in ORACLES.glob("*_*.json"))
LAVAAN = "lavaan 0.6-14"
ROBUST = ("cfi_robust", "tli_robust", "rmsea_robust")


@cache
def case_of(name: str) -> dict[str, Any]:
    return json.loads((ORACLES / f"{name}.json").read_text())


@cache
def data_of(file: str) -> pd.DataFrame:
    return pd.read_csv(ORACLES / file)


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


@cache
def fitted(name: str) -> CFA:
    case = case_of(name)
    options = case["options"]
    return cfa(
        data_of(case["file"]),
        case["model"],
        estimator=case["estimator"],
        ordered=True,
        group=options.get("group"),
        group_equal=listed(options.get("group.equal")),
        group_partial=listed(options.get("group.partial")),
        std_lv=options.get("std.lv", False),
        parameterization=options.get("parameterization", "delta"),
    )


def topic_of(name: str) -> str:
    return f"cfa {case_of(name)['estimator']}, ordered"


def keyed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame[frame["op"] != "=="].copy()
    turn = (frame["op"] == "~~") & (frame["rhs"] < frame["lhs"])
    frame.loc[turn, ["lhs", "rhs"]] = frame.loc[turn, ["rhs", "lhs"]].to_numpy()
    return frame.set_index(["lhs", "op", "rhs", "group"])


def oracle_frame(name: str, part: str) -> pd.DataFrame:
    case = case_of(name)
    frame = pd.DataFrame(case[part])
    groups = frame["group"] if "group" in frame else pd.Series(1, index=frame.index)
    return keyed(frame.assign(group=groups.map(dict(enumerate(case["groups"] or [""], start=1)))))


@pytest.mark.parametrize("name", CASES)
def test_every_fit_index_as_lavaan(name: str, agree: Any, agree_fit: Any) -> None:
    """Robust indices are held to :func:`test_robust_indices_by_savalei`.

    With several groups lavaan 0.6-14 misweighs the independence model of CFI and TLI
    (svqkit/psychometrics/sem/ordinal_robust.py).
    """
    case, ours = case_of(name), fitted(name).fit
    theirs = dict(case["fit"])
    for index in ("df.scaled", "baseline.df.scaled"):
        if index in theirs:
            # Satterthwaite's degrees of freedom are no counts
            value = theirs.pop(index)
            mine = ours[index.replace(".", "_")]
            agree(f"{topic_of(name)}: adjusted df", mine, value, oracle=LAVAAN, rtol=1e-4)
    leave = {
        index.replace(".", "_")
        for index, value in theirs.items()
        if "robust" in index and case["groups"] and "rmsea" not in index and value is not None
    }
    agree_fit(topic_of(name), ours, theirs, leave=leave)


SATURATED = [
    name
    for name in CASES
    if case_of(name).get("savalei")
    and isinstance(case_of(name)["fit"].get("rmsea.robust"), float | int)
]


@pytest.mark.parametrize("name", SATURATED)
def test_robust_indices_by_savalei(name: str, agree: Any) -> None:
    """Computed in make.R from lavaan's matrices by the formulas of Savalei (2021)."""
    fit, theirs = fitted(name), case_of(name)["savalei"]
    assert fit.robust is not None
    model, base = fit.robust
    assert base is not None
    assert (fit.fit["df"], fit.fit["baseline_df"]) == (theirs["df"], theirs["base_df"])
    topic = f"{topic_of(name)}: robust"
    oracle = "Savalei (2021) from lavaan's matrices"
    for mine, other in ((model, ("chisq", "excess")), (base, ("base_chisq", "base_excess"))):
        for value, key in zip((mine.chisq, mine.excess), other, strict=True):
            agree(f"{topic} χ² and its mean", value, theirs[key], oracle=oracle, rtol=1e-3)
    for index in ROBUST:
        ours = fit.fit[index]
        agree(f"{topic} CFI, TLI, RMSEA", ours, theirs[index], oracle=oracle, atol=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_every_parameter_as_lavaan(name: str, agree: Any) -> None:
    theirs = oracle_frame(name, "parameters")
    ours = keyed(fitted(name).parameters)
    assert set(ours.index) == set(theirs.index)
    ours = ours.loc[theirs.index]
    for what, mine, other, absolute, relative in (
        ("estimates", "est", "est", 2e-4, 0.0),
        ("SE of estimates", "se", "se", 1e-4, 1e-3),
        ("z", "z", "z", 1e-3, 1e-3),
        ("p of estimates", "pvalue", "pvalue", 2e-4, 0.0),
        ("standardised estimates", "std_lv", "std.lv", 2e-4, 0.0),
        ("standardised estimates", "std_all", "std.all", 2e-4, 0.0),
    ):
        agree(
            f"{topic_of(name)}: {what}",
            ours[mine],
            theirs[other].astype(float),
            oracle=LAVAAN,
            atol=absolute,
            rtol=relative,
        )


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_at_rest(name: str) -> None:
    assert fitted(name).found.gradient < 1e-8


WHOLE = [name for name in CASES if "residuals" in case_of(name)]


@pytest.mark.parametrize("name", WHOLE)
def test_standardised_solution_and_r2_as_lavaan(name: str, agree: Any) -> None:
    theirs = oracle_frame(name, "standardized")
    ours = keyed(fitted(name).standardized).loc[theirs.index]
    topic = f"{topic_of(name)}: standardised"
    mine, other = ours["est_std"], theirs["est.std"].astype(float)
    agree(f"{topic} estimates", mine, other, oracle=LAVAAN, atol=2e-4)
    mine, other = ours["se"], theirs["se"].astype(float).fillna(0.0)
    agree(f"{topic} SE", mine.fillna(0.0), other, oracle=LAVAAN, atol=1e-4, rtol=1e-3)
    case = case_of(name)
    blocks = case["r2"][0]
    while isinstance(blocks, list):
        blocks = blocks[0]
    for label, values in (blocks if case["groups"] else {"": blocks}).items():
        r2 = fitted(name).r2.loc[label] if label else fitted(name).r2
        named = [item for item in values if isinstance(values[item], float)]
        wanted = [values[item] for item in named]
        agree(f"{topic_of(name)}: R²", r2[named], wanted, oracle=LAVAAN, atol=2e-4)


@pytest.mark.parametrize("name", WHOLE)
def test_residuals_as_lavaan(name: str, agree: Any) -> None:
    """lavaan 0.6-14 divides Γ of a group by the respondents of all groups; svqkit by the group's."""
    case, fit = case_of(name), fitted(name)
    for kind in ("raw", "normalized", "standardized"):
        for at, part in enumerate(case["residuals"][kind]):
            ours = getattr(fit.residuals, kind)
            cuts = fit.residuals.thresholds
            if kind == "standardized":
                cuts = fit.residuals.thresholds_standardized
            if case["groups"]:
                ours, cuts = ours.loc[case["groups"][at]], cuts.loc[case["groups"][at]]
            larger = 1.0 if kind == "raw" else np.sqrt(fit.n / fit.problem.samples[at].n)
            topic = f"{topic_of(name)}: residuals, {kind}"
            near = {"oracle": LAVAAN, "atol": 2e-4 if kind == "raw" else 2e-3, "rtol": 1e-3}
            theirs = np.array(part["cov"], dtype=float)
            known = ~np.isnan(ours.to_numpy()) & (np.abs(ours.to_numpy()) > 0)
            agree(topic, ours.to_numpy()[known] * larger, theirs[known], **near)
            if kind == "raw":
                agree(f"{topic} thresholds", cuts, np.array(part["th"], dtype=float), **near)


TESTS = json.loads((ORACLES / "differences.json").read_text())["tests"]
LATER = [test for test in TESTS if f"{test['general']}_{test['estimator']}" in CASES]
LATER = [test for test in LATER if f"{test['restricted']}_{test['estimator']}" in CASES]


@pytest.mark.parametrize("at", range(len(LATER)))
def test_differences_as_lavaan(at: int, agree: Any) -> None:
    """By lavaan's default, derivatives of both models (``A.method = "delta"``)."""
    test = LATER[at]
    names = [f"{test[part]}_{test['estimator']}" for part in ("general", "restricted")]
    fits = {name: fitted(name) for name in names}
    found = compare_models(fits)
    row = found.table.iloc[-1]
    way = "Satorra 2000" if test["method"] == "satorra.2000" else "Satorra–Bentler 2001"
    if test["estimator"] == "WLSM" and way == "Satorra 2000":
        return_to = scaled_shifted_difference(fits[names[1]], fits[names[0]])
        agree(
            f"models compared, {way}: Δχ²",
            return_to,
            test["delta"]["chisq"],
            oracle=LAVAAN,
            rtol=1e-3,
        )
        return
    assert (
        way.replace("Satorra–Bentler 2001", "Satorra & Bentler (2001)").split()[0]
        in found.convention
    )
    theirs = test["delta"]
    agree(
        f"models compared, {way}: Δχ²",
        row["delta_chisq"],
        theirs["chisq"],
        oracle=LAVAAN,
        rtol=1e-3,
    )
    agree(
        f"models compared, {way}: p of Δχ²", row["delta_p"], theirs["p"], oracle=LAVAAN, atol=1e-4
    )
    assert row["delta_df"] == theirs["df"]


def at_estimates_of_lavaan(name: str) -> Estimate:
    fit, theirs = fitted(name), oracle_frame(name, "parameters")["est"]
    x = fit.found.x.copy()
    for row in fit.table.rows:
        if row.free:
            label = fit.table.groups[row.group]
            key = (row.lhs, row.op, row.rhs, label)
            x[row.free - 1] = theirs[
                key if key in theirs.index else (row.rhs, "~~", row.lhs, label)
            ]
    states = tuple(fit.problem.states(x))
    return replace(fit.found, x=x, states=states, information=fit.problem.information(states))


@pytest.mark.parametrize("name", WHOLE)
def test_modification_indices_as_lavaan(name: str, agree: Any) -> None:
    """Worked out at lavaan's estimates.

    A loading that is hardly identified (g =~ Q4 of the case "two") magnifies the seventh digit in
    which they differ to the third. lavaan's indices of scales are left out under theta, where
    scales are no parameters.
    """
    fit, theirs = fitted(name), oracle_frame(name, "modification")
    if fit.table.ordered.parameterization == "theta":
        theirs = theirs[theirs.index.get_level_values("op") != "~*~"]
    there = at_estimates_of_lavaan(name)
    ours = keyed(modification_indices(fit.table, fit.problem, there))
    assert set(theirs.index) == set(ours.index)
    ours = ours.loc[theirs.index]
    topic = f"{topic_of(name)}: modification indices"
    mi = theirs["mi"].astype(float)
    agree(topic, ours["mi"], mi, oracle=LAVAAN, atol=2e-3, rtol=2e-3)
    # of a variance's standardised change lavaan shows the sign
    variance = theirs.index.get_level_values("lhs") == theirs.index.get_level_values("rhs")
    for mine, other in (("epc", "epc"), ("sepc_lv", "sepc.lv"), ("sepc_all", "sepc.all")):
        kept = ~variance | (mine == "epc")
        change = theirs.loc[kept, other].astype(float)
        agree(f"{topic}, EPC", ours.loc[kept, mine], change, oracle=LAVAAN, atol=1e-3, rtol=2e-3)


def test_an_item_that_only_has_thresholds_needs_no_others_scale() -> None:
    items = data_of("five.csv")
    names = list(items.columns)
    model = f"f =~ {names[0]} + {names[1]} + {names[2]}\n{names[3]} | t1"
    with np.errstate(all="raise"):
        fit = cfa(items, model, ordered=True, parameterization="theta")
        shown = fit.standardized.set_index(["lhs", "op", "rhs"])["est_std"]
    assert shown[names[3], "~~", names[3]] == pytest.approx(1.0)


def test_values_that_leave_a_response_no_variance_are_refused_quietly() -> None:
    items = data_of("five.csv")
    first, second, third = list(items.columns)[:3]
    model = f"f =~ {first} + {second} + {third}\nf ~~ -1*f"
    with np.errstate(all="raise"), pytest.raises(ConvergenceError, match="not positive definite"):
        cfa(items, model, ordered=True, parameterization="theta")
