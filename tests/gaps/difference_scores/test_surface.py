"""Response surfaces: agreement with R, closed forms, invariances, bad input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.difference_scores.surface_of_scores import fit_surface

FOLDER = Path(__file__).resolve().parents[2] / "oracles" / "response_surface"
R = "R 4.2.2 lm"
LINES = ["a1", "a2", "a3", "a4", "a5"]


@pytest.fixture(scope="module")
def scores():
    return pd.read_csv(FOLDER / "scores.csv")


@pytest.fixture(scope="module")
def truth(oracle):
    return oracle("response_surface/surface")


def fitted(scores, **options):
    return fit_surface(
        scores["perception"], scores["expectation"], scores["outcome"], scale=(1, 7), **options
    )


def simulated(seed, n=200):
    rng = np.random.default_rng(seed)
    e = np.clip(np.round(4 * rng.normal(5, 1, n)) / 4, 1, 7)
    p = np.clip(np.round(4 * (2 + 0.5 * e + rng.normal(0, 1, n))) / 4, 1, 7)
    z = 3 + 0.6 * (p - 4) - 0.2 * (e - 4) + rng.normal(0, 1, n)
    return pd.DataFrame({"perception": p, "expectation": e, "outcome": z})


@pytest.mark.parametrize("center", ["midpoint", "none", "mean"])
def test_surface_agrees_with_lm_about_every_centre(scores, truth, agree, center):
    ours, theirs = fitted(scores, center=center), truth[center]
    agree("response surface: coefficients", ours.coefficients["estimate"], theirs["b"],
          oracle=R, rtol=1e-9, atol=1e-10)  # fmt: skip
    agree("response surface: standard errors", ours.coefficients["se"], theirs["se"],
          oracle=R, rtol=1e-9)  # fmt: skip
    for column in ("estimate", "se", "t", "p", "low", "high"):
        agree("response surface: a1 to a5", ours.surface[column], theirs["lines"][column],
              oracle="R 4.2.2 lm and delta method", rtol=1e-8, atol=1e-10)  # fmt: skip
    point, at = ours.stationary, theirs["stationary"]
    agree("response surface: stationary point", [point["x0"], point["y0"], point["outcome"]],
          [at["x0"], at["y0"], at["z0"]], oracle=R, rtol=1e-8, atol=1e-8)  # fmt: skip
    agree("response surface: principal axes", ours.principal_axes["estimate"], at["p"],
          oracle="R 4.2.2 eigen", rtol=1e-7)  # fmt: skip
    agree("response surface: fitted values",
          ours.predict(scores["perception"], scores["expectation"])[:20], theirs["fitted"],
          oracle=R, rtol=1e-9)  # fmt: skip


def test_models_and_their_tests_agree_with_anova(scores, truth, agree):
    ours, theirs = fitted(scores), truth["midpoint"]
    for column, name in (
        ("r_squared", "r_squared"),
        ("adjusted", "adjusted"),
        ("residual_sd", "sigma"),
        ("aic", "aic"),
        ("bic", "bic"),
    ):
        agree("response surface: models", ours.models[column], theirs["models"][name],
              oracle=R, rtol=1e-9)  # fmt: skip
    agree("response surface: F tests", ours.comparison.to_numpy(float), np.array(theirs["steps"]),
          oracle="R 4.2.2 anova", rtol=1e-7, atol=1e-12)  # fmt: skip
    assert list(ours.models["terms"]) == [1, 1, 2, 5]


def test_checks_agree_with_r(scores, truth, agree):
    ours, theirs = fitted(scores), truth["midpoint"]
    for name, value in (
        ("largest_cook", theirs["cook"]),
        ("largest_leverage", theirs["leverage"]),
        ("influential", theirs["influential"]),
        ("spread_chisq", theirs["koenker"]),
    ):
        agree("response surface: checks", ours.checks[name], value, oracle=R, rtol=1e-8)
    for column in ("without", "p_without"):
        name = "without_influential" if column == "without" else column
        agree("response surface: without influential respondents", ours.surface[name],
              theirs[column], oracle=R, rtol=1e-7, atol=1e-10)  # fmt: skip
    for kind in ("standardised", "raw"):
        assert list(ours.discrepancies[f"n_{kind}"]) == truth["discrepancies"][kind]


def test_robust_errors_are_hc3(scores, truth, agree):
    ours, theirs = fitted(scores, errors="HC3"), truth["midpoint"]
    agree("response surface: HC3 errors", ours.coefficients["se"], theirs["se_hc3"],
          oracle="R 4.2.2, HC3 by definition", rtol=1e-9)  # fmt: skip
    agree("response surface: HC3 errors of a1 to a5", ours.surface["se"],
          theirs["lines_hc3"]["se"], oracle="R 4.2.2, HC3 by definition", rtol=1e-9)  # fmt: skip
    for name, key in (
        ("quadratic against linear", "curved"),
        ("quadratic against difference", "difference"),
    ):
        agree("response surface: HC3 Wald tests", ours.comparison.loc[name, ["f", "df1", "p"]],
              theirs["robust"][key], oracle="R 4.2.2, HC3 by definition", rtol=1e-7,
              atol=1e-12)  # fmt: skip
    assert "HC3" in ours.convention
    assert "OLS" in fitted(scores).convention


def test_lavaan_defines_the_same_parameters(scores, truth, agree):
    """lavaan's likelihood divides by n, so its errors are √((n − 6)/n) of those of regression."""
    ours = fitted(scores)
    theirs = pd.DataFrame(truth["lavaan"]).set_index("name")
    agree("response surface: a1 to a5 by lavaan", ours.surface["estimate"],
          theirs.loc[LINES, "est"], oracle="lavaan 0.6-14", rtol=1e-5, atol=1e-7)  # fmt: skip
    shrunk = ours.surface["se"] * np.sqrt((ours.n - 6) / ours.n)
    agree("response surface: a1 to a5 by lavaan", shrunk, theirs.loc[LINES, "se"],
          oracle="lavaan 0.6-14", rtol=1e-5)  # fmt: skip
    axes = ours.principal_axes["estimate"]
    agree("response surface: axes by lavaan", axes, theirs.loc[list(axes.index), "est"],
          oracle="lavaan 0.6-14", rtol=1e-4)  # fmt: skip


def test_bootstrap_intervals_agree_with_boot(scores, truth, agree):
    """Both are random: the tolerance is four standard errors of the two quantiles together.

    The standard error of a quantile comes from this run's own ends in ten parts of its resamples.
    """
    theirs, samples = truth["bootstrap"], 10_000
    ours = fitted(scores, bootstrap=samples, seed=1)
    parts = [fitted(scores, bootstrap=samples // 10, seed=k) for k in range(2, 12)]

    def ends(found):
        lines, axes, point = found.surface, found.principal_axes, found.stationary
        rows = [*lines[["boot_low", "boot_high"]].to_numpy()[:4],
                *axes[["boot_low", "boot_high"]].to_numpy()]  # fmt: skip
        for name in ("perception", "expectation"):
            rows.append([point[f"{name}_low"] - 4, point[f"{name}_high"] - 4])
        return np.array(rows, dtype=float)

    error = np.std([ends(part) for part in parts], axis=0, ddof=1) / np.sqrt(10)
    error *= np.sqrt(1 + samples / theirs["samples"])
    away = ends(ours) - np.column_stack([theirs["low"], theirs["high"]])
    assert (np.abs(away) < 4 * error).all()
    assert (error < 0.2 * np.diff(ends(ours), axis=1)).all()


@settings(max_examples=25, deadline=None)
@given(
    b=st.lists(st.floats(-2, 2).map(lambda v: round(v, 3)), min_size=6, max_size=6),
    center=st.sampled_from(["midpoint", "mean", "none", 3.3]),
)
def test_noise_free_answers_give_the_coefficients_back(b, center):
    if max(np.abs(b[1:])) < 0.01:
        b[1] = 1.0
    grid = np.linspace(1, 7, 7)
    p, e = (v.ravel() for v in np.meshgrid(grid, grid))
    place = {"midpoint": 4.0, "mean": 4.0, "none": 0.0}.get(center, center)
    x, y = p - place, e - place
    z = b[0] + b[1] * x + b[2] * y + b[3] * x**2 + b[4] * x * y + b[5] * y**2
    if np.ptp(z) < 1e-6:
        return
    found = fit_surface(p, e, z, center=center, scale=(1, 7))
    np.testing.assert_allclose(found.coefficients["estimate"], b, atol=1e-8)
    expected = [b[1] + b[2], b[3] + b[4] + b[5], b[1] - b[2], b[3] - b[4] + b[5], b[3] - b[5]]
    np.testing.assert_allclose(found.surface["estimate"], expected, atol=1e-8)
    np.testing.assert_allclose(found.models.loc["quadratic", "r_squared"], 1, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), center=st.floats(-5, 12))
def test_the_centre_changes_slopes_and_nothing_else(seed, center):
    data = simulated(seed)
    one, other = fitted(data), fitted(data, center=center)
    places = data["perception"], data["expectation"]
    np.testing.assert_allclose(one.predict(*places), other.predict(*places), rtol=1e-8)
    for frame in ("models", "comparison"):
        np.testing.assert_allclose(getattr(one, frame), getattr(other, frame), rtol=1e-7)
    for kind in ("a2", "a4", "a5"):
        np.testing.assert_allclose(
            one.surface.loc[kind, ["estimate", "se", "p"]].to_numpy(float),
            other.surface.loc[kind, ["estimate", "se", "p"]].to_numpy(float),
            rtol=1e-6,
        )
    shift = center - 4
    a1, a2, a3, a5 = one.surface["estimate"][["a1", "a2", "a3", "a5"]]
    np.testing.assert_allclose(other.surface.loc["a1", "estimate"], a1 + 2 * shift * a2, atol=1e-8)
    np.testing.assert_allclose(other.surface.loc["a3", "estimate"], a3 + 2 * shift * a5, atol=1e-8)
    assert one.stationary["kind"] == other.stationary["kind"]
    np.testing.assert_allclose(
        one.stationary["perception"], other.stationary["perception"], rtol=1e-5
    )
    np.testing.assert_allclose(
        one.principal_axes.loc[["p11", "p21"], "estimate"],
        other.principal_axes.loc[["p11", "p21"], "estimate"],
        rtol=1e-6,
    )


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_exchanging_perception_and_expectation_maps_the_coefficients(seed):
    data = simulated(seed)
    turned = data.rename(columns={"perception": "expectation", "expectation": "perception"})
    one, other = fitted(data), fitted(turned)
    b = one.coefficients["estimate"].to_numpy()
    np.testing.assert_allclose(
        other.coefficients["estimate"], b[[0, 2, 1, 5, 4, 3]], rtol=1e-7, atol=1e-9
    )
    signs = pd.Series([1, 1, -1, 1, -1], index=LINES)
    np.testing.assert_allclose(
        other.surface["estimate"], one.surface["estimate"] * signs, atol=1e-9
    )
    np.testing.assert_allclose(other.surface["se"], one.surface["se"], rtol=1e-7)
    p11 = one.principal_axes.loc["p11", "estimate"]
    np.testing.assert_allclose(other.principal_axes.loc["p11", "estimate"], 1 / p11, rtol=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_respondents_does_not_matter(seed):
    data = simulated(seed)
    mixed = data.sample(frac=1, random_state=seed)
    one, other = fitted(data), fitted(mixed)
    np.testing.assert_allclose(one.surface["se"], other.surface["se"], rtol=1e-8)
    pd.testing.assert_frame_equal(one.points, other.points)
    pd.testing.assert_frame_equal(one.hull, other.hull)


def test_points_count_everybody_within_the_hull(scores):
    from svqkit.gaps.difference_scores.surface_region import inside

    found = fitted(scores)
    assert found.points["n"].sum() == len(scores)
    hull = found.hull.to_numpy()
    assert inside(hull, found.points["perception"], found.points["expectation"]).all()
    assert not inside(hull, np.array([0.0]), np.array([9.0])).any()


@pytest.mark.parametrize(
    ("b", "kind"),
    [
        ([4, 1, 1, -1, 0.5, -1], "maximum"),
        ([4, 1, 1, 1, 0.5, 1], "minimum"),
        ([4, 1, 1, 1, 3, 1], "saddle"),
        ([4, 1, -1, -0.5, 1, -0.5], "none"),
    ],
)
def test_kinds_of_surface(b, kind):
    grid = np.arange(1.0, 8)
    p, e = (v.ravel() for v in np.meshgrid(grid, grid))
    x, y = p - 4, e - 4
    z = b[0] + b[1] * x + b[2] * y + b[3] * x**2 + b[4] * x * y + b[5] * y**2
    found = fit_surface(p, e, z, scale=(1, 7))
    assert found.stationary["kind"] == kind
    axes = found.principal_axes["estimate"]
    assert axes[["p10", "p20"]].isna().all() == (kind == "none")
    np.testing.assert_allclose(axes["p11"] * axes["p21"], -1)


def test_readings_say_no_more_than_the_tests(scores):
    plane = fit_surface(*simulated(3)[["perception", "expectation", "outcome"]].T.to_numpy(),
                        scale=(1, 7))  # fmt: skip
    assert plane.comparison.loc["quadratic against linear", "p"] > 0.05
    assert "cannot be told from a plane" in plane.reading
    assert "bends" not in plane.reading
    curved = fitted(scores)
    assert "The surface is curved (p < .001)" in curved.reading
    assert "bends downwards (a4" in curved.reading
    assert curved.reading.endswith("Answers given at one time show no cause.")


def test_a_reading_warns_where_nobody_is(scores):
    away = scores.assign(expectation=6 + (scores["expectation"] - 4.8) / 4)
    far = fitted(away)
    assert far.checks["center_in_data"] == 0
    assert "Nobody's scores lie around P = E = 4" in far.reading
    kept = scores[scores["perception"] < scores["expectation"] - 0.5]
    assert "rests on few respondents" in fitted(kept).reading


def test_responses_give_totals_dimensions_and_the_first_outcome():
    bank = svq.load_dataset("bank")
    total = svq.response_surface(bank)
    assert (total.outcome, total.dimension, total.center) == ("overall_quality", "total", 4.0)
    one = svq.response_surface(bank, "loyalty", dimension="empathy")
    assert one.outcome_label == "Loyalty"
    series = svq.response_surface(bank, bank.respondents["loyalty"], dimension="empathy")
    pd.testing.assert_frame_equal(one.surface, series.surface)
    assert total.n < bank.n
    assert f"{bank.n - total.n} respondents" in total.convention
    assert "Reading" in repr(total)
    assert "<table" in total._repr_html_()


def test_bootstrap_repeats_with_its_seed(scores):
    one, other = (fitted(scores, bootstrap=200, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.surface, other.surface)
    assert 0 < one.stationary["same_kind_pct"] <= 100


def test_missing_values_are_left_out_and_counted(scores):
    holed = scores.copy()
    holed.loc[:4, "outcome"] = np.nan
    holed.loc[5, "perception"] = np.inf
    found = fitted(holed)
    assert found.n == len(scores) - 6
    assert "6 respondents with a missing" in found.convention


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"center": "median"}, "midpoint"),
        ({"errors": "HC9"}, "OLS, HC3"),
        ({"ci": 95}, "between 0 and 1"),
        ({"bootstrap": -1}, "whole number"),
        ({"bootstrap": 2.5}, "whole number"),
        ({"center": float("nan")}, "a number"),
    ],
)
def test_bad_options_are_named(scores, options, message):
    with pytest.raises(ValueError, match=message):
        fitted(scores, **options)


def test_bad_data_are_refused(scores):
    with pytest.raises(DataError, match="9 respondents"):
        fitted(scores.head(9))
    with pytest.raises(DataError, match="outcome is the same"):
        fitted(scores.assign(outcome=3.0))
    with pytest.raises(DataError, match="expectation is the same"):
        fitted(scores.assign(expectation=7.0))
    with pytest.raises(DataError, match="do not vary enough"):
        fitted(scores.assign(expectation=scores["perception"] + 1))
    with pytest.raises(DataError, match="not numeric"):
        fitted(scores.assign(outcome="good"))
    with pytest.raises(ValueError, match="which scale"):
        fit_surface(scores["perception"], scores["expectation"], scores["outcome"])
    with pytest.raises(ValueError, match="different lengths"):
        fit_surface([1.0, 2.0], [1.0], [1.0, 2.0], scale=(1, 7))
    with pytest.raises(ValueError, match="one column"):
        fit_surface(scores[["perception"]], scores["expectation"], scores["outcome"], scale=(1, 7))
    with pytest.raises(ValueError, match="low, high"):
        fit_surface(*scores.T.to_numpy(), scale=(7, 1))


def test_bad_requests_of_responses_are_named():
    bank = svq.load_dataset("bank")
    with pytest.raises(ValueError, match="'tangibles'"):
        svq.response_surface(bank, dimension="speed")
    with pytest.raises(DataError, match="'mood' is not a column"):
        svq.response_surface(bank, "mood")
    with pytest.raises(TypeError, match="Responses"):
        svq.response_surface(pd.DataFrame({"a": [1.0]}))
    from dataclasses import replace

    with pytest.raises(DataError, match="no outcome"):
        svq.response_surface(replace(bank, outcomes=()))
    with pytest.raises(DataError, match="no expectations"):
        svq.response_surface(replace(bank, expectations=None))
