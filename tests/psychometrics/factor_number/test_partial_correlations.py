from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics.factor_number.partial_correlations import average_partials


def test_before_any_component_it_is_the_mean_power_of_the_correlations() -> None:
    R = np.array([[1.0, 0.5, 0.2], [0.5, 1.0, -0.4], [0.2, -0.4, 1.0]])
    assert average_partials(R, 2)[0] == pytest.approx((0.25 + 0.04 + 0.16) / 3)
    assert average_partials(R, 4)[0] == pytest.approx((0.5**4 + 0.2**4 + 0.4**4) / 3)


def test_items_without_remaining_variance_end_the_series() -> None:
    R = np.ones((3, 3))
    assert np.isnan(average_partials(R, 2)[1:]).all()
