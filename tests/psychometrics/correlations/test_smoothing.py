from __future__ import annotations

from typing import Any

import numpy as np

from svqkit.psychometrics.correlations.smoothing import smooth_correlation


def test_smoothing_agrees_with_psych(oracle: Any, agree: Any) -> None:
    expected = oracle("polychoric/smooth")
    found = smooth_correlation(np.array(expected["given"]))
    agree(
        "polychoric: smoothed matrix", found, expected["smoothed"], oracle="psych 2.2.9", atol=1e-12
    )
    assert np.linalg.eigvalsh(found)[0] > 0


def test_a_usable_matrix_is_left_alone() -> None:
    R = np.array([[1.0, 0.5], [0.5, 1.0]])
    assert smooth_correlation(R) is R
