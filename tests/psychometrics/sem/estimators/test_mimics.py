"""Other programs' counting: against lavaan's mimics, and AMOS by its own formulas."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.sem.estimators.mimics import MIMICS

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"
CASES = json.loads((ORACLES / "mimic" / "mimic.json").read_text())["cases"]
HS = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
MODEL = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}


@cache
def fitted(name: str) -> CFA:
    case = CASES[name]
    options = case["options"] or {}
    equal = options.get("group.equal", [])
    return cfa(
        pd.read_csv(ORACLES / "mimic" / case["file"]),
        case["model"],
        estimator=case["estimator"],
        mimic=case["mimic"],
        group=options.get("group"),
        group_equal=[equal] if isinstance(equal, str) else equal,
    )


@pytest.mark.parametrize("name", list(CASES))
def test_every_fit_index_as_lavaans_mimic(name: str, agree_fit: Callable[..., None]) -> None:
    case, ours = CASES[name], fitted(name).fit
    theirs = dict(case["fit"])
    if "scaling.factor.h0" in theirs:
        # lavaan divides by the parameters before they are set equal, Mplus and svqkit after
        free = sum(row.free > 0 for row in fitted(name).table.rows)
        theirs["scaling.factor.h0"] *= free / ours["npar"]
    agree_fit(f"cfa as {case['mimic']}", ours, theirs)


@pytest.mark.parametrize("name", list(CASES))
def test_every_parameter_as_lavaans_mimic(name: str, agree: Any) -> None:
    case = CASES[name]
    frame = pd.DataFrame(case["parameters"])
    frame = frame[frame["op"] != "=="]
    if "group" not in frame:
        frame["group"] = 1
    frame["group"] = frame["group"].map(dict(enumerate(case["groups"] or [""], start=1)))
    keys = ["lhs", "op", "rhs", "group"]
    theirs = frame.set_index(keys)
    ours = fitted(name).parameters.set_index(keys).loc[theirs.index]
    for what, absolute, relative in (("est", 2e-4, 0.0), ("se", 1e-4, 1e-3)):
        agree(
            f"cfa as {case['mimic']}: {'SE' if what == 'se' else 'estimates'}",
            ours[what],
            theirs[what].astype(float),
            oracle="lavaan 0.6-14",
            atol=absolute,
            rtol=relative,
        )


def test_amos_counts_by_its_manual(agree: Any) -> None:
    """Arbuckle, AMOS user's guide, appendices B and C: C = (N − r)·F, RMSEA = √(F₀/d), no √r."""
    oracle = "closed form"
    plain, amos = cfa(HS, MODEL), cfa(HS, MODEL, mimic="AMOS")
    agree("cfa as AMOS: χ²", amos.fit["chisq"], 85.022, oracle="numbers in print", atol=5e-4)
    ratio = 300 / 301
    agree(
        "cfa as AMOS: χ²", amos.fit["chisq"], plain.fit["chisq"] * ratio, oracle=oracle, rtol=1e-9
    )
    noncentral = max(amos.fit["chisq"] - 24, 0) / 300
    agree("cfa as AMOS: RMSEA", amos.fit["rmsea"], sqrt(noncentral / 24), oracle=oracle, rtol=1e-9)
    assert amos.fit["fmin"] == pytest.approx(amos.fit["chisq"] / 300)
    assert amos.fit["aic"] == pytest.approx(amos.fit["chisq"] + 42)
    assert amos.fit["bic"] == pytest.approx(amos.fit["chisq"] + 21 * log(301))
    assert np.isnan(amos.fit["logl"])
    errors = amos.parameters["se"] / plain.parameters["se"]
    np.testing.assert_allclose(errors.dropna(), sqrt(301 / 300), rtol=1e-7)
    groups = cfa(HS, MODEL, group="school", mimic="AMOS")
    whole = cfa(HS, MODEL, group="school")
    chisq = whole.fit["chisq"] * 299 / 301
    agree("cfa as AMOS: χ²", groups.fit["chisq"], chisq, oracle=oracle, rtol=1e-7)
    rmsea = sqrt((chisq - 48) / 299 / 48)
    agree("cfa as AMOS: RMSEA", groups.fit["rmsea"], rmsea, oracle=oracle, rtol=1e-7)
    assert np.isnan(groups.fit["bic"])
    assert groups.fit["rmsea_ci_lower"] < rmsea < groups.fit["rmsea_ci_upper"]


@pytest.mark.parametrize("mimic", list(MIMICS))
def test_the_same_indices_and_a_stated_convention(mimic: str) -> None:
    ours, plain = cfa(HS, MODEL, mimic=mimic), cfa(HS, MODEL)
    assert list(ours.fit.index) == list(plain.fit.index)
    np.testing.assert_allclose(
        ours.standardized.query("op == '=~'")["est_std"],
        plain.standardized.query("op == '=~'")["est_std"],
        atol=1e-8,
    )
    assert (mimic in ours.convention) or mimic in ("Mplus", "lavaan")
    assert (ours.convention == plain.convention) == (mimic == "lavaan")


def test_srmr_is_listed_in_every_version() -> None:
    fit = cfa(HS, MODEL, meanstructure=True).fit
    for name in ("srmr", "srmr_bentler", "srmr_bentler_nomean", "crmr", "crmr_nomean"):
        assert fit[name] > 0
    assert fit["srmr_mplus"] > 0
    assert fit["srmr_mplus_nomean"] != fit["srmr_bentler_nomean"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mimic": "SAS"}, "mimic='SAS' is unknown; choose from lavaan, EQS, AMOS, Mplus"),
        (
            {"mimic": "AMOS", "estimator": "MLR"},
            "mimic='AMOS' is not offered with .*choose from ML",
        ),
        ({"mimic": "EQS", "ordered": True}, "mimic='EQS' is not offered with estimator='WLSMV'"),
        ({"mimic": "AMOS", "missing": "fiml"}, "missing='fiml' is not offered"),
    ],
)
def test_what_is_not_offered_says_so(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cfa(HS, MODEL, **options)


def test_counts_are_not_mixed_in_a_difference() -> None:
    one = {"g": [f"x{at}" for at in range(1, 10)]}
    table = compare_models({"three": cfa(HS, MODEL), "one": cfa(HS, one, mimic="AMOS")}).table
    assert not table.loc["one", "nested"]
    same = {"three": cfa(HS, MODEL, mimic="EQS"), "one": cfa(HS, one, mimic="EQS")}
    row = compare_models(same).table.loc["one"]
    assert row["delta_chisq"] == pytest.approx(
        (cfa(HS, one).fit["chisq"] - cfa(HS, MODEL).fit["chisq"]) * 300 / 301
    )
