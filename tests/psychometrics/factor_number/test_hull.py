from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.factor_number.hull import hull

DF = np.array([66, 54, 43, 33, 24, 16])


def test_a_clear_elbow_is_found() -> None:
    found = hull(np.array([0.1, 0.5, 0.9, 0.91, 0.915, 0.916]), DF)
    assert np.nanargmax(found) == 2


def test_a_straight_line_has_no_elbow() -> None:
    assert np.isnan(hull(np.linspace(0, 1, 6), np.arange(6)[::-1])).all()


def test_solutions_that_fit_no_better_than_simpler_ones_are_passed_over() -> None:
    found = hull(np.array([0.1, 0.8, 0.7, 0.8, 0.9, np.nan]), DF)
    assert np.isfinite(found).tolist() == [False, True, False, False, False, False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=6, max_size=6), st.floats(-3, 3), st.floats(0.1, 5))
def test_unit_and_origin_of_the_fit_do_not_matter(
    values: list[float], shift: float, unit: float
) -> None:
    fit = np.round(values, 3)  # so that points near a line are on it
    found, again = hull(fit, DF), hull(shift + unit * fit, DF)
    both = np.isfinite(found) & np.isfinite(again)
    np.testing.assert_allclose(again[both], found[both], rtol=1e-6)
    assert (found[np.isfinite(found)] > 1 - 1e-9).all()
