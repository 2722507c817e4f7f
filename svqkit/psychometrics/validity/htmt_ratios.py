"""Heterotrait–monotrait ratios of correlations, and what each correlation adds to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

ROUNDING = 1e-12
"""A correlation below is 0 and a trace of arithmetic, which a geometric mean would blow up."""

__all__ = ["design_matrix", "htmt_ratios", "ratio_influence", "ratio_slopes", "standard_scores"]


def design_matrix(factors: Mapping[str, Sequence[str]], items: Sequence[str]) -> np.ndarray:
    """Mark which item belongs to which factor.

    Parameters
    ----------
    factors : mapping of factor to its items
    items : sequence of str

    Returns
    -------
    ndarray (factors × items)

    Examples
    --------
    >>> design_matrix({"f": ["a"], "g": ["b", "c"]}, ["a", "b", "c"])
    array([[1., 0., 0.],
           [0., 1., 1.]])
    """
    return np.array([[float(item in names) for item in items] for names in factors.values()])


def _counts(design: np.ndarray) -> np.ndarray:
    """Pairs of items behind each mean; within a factor both orders are counted."""
    sizes = design.sum(axis=1)
    counts = np.outer(sizes, sizes)
    np.fill_diagonal(counts, sizes * (sizes - 1))
    return counts


def _ratios(blocks: np.ndarray, design: np.ndarray, power: bool) -> np.ndarray:
    """Divide between-factor means by within-factor means; sums without diagonals come in."""
    shape = np.arange(len(design))
    with np.errstate(divide="ignore", invalid="ignore"):
        means = blocks / _counts(design)
        own = means[..., shape, shape]
        if power:
            ratio = np.exp(means - 0.5 * (own[..., :, None] + own[..., None, :]))
        else:
            ratio = means / np.sqrt(own[..., :, None] * own[..., None, :])
    ratio[..., shape, shape] = np.where(design.sum(axis=1) > 1, 1.0, np.nan)
    return ratio


def htmt_ratios(correlations: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute HTMT and HTMT2 of every pair of factors, for one or many correlation matrices.

    Parameters
    ----------
    correlations : ndarray (…, p, p)
    design : ndarray (f, p)
        From :func:`design_matrix`.

    Returns
    -------
    htmt, htmt2 : ndarray (…, f, f)
        NaN for factors with one item and for pairs that share an item. A correlation of 0
        makes a geometric mean 0: between factors HTMT2 is then 0, within one infinite, both NaN.

    Examples
    --------
    >>> r = np.array([[1, .6, .3, .3], [.6, 1, .3, .3], [.3, .3, 1, .6], [.3, .3, .6, 1]])
    >>> htmt_ratios(r, np.array([[1., 1, 0, 0], [0, 0, 1, 1]]))[0][0, 1].round(6)
    np.float64(0.5)
    """
    absolute = np.abs(correlations)
    absolute[absolute < ROUNDING] = 0.0
    diagonal = np.arange(absolute.shape[-1])
    absolute[..., diagonal, diagonal] = 0.0
    arithmetic = _ratios(design @ absolute @ design.T, design, False)
    nothing = absolute == 0.0
    summed = design @ np.log(np.where(nothing, 1.0, absolute)) @ design.T
    # a geometric mean with a correlation of exactly 0 is 0
    nothing[..., diagonal, diagonal] = False
    summed[design @ nothing @ design.T > 0] = -np.inf
    geometric = _ratios(summed, design, True)
    shared = design @ design.T > 0
    np.fill_diagonal(shared, False)
    arithmetic[..., shared] = np.nan
    geometric[..., shared] = np.nan
    return arithmetic, geometric


def ratio_slopes(
    R: np.ndarray, design: np.ndarray, one: int, other: int, *, power: bool
) -> np.ndarray:
    """Differentiate the logarithm of a pair's HTMT in each correlation.

    Parameters
    ----------
    R : ndarray (p, p)
    design : ndarray (f, p)
    one, other : int
        The pair of factors, each with two items or more, none in common.
    power : bool
        HTMT2 instead of HTMT.

    Returns
    -------
    ndarray (p, p)
        Symmetric, with zeros on the diagonal; a correlation counts once.

    Examples
    --------
    >>> r = np.array([[1, .6, .3, .3], [.6, 1, .3, .3], [.3, .3, 1, .6], [.3, .3, .6, 1]])
    >>> ratio_slopes(r, np.repeat(np.eye(2), 2, axis=1), 0, 1, power=False)[0].round(4).tolist()
    [0.0, -0.8333, 0.8333, 0.8333]
    """
    slope = 1.0 / R if power else np.sign(R)
    marks = [np.outer(design[a], design[b]) for a, b in ((one, other), (one, one), (other, other))]
    weight = marks[0] + marks[0].T
    means = []
    for mark in marks:
        np.fill_diagonal(mark, 0.0)
        means.append(1.0 if power else (mark * np.abs(R)).sum() / mark.sum())
    found = weight * slope / (marks[0].sum() * means[0])
    for mark, mean in zip(marks[1:], means[1:], strict=True):
        found = found - mark * slope / (mark.sum() * mean)
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def standard_scores(answers: np.ndarray) -> np.ndarray:
    """Standardise answers with divisor n.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.

    Returns
    -------
    ndarray (n, p)

    Examples
    --------
    >>> standard_scores(np.array([[1.0], [3.0]])).tolist()
    [[-1.0], [1.0]]
    """
    return np.asarray((answers - answers.mean(axis=0)) / answers.std(axis=0))


def ratio_influence(
    z: np.ndarray, R: np.ndarray, design: np.ndarray, one: int, other: int, *, power: bool
) -> np.ndarray:
    """Infinitesimal influence of each respondent on the logarithm of a pair's HTMT.

    Parameters
    ----------
    z : ndarray (n, p)
        From :func:`standard_scores`.
    R : ndarray (p, p)
        Their correlations.
    design : ndarray (f, p)
    one, other : int
        The pair of factors, each with two items or more, none in common.
    power : bool
        HTMT2 instead of HTMT.

    Returns
    -------
    ndarray (n,)
        Sums to 0; the mean of squares over n is the variance of ln HTMT.

    Notes
    -----
    The influence on a correlation is z₁z₂ − r(z₁² + z₂²)/2 (Devlin, Gnanadesikan & Kettenring
    1975, *Biometrika* 62, 531–545), and the chain rule does the rest.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(50, 1)) + np.random.default_rng(1).normal(size=(50, 4))
    >>> z = standard_scores(x)
    >>> pull = ratio_influence(z, z.T @ z / 50, np.repeat(np.eye(2), 2, axis=1), 0, 1, power=False)
    >>> pull.shape, bool(abs(pull.sum()) < 1e-9)
    ((50,), True)
    """
    W = ratio_slopes(R, design, one, other, power=power)
    return np.asarray(0.5 * (((z @ W) * z).sum(axis=1) - z**2 @ (W * R).sum(axis=1)))
