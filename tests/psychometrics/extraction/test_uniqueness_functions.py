from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics.extraction import uniqueness_functions as module
from svqkit.psychometrics.extraction.extraction import smc


def correlated(seed: int, p: int, n: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3)) @ rng.normal(size=(3, p)) + rng.normal(size=(n, p))
    return np.corrcoef(x, rowvar=False)


@pytest.mark.parametrize("state", ["minres_state", "ml_state"])
def test_gradient_and_hessian_are_the_derivatives(state: str) -> None:
    function = getattr(module, state)
    R = correlated(2, 9, 80)[None]
    x = 1 - smc(R) if state == "minres_state" else np.log(1 - smc(R))
    found = function(x, R, 2)
    step = 1e-6 * np.eye(9)
    values = [function(x + h, R, 2).value[0] - function(x - h, R, 2).value[0] for h in step]
    slopes = [function(x + h, R, 2).gradient[0] - function(x - h, R, 2).gradient[0] for h in step]
    np.testing.assert_allclose(found.gradient[0], np.array(values) / 2e-6, atol=1e-7)
    np.testing.assert_allclose(found.hessian[0], np.array(slopes) / 2e-6, atol=1e-7)
