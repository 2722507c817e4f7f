"""Heterotrait–monotrait ratios with bootstrap intervals, from items and a mapping alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.correlation import correlations
from svqkit.psychometrics.data.answers import as_items, check_dimensions, complete_cases
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.threads import single_threaded
from svqkit.psychometrics.validity.htmt_bootstrap import (
    check_bootstrap,
    ratio_intervals,
    said_of_intervals,
)
from svqkit.psychometrics.validity.htmt_delta import SAID_OF_DELTA, delta_from_answers
from svqkit.psychometrics.validity.htmt_ratios import design_matrix, htmt_ratios
from svqkit.result import Part, Result

__all__ = ["HTMT", "htmt"]

CONVENTION = (
    "HTMT arithmetic, HTMT2 geometric (JASP prints this one as HTMT), absolute {} correlations"
)


@dataclass(frozen=True, eq=False, repr=False)
class HTMT(Result):
    """Heterotrait–monotrait ratios of all pairs of factors.

    ``htmt htmt2`` are factor × factor, ``pairs`` has one row a pair with the intervals.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> len(svq.htmt(bank, bank.instrument.mapping).pairs)
    10
    """

    htmt: pd.DataFrame
    htmt2: pd.DataFrame
    pairs: pd.DataFrame
    n: int
    ci_level: float
    bootstrap: int
    seed: int | None
    convention: str

    def _title(self) -> str:
        return f"Heterotrait–monotrait ratios, n = {self.n}"

    def _parts(self) -> list[Part]:
        pairs = self.pairs.set_index(["factor_1", "factor_2"])
        return [("Pairs", pairs), ("Convention", self.convention)]


@single_threaded
def htmt(
    items: Any,
    factors: Mapping[str, Sequence[str]],
    *,
    correlation: str = "pearson",
    bootstrap: int = 0,
    interval: str = "percentile",
    ci: float = 0.95,
    seed: int | None = None,
) -> HTMT:
    """Compute how close each pair of factors is, without fitting a model.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Respondents with a missing answer are left out. Moments give Pearson correlations, and
        polychoric ones if they hold tables; a bootstrap needs the answers.
    factors : mapping of factor to its items
        Two factors at least.
    correlation : {"pearson", "polychoric"}
        Polychoric for the responses behind ordered categories.
    bootstrap : int
        Resamples of respondents for intervals; 0 for those of the delta method (Pearson
        correlations of answers).
    interval : {"percentile", "bca"}
        BCa with Pearson correlations only.
    ci : float
        Level of the intervals, between 0 and 1.
    seed : int, optional
        Makes the bootstrap repeat exactly.

    Returns
    -------
    HTMT
        ``.htmt .htmt2`` (factor × factor; NaN for a factor of one item and for factors that
        share one), ``.pairs`` (factor_1 factor_2 htmt htmt2 and, with intervals, htmt_low
        htmt_high htmt2_low htmt2_high).

    Raises
    ------
    DataError
        If there are fewer than two factors, one names an absent item, an item is constant, or a
        bootstrap is asked of moments.
    ValueError
        If an option is out of range.

    References
    ----------
    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant
    validity in variance-based structural equation modeling. Journal of the Academy of Marketing
    Science, 43, 115–135. Roemer, E., Schuberth, F., & Henseler, J. (2021). HTMT2: an improved
    criterion for assessing discriminant validity in structural equation modeling. Industrial
    Management & Data Systems, 121, 2637–2650. Absolute correlations as semTools' ``htmt``.

    Examples
    --------
    >>> r = pd.DataFrame(np.full((4, 4), 0.3) + 0.7 * np.eye(4), list("abcd"), list("abcd"))
    >>> r.loc["a", "b"] = r.loc["b", "a"] = r.loc["c", "d"] = r.loc["d", "c"] = 0.6
    >>> found = htmt(Moments.from_covariance(r, n=200), {"f": ["a", "b"], "g": ["c", "d"]})
    >>> found.htmt.loc["f", "g"].round(3)
    np.float64(0.5)
    """
    check_bootstrap(ci, bootstrap, interval, correlation)
    if bootstrap and isinstance(items, Moments):
        raise DataError("the bootstrap needs single answers, not moments; pass the table")
    source = items if isinstance(items, Moments) else as_items(items)
    mapping = check_dimensions(factors, list(source.columns))
    if len(mapping) < 2:
        raise DataError("HTMT compares pairs of factors, but there are fewer than two")
    names = list(dict.fromkeys(name for members in mapping.values() for name in members))
    chosen = source.select(names) if isinstance(source, Moments) else source[names]
    n = chosen.n if isinstance(chosen, Moments) else len(complete_cases(chosen)[0])
    R = correlations(chosen, correlation)
    flat = list(R.index[R.isna().all(axis=1)])
    if flat:
        raise DataError(
            f"item {flat[0]!r} has the same answer from everybody; leave it out", column=flat[0]
        )
    design = design_matrix(mapping, names)
    matrices = dict(zip(("htmt", "htmt2"), htmt_ratios(R.to_numpy(), design), strict=True))
    labels = list(mapping)
    frames = {k: pd.DataFrame(v, index=labels, columns=labels) for k, v in matrices.items()}
    convention = CONVENTION.format("Pearson" if correlation == "pearson" else correlation)
    if not bootstrap and correlation == "pearson" and not isinstance(chosen, Moments):
        complete = complete_cases(as_items(chosen))[0].to_numpy()
        matrices |= delta_from_answers(complete, design, ci)
        convention += f"; {SAID_OF_DELTA}"
    if bootstrap:
        answers = complete_cases(as_items(chosen))[0].to_numpy()
        rng = np.random.default_rng(seed)
        options: dict[str, Any] = {"interval": interval, "correlation": correlation}
        matrices |= ratio_intervals(answers, design, int(bootstrap), rng, level=ci, **options)
        convention += f"; {said_of_intervals(int(bootstrap), interval)}"
    left, right = np.triu_indices(len(labels), 1)
    pairs = pd.DataFrame(
        {"factor_1": [labels[i] for i in left], "factor_2": [labels[j] for j in right]}
    )
    for name, table in matrices.items():
        pairs[name] = table[left, right]
    return HTMT(
        **frames,
        pairs=pairs,
        n=n,
        ci_level=ci,
        bootstrap=int(bootstrap),
        seed=seed,
        convention=convention,
    )
