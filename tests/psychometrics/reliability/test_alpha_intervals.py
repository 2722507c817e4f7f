from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.alpha_intervals import (
    alpha_interval,
    bonett_interval,
    duhachek_interval,
)

Answers = Callable[[str], pd.DataFrame]


@pytest.mark.parametrize("case", ["survey", "small", "bfi"])
def test_duhacheks_standard_error_is_psychs(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    answers = oracle_answers(case).dropna()
    scales = oracle(f"reliability/bounds_{case}")["scales"]
    expected = oracle(f"reliability/groups_{case}")["ase"]
    for scale, ase in zip(scales, expected, strict=True):
        S = answers[scale["items"]].cov().to_numpy()
        low, high = duhachek_interval(S, len(answers), 0.95)
        ours = (high - low) / 2 / 1.959963984540054
        agree("reliability: Duhachek's se of alpha", ours, ase, oracle="psych 2.2.9", rtol=1e-10)
        assert (low + high) / 2 == pytest.approx(float(alpha(S)), abs=1e-12)


def test_bonetts_interval_in_closed_form(agree: Any) -> None:
    for value, n, k in ((0.8, 100, 5), (0.3, 12, 3), (-0.2, 40, 10)):
        low, high = bonett_interval(value, n, k, 0.9)
        half = 1.6448536269514722 * np.sqrt(2 * k / ((k - 1) * (n - 2)))
        expected = [1 - (1 - value) * (n - 1) / n * np.exp(sign * half) for sign in (1, -1)]
        agree(
            "reliability: Bonett's interval",
            [low, high],
            expected,
            oracle="closed form",
            rtol=1e-12,
        )


@pytest.mark.parametrize("kind", ["feldt", "bonett", "duhachek"])
def test_each_covers_what_it_promises(kind: str) -> None:
    """Parallel items: all three suppositions hold, so 95 % of the intervals hold the truth."""
    rng = np.random.default_rng(5)
    samples, n, k = 2000, 120, 4
    answers = rng.normal(size=(samples, n, k)) + rng.normal(size=(samples, n, 1))
    truth, held = 0.8, 0
    for one in answers:
        low, high = alpha_interval(np.cov(one, rowvar=False), n, 0.95, kind)
        held += low <= truth <= high
    error = 4 * np.sqrt(0.05 * 0.95 / samples)
    assert abs(held / samples - 0.95) < error


def test_undefined_cases_are_nan() -> None:
    assert np.isnan(bonett_interval(1.0, 50, 4, 0.95)).all()
    for kind in ("feldt", "bonett", "duhachek"):
        assert np.isnan(alpha_interval(np.array([[2.0]]), 50, 0.95, kind)).all()
        assert np.isnan(alpha_interval(np.zeros((3, 3)), 50, 0.95, kind)).all()
        assert np.isnan(alpha_interval(np.eye(3) + 0.5, 2, 0.95, kind)).all()
