from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr

from svqkit.psychometrics.correlations.bivariate_normal import corners, cumulative, density

CUTS = np.array([[-3.0, -1.7, -0.5, 0.0, 0.3, 1.1, 2.5]])
RHOS = [-0.999, -0.95, -0.926, -0.9, -0.4, 0.0, 0.2, 0.35, 0.76, 0.924, 0.926, 0.97, 0.999]


def by_integral(h: float, k: float, rho: float) -> float:
    """Φ₂ as the integral of φ(x) Φ((k − ρx)/√(1 − ρ²)), cut where the integrand turns."""
    width = np.sqrt((1 - rho) * (1 + rho))
    turn = k / rho if rho else 0.0
    ends = sorted({-9.0, h, *(p for p in (turn - 6 * width, turn, turn + 6 * width) if -9 < p < h)})
    return sum(
        quad(
            lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * ndtr((k - rho * x) / width),
            low,
            high,
            epsabs=1e-15,
            limit=200,
        )[0]
        for low, high in pairwise(ends)
    )


@pytest.mark.parametrize("rho", RHOS)
def test_probabilities_agree_with_the_integral(rho: float) -> None:
    found = cumulative(corners(CUTS, CUTS), np.array([rho]))[0]
    wanted = [[by_integral(h, k, rho) for k in CUTS[0]] for h in CUTS[0]]
    np.testing.assert_allclose(found, wanted, atol=1e-12)


def test_the_quadrant_is_known_in_closed_form() -> None:
    rho = np.concatenate([np.linspace(-1, 1, 201), [-0.9999999, 0.9999999]])
    cut = np.zeros((len(rho), 1))
    found = cumulative(corners(cut, cut), rho)[:, 0, 0]
    np.testing.assert_allclose(found, 0.25 + np.arcsin(rho) / (2 * np.pi), atol=1e-14)


def test_perfect_correlations_keep_the_smaller_and_what_is_left() -> None:
    both = np.concatenate([CUTS, CUTS])
    found = cumulative(corners(both, both), np.array([1.0, -1.0]))
    h, k = np.meshgrid(CUTS[0], CUTS[0], indexing="ij")
    np.testing.assert_allclose(found[0], ndtr(np.minimum(h, k)), atol=1e-15)
    np.testing.assert_allclose(found[1], np.maximum(ndtr(h) + ndtr(k) - 1, 0), atol=1e-15)


@pytest.mark.parametrize("rho", RHOS)
def test_infinite_corners_give_one_margin(rho: float) -> None:
    ends = np.array([[-np.inf, np.inf]])
    found = cumulative(corners(CUTS, ends), np.array([rho]))[0]
    np.testing.assert_allclose(found[:, 0], 0, atol=1e-15)
    np.testing.assert_allclose(found[:, 1], ndtr(CUTS[0]), atol=1e-15)


@pytest.mark.parametrize("rho", [-0.96, -0.5, 0.0, 0.6, 0.95])
def test_the_density_is_the_slope_in_the_correlation(rho: float) -> None:
    at = corners(CUTS, CUTS)
    step = 1e-5
    up, down = (cumulative(at, np.array([rho + s])) for s in (step, -step))
    np.testing.assert_allclose(density(at, np.array([rho])), (up - down) / (2 * step), atol=2e-7)


def test_each_table_has_its_own_correlation() -> None:
    rho = np.array(RHOS)
    cuts = np.repeat(CUTS, len(rho), axis=0)
    together = cumulative(corners(cuts, cuts), rho)
    alone = [cumulative(corners(CUTS, CUTS), rho[i : i + 1])[0] for i in range(len(rho))]
    np.testing.assert_array_equal(together, alone)
