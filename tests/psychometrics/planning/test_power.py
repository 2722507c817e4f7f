"""Power stated through the RMSEA, held to semTools and to the published tables."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.psychometrics.planning.power import nested_power, rmsea_power

ORACLE = "semTools 0.5-6"


def test_power_of_fit_agrees_with_semtools(oracle, agree):
    """R iterates its noncentral quantile to 1e-11 of its value and sums tails to about 1e-9."""
    cases = pd.DataFrame(oracle("power/formulas")["fit"])
    ours = [
        rmsea_power(case.n, case.df, null=case.null, true=case.true, groups=case.group)
        for case in cases.itertuples()
    ]
    agree("power: test of RMSEA", ours, cases["power"], oracle=ORACLE, atol=1e-8)


def test_power_of_nested_models_agrees_with_semtools(oracle, agree):
    cases = pd.DataFrame(oracle("power/formulas")["nested"])
    ours = [
        nested_power(
            case.n,
            (case.restricted, case.free),
            true=(case.true_restricted, case.true_free),
            null=(case.null_restricted, case.null_free),
            groups=case.group,
        )
        for case in cases.itertuples()
    ]
    agree("power: nested models", ours, cases["power"], oracle=ORACLE, atol=1e-8)


@given(
    n=st.integers(20, 3000),
    df=st.integers(1, 400),
    true=st.floats(0.051, 0.2),
    alpha=st.floats(0.001, 0.2),
)
def test_power_lies_above_the_level_and_grows_with_n(n, df, true, alpha):
    one = rmsea_power(n, df, null=0.05, true=true, alpha=alpha)
    more = rmsea_power(2 * n, df, null=0.05, true=true, alpha=alpha)
    assert alpha - 1e-6 <= one <= more + 1e-9 <= 1 + 2e-9


@given(n=st.integers(20, 2000), df=st.integers(1, 300), alpha=st.floats(0.001, 0.3))
def test_under_the_hypothesis_power_is_the_level(n, df, alpha):
    assert rmsea_power(n, df, null=0.05, true=0.05, alpha=alpha) == pytest.approx(alpha, abs=1e-6)


@given(groups=st.integers(1, 6), n=st.integers(30, 400))
def test_groups_share_the_noncentrality(groups, n):
    """The same λ follows from one group with its own share of the squared RMSEA."""
    together = rmsea_power(n, 40, null=0.05, true=0.08, groups=groups)
    root = groups**0.5
    alone = rmsea_power(n, 40, null=0.05 / root, true=0.08 / root)
    assert together == pytest.approx(alone, abs=1e-9)


def test_a_saturated_freer_model_leaves_the_test_of_exact_fit():
    whole = rmsea_power(150, 24, null=0.0, true=0.06)
    assert nested_power(150, (24, 0), true=(0.06, 0.0)) == pytest.approx(whole, abs=1e-12)
