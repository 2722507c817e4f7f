from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.reliability.schmid_leiman import schmid_leiman

PSYCH = "psych 2.2.9"


@pytest.mark.parametrize(("case", "m"), [("survey", 5), ("holes", 5), ("small", 3), ("bfi", 5)])
def test_general_loadings_and_omegas_agree_with_psych(
    oracle: Any, oracle_answers: Callable[[str], pd.DataFrame], agree: Any, case: str, m: int
) -> None:
    expected = oracle(f"reliability/{case}")["total"]
    R = oracle_answers(case).dropna().corr().to_numpy()
    found = schmid_leiman(R, m)
    general = found.general * np.sign(found.general @ np.array(expected["general"]))
    agree(
        "reliability: Schmid-Leiman loadings", general, expected["general"], oracle=PSYCH, atol=2e-4
    )
    total, hierarchical = expected["omega_total"], expected["omega_hierarchical"]
    agree("reliability: omega of the total", found.omega_total, total, oracle=PSYCH, atol=1e-6)
    agree(
        "reliability: omega hierarchical",
        found.omega_hierarchical,
        hierarchical,
        oracle=PSYCH,
        atol=2e-5,
    )


def test_general_and_group_factors_share_the_communalities() -> None:
    pattern = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6]]))
    phi = np.array([[1.0, 0.42, 0.48], [0.42, 1.0, 0.56], [0.48, 0.56, 1.0]])  # .6 .7 .8
    R = pattern @ phi @ pattern.T
    np.fill_diagonal(R, 1)
    found = schmid_leiman(R, 3)
    second = np.repeat([0.6, 0.7, 0.8], 3)
    np.testing.assert_allclose(
        np.sort(found.general), np.sort(pattern.sum(axis=1) * second), atol=1e-4
    )
    total = found.general**2 + (found.group**2).sum(axis=1)
    np.testing.assert_allclose(total, found.communalities, atol=1e-4)


def test_two_group_factors_leave_the_general_one_unknown() -> None:
    pattern = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.6]]))
    R = pattern @ np.array([[1.0, 0.5], [0.5, 1.0]]) @ pattern.T
    np.fill_diagonal(R, 1)
    found = schmid_leiman(R, 2)
    assert np.isnan(found.general).all()
    assert np.isnan(found.omega_hierarchical)
    unique = 6 - (pattern**2).sum()
    assert found.omega_total == pytest.approx(1 - unique / R.sum(), abs=1e-6)
