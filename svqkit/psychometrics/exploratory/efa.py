"""Exploratory factor analysis: how many threads run through the answers, and which items hang on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.correlations.correlation import is_correlation_matrix, regular_correlation
from svqkit.psychometrics.data.answers import as_items, check_dimensions, complete_cases
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.efa_result import EFA
from svqkit.psychometrics.exploratory.efa_tables import complexity_of, minima_of, variance_of
from svqkit.psychometrics.extraction.efa_fit import component_fit, efa_fit
from svqkit.psychometrics.extraction.extraction import METHODS, extract
from svqkit.psychometrics.extraction.matching import arranged_factors
from svqkit.psychometrics.rotation.rotation import (
    GENERAL,
    NORMALIZED,
    OBLIQUE,
    ROTATIONS,
    TARGETED,
    search,
)
from svqkit.psychometrics.rotation.rotation_target import rotation_target
from svqkit.psychometrics.threads import single_threaded

__all__ = ["EFA", "efa"]


@single_threaded
def efa(
    items: Any,
    n_factors: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    correlation: str = "pearson",
    design: Mapping[str, Sequence[str]] | None = None,
    target: Any = None,
    normalize: bool | None = None,
    starts: int = 0,
    bootstrap: int = 0,
    ci: float = 0.95,
    seed: int | None = None,
    progress: bool = True,
) -> EFA:
    """Find common factors behind the items and rotate them to simple structure.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses, Moments or a correlation matrix
        A correlation matrix alone (the same names on both sides, 1 on its diagonal) has no n:
        what needs it is then NaN. ``svq.moments(matrix, n=…)`` brings it along.
    n_factors : int
        At least 1 and fewer than the items.
    method : {"minres", "ml", "paf", "pca"}
        Minimum residual is also known as ULS or OLS; principal axis is iterated to convergence,
        where psych stops after 50 steps or a change of .001. Principal components are no factors.
    rotation : {"oblimin", "quartimin", "geomin", "promax", "target", "varimax", "quartimax", \
"equamax", "geomin_orthogonal", "bifactor", "bigeomin", "target_orthogonal", "none"}
        Quartimin is oblimin with gamma 0. Bifactor and bigeomin count the general factor among
        ``n_factors``.
    correlation : {"pearson", "spearman", "polychoric"}
    design : mapping of dimension to items, optional
        Factors are then matched with the dimensions, put in their order, turned to their side and
        named after them; otherwise they are F1, F2 … by variance, with positive sums.
    target : mapping of factor to items, or DataFrame (items × factors), optional
        For the target rotations: a mapping leaves a factor's own items free and wants 0 elsewhere,
        in a table NaN is free. The design by default.
    normalize : bool, optional
        Kaiser normalisation; by default for varimax and promax only, as in psych. SPSS and JASP
        normalise oblimin too.
    starts : int
        Random starts of the rotation beside the fixed ones, against local minima.
    bootstrap : int
        Samples of respondents for intervals of the loadings; needs the answers.
    ci : float
        Level of these intervals.
    seed : int, optional
        Repeats starts and bootstrap exactly.
    progress : bool

    Returns
    -------
    EFA
        ``.loadings .structure .phi .communalities .uniquenesses .complexity .variance .fit
        .heywood .congruence .determinacy .intervals .minima .warnings .scores(items)
        .cross_loadings() .schmid_leiman()``

    Raises
    ------
    DataError
        If an item is constant, items determine each other, or there are no more complete
        respondents than items.
    ModelError
        If the number of factors cannot be taken from these items, or a target does not fit.
    ValueError
        If an option is unknown or out of its range.

    Notes
    -----
    R ≈ Λ Φ Λᵀ + Ψ. Harman & Jones (1966); Jöreskog (1967); conventions of ``psych::fa``
    (Revelle), against which every cell is tested. Uniquenesses stay at .005 or above, as there.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> names = ["Q1", "Q2", "Q3", "Q4"]
    >>> answers = Moments.from_correlation(pd.DataFrame(R, names, names), n=200)
    >>> efa(answers, 1).loadings["F1"].round(3).tolist()
    [0.8, 0.7, 0.6, 0.5]
    """
    _check_options(method, rotation, starts, bootstrap, ci)
    found = regular_correlation(items, correlation, purpose="a factor analysis")
    R = found.values
    names = [str(name) for name in found.matrix.columns]
    m = _check_number(n_factors, len(names), method, rotation)
    checked = None if design is None else check_dimensions(design, names)
    wanted = _target(target, design, rotation, names, m)
    rng = np.random.default_rng(seed)
    extraction = extract(R, m, method)
    searched = search(
        extraction.loadings,
        rotation,
        normalize=normalize,
        target=None if wanted is None else wanted.to_numpy(),
        starts=starts,
        rng=rng,
    )
    rotated, factors, congruence = arranged_factors(
        searched.rotated, names, checked, wanted, general=rotation in GENERAL
    )
    h2 = extraction.communalities
    rows, columns = pd.Index(names), pd.Index(factors)
    loadings = pd.DataFrame(rotated.loadings, index=rows, columns=columns)
    phi = pd.DataFrame(rotated.phi, index=columns, columns=columns)
    resampled: dict[str, Any] = {}
    if bootstrap:
        from svqkit.psychometrics.exploratory.efa_bootstrap import (
            Solution,
            bootstrap_solution,
            intervals,
        )

        whole = Solution(
            method,
            rotation,
            normalize,
            None if wanted is None else wanted.to_numpy(),
            extraction.loadings,
            searched.turn,
            rotated,
        )
        drawn = bootstrap_solution(
            _answers(items), whole, correlation, bootstrap, rng, progress=progress
        )
        resampled = {
            "intervals": intervals(loadings, drawn.loadings, ci, "loading"),
            "phi_intervals": intervals(phi, drawn.phi, ci, "r"),
            "replicates": len(drawn.loadings),
            "failed_replicates": drawn.failed,
        }
    fit = (
        component_fit(R, rotated.loadings, rotated.phi)
        if method == "pca"
        else efa_fit(R, rotated.loadings, rotated.phi, found.n)
    )
    return EFA(
        loadings=loadings,
        structure=pd.DataFrame(rotated.loadings @ rotated.phi, index=rows, columns=columns),
        phi=phi,
        communalities=pd.Series(h2, index=rows, name="communality"),
        uniquenesses=pd.Series(1 - h2, index=rows, name="uniqueness"),
        complexity=complexity_of(rotated.loadings, rows),
        variance=variance_of(rotated.loadings, rotated.phi, columns),
        fit=fit,
        method=method,
        rotation=rotation if m > 1 else "none",
        normalized=rotation in NORMALIZED if normalize is None else bool(normalize),
        correlation_method=correlation,
        n=found.n,
        heywood=tuple(n for n, at in zip(names, extraction.bound, strict=True) if at),
        congruence=congruence,
        correlation=found.matrix,
        moments=found.moments,
        converged=extraction.converged,
        design=checked,
        target=wanted,
        minima=minima_of(searched),
        ci=ci,
        **resampled,
    )


def _check_options(method: str, rotation: str, starts: int, bootstrap: int, ci: float) -> None:
    if method not in METHODS:
        raise ValueError(f"method {method!r} is unknown; choose from {', '.join(METHODS)}")
    if rotation not in ROTATIONS:
        raise ValueError(f"rotation {rotation!r} is unknown; choose from {', '.join(ROTATIONS)}")
    if starts < 0:
        raise ValueError(f"starts must be 0 or more, not {starts}")
    if bootstrap and bootstrap < 20:
        raise ValueError(f"bootstrap must be 0, or at least 20 samples, not {bootstrap}")
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, such as .95; it is {ci}")


def _check_number(n_factors: int, p: int, method: str, rotation: str) -> int:
    if isinstance(n_factors, bool) or not isinstance(n_factors, int | np.integer):
        raise TypeError(f"n_factors must be a whole number, not {n_factors!r}")
    m = int(n_factors)
    if m < 1:
        raise ModelError(f"n_factors must be at least 1, not {m}")
    if method == "pca" and m > p:
        raise ModelError(f"{p} items have {p} components at most, not {m}")
    df = p * (p - 1) // 2 - p * m + m * (m - 1) // 2
    if method != "pca" and (m >= p or df < 0):
        many = "1 factor is" if m == 1 else f"{m} factors are"
        fewer = "ask for fewer factors" if m > 1 else "add items"
        raise ModelError(
            f"{many} too many for {p} items: there would be {df} degrees of freedom; {fewer}"
        )
    if rotation in GENERAL and m < 3:
        raise ModelError(
            f"{rotation} needs a general factor and at least two others: n_factors of 3 or more, "
            f"not {m}"
        )
    return m


def _target(
    target: Any,
    design: Mapping[str, Sequence[str]] | None,
    rotation: str,
    names: Sequence[str],
    m: int,
) -> pd.DataFrame | None:
    if rotation not in TARGETED:
        if target is not None:
            raise ValueError(f'a target is for rotation="target", not for {rotation!r}')
        return None
    given = design if target is None else target
    if given is None:
        raise ValueError(f"rotation {rotation!r} needs a target, or a design to take for it")
    return rotation_target(given, names, m, oblique=rotation in OBLIQUE)


def _answers(items: Any) -> np.ndarray:
    if isinstance(items, Moments) or is_correlation_matrix(items):
        raise DataError("the bootstrap draws respondents, so it needs the answers; pass the table")
    return complete_cases(as_items(items))[0].to_numpy()
