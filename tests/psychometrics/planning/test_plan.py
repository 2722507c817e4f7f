"""Plans by formula: the smallest sample, its table, its words, and refusals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.psychometrics.planning.plan import QUESTIONS
from svqkit.psychometrics.planning.plan_estimates import correlation_power
from svqkit.psychometrics.planning.plan_means import t_power
from svqkit.psychometrics.planning.plan_reliability import alpha_power, bonett_interval
from svqkit.psychometrics.planning.sample_plan import smallest_sample

ASKED = {
    "fit": {"df": 100},
    "nested": {"df": (22, 20), "true": (0.06, 0.04)},
    "alpha": {"items": 5, "expected": 0.8, "width": 0.1},
    "correlation": {"expected": 0.3, "against": 0},
    "mean": {"sd": 1.2, "width": 0.3},
    "gap": {"sd": 1.3, "correlation": 0.4, "difference": 0.3},
    "groups": {"difference": 0.5},
    "proportion": {"width": 0.1},
    "regression": {"predictors": 5, "delta_r2": 0.05, "r2": 0.3, "added": 2},
}


@pytest.fixture(scope="module")
def formulas(oracle):
    return {
        name: pd.DataFrame(rows)
        for name, rows in oracle("power/formulas").items()
        if name != "versions"
    }


def at(plan, n, column):
    return float(plan.table.set_index("n").loc[n, column])


def test_required_sizes_agree_with_semtools(formulas, agree):
    cases = formulas["sizes"]
    ours = [svq.plan_sample("fit", df=case.df, test=case.test).n for case in cases.itertuples()]
    agree("power: required n", ours, cases["n"], oracle="semTools 0.5-6")


@pytest.mark.parametrize(
    ("df", "close", "not_close"), [(10, 782, 750), (50, 214, 268), (100, 132, 178)]
)
def test_required_sizes_are_those_published(df, close, not_close, agree):
    ours = [svq.plan_sample("fit", df=df, test=test).n for test in ("close", "not close")]
    agree("power: required n", ours, [close, not_close], oracle="MacCallum et al. (1996), table 4")


def test_t_power_agrees_with_r(formulas, agree):
    cases = formulas["means"]
    one = [t_power(c.d, c.n - 1, math.sqrt(c.n)) for c in cases.itertuples()]
    two = [t_power(c.d, 2 * c.n - 2, math.sqrt(c.n / 2)) for c in cases.itertuples()]
    agree("power: t test", one, cases["one"], oracle="R 4.2.2", atol=1e-8)
    agree("power: t test", two, cases["two"], oracle="R 4.2.2", atol=1e-8)


def test_the_plan_of_a_gap_agrees_with_pingouin(agree):
    """pingouin counts the upper tail alone; the other one is beyond 1e-9 here."""
    import pingouin

    plan = svq.plan_sample("gap", sd=1.3, correlation=0.4, difference=0.3, n=[60, 120, 300])
    effect = plan.given["effect (standard deviations)"]
    theirs = [pingouin.power_ttest(d=effect, n=n, contrast="paired") for n in plan.table["n"]]
    agree("power: t test", plan.table["power"], theirs, oracle="pingouin", atol=1e-6)
    assert effect == pytest.approx(0.3 / (1.3 * math.sqrt(2 * 0.6)))


def test_regression_agrees_with_rs_noncentral_f(formulas, agree):
    cases = formulas["regression"]
    ours = [
        at(
            svq.plan_sample(
                "regression",
                predictors=c.predictors,
                added=c.added,
                delta_r2=c.delta,
                r2=0.4,
                n=c.n,
            ),
            c.n,
            "power",
        )
        for c in cases.itertuples()
    ]
    agree("power: explained variance", ours, cases["power"], oracle="R 4.2.2", atol=1e-8)


def test_alpha_agrees_with_psych_and_r(formulas, agree):
    for c in formulas["alpha"].itertuples():
        plan = svq.plan_sample("alpha", items=c.items, expected=c.value, width=0.2, n=c.n)
        ends = [at(plan, c.n, "low"), at(plan, c.n, "high")]
        agree("precision: alpha (Feldt)", ends, [c.low, c.high], oracle="psych 2.2.9", atol=1e-10)
        ours = alpha_power(c.value, 0.5, c.n, c.items)
        agree("power: alpha (Feldt)", ours, c.power, oracle="R 4.2.2", atol=1e-10)


def test_share_and_correlation_agree_with_r(formulas, agree):
    for c in formulas["share"].itertuples():
        plan = svq.plan_sample("proportion", expected=c.x, width=0.2, n=c.n)
        ends = [at(plan, c.n, "low"), at(plan, c.n, "high")]
        agree("precision: share (Wilson)", ends, [c.low, c.high], oracle="R 4.2.2", atol=1e-12)
    for c in formulas["cors"].itertuples():
        plan = svq.plan_sample("correlation", expected=c.r, width=0.2, n=c.n)
        ends = [at(plan, c.n, "low"), at(plan, c.n, "high")]
        agree("precision: correlation", ends, [c.low, c.high], oracle="R 4.2.2", atol=1e-12)
        ours = correlation_power(c.r, 0.1, c.n)
        agree("power: correlation", ours, c.power, oracle="R 4.2.2", atol=1e-12)


def test_bonetts_interval_is_that_of_his_formula(formulas, agree):
    """R evaluates 1 − exp(ln(1 − α̂) − ln(n/(n − 1)) ± z·√(2k/((k − 1)(n − 2)))) for itself."""
    for c in formulas["alpha"].itertuples():
        ends = bonett_interval(c.value, c.n, c.items, 0.95)
        theirs = [c.bonett_low, c.bonett_high]
        agree("precision: alpha (Bonett)", ends, theirs, oracle="R 4.2.2", atol=1e-12)
        plan = svq.plan_sample(
            "alpha", items=c.items, expected=c.value, width=0.1, interval="bonett", n=c.n
        )
        assert at(plan, c.n, "width") == pytest.approx(c.bonett_high - c.bonett_low, abs=1e-12)


@pytest.mark.parametrize("question", ASKED)
def test_the_answer_is_the_smallest_sample(question):
    plan = svq.plan_sample(question, **ASKED[question])
    step = 2 if question == "groups" else 1
    fewer = svq.plan_sample(question, **ASKED[question], n=plan.n - step).table
    kind = plan.goal.kind
    assert fewer["n"].tolist() == [plan.n - step, plan.n]
    assert [plan.goal.reached(value) for value in fewer[kind]] == [False, True]
    assert plan.table["n"].is_monotonic_increasing
    moving = plan.table[kind].diff().dropna()
    assert (moving > 0).all() if kind == "power" else (moving < 0).all()


@pytest.mark.parametrize("question", ASKED)
def test_a_plan_speaks(question):
    plan = svq.plan_sample(question, **ASKED[question])
    assert str(plan.n) in plan.methods
    assert "{" not in plan.methods
    assert plan.convention
    assert plan.source
    shown = repr(plan)
    assert f"{plan.n} respondents" in shown
    assert plan.source in shown
    assert "<table" in plan._repr_html_()


def test_every_question_is_described_and_asked_here():
    assert set(ASKED) <= set(QUESTIONS)
    for question in QUESTIONS:
        assert f'``"{question}"``' in (svq.plan_sample.__doc__ or "")


def test_a_model_is_counted():
    mapping = svq.load_instrument("servqual").mapping
    plan = svq.plan_sample("fit", model=mapping)
    assert plan.given["df"] == 199
    assert svq.plan_sample("fit", model=svq.load_instrument("servqual")).n == plan.n
    two = svq.plan_sample("fit", model="f =~ a + b + c + d", groups=2)
    assert two.given["df"] == 4
    assert two.n % 2 == 0


@given(d=st.floats(0.05, 1.5), sd=st.floats(0.1, 20), power=st.floats(0.3, 0.99))
@settings(max_examples=30)
def test_units_do_not_matter(d, sd, power):
    one = svq.plan_sample("mean", sd=1.0, difference=d, power=power)
    other = svq.plan_sample("mean", sd=sd, difference=-d * sd, power=power)
    assert abs(one.n - other.n) <= 1  # rounding of d·sd/sd may tip the last respondent


@given(target=st.integers(2, 10_000), least=st.integers(2, 50), step=st.integers(1, 5))
def test_the_search_finds_the_border(target, least, step):
    found = smallest_sample(lambda n: n >= target, least, step=step)
    assert found == max(-(-target // step), -(-least // step)) * step


@pytest.mark.parametrize(
    ("question", "options", "error", "message"),
    [
        ("height", {}, ValueError, "unknown; choose from fit, nested"),
        ("fit", {"dof": 5}, TypeError, "takes no 'dof', do you mean 'df'"),
        ("fit", {}, ValueError, "either df= or model="),
        ("fit", {"df": 0}, ValueError, "at least 1"),
        ("fit", {"df": 2.5}, TypeError, "whole number"),
        ("fit", {"df": 5, "test": "good"}, ValueError, "choose from close"),
        ("fit", {"df": 5, "null": 0.08, "true": 0.05}, ValueError, "rejected by a larger RMSEA"),
        ("fit", {"df": 5, "test": "not close", "true": 0.09}, ValueError, "by a smaller one"),
        ("fit", {"df": 5, "null": 0.08}, ValueError, "nothing to find out"),
        ("fit", {"df": 5, "power": 1.0}, ValueError, "power=1 must be between 0 and 1"),
        ("fit", {"df": 5, "power": "high"}, TypeError, "must be a number"),
        ("fit", {"df": 5, "null": 0.05, "true": 0.0500001}, ValueError, "more than 10,000,000"),
        ("fit", {"df": 5, "groups": 2, "n": 101}, ValueError, "multiple of 2"),
        ("fit", {"model": "f =~ a + b + c"}, ValueError, "0 degrees of freedom"),
        ("nested", {"df": (3, 3), "true": (0.1, 0.05)}, ValueError, "more degrees of freedom"),
        ("nested", {"df": (30, 20), "true": (0.01, 0.05)}, ValueError, "cannot fit better"),
        ("nested", {"df": 3, "true": (0.1, 0.05)}, ValueError, "takes two values"),
        ("nested", {"df": (9, 5), "true": (0.0, 0.0)}, ValueError, "larger difference"),
        ("alpha", {"items": 5}, TypeError, "needs expected="),
        ("alpha", {"items": 1, "expected": 0.8, "width": 0.1}, ValueError, "at least 2"),
        ("alpha", {"items": 4, "expected": 0.8}, ValueError, "say width="),
        ("alpha", {"items": 4, "expected": 0.8, "against": 0.8}, ValueError, "told apart"),
        (
            "alpha",
            {"items": 4, "expected": 0.8, "width": 0.1, "interval": "wald"},
            ValueError,
            "choose from feldt",
        ),
        ("correlation", {"expected": 1.0, "width": 0.1}, ValueError, "between -1 and 1"),
        ("correlation", {"expected": 0.3, "against": 0.3}, ValueError, "told apart"),
        ("mean", {"difference": 0}, ValueError, "nothing from nothing"),
        ("mean", {"sd": -1, "width": 1}, ValueError, "sd=-1 must be more than 0"),
        ("gap", {"correlation": 1, "difference": 1}, ValueError, "between -1 and 1"),
        ("groups", {"difference": 1, "n": 31}, ValueError, "multiple of 2"),
        ("proportion", {"width": 0.1, "expected": 0}, ValueError, "between 0 and 1"),
        ("regression", {"predictors": 2, "added": 3, "delta_r2": 0.1}, ValueError, "more than all"),
        ("regression", {"predictors": 2, "r2": 0.1, "delta_r2": 0.2}, ValueError, "less than"),
        ("mean", {"width": float("nan")}, ValueError, "must be more than 0"),
    ],
)
def test_impossible_questions_are_refused(question, options, error, message):
    with pytest.raises(error, match=message):
        svq.plan_sample(question, **options)


def test_the_table_holds_the_sizes_asked_for():
    plan = svq.plan_sample("fit", df=50, n=np.array([100, 300]))
    assert plan.table["n"].tolist() == [100, plan.n, 300]


def test_sentences_for_the_paper_read_well():
    alpha = svq.plan_sample("alpha", items=4, expected=0.85, width=0.1)
    assert "(Feldt, Woodruff & Salih, 1987)." in alpha.methods
    assert alpha.source.endswith("11, 93–103")
    bonett = svq.plan_sample("alpha", items=4, expected=0.85, width=0.1, interval="bonett")
    assert "(Bonett & Wright, 2015)." in bonett.methods
    assert "RMSEA = 0, true" in svq.plan_sample("fit", df=50, test="exact").methods
    assert "RMSEA ≥ 0.05" in svq.plan_sample("fit", df=50, test="not close").methods
    gap = svq.plan_sample("gap", sd=1, correlation=0.3, width=0.2)
    assert "standard deviation 1.18)" in gap.methods
