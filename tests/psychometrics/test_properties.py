"""What must not change a classical number: who comes first, which item, which unit, which side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.correlations.correlation import correlations
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.exploratory.factorability import factorability
from svqkit.psychometrics.factor_number.factor_number import n_factors
from svqkit.psychometrics.reliability.items import item_analysis
from svqkit.psychometrics.reliability.reliability import reliability

ITEMS = [f"Q{i}" for i in range(1, 9)]
DESIGN = {"a": ITEMS[:4], "b": ITEMS[4:]}
ORDER = st.permutations(range(8))
SEED = st.integers(0, 10_000)


def answers_of(seed: int, n: int = 150) -> pd.DataFrame:
    """Whole answers from 1 to 5 to two correlated scales."""
    rng = np.random.default_rng(seed)
    factors = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], n)
    values = 0.75 * np.repeat(factors, 4, axis=1) + 0.66 * rng.normal(size=(n, 8))
    return pd.DataFrame(np.digitize(values, [-1.3, -0.4, 0.4, 1.3]) + 1.0, columns=ITEMS)


@settings(max_examples=8, deadline=None)
@given(SEED, ORDER, st.floats(-50, 50), st.floats(0.01, 100))
def test_order_shift_and_unit_leave_reliability(
    seed: int, order: list[int], shift: float, unit: float
) -> None:
    answers = answers_of(seed)
    moved = answers.iloc[::-1, order] * unit + shift
    plain, again = reliability(answers, DESIGN), reliability(moved, DESIGN)
    numbers = plain.coefficients.select_dtypes("number").drop(columns="k")
    np.testing.assert_allclose(
        again.coefficients[numbers.columns].astype(float), numbers.astype(float), atol=2e-6
    )
    columns = ["r_drop", "alpha_if_dropped", "smc", "r_cor"]
    ours = item_analysis(moved, DESIGN).loc[ITEMS, columns]
    np.testing.assert_allclose(ours, item_analysis(answers, DESIGN)[columns], atol=1e-9)


@settings(max_examples=8, deadline=None)
@given(SEED, ORDER, st.sets(st.sampled_from(ITEMS)))
def test_order_and_reflection_leave_factors(
    seed: int, order: list[int], reflected: set[str]
) -> None:
    answers = answers_of(seed)
    turned = answers.assign(**{name: 6 - answers[name] for name in reflected})
    turned = turned.iloc[::-1, order]
    sides = pd.Series({name: -1.0 if name in reflected else 1.0 for name in ITEMS})
    for method in ("pearson", "polychoric"):
        expected = correlations(answers, method).mul(sides, axis=0).mul(sides, axis=1)
        found = correlations(turned, method).loc[ITEMS, ITEMS]
        np.testing.assert_allclose(found, expected, atol=1e-7)
    plain, again = factorability(answers), factorability(turned)
    np.testing.assert_allclose(again.msa[ITEMS], plain.msa, atol=1e-9)
    np.testing.assert_allclose(again.bartlett_chisq, plain.bartlett_chisq, rtol=1e-9)
    first, second = efa(answers, 2, design=DESIGN), efa(turned, 2, design=DESIGN)
    np.testing.assert_allclose(second.communalities[ITEMS], first.communalities, atol=1e-6)
    np.testing.assert_allclose(second.loadings.loc[ITEMS].abs(), first.loadings.abs(), atol=1e-5)
    np.testing.assert_allclose(second.fit.astype(float), first.fit.astype(float), atol=1e-6)
    votes = [n_factors(x, draws=5, seed=1).suggestions for x in (answers, turned)]
    pd.testing.assert_series_equal(*votes)


@settings(max_examples=8, deadline=None)
@given(SEED, st.sampled_from(["minres", "ml", "paf"]), st.sampled_from(["oblimin", "varimax"]))
def test_a_solution_reproduces_its_items(seed: int, method: str, rotation: str) -> None:
    answers = answers_of(seed)
    found = efa(answers, 2, method=method, rotation=rotation)
    pattern, phi = found.loadings.to_numpy(), found.phi.to_numpy()
    common = pattern @ phi @ pattern.T
    np.testing.assert_allclose(np.diag(common) + found.uniquenesses, 1, atol=1e-9)
    np.testing.assert_allclose(found.structure, pattern @ phi, atol=1e-12)
    unrotated = efa(answers, 2, method=method, rotation="none")
    np.testing.assert_allclose(found.communalities, unrotated.communalities, atol=1e-9)
    if rotation == "varimax":
        np.testing.assert_array_equal(phi, np.eye(2))
