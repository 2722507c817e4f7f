"""Missing-data analysis, held to R's lavaan and stats, and to naniar's published example."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.missingness.missing import missing_data
from svqkit.psychometrics.missingness.missing_tests import holm, separate_variance_tests

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles" / "missing"
CASES = ["airquality", "hs", "holes", "mar"]
R = "R 4.2.2"
LAVAAN = "lavaan 0.6-14"


def answers_of(case):
    frame = pd.read_csv(ORACLES / case["file"])
    return frame[case["items"]]


@pytest.fixture(params=CASES)
def case(request, oracle):
    return oracle(f"missing/{request.param}")


@pytest.fixture
def found(case):
    return missing_data(answers_of(case))


def test_em_moments_are_lavaans(case, found, agree):
    scale = np.sqrt(np.diag(case["cov"]))
    agree(
        "missing data: EM means, in SD",
        found.sample.mean / scale,
        case["mean"] / scale,
        oracle=LAVAAN,
        atol=1e-6,
    )
    agree(
        "missing data: EM covariances, in SD",
        found.sample.covariance / np.outer(scale, scale),
        case["cov"] / np.outer(scale, scale),
        oracle=LAVAAN,
        atol=1e-6,
    )


def test_littles_test(case, found, agree):
    theirs = case["little"]
    agree(
        "missing data: Little's chisq",
        found.little["chisq"],
        theirs["chisq"],
        oracle=LAVAAN,
        rtol=1e-6,
    )
    agree(
        "missing data: Little's pvalue",
        found.little["pvalue"],
        theirs["pvalue"],
        oracle=LAVAAN,
        atol=1e-6,
    )
    assert found.little["df"] == theirs["df"]
    assert found.little["patterns"] == theirs["patterns"]


def test_littles_test_of_a_published_example(oracle, agree):
    """naniar's own test of ``mcar_test(airquality)``; its EM stops at a change of 1e-4."""
    found = missing_data(answers_of(oracle("missing/airquality")))
    agree(
        "missing data: Little's chisq",
        found.little["chisq"],
        35.1061288689702,
        oracle="naniar 1.1",
        rtol=1e-5,
    )
    assert found.little["df"] == 14
    assert found.little["patterns"] == 4
    assert found.little["pvalue"] == pytest.approx(0.00141778113856683, rel=1e-4)


def test_separate_variance_tests(case, found, agree):
    theirs = pd.DataFrame(case["tests"]).set_index(["item", "variable"])
    answers = answers_of(case)
    tests = separate_variance_tests(answers, answers, fewest=2)
    alike = {
        (item, other)
        for item, other in theirs.index
        if answers.loc[answers[item].isna(), other].nunique() == 1
    }
    assert set(tests.dropna(subset="t").index) == set(theirs.index) - alike
    # Holm's family of R holds the groups without a spread as well
    adjusted = holm(theirs["pvalue"].to_numpy())
    agree("missing data: t tests, p_holm", adjusted, theirs["p_holm"], oracle=R, rtol=1e-9)
    theirs = theirs.drop(index=list(alike), columns="p_holm")
    ours = tests.loc[theirs.index]
    for name in theirs.columns:
        agree(
            f"missing data: t tests, {name}",
            ours[name],
            theirs[name],
            oracle=R,
            atol=1e-12,
            rtol=1e-9,
        )


def test_a_handful_of_like_answers_proves_nothing():
    """Two respondents who left Q1 out and answered Q2 alike have no spread to test with."""
    answers = pd.DataFrame({"Q1": [None, None, *[3, 4, 5] * 20], "Q2": [7, 7, *[1, 2, 3] * 20]})
    assert missing_data(answers).tests[["t", "pvalue", "p_holm"]].isna().all(axis=None)


def test_coverage_and_counts(case, found, agree):
    agree("missing data: coverage", found.coverage, case["coverage"], oracle=R, atol=1e-12)
    answers = answers_of(case)
    assert found.items["missing"].tolist() == answers.isna().sum().tolist()
    assert found.respondents["respondents"].sum() == found.n == len(answers)
    assert found.n_complete == len(answers.dropna())
    assert found.patterns["respondents"].sum() == found.n


def test_missing_information_of_the_moments(oracle, agree):
    for name in ("airquality", "hs", "mar"):
        case = oracle(f"missing/{name}")
        theirs = pd.DataFrame(case["fmi"])
        ours = missing_data(answers_of(case)).fmi
        key = ["lhs", "op", "rhs"]
        both = theirs.merge(ours, on=key, suffixes=("_r", ""))
        assert len(both) == len(theirs) == len(ours)
        agree("missing data: fmi of moments", both["fmi"], both["fmi_r"], oracle=LAVAAN, atol=1e-4)
        agree(
            "missing data: se of moments",
            both["se"],
            both["se_r"],
            oracle=LAVAAN,
            atol=1e-4,
            rtol=1e-3,
        )


@pytest.mark.parametrize("data", ["hs", "mar"])
@pytest.mark.parametrize("model", ["three", "labels", "metric"])
def test_missing_information_of_a_model(model, data, oracle, agree):
    case = oracle(f"missing/cfa_{model}_{data}")
    options = {name.replace(".", "_"): value for name, value in case["options"].items()}
    frame = pd.read_csv(ORACLES / case["file"])
    fit = cfa(frame, case["model"], missing="fiml", **options)
    theirs = pd.DataFrame(case["parameters"])
    ours = fit.fmi()
    if "group" in theirs:
        theirs["group"] = theirs["group"].map(dict(enumerate(case["groups"], start=1)))
    key = ["lhs", "op", "rhs", *(["group"] if "group" in theirs else [])]
    both = theirs.merge(ours, on=key, suffixes=("_r", ""))
    assert len(both) == len(theirs) == len(ours)
    free = both["fmi"].notna()
    # lavaan gives a fixed parameter no fmi either
    assert (both["fmi_r"].notna() == free).all()
    agree(
        "missing data: fmi of a CFA",
        both.loc[free, "fmi"],
        both.loc[free, "fmi_r"],
        oracle=LAVAAN,
        atol=2e-4,
    )


def test_missing_information_asks_for_full_information():
    frame = pd.read_csv(ORACLES / "mar.csv")
    fit = cfa(frame, "f =~ x1 + x2 + x3 + x4")
    with pytest.raises(DataError, match="fiml"):
        _ = fit.fmi()


def test_complete_answers_leave_no_information_missing():
    frame = pd.read_csv(ORACLES / "mar.csv").dropna()[["x1", "x2", "x3", "x4"]]
    fit = cfa(frame, "f =~ x1 + x2 + x3 + x4", missing="fiml")
    np.testing.assert_allclose(fit.fmi()["fmi"].dropna(), 0.0, atol=1e-9)
    found = missing_data(frame)
    np.testing.assert_allclose(found.fmi["fmi"], 0.0, atol=1e-9)
    assert found.little["df"] == 0
    assert np.isnan(found.little["pvalue"])
    assert found.recommendation == "No answer is missing."
    assert found.tests.empty


def test_auxiliary_variables(oracle, agree):
    case = oracle("missing/auxiliary")
    frame = pd.read_csv(ORACLES / "mar.csv")
    frame["sex"] = frame["sex"].astype(str)
    names = ["school", "sex", "ageyr"]
    found = missing_data(frame, auxiliary=names)
    assert list(found.items.index) == [f"x{i}" for i in range(1, 10)]
    theirs = pd.DataFrame(case["categories"]).set_index(["item", "variable"])
    ours = found.category_tests.loc[theirs.index]
    for name in ("chisq", "pvalue", "v", "p_holm"):
        agree(f"missing data: categories, {name}", ours[name], theirs[name], oracle=R, rtol=1e-9)
    assert list(found.auxiliary.index) == names
    assert found.auxiliary.loc["school", "r_gap"] == pytest.approx(
        theirs.xs("school", level="variable")["v"].max()
    )
    # a table of its own gives the same
    again = missing_data(frame.drop(columns=names), auxiliary=frame[names])
    pd.testing.assert_frame_equal(found.auxiliary, again.auxiliary)


def test_what_tells_of_the_gaps_is_named():
    frame = pd.read_csv(ORACLES / "mar.csv")
    columns = ["x1", "x2", "x3"]
    found = missing_data(frame[columns], auxiliary=frame[["x4", "ageyr"]])
    assert found.auxiliary.loc["x4", "useful"]
    assert found.auxiliary.loc["x4", "gap_in"] == "x1"
    assert "x4" in found.recommendation
    assert "missing='fiml'" in found.recommendation
    assert found.lost_listwise == pytest.approx(frame["x1"].isna().mean())
    assert "Who left x1 out differs in x4" in found.recommendation


def test_few_gaps_by_chance_hardly_matter():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(300, 4)), columns=list("abcd"))
    frame.iloc[:12, 0] = np.nan
    assert "hardly matter" in missing_data(frame).recommendation


def test_what_cannot_be_estimated_is_said():
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, np.nan, np.nan], "b": [np.nan] * 4 + [1.0, 2]})
    found = missing_data(frame)
    assert "'a' and 'b'" in found.not_estimated
    assert found.little.isna().all()
    with pytest.raises(DataError, match="'a' and 'b'"):
        _ = found.fmi()
    assert "Not estimated" in repr(found)
    assert found.patterns["respondents"].tolist() == [4, 2]


def test_an_item_that_nobody_answered_is_named():
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(30, 2)), columns=["a", "b"])
    found = missing_data(frame.assign(c=np.nan))
    assert found.recommendation.startswith("Nobody answered c")
    assert "'c'" in found.not_estimated
    assert found.coverage.loc["c"].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("items", "auxiliary", "error", "match"),
    [
        (pd.DataFrame({"a": [1.0, 2]}), None, DataError, "two items"),
        (pd.DataFrame({"a": [], "b": []}, dtype=float), None, DataError, "no respondents"),
        (pd.DataFrame({"a": [1.0, 2], "b": ["x", "y"]}), None, DataError, "'b'"),
        (pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2]}), ["age"], DataError, "'age'"),
        (np.ones((3, 2)), None, TypeError, "DataFrame"),
        (np.ones((3, 2)), ["age"], TypeError, "DataFrame"),
        (
            pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2]}),
            pd.DataFrame({"age": [1]}, index=[7]),
            DataError,
            "index",
        ),
        (
            pd.DataFrame({"a": [1.0] * 30, "b": [1.0] * 30}),
            pd.DataFrame({"id": [f"no {i}" for i in range(30)]}),
            DataError,
            "30 categories",
        ),
    ],
)
def test_bad_input_is_refused(items, auxiliary, error, match):
    with pytest.raises(error, match=match):
        missing_data(items, auxiliary=auxiliary)


def test_a_group_of_one_or_of_equal_answers_has_no_test():
    frame = pd.DataFrame({"a": [np.nan, 1, 2, 3], "b": [4.0, 1, 2, 3], "c": [5.0, 5, 5, 5]})
    tests = missing_data(frame).tests
    assert tests["t"].isna().all()
    assert tests["p_holm"].isna().all()
    assert tests.loc[("a", "b"), "mean_missing"] == 4


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_order_shift_and_scale_change_nothing(seed, shift, scale):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(80, 3)) @ np.array([[1, 0.5, 0.3], [0, 1, 0.4], [0, 0, 1]])
    values[rng.random(values.shape) < 0.15] = np.nan
    frame = pd.DataFrame(values, columns=list("abc"))
    plain = missing_data(frame)
    moved = (frame * [scale, 1, -1] + shift).sample(frac=1, random_state=seed)[["c", "a", "b"]]
    other = missing_data(moved)
    assert other.little["chisq"] == pytest.approx(plain.little["chisq"], rel=1e-6)
    assert other.little["df"] == plain.little["df"]
    signs = np.where(plain.tests.reset_index()["variable"] == "c", -1.0, 1.0)
    np.testing.assert_allclose(
        other.tests.loc[plain.tests.index, "t"], signs * plain.tests["t"], rtol=1e-7, atol=1e-9
    )
    assert other.patterns["respondents"].tolist() == plain.patterns["respondents"].tolist()
    means = plain.fmi.set_index(["lhs", "op", "rhs"])["fmi"].xs("~1", level="op").droplevel(1)
    after = other.fmi.set_index(["lhs", "op", "rhs"])["fmi"].xs("~1", level="op").droplevel(1)
    np.testing.assert_allclose(after[means.index], means, atol=1e-6)
    assert ((means > -1e-9) & (means < 1)).all()


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_orders_and_bounds(p):
    values = np.array(p)
    adjusted = holm(values)
    assert (adjusted >= values).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(values, kind="stable")]) >= 0).all()


def test_rows_with_the_same_label_stay_apart():
    rng = np.random.default_rng(4)
    answers = pd.DataFrame(rng.normal(size=(120, 3)), columns=list("abc"))
    answers.loc[:20, "b"] = np.nan
    answers["age"] = rng.normal(size=120)
    plain = missing_data(answers, auxiliary=["age"])
    again = missing_data(answers.set_axis([0] * 120), auxiliary=["age"])
    pd.testing.assert_frame_equal(again.tests, plain.tests)
    with pytest.raises(DataError, match="'a' is an item too"):
        missing_data(answers[["a", "b", "c"]], auxiliary=answers[["a"]])
