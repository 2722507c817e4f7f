"""What happens with models and data that cannot be fitted, or only just."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.estimation import estimation

ORACLES = Path(__file__).resolve().parent.parent / "oracles" / "cfa"
HS = pd.read_csv(ORACLES / "holzinger.csv")
THREE = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}
SYNTAX = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"


def test_mapping_and_syntax_are_one_model() -> None:
    ours = cfa(HS, THREE)
    assert ours.model == SYNTAX
    pd.testing.assert_series_equal(ours.fit, cfa(HS, SYNTAX).fit)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"estimator": "PML"}, "estimator='PML' is unknown; choose from ML"),
        ({"estimator": "WLSMV"}, "estimator='WLSMV' is not for numeric answers; choose from ML"),
        ({"missing": "pairwise"}, "missing='pairwise' is unknown; choose from listwise, fiml"),
        ({"missing": "fiml", "estimator": "MLM"}, "missing='fiml' is not offered with estimator"),
        (
            {"ordered": True, "estimator": "ML"},
            "estimator='ML' is not for ordered answers; choose from WLSMV",
        ),
        (
            {"ordered": True, "missing": "fiml"},
            "missing='fiml' is not offered with ordered items; choose from listwise",
        ),
        ({"parameterization": "gamma"}, "parameterization='gamma' is unknown; choose from delta"),
        ({"group": "school", "group_equal": ["slopes"]}, "group_equal='slopes' is unknown"),
    ],
)
def test_unsupported_options_list_what_is_allowed(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match="choose from") as caught:
        cfa(HS, THREE, **options)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ("f =~ x1 + x2", ["f =~ x2", "x1 ~~ x1", "x2 ~~ x2", "f ~~ f"]),
        ("f =~ NA*x1 + x2 + x3 + x4", ["f =~ x1", "f =~ x2", "f ~~ f"]),
        (
            "f =~ x1 + x2 + x3\n h =~ x4 + x5 + x6\n g =~ f + h",
            ["g =~ h", "g ~~ g", "f ~~ f", "h ~~ h"],
        ),
        (f"{SYNTAX}\n visual ~ 1", ["visual ~ 1", "x1 ~ 1"]),
    ],
)
def test_parameters_that_are_not_identified_are_named(model: str, parameters: list[str]) -> None:
    with pytest.raises(ModelError, match="not identified") as caught:
        cfa(HS, model)
    for parameter in parameters:
        assert parameter in str(caught.value)


def test_model_without_degrees_of_freedom_says_the_count() -> None:
    with pytest.raises(ModelError, match="4 free parameters for 3 moments"):
        cfa(HS, "f =~ x1 + x2")


def test_two_items_are_fine_beside_another_factor() -> None:
    fit = cfa(HS, {"f": ["x1", "x2"], "g": ["x4", "x5"]})
    assert fit.fit["df"] == 1
    assert fit.converged


def test_factor_of_one_item_takes_the_item_whole() -> None:
    fit = cfa(HS, {"f": ["x1", "x2", "x3"], "age": ["ageyr"]})
    row = fit.parameters.query("lhs == 'ageyr' and op == '~~'").iloc[0]
    assert (row["est"], row["se"]) == (0, 0)
    assert fit.r2["ageyr"] == 1


def test_unknown_item_is_named_with_a_neighbour() -> None:
    with pytest.raises(ModelError, match=r"'x33'.*did you mean x3") as caught:
        cfa(HS, {"f": ["x1", "x2", "x33"]})
    assert "not among the items" in str(caught.value)


def test_moments_without_the_item_are_named_too() -> None:
    with pytest.raises(ModelError, match="'x3'"):
        cfa(moments(HS[["x1", "x2"]]), {"f": ["x1", "x2", "x3"]})


def test_constant_item_is_named() -> None:
    with pytest.raises(DataError, match="'x2' is constant") as caught:
        cfa(HS.assign(x2=4.0), THREE)
    assert caught.value.column == "x2"


def test_collinear_items_are_named() -> None:
    with pytest.raises(DataError, match="not positive definite: x1, x2, x3 are linearly dependent"):
        cfa(HS.assign(x3=HS["x1"] + HS["x2"]), THREE)


def test_too_few_respondents_are_counted() -> None:
    with pytest.raises(DataError, match="9 complete respondents for 9 items"):
        cfa(HS.head(9), THREE)


def test_missing_answers_are_left_out_and_counted() -> None:
    holes = HS.copy()
    holes.loc[[0, 5], "x1"] = np.nan
    holes.loc[7, "ageyr"] = np.nan  # not in the model
    fit = cfa(holes, THREE)
    assert (fit.n, fit.n_dropped) == (299, 2)
    pd.testing.assert_series_equal(fit.fit, cfa(HS.drop(index=[0, 5]), THREE).fit)
    assert "2 respondents" in repr(fit)
    scores = fit.scores(holes)
    assert scores.loc[[0, 5]].isna().all().all()
    assert scores.drop(index=[0, 5]).notna().all().all()


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ({"f": ["x1", "x2", "x1"]}, "names item 'x1' twice"),
        ({"f": []}, "has no items"),
        ({"f": "x1"}, "list of items"),
        ({}, "empty"),
        ("", "empty"),
        ("f =~ x1 + x1", "named twice"),
        ("x1 ~~ x1\n f =~ x1 + f", "both sides"),
        ("f =~ 1*x1 + 1*x2\n f ~~ 1*f\n x1 ~~ 1*x1\n x2 ~~ 1*x2", "no free parameter"),
    ],
)
def test_models_that_make_no_sense_are_refused(model: object, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        cfa(HS, model)


def test_a_name_that_is_factor_and_item_is_refused() -> None:
    with pytest.raises(ModelError, match="'x6' is the name of a factor and of an item"):
        cfa(HS, {"x6": ["x1", "x2", "x3"], "g": ["x4", "x5", "x6"]})
    # a column with a factor's name does no harm as long as the model does not use it
    assert cfa(HS.assign(visual=1.0), THREE).converged


def test_a_model_is_text_or_a_mapping() -> None:
    with pytest.raises(TypeError, match="text or a mapping"):
        cfa(HS, 3)
    with pytest.raises(TypeError, match="DataFrame, Responses or Moments"):
        cfa([1, 2], THREE)


def test_estimates_that_do_not_settle_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimation, "MAX_STEPS", 0)
    with pytest.raises(ConvergenceError, match="did not settle"):
        cfa(HS, THREE)


def test_a_model_without_a_minimum_names_what_runs_off() -> None:
    """lavaan does not converge on these thirty respondents either."""
    data = pd.read_csv(ORACLES / "runaway.csv")
    model = """F0 =~ q0 + q1 + q2 + q3 + q4
F1 =~ q5 + q6 + q7
F2 =~ q8 + q9 + q10 + q11"""
    with pytest.raises(ConvergenceError, match="ran off farthest"):
        cfa(data, model)


def test_inadmissible_start_is_an_error() -> None:
    with pytest.raises(ConvergenceError, match=r"start\(\)"):
        cfa(HS, f"{SYNTAX}\n x1 ~~ start(-9)*x1")


def test_correlation_beyond_one_names_both_factors() -> None:
    r = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    r[0, 1] = r[1, 0] = r[2, 3] = r[3, 2] = 0.3
    items = list("abcd")
    data = Moments.from_covariance(pd.DataFrame(r, items, items), n=200)
    fit = cfa(data, {"f": ["a", "b"], "g": ["c", "d"]})
    assert any("f and g is beyond 1" in text for text in fit.warnings)


def test_matrix_without_means_has_no_scores_and_no_intercepts() -> None:
    items = [f"x{i}" for i in range(1, 10)]
    data = Moments.from_covariance(HS[items].cov(), n=301)
    fit = cfa(data, THREE)
    assert fit.fit["chisq"] == pytest.approx(85.3055, abs=1e-3)
    with pytest.raises(DataError, match="no origin"):
        fit.scores(HS)
    with pytest.raises(DataError, match="hold no means"):
        cfa(data, f"{SYNTAX}\n x1 ~ 1")


def test_bartlett_scores_of_a_second_order_factor_do_not_exist() -> None:
    fit = cfa(HS, f"{SYNTAX}\n g =~ visual + textual + speed")
    with pytest.raises(ModelError, match="'g' has no items of its own"):
        fit.scores(HS, "bartlett")
    with pytest.raises(ValueError, match="choose from regression, bartlett"):
        fit.scores(HS, "anderson")


class Survey:
    """Stands for ``Responses``: perceptions, and everything else by respondent."""

    perceptions = HS[[f"x{i}" for i in range(1, 10)]]
    respondents = HS[["school", "total"]]


def test_responses_give_items_groups_and_criteria() -> None:
    model = f"{SYNTAX}\n total ~ visual + textual + speed"
    ours, plain = cfa(Survey(), model), cfa(HS, model)
    pd.testing.assert_frame_equal(ours.parameters, plain.parameters)
    grouped = cfa(Survey(), THREE, group="school")
    assert grouped.groups == ("Pasteur", "Grant-White")  # order of first appearance
    assert set(grouped.parameters["group"]) == {"Pasteur", "Grant-White"}
    assert grouped.scores(Survey(), group="school").shape == (301, 3)


def test_group_is_a_column_or_an_aligned_series() -> None:
    by_name = cfa(HS, THREE, group="school")
    shuffled = HS["school"].sample(frac=1, random_state=1)
    by_series = cfa(HS, THREE, group=shuffled)
    pd.testing.assert_series_equal(by_name.fit, by_series.fit)
    with pytest.raises(DataError, match="'town' is not a column"):
        cfa(HS, THREE, group="town")
    with pytest.raises(DataError, match="another index"):
        cfa(HS, THREE, group=HS["school"].head(5))
    with pytest.raises(DataError, match="fewer than two"):
        cfa(HS[HS["school"] == "Pasteur"], THREE, group="school")
    with pytest.raises(DataError, match="moments hold no groups"):
        cfa(moments(HS[["x1", "x2", "x3"]]), {"f": ["x1", "x2", "x3"]}, group="school")
    with pytest.raises(DataError, match="give group="):
        by_name.scores(HS)


def test_respondents_without_a_group_are_left_out_and_counted() -> None:
    school = HS["school"].where(HS.index > 2)
    fit = cfa(HS, THREE, group=school)
    assert (fit.n, fit.n_dropped) == (298, 3)
    assert fit.scores(HS, group=school).iloc[:3].isna().all().all()


def test_group_faults_name_the_group() -> None:
    flat = HS.copy()
    flat.loc[flat["school"] == "Pasteur", "x1"] = 3.0
    with pytest.raises(DataError, match="'x1' in group 'Pasteur' is constant"):
        cfa(flat, THREE, group="school")
    with pytest.raises(ModelError, match="3 values for 2 groups"):
        cfa(HS, "f =~ x1 + c(1, 2, 3)*x2 + x3", group="school")
    heywood = cfa(HS, "f =~ x1 + x2 + x3\n x1 ~~ c(-0.1, NA)*x1", group="school")
    assert any("in group 'Pasteur'" in text for text in heywood.warnings)


def test_tables_are_plain_and_display() -> None:
    fit = cfa(HS, THREE)
    assert list(fit.parameters.columns) == (
        [
            "lhs",
            "op",
            "rhs",
            "group",
            "label",
            "est",
            "se",
            "z",
            "pvalue",
            "ci_lower",
            "ci_upper",
            "std_lv",
            "std_all",
        ]
    )
    found = fit.modification_indices()
    assert {"lhs", "op", "rhs", "mi", "epc", "sepc_all"} <= set(found.columns)
    assert found["mi"].is_monotonic_decreasing
    assert list(fit.loadings.columns) == list(THREE)
    assert fit.loadings.loc["x4", "visual"] != fit.loadings.loc["x4", "visual"]
    assert fit.factor_correlations.loc["visual", "textual"] == pytest.approx(0.4585, abs=1e-4)
    assert "RMSEA with N" in fit.convention
    for text in (repr(fit), fit._repr_html_(), repr(fit.residuals)):
        assert "x1" in text


def close(ours: CFA, theirs: CFA) -> None:
    pd.testing.assert_series_equal(ours.fit, theirs.fit, rtol=1e-6, atol=1e-7)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(list(range(9))), st.randoms(use_true_random=False))
def test_fit_heeds_no_order(order: list[int], random: object) -> None:
    """Neither of columns, nor of respondents, nor of items and factors in the model."""
    names = [f"x{i + 1}" for i in order]
    rows = HS.sample(frac=1, random_state=random.randrange(1000))  # type: ignore[attr-defined]
    shuffled = {
        factor: sorted(items, key=names.index)
        for factor, items in sorted(THREE.items(), key=lambda pair: names.index(pair[1][0]))
    }
    ours, plain = cfa(rows[names], shuffled), cfa(HS, THREE)
    close(ours, plain)
    np.testing.assert_allclose(
        ours.loadings.loc[plain.loadings.index, list(THREE)], plain.loadings, atol=1e-6
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(0.05, 50), min_size=9, max_size=9),
    st.lists(st.floats(-20, 20), min_size=9, max_size=9),
    st.lists(st.booleans(), min_size=9, max_size=9),
)
def test_scale_shift_and_reflection_leave_the_fit(
    scales: list[float], shifts: list[float], turned: list[bool]
) -> None:
    items = [f"x{i}" for i in range(1, 10)]
    signs = np.where(turned, -1.0, 1.0)
    moved = HS[items] * (np.array(scales) * signs) + np.array(shifts)
    ours, plain = cfa(moved, THREE, std_lv=True), cfa(HS, THREE, std_lv=True)
    for index in ("chisq", "cfi", "rmsea", "srmr", "crmr"):
        assert ours.fit[index] == pytest.approx(plain.fit[index], rel=1e-6)
    np.testing.assert_allclose(ours.loadings.abs(), plain.loadings.abs(), atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.3, 0.9), min_size=6, max_size=6), st.floats(-0.6, 0.8))
def test_the_truth_is_found_again(loadings: list[float], r: float) -> None:
    """A covariance matrix that the model implies is reproduced, with χ² = 0."""
    if abs(r) < 0.05:
        r = 0.05
    pattern = np.zeros((6, 2))
    pattern[:3, 0], pattern[3:, 1] = loadings[:3], loadings[3:]
    implied = pattern @ np.array([[1, r], [r, 1]]) @ pattern.T
    np.fill_diagonal(implied, 1)
    names = list("uvwxyz")
    data = Moments.from_covariance(pd.DataFrame(implied, names, names), n=500)
    fit = cfa(data, {"f": names[:3], "g": names[3:]}, std_lv=True)
    assert fit.fit["chisq"] == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(fit.loadings.fillna(0), pattern, atol=1e-5)
    assert fit.factor_correlations.loc["f", "g"] == pytest.approx(r, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_saturated_models_fit_perfectly(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(40, 4)) + np.random.default_rng(
        seed + 1
    ).normal(size=(40, 1))
    frame = pd.DataFrame(values, columns=list("abcd"))
    text = "a ~~ b + c + d\n b ~~ c + d\n c ~~ d\n a ~ 1\n b ~ 1"
    fit = cfa(frame, text)
    assert fit.fit["df"] == 0
    assert fit.fit["chisq"] == 0
    assert fit.found.value == pytest.approx(0, abs=1e-12)


def test_a_factor_without_variance_has_no_correlations_and_no_warning_of_numpy() -> None:
    model = "f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6\nf ~~ 0*f\nx1 ~~ x2 + x3"
    fit = cfa(HS, model, bounds="standard")
    assert fit.factor_correlations.loc["f"].isna().all()
    assert fit.factor_correlations.loc["g", "g"] == pytest.approx(1)
    assert fit._repr_html_()
