"""The estimators beside ML against lavaan, case by case (tests/oracles/estimators/make.R)."""

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
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.moments import moments

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles" / "estimators"
CASES = sorted(path.stem for path in ORACLES.glob("*_*.json"))


def number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else np.nan


@cache
def case_of(name: str) -> dict[str, Any]:
    return json.loads((ORACLES / f"{name}.json").read_text())


@cache
def data_of(file: str) -> pd.DataFrame:
    return pd.read_csv(ORACLES / file)


def fit_of(case: dict[str, Any]) -> CFA:
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


@cache
def fitted(name: str) -> CFA:
    return fit_of(case_of(name))


def topic_of(case: dict[str, Any]) -> str:
    return f"cfa {case['estimator']}" + ", missing answers" * (case["missing"] == "ml")


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
def test_every_fit_index_as_lavaan(name: str, agree_fit: Any) -> None:
    case, ours = case_of(name), fitted(name).fit
    theirs = dict(case["fit"])
    leave = set()
    if ours["rfi"] < 0:
        assert theirs["rfi"] == 1  # lavaan's word for a model that fits worse than independence
        leave.add("rfi")
    if case["missing"] == "ml":
        # lavaan does not say how it weighs GFI after gaps; svqkit takes the expected
        # information of the answers given (the weights are tested in sem/test_patterns.py)
        leave |= {"gfi", "agfi", "pgfi"}
    if "scaling.factor.h0" in theirs:
        # lavaan divides by the parameters before they are set equal, Mplus and svqkit after
        free = sum(row.free > 0 for row in fitted(name).table.rows)
        theirs["scaling.factor.h0"] *= free / ours["npar"]
    agree_fit(topic_of(case), ours, theirs, leave=leave)


@pytest.mark.parametrize("name", CASES)
def test_every_parameter_as_lavaan(name: str, agree: Any) -> None:
    theirs = oracle_table(case_of(name))
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
            f"{topic_of(case_of(name))}: {what}",
            ours[mine],
            theirs[other].astype(float),
            oracle="lavaan 0.6-14",
            atol=absolute,
            rtol=relative,
        )


@pytest.mark.parametrize("name", CASES)
def test_the_gradient_is_at_rest(name: str) -> None:
    assert fitted(name).found.gradient < 1e-8


@pytest.mark.parametrize("estimator", ["MLM", "MLR"])
def test_what_needs_answers_says_so(estimator: str) -> None:
    data = data_of("skewed.csv")
    items = [column for column in data if column != "branch"]
    with pytest.raises(DataError, match="single answers, and moments hold none"):
        cfa(moments(data[items]), {"f": items}, estimator=estimator)
    with pytest.raises(ModelError, match=r"observed predictors yet \('Q4'\)"):
        cfa(data, "f =~ Q1 + Q2 + Q3\n f ~ Q4", estimator=estimator)


@pytest.mark.parametrize("estimator", ["MLM", "MLR"])
def test_saturated_model_has_no_scaling(estimator: str) -> None:
    fit = cfa(data_of("skewed.csv"), "f =~ Q1 + Q2 + Q3", estimator=estimator).fit
    assert fit["chisq_scaled"] == fit["df_scaled"] == 0
    assert fit["cfi_scaled"] == 1
    assert fit[["pvalue_scaled", "chisq_scaling_factor", "cfi_robust"]].isna().all()


def test_respondents_order_and_unneeded_columns_do_not_matter() -> None:
    data = data_of("skewed.csv")
    mixed = data.sample(frac=1, random_state=5)
    case = case_of("skewed_MLR")
    other = cfa(mixed, case["model"], estimator="MLR")
    pd.testing.assert_series_equal(fitted("skewed_MLR").fit, other.fit, rtol=1e-7)
    assert "Yuan" in other.convention
    assert "expected information" not in other.convention
    assert f"{other.fit['cfi_robust']:.3f}" in repr(other)
    assert other.n == 420


def test_normal_answers_need_no_correction() -> None:
    """With normal answers the scaling factor tends to 1 and the errors to those of ML."""
    random = np.random.default_rng(8)
    factor = random.normal(size=(20_000, 1))
    data = pd.DataFrame(
        0.7 * factor + 0.7 * random.normal(size=(20_000, 6)), columns=list("abcdef")
    )
    plain = cfa(data, {"q": list("abcdef")})
    for estimator in ("MLM", "MLR"):
        fit = cfa(data, {"q": list("abcdef")}, estimator=estimator)
        assert fit.fit["chisq_scaling_factor"] == pytest.approx(1, abs=0.03)
        ratio = (fit.parameters["se"] / plain.parameters["se"]).dropna()
        assert ratio.to_numpy() == pytest.approx(1, abs=0.03)


TESTS = json.loads((ORACLES / "differences.json").read_text())["tests"]
DIFFERENCES = [test for test in TESTS if {test["general"], test["restricted"]} <= set(CASES)]


@pytest.mark.parametrize("at", range(len(DIFFERENCES)))
def test_scaled_differences_as_lavaan(at: int, agree: Any) -> None:
    test = DIFFERENCES[at]
    case = case_of(test["general"])
    models = {name: fitted(test[name]) for name in ("general", "restricted")}
    if "model" in test:
        # away from its minimum the observed information depends on how a model is written
        general = {**case, "model": test["model"]}
        models["general"] = fit_of(general)
    scaled = "2010" if "2010" in test["method"] else "2001"
    table = compare_models(
        models, scaled=scaled, items=data_of(case["file"]), group=case["options"]["group"]
    ).table
    row = table.loc["restricted"]
    oracle = "lavaan 0.6-14"
    topic = f"models compared, Satorra–Bentler {scaled}" * (case["estimator"] != "ML")
    topic = topic or "models compared, ML with missing answers"
    agree(f"{topic}: Δχ²", row["delta_chisq"], test["delta_chisq"], oracle=oracle, rtol=1e-3)
    assert row["delta_df"] == test["delta_df"]
    agree(f"{topic}: p of Δχ²", row["delta_p"], test["delta_p"], oracle=oracle, atol=1e-4)
    kind = "cfi" if models["general"].corrections is None else "cfi_robust"
    assert row["delta_cfi"] == table[kind].diff().iloc[-1]


def test_differences_of_other_estimators_are_not_tested() -> None:
    models = {"ULS": fitted("configural_ULS"), "GLS": fitted("metric_GLS")}
    assert np.isnan(compare_models(models).table.loc["GLS", "delta_p"])
    models = {"configural": fitted("configural_ULS"), "metric": fitted("metric_ULS")}
    row = compare_models(models).table.loc["metric"]
    assert row["delta_chisq"] > 0
    assert np.isnan(row["delta_p"])
    with pytest.raises(DataError, match="needs the answers again"):
        compare_models(models, scaled="2010")
    with pytest.raises(ValueError, match="choose from 2000, 2001, 2010"):
        compare_models(models, scaled="1999")
    models = {"configural": fitted("configural_MLM"), "metric": fitted("metric_MLM")}
    with pytest.raises(ValueError, match="'MLM'; choose from 2001, 2010"):
        compare_models(models, scaled="2000")


RESIDUALS = json.loads((ORACLES / "residuals.json").read_text())["residuals"]


@pytest.mark.parametrize("kind", ["normalized", "standardized"])
@pytest.mark.parametrize("name", list(RESIDUALS))
def test_residuals_after_gaps_as_lavaan(name: str, kind: str, agree: Any) -> None:
    ours = getattr(fitted(name).residuals, kind)
    for group, block in RESIDUALS[name][kind].items():
        names = block["cov"]["names"]
        theirs = np.array([[number(cell) for cell in row] for row in block["cov"]["values"]])
        mine = (ours if group == "all" else ours.loc[group]).loc[names, names].to_numpy()
        defined = ~np.isnan(mine) & ~np.isnan(theirs)
        assert defined.mean() > 0.9
        what = f"cfa ML, missing answers: residuals ({kind})"
        agree(what, mine[defined], theirs[defined], oracle="lavaan 0.6-14", atol=2e-3)
