from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.reliability import reliability

Answers = Callable[[str], pd.DataFrame]
CASES = ["survey", "holes", "small", "bfi"]
PSYCH, LAVAAN = "psych 2.2.9", "lavaan 0.6-14"
NAMES = {
    "alpha": "alpha",
    "alpha_std": "standardised alpha",
    "alpha_low": "Feldt's interval",
    "alpha_high": "Feldt's interval",
    "mean_r": "item correlations",
    "lambda6": "Guttman's λ",
}
CLOSED = ["alpha", "alpha_std", "alpha_low", "alpha_high", "mean_r", "lambda6"]


def design_of(stored: dict[str, Any]) -> dict[str, list[str]]:
    return {f"scale {k + 1}": scale["items"] for k, scale in enumerate(stored["scales"])}


@pytest.mark.parametrize("case", CASES)
def test_every_scale_agrees_with_psych_lavaan_and_semtools(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    stored = oracle(f"reliability/{case}")
    design = design_of(stored)
    found = reliability(oracle_answers(case), design)
    assert list(found.coefficients.index) == [*design, "total"]
    for name, expected in zip(design, stored["scales"], strict=True):
        row, items = found.coefficients.loc[name], found.items.loc[name]
        assert (row["k"], row["n"]) == (expected["k"], expected["n"])
        for column in CLOSED:
            agree(
                f"reliability: {NAMES[column]}",
                row[column],
                expected[column],
                oracle=PSYCH,
                rtol=1e-10,
            )
        for column in ("r_drop", "alpha_if_dropped"):
            agree(f"items: {column}", items[column], expected[column], oracle=PSYCH, rtol=1e-10)
        omega = row["omega_total"]
        agree(
            "reliability: omega of a scale",
            omega,
            expected["semtools"],
            oracle="semTools 0.5-6",
            atol=1e-5,
        )
        agree("reliability: omega of a scale", omega, expected["omega"], oracle=LAVAAN, atol=1e-5)
        ends = [expected["low"], expected["high"]]
        agree(
            "reliability: interval of omega",
            row[["omega_low", "omega_high"]],
            ends,
            oracle=LAVAAN,
            atol=1e-5,
        )
        loadings = np.array(expected["loadings"]) * np.sign(sum(expected["loadings"]))
        agree(
            "reliability: one-factor loadings", items["loading"], loadings, oracle=LAVAAN, atol=2e-4
        )
        assert np.isnan(row["alpha_stratified"])
        assert np.isnan(row["omega_hierarchical"])
        squares = loadings**2
        if (squares < 1).all():
            h = 1 / (1 + 1 / (squares / (1 - squares)).sum())
            agree(
                "reliability: coefficient H",
                row["coefficient_h"],
                h,
                oracle="closed form of lavaan's loadings",
                atol=2e-4,
            )


@pytest.mark.parametrize("case", CASES)
def test_the_total_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    stored = oracle(f"reliability/{case}")
    row = reliability(oracle_answers(case), design_of(stored)).coefficients.loc["total"]
    expected = stored["total"]
    assert (row["k"], row["n"]) == (expected["k"], expected["n"])
    for column in CLOSED:
        agree(
            f"reliability: {NAMES[column]}", row[column], expected[column], oracle=PSYCH, rtol=1e-10
        )
    stratified = expected["alpha_stratified"]
    agree(
        "reliability: stratified alpha", row["alpha_stratified"], stratified, oracle="R", rtol=1e-10
    )
    agree(
        "reliability: omega of the total",
        row["omega_total"],
        expected["omega_total"],
        oracle=PSYCH,
        atol=1e-6,
    )
    hierarchical = expected["omega_hierarchical"]
    agree(
        "reliability: omega hierarchical",
        row["omega_hierarchical"],
        hierarchical,
        oracle=PSYCH,
        atol=2e-5,
    )
    assert "psych::omega" in row["omega_kind"]
    assert np.isnan(row["omega_low"])


def test_two_items_have_equal_loadings_and_say_so(
    oracle: Any, oracle_answers: Answers, agree: Any
) -> None:
    expected = oracle("reliability/two_items")
    found = reliability(oracle_answers("survey")[["Q1", "Q2"]])
    row = found.coefficients.loc["total"]
    agree(
        "reliability: omega of two items",
        row["omega_total"],
        expected["omega"],
        oracle=LAVAAN,
        atol=1e-6,
    )
    ends = [expected["low"], expected["high"]]
    agree(
        "reliability: interval of omega",
        row[["omega_low", "omega_high"]],
        ends,
        oracle=LAVAAN,
        atol=1e-6,
    )
    assert row["omega_total"] == pytest.approx(row["alpha"], rel=1e-12)
    assert "equal loadings" in row["omega_kind"]
    assert "two items" in found.notes["total"]


def test_without_dimensions_there_is_one_row(oracle_answers: Answers) -> None:
    found = reliability(oracle_answers("survey")[["Q1", "Q2", "Q3"]], ci=0.9)
    assert list(found.coefficients.index) == ["total"]
    assert "one-factor" in found.coefficients.loc["total", "omega_kind"]
    assert found.ci_level == 0.9
    assert "90 %" in found.convention
    assert len(found.notes) == 0
    wide = reliability(oracle_answers("survey")[["Q1", "Q2", "Q3"]]).coefficients.loc["total"]
    narrow = found.coefficients.loc["total"]
    for name in ("alpha", "omega"):
        assert wide[f"{name}_low"] < narrow[f"{name}_low"] < narrow[f"{name}_high"]
        assert narrow[f"{name}_high"] < wide[f"{name}_high"]


def test_one_dimension_has_no_total(oracle_answers: Answers) -> None:
    found = reliability(oracle_answers("survey"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    assert list(found.coefficients.index) == ["tangibles"]


def test_moments_are_enough_without_missing_answers(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11", "Q12"]}
    one, other = reliability(answers, design), reliability(moments(answers), design)
    pd.testing.assert_frame_equal(one.coefficients, other.coefficients)
    pd.testing.assert_frame_equal(one.items, other.items)
    with pytest.raises(DataError, match="single answers"):
        reliability(moments(answers), design, bootstrap=50)


def test_units_and_the_order_of_respondents_do_not_matter(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11", "Q12"]}
    one = reliability(answers, design).coefficients.drop(columns="omega_kind")
    again = reliability(answers.sample(frac=1, random_state=3) * 2 - 9, design).coefficients
    np.testing.assert_allclose(
        again.drop(columns="omega_kind").astype(float), one.astype(float), atol=1e-7
    )


def test_a_scale_of_one_item_has_a_reason(oracle_answers: Answers) -> None:
    design = {"a": ["Q1"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11", "Q12"]}
    found = reliability(oracle_answers("survey"), design)
    row = found.coefficients.loc["a"]
    assert row[["alpha", "alpha_low", "alpha_std", "omega_total", "omega_low"]].isna().all()
    assert row["omega_kind"] == ""
    assert found.notes["a"].startswith("one item")
    assert "stratified alpha needs two items in every scale; a has one" in found.notes["total"]
    assert np.isnan(found.coefficients.loc["total", "alpha_stratified"])
    assert np.isfinite(found.coefficients.loc["total", "omega_hierarchical"])


def test_a_constant_item_is_named_and_destroys_nothing(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3", "Q4"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11", "Q12"]}
    found = reliability(answers.assign(Q2=4), design)
    row = found.coefficients.loc["a"]
    without = reliability(answers, design | {"a": ["Q1", "Q3", "Q4"]}).coefficients.loc["a"]
    assert row["alpha"] == pytest.approx(without["alpha"] * (4 / 3) / (3 / 2))
    assert row["omega_total"] == pytest.approx(without["omega_total"])
    assert np.isnan(row["alpha_std"])
    assert "same answer from everybody on Q2" in found.notes["a"]
    assert np.isnan(found.items.loc[("a", "Q2"), ["r_drop", "loading"]].astype(float)).all()
    assert np.isfinite(found.coefficients.loc["total", "alpha"])
    assert np.isnan(found.coefficients.loc["total", "omega_total"])
    assert "Q2" in found.notes["total"]


def test_reversed_items_are_reported_not_recoded(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    names = ["Q5", "Q6", "Q7", "Q8"]
    turned = answers.assign(Q6=8 - answers.Q6)
    found = reliability(turned, {"speed": names})
    assert found.items["reverse_suspected"].tolist() == [False, True, False, False]
    assert found.notes["speed"] == "possibly reversed (not recoded): Q6"
    S = turned[names].cov().to_numpy()
    expected = 4 / 3 * (1 - np.trace(S) / S.sum())
    assert found.coefficients.loc["speed", "alpha"] == pytest.approx(expected)


def test_a_heywood_case_names_its_item() -> None:
    from svqkit.psychometrics.data.sufficient import Moments

    names = ["a", "b", "c"]
    R = pd.DataFrame([[1.0, 0.8, 0.6], [0.8, 1.0, 0.4], [0.6, 0.4, 1.0]], names, names)
    found = reliability(Moments.from_correlation(R, 100))
    assert "negative unique variance of a" in found.notes["total"]


def test_the_total_says_what_it_cannot_know(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    two = reliability(answers, {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"]})
    assert np.isfinite(two.coefficients.loc["total", "omega_total"])
    assert np.isnan(two.coefficients.loc["total", "omega_hierarchical"])
    assert "at least three scales" in two.notes["total"]
    shared = reliability(answers, {"a": ["Q1", "Q2", "Q3"], "b": ["Q3", "Q6", "Q7"]})
    assert shared.coefficients.loc["total", "k"] == 5
    assert "scales share items" in shared.notes["total"]
    few = reliability(answers, {"a": ["Q1", "Q2"], "b": ["Q5", "Q6"]})
    assert "4 items are too few for 2 factors" in few.notes["total"]
    copied = answers.assign(Q7=answers.Q6)
    singular = reliability(copied, {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"]})
    assert "singular" in singular.notes["total"]
    assert np.isfinite(singular.coefficients.loc["total", "alpha"])


def test_the_bootstrap_repeats_and_covers(oracle_answers: Answers) -> None:
    answers = oracle_answers("holes")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6"], "c": ["Q10", "Q11", "Q12"]}
    one = reliability(answers, design, bootstrap=400, seed=1)
    same = reliability(answers, design, bootstrap=400, seed=1)
    pd.testing.assert_frame_equal(one.coefficients, same.coefficients)
    other = reliability(answers, design, bootstrap=400, seed=2).coefficients
    assert (other["alpha_low"] != one.coefficients["alpha_low"]).all()
    formula = reliability(answers, design).coefficients
    assert one.bootstrap == 400
    assert "percentile intervals of 400 resamples" in one.convention
    for name in ("alpha", "omega"):
        value = one.coefficients["alpha" if name == "alpha" else "omega_total"]
        low, high = one.coefficients[f"{name}_low"], one.coefficients[f"{name}_high"]
        assert ((low < value) & (value < high)).all()
        known = formula[f"{name}_low"].notna()
        width = (high - low)[known] / (formula[f"{name}_high"] - formula[f"{name}_low"])[known]
        assert width.between(0.7, 1.4).all()
    pd.testing.assert_series_equal(one.coefficients["alpha"], formula["alpha"])


def test_the_bootstrap_of_alpha_agrees_with_resampling_the_answers(
    oracle_answers: Answers,
) -> None:
    answers = oracle_answers("survey")[["Q1", "Q2", "Q3", "Q4"]]
    found = reliability(answers, bootstrap=4000, seed=3).coefficients.loc["total"]
    rng = np.random.default_rng(4)
    values = []
    for _ in range(2000):
        S = np.cov(answers.to_numpy()[rng.integers(0, 400, 400)], rowvar=False)
        values.append(4 / 3 * (1 - np.trace(S) / S.sum()))
    spread = np.std(values)
    # 2.5th percentile of a normal: sqrt(.025 * .975) / density there (.0584) standard errors
    error = 4 * spread * np.sqrt(0.025 * 0.975) / 0.0584 * np.sqrt(1 / 4000 + 1 / 2000)
    assert abs(found["alpha_low"] - np.quantile(values, 0.025)) < error
    assert abs(found["alpha_high"] - np.quantile(values, 0.975)) < error


def test_unusable_input_is_refused(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(DataError, match="names item 'Q99'"):
        reliability(answers, {"a": ["Q1", "Q99"]})
    with pytest.raises(DataError, match="there are no scales"):
        reliability(answers, {})
    with pytest.raises(DataError, match="cannot be called 'total'"):
        reliability(answers, {"total": ["Q1", "Q2"], "b": ["Q3", "Q4"]})
    with pytest.raises(DataError, match="scale 'a': item 'Q1' has no answers at all"):
        reliability(answers.assign(Q1=np.nan), {"a": ["Q1", "Q2"]})
    with pytest.raises(DataError, match="scale 'total': only 1 of 1 respondents"):
        reliability(answers.iloc[:1])
    for level in (0, 1, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            reliability(answers, ci=level)
    with pytest.raises(ValueError, match="choose from pearson"):
        reliability(answers, correlation="spearman")
    for samples in (-1, 2.5):
        with pytest.raises(ValueError, match="resamples"):
            reliability(answers, bootstrap=samples)  # type: ignore[arg-type]


def test_it_shows_itself(oracle_answers: Answers) -> None:
    text = repr(reliability(oracle_answers("survey")[["Q1", "Q2"]]))
    assert text.startswith("Reliability\n\nCoefficients")
    assert "Feldt's for alpha" in text


def test_bounds_and_splits_stand_beside_the_coefficients(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5"], "c": ["Q10", "Q11"]}
    found = reliability(answers, design)
    assert list(found.bounds.index) == [*design, "total"]
    np.testing.assert_allclose(found.bounds["lambda3"], found.coefficients["alpha"], rtol=1e-12)
    assert (found.bounds["glb_gap"].dropna() < 1e-8).all()
    assert found.bounds.loc["b", ["lambda4", "glb", "mean_r"]].isna().all()
    two = found.bounds.loc["c"]
    np.testing.assert_allclose(
        two[["lambda2", "lambda4", "glb"]].astype(float), two["lambda3"], atol=1e-8
    )
    assert list(found.splits.loc["total"].index) == list(found.splits.loc["a"].index)
    assert found.splits.loc[("total", "mean"), "guttman"] == pytest.approx(
        found.coefficients.loc["total", "alpha"], rel=1e-12
    )
    turned = reliability(moments(answers), design)
    pd.testing.assert_frame_equal(turned.bounds, found.bounds, check_exact=False, atol=1e-9)
    ordinal = reliability(answers, {"a": ["Q1", "Q2", "Q3"]}, correlation="polychoric")
    latent = ordinal.coefficients.loc["a", "alpha"]
    assert ordinal.bounds.loc["a", "lambda3"] == pytest.approx(latent)
