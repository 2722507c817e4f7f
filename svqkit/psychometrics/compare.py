"""Competing models beside each other, with a test where one is nested in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.sem.estimation import Problem, estimate
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.result import CFA
from svqkit.psychometrics.sem.sample import Sample
from svqkit.psychometrics.sem.starts import admissible_start
from svqkit.result import Part, Result

__all__ = ["ModelComparison", "compare_models", "is_nested"]

SHOWN = [
    "chisq",
    "df",
    "pvalue",
    "cfi",
    "tli",
    "rmsea",
    "rmsea_ci_lower",
    "rmsea_ci_upper",
    "srmr",
    "aic",
    "bic",
]
REFERENCES = ("first", "previous")
NO_MISFIT = 1e-6
"""Discrepancy below which one model reproduces another's implied moments exactly."""


@dataclass(frozen=True, eq=False, repr=False)
class ModelComparison(Result):
    """Fit of several models to the same data, one row a model.

    ``table`` has the fit indices and, from the second row on, the differences from the model
    named in ``compared_with``; ``delta_chisq delta_df delta_p`` only where ``nested``.
    """

    table: pd.DataFrame
    reference: str
    convention: str

    def _title(self) -> str:
        return "Models compared"

    def _parts(self) -> list[Part]:
        return [("Fit", self.table), ("Convention", self.convention)]


def _same_data(one: CFA, other: CFA) -> bool:
    """Whether two models were fitted to the same items of the same respondents."""
    if set(one.items) != set(other.items) or one.groups != other.groups or one.n != other.n:
        return False
    order = [other.items.index(name) for name in one.items]
    for mine, theirs in zip(one.problem.samples, other.problem.samples, strict=True):
        if mine.n != theirs.n or not np.allclose(
            mine.covariance, theirs.covariance[np.ix_(order, order)], rtol=1e-9
        ):
            return False
    return True


def _implied_samples(restricted: CFA, order: list[int]) -> tuple[Sample, ...]:
    made = []
    for sample, state in zip(restricted.problem.samples, restricted.found.states, strict=True):
        covariance = state.covariance[np.ix_(order, order)]
        log_determinant = float(np.linalg.slogdet(covariance)[1])
        made.append(Sample(sample.n, state.mean[order], covariance, log_determinant))
    return tuple(made)


def is_nested(restricted: CFA, general: CFA) -> bool:
    """Say whether a model is a special case of another, by fitting one to the other.

    A model is nested in another if the other reproduces its implied moments exactly.

    Parameters
    ----------
    restricted, general : CFA
        Fitted to the same data.

    Returns
    -------
    bool

    References
    ----------
    Bentler, P. M., & Satorra, A. (2010). Testing model nesting and equivalence. Psychological
    Methods, 15, 111–123.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> from svqkit.psychometrics.moments import Moments
    >>> r = pd.DataFrame(np.full((4, 4), 0.4) + 0.6 * np.eye(4), list("abcd"), list("abcd"))
    >>> r.loc["a", "b"] = r.loc["b", "a"] = 0.6
    >>> data = Moments.from_covariance(r, n=200)
    >>> one = cfa(data, "f =~ a + b + c + d")
    >>> two = cfa(data, "f =~ a + b + c + d; a ~~ b")
    >>> is_nested(one, two), is_nested(two, one)
    (True, False)
    """
    if restricted.fit["df"] < general.fit["df"] or not _same_data(general, restricted):
        return False
    order = [restricted.items.index(name) for name in general.items]
    samples = _implied_samples(restricted, order)
    groups = tuple(build_matrices(general.table, samples))
    problem = Problem(groups, samples, general.problem.discrepancy, general.problem.n_free)
    try:
        return estimate(problem, admissible_start(problem, general.table)).value < NO_MISFIT
    except ConvergenceError:
        return False


def _difference(row: CFA, reference: CFA) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(
        ("delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"), nan
    )
    if not _same_data(row, reference):
        return {**blank, "nested": False}
    fit, other = row.fit, reference.fit
    found = {f"delta_{name}": fit[name] - other[name] for name in ("cfi", "rmsea")}
    steps = int(fit["df"] - other["df"])
    restricted, general = (row, reference) if steps > 0 else (reference, row)
    nested = steps != 0 and is_nested(restricted, general)
    if nested:
        gain = float(fit["chisq"] - other["chisq"])
        found |= {
            "delta_chisq": gain,
            "delta_df": steps,
            "delta_p": float(chdtrc(abs(steps), max(abs(gain), 0.0))),
        }
    return {**blank, **found, "nested": nested}


def compare_models(models: Mapping[str, CFA], *, reference: str = "first") -> ModelComparison:
    """Put competing models beside each other and test those that are nested.

    Parameters
    ----------
    models : mapping of name to CFA
        In the order of the table.
    reference : {"first", "previous"}
        What each row is compared with: the first model, or the one before it (as for levels of
        invariance).

    Returns
    -------
    ModelComparison
        ``.table``, index ``model``: chisq df pvalue cfi tli rmsea rmsea_ci_lower rmsea_ci_upper
        srmr aic bic npar n compared_with nested delta_chisq delta_df delta_p delta_cfi
        delta_rmsea. Differences are the row's value less the reference's.

    Raises
    ------
    DataError
        If there is no model.
    TypeError
        If one is no fitted model.
    ValueError
        If ``reference`` is unknown.

    Examples
    --------
    >>> from svqkit.psychometrics.cfa import cfa
    >>> from svqkit.psychometrics.moments import Moments
    >>> r = pd.DataFrame(np.full((4, 4), 0.4) + 0.6 * np.eye(4), list("abcd"), list("abcd"))
    >>> r.loc["a", "b"] = r.loc["b", "a"] = r.loc["c", "d"] = r.loc["d", "c"] = 0.6
    >>> data = Moments.from_covariance(r, n=200)
    >>> two = cfa(data, {"f": ["a", "b"], "g": ["c", "d"]})
    >>> table = compare_models({"two": two, "one": cfa(data, {"f": list("abcd")})}).table
    >>> round(float(table.loc["one", "delta_chisq"]), 3), int(table.loc["one", "delta_df"])
    (33.98, 1)
    """
    if reference not in REFERENCES:
        raise ValueError(f"reference={reference!r} is unknown; choose from {', '.join(REFERENCES)}")
    if not models:
        raise DataError("there is no model to compare")
    names = list(models)
    for name in names:
        if not isinstance(models[name], CFA):
            raise TypeError(f"model {name!r} is not a fitted CFA but {type(models[name]).__name__}")
    rows = []
    for at, name in enumerate(names):
        model = models[name]
        row: dict[str, object] = {key: model.fit[key] for key in SHOWN}
        row |= {"npar": int(model.fit["npar"]), "n": model.n, "compared_with": None}
        if at > 0:
            against = names[0] if reference == "first" else names[at - 1]
            row |= {"compared_with": against, **_difference(model, models[against])}
        rows.append(row)
    columns = [*SHOWN, "npar", "n", "compared_with", "nested"]
    columns += ["delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"]
    table = pd.DataFrame(rows, index=pd.Index(names, name="model")).reindex(columns=columns)
    table["nested"] = table["nested"].astype("boolean").fillna(False).astype(bool)
    deltas = columns[-5:]
    table[deltas] = table[deltas].astype(float)
    convention = (
        "differences are the row's value less the reference's; χ² differences only where one "
        "model is nested in the other (one reproduces the other's implied moments exactly: "
        f"Bentler & Satorra 2010). {models[names[0]].convention}"
    )
    return ModelComparison(table, reference, convention)
