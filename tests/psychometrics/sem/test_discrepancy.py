"""A new estimator is one object in the registry: the engine knows none by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.discrepancy import DISCREPANCIES
from svqkit.psychometrics.sem.matrices import Jacobian, State
from svqkit.psychometrics.sem.sample import Sample

DATA = pd.read_csv(Path(__file__).resolve().parents[2] / "oracles" / "cfa" / "holzinger.csv")
MODEL = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}


class LeastSquares:
    """Unweighted least squares, F = ½ tr (S − Σ)², as a stranger would write it."""

    name = "squares"
    unbiased = True
    likelihood = False
    convention = "unweighted least squares"

    def value(self, sample: Sample, state: State) -> float:
        return 0.5 * float(((sample.covariance - state.covariance) ** 2).sum())

    def slope(self, sample: Sample, state: State) -> tuple[np.ndarray, np.ndarray]:
        return state.covariance - sample.covariance, np.zeros(sample.p)

    def weigh(
        self, sample: Sample, state: State, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return 0.5 * spread, 0.0 * mean

    def information(
        self, sample: Sample, state: State, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        return 0.5 * np.einsum("aij,bij->ab", rows.covariance, columns.covariance)


def test_another_estimator_slots_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DISCREPANCIES, "squares", LeastSquares())
    fit = cfa(DATA, MODEL, estimator="squares")
    # lavaan 0.6-14, estimator="ULS"
    assert fit.fit["chisq"] == pytest.approx(72.09822, rel=1e-6)
    assert fit.fit["baseline_chisq"] == pytest.approx(1880.152, rel=1e-6)
    assert fit.fit["cfi"] == pytest.approx(0.9739185, abs=1e-6)
    assert fit.fit["srmr"] == pytest.approx(0.05942544, abs=1e-6)
    assert np.isnan(fit.fit["aic"])
    found = fit.parameters.set_index(["lhs", "op", "rhs"])["est"]
    assert found["visual", "=~", "x2"] == pytest.approx(0.50068497, abs=1e-5)
    assert "unweighted" in fit.convention
