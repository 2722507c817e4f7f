from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ncx2

from svqkit.psychometrics.extraction.efa_fit import efa_fit, noncentrality


@pytest.mark.parametrize(("chisq", "df"), [(30.0, 10), (500.0, 131), (12.0, 10)])
def test_the_noncentrality_puts_chi_square_at_its_place(chisq: float, df: int) -> None:
    for probability in (0.05, 0.5, 0.95):
        found = noncentrality(chisq, df, probability)
        if found > 0:
            assert ncx2.cdf(chisq, df, found) == pytest.approx(probability, abs=1e-9)


def test_no_degrees_of_freedom_leave_the_tests_undefined() -> None:
    loadings = np.array([[0.8], [0.7], [0.6]])
    R = loadings @ loadings.T
    np.fill_diagonal(R, 1)
    fit = efa_fit(R, loadings, np.eye(1), 100)
    assert fit["df"] == 0
    assert fit["chisq"] == pytest.approx(0, abs=1e-9)
    assert fit[["pvalue", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "tli", "bic"]].isna().all()


def test_an_impossible_solution_has_no_fit() -> None:
    loadings = np.array([[1.05], [1.05], [0.8], [0.7]])
    R = np.full((4, 4), 0.6) + 0.4 * np.eye(4)
    fit = efa_fit(R, loadings, np.eye(1), 100)
    assert fit[["chisq", "objective", "pvalue", "rmsea", "tli", "bic"]].isna().all()
    assert np.isfinite(fit["rmsr"])
