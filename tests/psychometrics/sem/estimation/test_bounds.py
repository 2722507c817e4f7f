"""Bounded estimation: bounds and estimates as lavaan's, and what is said at a bound."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.estimation.bounds import Bounds, find_bounds

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"
CASES = sorted(path.stem for path in (ORACLES / "bounds").glob("*.json"))
LAVAAN = "lavaan 0.6-14"
TWO = "f =~ Q1 + Q2 + Q3\ng =~ Q4 + Q5 + Q6"


def fitted(case):
    options = {key.replace(".", "_"): value for key, value in case["options"].items()}
    kind = {"pos.var": "variances"}.get(case["bounds"], case["bounds"])
    frame = pd.read_csv(ORACLES / "bounds" / case["file"])
    fit = cfa(frame, case["model"], bounds=kind, **options)
    theirs = pd.DataFrame(case["parameters"])
    labels = case["groups"] or [""]
    theirs["group"] = [labels[int(number) - 1] for number in theirs["group"]]
    key = ["lhs", "op", "rhs", "group"]
    both = theirs.merge(fit.parameters, on=key, suffixes=("_r", ""))
    assert len(both) == len(theirs) == len(fit.parameters)
    return fit, both, kind


@pytest.mark.parametrize("name", CASES)
def test_bounded_estimates(name, oracle, agree):
    case = oracle(f"bounds/{name}")
    fit, both, _ = fitted(case)
    agree("bounds: est", both["est"], both["est_r"], oracle=LAVAAN, atol=2e-4)
    agree("bounds: se", both["se"], both["se_r"], oracle=LAVAAN, atol=1e-4, rtol=1e-3)
    agree("bounds: chisq", fit.fit["chisq"], case["chisq"], oracle=LAVAAN, rtol=1e-3)
    assert fit.fit["df"] == case["df"]


@pytest.mark.parametrize("name", CASES)
def test_the_bounds_themselves(name, oracle, agree):
    case = oracle(f"bounds/{name}")
    fit, both, kind = fitted(case)
    limits = find_bounds(fit.table, fit.problem.samples, kind)
    free = {
        (row.lhs, row.op, row.rhs, fit.table.groups[row.group]): row.free - 1
        for row in fit.table.rows
        if row.free
    }
    for side, infinite in (("lower", -np.inf), ("upper", np.inf)):
        ours, theirs = [], []
        for row in both.to_dict("records"):
            at = free.get((row["lhs"], row["op"], row["rhs"], row["group"]))
            if at is None:
                continue
            ours.append(getattr(limits, side)[at])
            theirs.append(infinite if pd.isna(row[side]) else row[side])
        agree(f"bounds: {side} bounds", ours, theirs, oracle=LAVAAN, rtol=1e-9)


def test_what_stands_at_a_bound_is_named():
    frame = pd.read_csv(ORACLES / "cfa" / "heywood.csv")
    free, bounded = cfa(frame, TWO), cfa(frame, TWO, bounds="variances")
    assert "negative" in free.warnings[0]
    assert bounded.warnings[0].startswith("'Q1 ~~ Q1' stands at its lower bound (0.000)")
    assert not any("negative" in warning for warning in bounded.warnings)
    assert "not bounded" in free.convention
    assert "pos.var" in bounded.convention
    assert "as if no bound were met" in bounded.convention
    assert bounded.fit["chisq"] > free.fit["chisq"]


@pytest.mark.parametrize("kind", ["variances", "standard"])
def test_bounds_that_are_not_met_change_nothing(kind):
    frame = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    model = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6"
    free, bounded = cfa(frame, model), cfa(frame, model, bounds=kind)
    np.testing.assert_array_equal(free.found.x, bounded.found.x)
    assert bounded.warnings == ()


@pytest.mark.parametrize("name", ["runaway", "stubborn"])
def test_a_model_that_runs_off_settles_within_bounds(name):
    """Without bounds these two have no minimum, or hardly one."""
    frame = pd.read_csv(ORACLES / "cfa" / f"{name}.csv")
    case = json.loads((ORACLES / "cfa" / "stubborn.json").read_text())
    items = list(frame.columns)
    model = case["model"] if name == "stubborn" else {"f": items}
    fit = cfa(frame, model, bounds="standard")
    limits = find_bounds(fit.table, fit.problem.samples, "standard")
    assert (fit.found.x >= limits.lower - 1e-12).all()
    assert (fit.found.x <= limits.upper + 1e-12).all()
    gradient = fit.problem.gradient(list(fit.found.states))
    unit = np.sqrt(np.diag(fit.found.information))
    inside = (fit.found.x > limits.lower + 1e-9) & (fit.found.x < limits.upper - 1e-9)
    assert np.abs(gradient / unit)[inside].max() < 1e-7


def test_equal_parameters_take_the_narrowest_bounds():
    frame = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    fit = cfa(frame, "visual =~ x1 + a*x2 + a*x3 + x4", bounds="standard")
    limits = find_bounds(fit.table, fit.problem.samples, "standard")
    least = 0.1 * fit.problem.samples[0].covariance[0, 0]
    narrow = np.sqrt(min(np.diag(fit.problem.samples[0].covariance)[1:3]) / least)
    assert limits.upper[0] == pytest.approx(narrow)
    assert limits.lower[0] == pytest.approx(-narrow)


def test_full_information_within_bounds():
    frame = pd.read_csv(ORACLES / "cfa" / "heywood.csv")
    frame.iloc[::9, 1] = np.nan
    fit = cfa(frame, TWO, missing="fiml", bounds="variances")
    variances = fit.parameters.query("op == '~~' and lhs == rhs")["est"]
    assert variances.min() >= 0


def test_bootstrap_keeps_the_bounds():
    frame = pd.read_csv(ORACLES / "cfa" / "heywood.csv")
    fit = cfa(frame, TWO, bounds="variances")
    found = fit.bootstrap(frame, draws=10, seed=1, progress=False)
    rows = fit.parameters.eval("op == '~~' and lhs == rhs").to_numpy()
    assert found.estimates[:, rows].min() >= 0
    free = cfa(frame, TWO).bootstrap(frame, draws=10, seed=1, progress=False)
    assert free.estimates[:, rows].min() < 0


def test_bad_input_is_refused():
    frame = pd.read_csv(ORACLES / "cfa" / "heywood.csv")
    with pytest.raises(ValueError, match="bounds='wide'"):
        cfa(frame, TWO, bounds="wide")
    survey = pd.read_csv(ORACLES / "estimators" / "skewed.csv")
    items = ["Q1", "Q2", "Q3", "Q4"]
    with pytest.raises(ValueError, match="ordered"):
        cfa(survey[items], {"f": items}, ordered=True, bounds="variances")
    assert "not bounded" in Bounds("none", np.zeros(0), np.zeros(0)).convention
