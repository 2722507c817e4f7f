"""Levels of invariance against lavaan, and partial invariance that is known to be there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.invariance.invariance import LEVELS, invariance
from svqkit.psychometrics.invariance.invariance_words import parameter_words, what_holds
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.tables.equality_scores import equality_scores

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
SCORES = json.loads((ORACLES / "estimators" / "differences.json").read_text())["scores"]
HS = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
MODEL = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
LAVAAN = "lavaan 0.6-14"
EQUAL = {"metric": ["loadings"], "scalar": ["loadings", "intercepts"]}


@pytest.mark.parametrize("level", list(EQUAL))
def test_score_tests_of_equalities_as_lavaan(level: str, agree: Any) -> None:
    fit = cfa(HS, MODEL, group="school", group_equal=EQUAL[level])
    ours = equality_scores(fit.table, fit.problem, fit.found)
    theirs = pd.DataFrame(SCORES[level])
    names = theirs["name"].str.strip().str.replace("~1", "~ 1")
    assert list(ours["parameter"]) == list(names)
    agree(
        "invariance: score test χ²",
        ours["chisq"],
        theirs["X2"],
        oracle=LAVAAN,
        atol=1e-4,
        rtol=1e-4,
    )
    agree("invariance: score test p", ours["pvalue"], theirs["p.value"], oracle=LAVAAN, atol=1e-4)
    assert (ours["df"] == theirs["df"]).all()


def test_a_score_test_is_near_the_gain_of_a_refit() -> None:
    """Both are asymptotically the same; small ones differ by a tenth or two."""
    fit = cfa(HS, MODEL, group="school", group_equal=EQUAL["scalar"])
    scores = equality_scores(fit.table, fit.problem, fit.found).set_index("parameter")
    for name in ("x6 ~ 1", "visual =~ x2", "speed=~x8"):
        freed = cfa(HS, MODEL, group="school", group_equal=EQUAL["scalar"], group_partial=[name])
        gain = fit.fit["chisq"] - freed.fit["chisq"]
        assert freed.fit["df"] == fit.fit["df"] - 1
        proper = name.replace("=~", " =~ ") if name == "speed=~x8" else name
        assert scores.loc[proper, "chisq"] == pytest.approx(gain, rel=0.2, abs=0.01)


def test_levels_are_those_of_the_models_one_by_one(agree: Any) -> None:
    found = invariance(HS, MODEL, "school")
    assert list(found.table.index) == ["configural", "metric", "scalar", "strict"]
    assert found.reached == "metric"
    assert found.freed.empty
    equal: list[str] = []
    for level in found.table.index:
        equal += LEVELS[level]
        fit = cfa(HS, MODEL, group="school", group_equal=equal).fit
        for name in ("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "srmr", "bic"):
            assert found.table.loc[level, name] == pytest.approx(fit[name], rel=1e-6, abs=1e-9)
    # lavaan's anova: 8.1922 on 6 df, p = 0.2244; 40.059 on 6 df, p = 4.4e-07
    table = found.table
    deltas = table.loc[["metric", "scalar"], "delta_chisq"]
    agree("invariance: Δχ²", deltas, [8.1922, 40.059], oracle=LAVAAN, atol=1e-3)
    p = table.loc["scalar", "delta_p"]
    agree("invariance: p of Δχ²", p, 4.435e-07, oracle=LAVAAN, rtol=1e-3)
    assert table.loc["metric", "decision"].startswith("holds (ΔCFI -0.0025")
    assert table.loc["scalar", "decision"].startswith("does not hold")
    assert "scalar invariance does not hold" in table.loc["strict", "decision"]
    assert np.isnan(table.loc["configural", "delta_cfi"])


def test_partial_invariance_of_the_schools_is_the_known_one() -> None:
    """x3 and x7 are the intercepts that the textbooks free for these data (Beaujean 2014)."""
    found = invariance(HS, MODEL, "school", partial=True)
    assert list(found.freed["parameter"]) == ["x3 ~ 1", "x7 ~ 1"]
    assert list(found.freed["level"]) == ["scalar", "scalar"]
    assert found.freed["score_chisq"].iloc[0] == pytest.approx(19.1925, abs=1e-3)
    assert found.freed["reason"].str.contains("largest score test").all()
    assert "scalar (partial)" in found.table.index
    assert found.table.loc["scalar (partial)", "df"] == found.table.loc["scalar", "df"] - 2
    assert found.reached == "strict"
    assert "with x3 ~ 1, x7 ~ 1 free" in found.table.loc["strict", "decision"]
    assert "Pasteur (n = 156), Grant-White (n = 145)" in found.sentence
    assert "strict (partial, without the intercept of x3 and the intercept of x7)" in found.sentence
    assert "only as far as the free items matter little" in found.sentence
    assert "x3 ~ 1" in repr(found)
    assert "Freed" in found._repr_html_()


def shifted(n: int = 600, loading: float = 0.0, intercept: float = 0.0) -> pd.DataFrame:
    random = np.random.default_rng(11)
    group = np.arange(n) % 3
    factor = random.normal(size=n) + 0.3 * group
    items = {f"Q{i}": 0.8 * factor + 0.6 * random.normal(size=n) for i in range(1, 7)}
    items["Q2"] = items["Q2"] + loading * factor * (group == 2)
    items["Q5"] = items["Q5"] + intercept * (group == 1)
    return pd.DataFrame(items).assign(branch=np.array(["a", "b", "c"])[group])


@pytest.mark.parametrize(
    ("bias", "parameter"),
    [({"loading": 0.8}, "quality =~ Q2"), ({"intercept": 0.9}, "Q5 ~ 1")],
)
def test_planted_bias_is_found_in_three_groups(bias: dict[str, float], parameter: str) -> None:
    data = shifted(1500, **bias)
    model = {"quality": [f"Q{i}" for i in range(1, 7)]}
    found = invariance(data, model, "branch", partial=True)
    assert found.freed["parameter"].iloc[0] == parameter
    assert found.freed["score_df"].iloc[0] == 2
    assert invariance(shifted(1500), model, "branch", partial=True).freed.empty


def test_robust_and_full_information_levels(agree: Any) -> None:
    gaps = pd.read_csv(ORACLES / "estimators" / "hs_missing.csv")
    robust = invariance(gaps, MODEL, "school", estimator="MLR", missing="fiml")
    table = robust.table
    assert {"chisq_scaled", "cfi_robust", "rmsea_robust"} <= set(table.columns)
    # lavaan's lavTestLRT, satorra.bentler.2001
    deltas = table.loc[["metric", "scalar"], "delta_chisq"]
    agree("invariance: scaled Δχ²", deltas, [3.86584, 47.90936], oracle=LAVAAN, rtol=1e-3)
    step = table.loc["metric", "cfi_robust"] - table.loc["configural", "cfi_robust"]
    assert table.loc["metric", "delta_cfi"] == pytest.approx(step)
    assert "Satorra" in robust.convention or "Yuan" in robust.convention


def test_further_levels_and_own_criteria() -> None:
    levels = ("configural", "metric", "scalar", "strict", "variances", "means")
    found = invariance(shifted(900), {"q": [f"Q{i}" for i in range(1, 7)]}, "branch", levels=levels)
    assert list(found.table.index) == list(levels)
    assert (found.table["delta_df"].dropna() > 0).all()
    assert found.reached == "variances"  # the means were drawn apart
    assert "factors vary and hang together alike" in found.sentence
    assert "latent means do not differ" not in found.sentence
    generous = invariance(HS, MODEL, "school", delta_cfi=-0.05)
    assert generous.reached == "strict"


def test_bad_calls_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="must begin with 'configural'"):
        invariance(HS, MODEL, "school", levels=("metric",))
    with pytest.raises(ValueError, match="level 'weak' is unknown; choose from configural"):
        invariance(HS, MODEL, "school", levels=("configural", "weak"))
    with pytest.raises(ValueError, match="stands twice"):
        invariance(HS, MODEL, "school", levels=("configural", "metric", "metric"))
    with pytest.raises(DataError, match="give group="):
        invariance(HS, MODEL, None)
    with pytest.raises(DataError, match="moments hold no groups"):
        invariance(moments(HS[[f"x{i}" for i in range(1, 10)]]), MODEL, "school")
    with pytest.raises(ValueError, match="'x1 ~ x2' is no parameter of the model"):
        cfa(HS, MODEL, group="school", group_equal="loadings", group_partial=["x1 ~ x2"])


@pytest.mark.parametrize(
    ("levels", "freed", "ordered", "allowed", "not_allowed"),
    [
        (["configural"], [], False, "nothing may be compared", "may be compared (var"),
        (["configural", "metric"], [], False, "relations of the factors", "latent means"),
        (["configural", "metric", "scalar"], [], False, "and means of scale scores", "little"),
        (["configural", "scalar"], ["x ~ 1"], False, "matter little", "and means of"),
        (["configural", "thresholds"], [], True, "categories mean the same", "latent means"),
        (["configural", "scalar"], [], True, "depend on residual variances", "and means of"),
        (["configural", "strict"], [], True, "and means and variances of scale", "little"),
    ],
)
def test_each_level_says_what_it_allows(levels, freed, ordered, allowed, not_allowed) -> None:
    said = what_holds(levels, freed, ordered=ordered)
    assert said.startswith(levels[-1])
    assert allowed in said
    assert not_allowed not in said


def test_parameters_are_named_in_words() -> None:
    assert parameter_words("speed =~ t1") == "the loading of t1 on speed"
    assert parameter_words("x1 ~~ x1") == "the residual variance of x1"
    assert parameter_words("x1 | t2") == "threshold 2 of x1"
    assert "without the loading of b on f, " in what_holds(
        ["configural", "metric"], ["f =~ b", "f =~ c", "f =~ d"]
    )


def test_the_printed_tables_are_narrow_and_leave_no_level_out() -> None:
    found = invariance(HS, MODEL, "school", estimator="MLR")
    parts = dict(found._parts())
    assert list(parts["Fit"].columns[:4]) == ["chisq_scaled", "df", "pvalue_scaled", "cfi_robust"]
    assert list(parts["Decisions"].index) == list(found.table.index)
    assert list(parts["Differences"].index) == ["metric", "scalar", "strict"]
