"""Competing models beside each other, with a test where one is nested in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd
from scipy.special import chdtrc

from svqkit.errors import DataError
from svqkit.psychometrics.comparison.chisq_difference import (
    SCALED,
    chisq_difference,
    judged_by,
    way_of_scaling,
)
from svqkit.psychometrics.comparison.nesting import apart, is_nested, reproduced, same_data
from svqkit.psychometrics.comparison.readable_fit import readable_differences, readable_fit
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.threads import single_threaded
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
SHOWN_ROBUST = ["chisq_scaled", "pvalue_scaled", "cfi_robust", "tli_robust", "rmsea_robust"]
SHOWN_ROBUST += ["rmsea_ci_lower_robust", "rmsea_ci_upper_robust", "cfi_scaled", "tli_scaled"]
SHOWN_ROBUST += ["rmsea_scaled", "rmsea_ci_lower_scaled", "rmsea_ci_upper_scaled"]


@dataclass(frozen=True, eq=False, repr=False)
class ModelComparison(Result):
    """Fit of several models to the same data, one row a model.

    ``table`` has the fit indices and, from the second row on, the differences from the model
    named in ``compared_with``; ``delta_chisq delta_df delta_p`` only where ``nested``. ``notes``
    name the models whose fit cannot be compared.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> mapping = bank.instrument.mapping
    >>> one = {"quality": [item for items in mapping.values() for item in items]}
    >>> fits = {"five": svq.cfa(bank, mapping), "one": svq.cfa(bank, one)}
    >>> float(svq.compare_models(fits).table.loc["one", "delta_df"])
    10.0
    """

    table: pd.DataFrame
    reference: str
    convention: str
    notes: tuple[str, ...] = ()

    def _title(self) -> str:
        return "Models compared"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Fit", readable_fit(self.table))]
        differences = readable_differences(self.table, "compared_with", "nested")
        if len(differences):
            parts.append(("Differences", differences))
        parts += [("Note", sentence) for sentence in self.notes]
        return [*parts, ("Convention", self.convention)]


def _difference(row: CFA, reference: CFA, scaled: str | None, answers: Any) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(
        ("delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"), nan
    )
    if not same_data(row, reference) or row.method.convention != reference.method.convention:
        return {**blank, "nested": False}
    fit, other = row.fit, reference.fit
    suffix = judged_by(row, reference)
    found = {
        f"delta_{name}": fit[name + suffix] - other[name + suffix] for name in ("cfi", "rmsea")
    }
    steps = int(fit["df"] - other["df"])
    restricted, general = (row, reference) if steps > 0 else (reference, row)
    at = reproduced(restricted, general) if steps else None
    if at is not None:
        known = row.problem.discrepancy.tested or row.corrections is not None
        gain = chisq_difference(restricted, general, at, scaled, answers)
        found |= {
            "delta_chisq": gain if steps > 0 else -gain,
            "delta_df": steps,
            "delta_p": float(chdtrc(abs(steps), gain)) if known else nan,
        }
    return {**blank, **found, "nested": at is not None}


@single_threaded
def compare_models(
    models: Mapping[str, CFA],
    *,
    reference: str = "first",
    scaled: str | None = None,
    items: Any = None,
    group: Any = None,
) -> ModelComparison:
    """Put competing models beside each other and test those that are nested.

    Parameters
    ----------
    models : mapping of name to CFA
        In the order of the table.
    reference : {"first", "previous"}
        What each row is compared with: the first model, or the one before it (as for levels of
        invariance).
    scaled : {"2000", "2001", "2010"}, optional
        How χ² differences of robust estimators are scaled: Satorra & Bentler (2001; the default),
        their always positive test of 2010, which needs the answers again, or for ordered items
        Satorra (2000), scaled and shifted (the default of WLSMV and ULSMV).
    items, group
        The answers the models were fitted to, for ``scaled="2010"`` only.

    Returns
    -------
    ModelComparison
        ``.table``, index ``model``: chisq df pvalue cfi tli rmsea rmsea_ci_lower rmsea_ci_upper
        srmr aic bic npar n compared_with nested delta_chisq delta_df delta_p delta_cfi
        delta_rmsea. Differences are the row's value less the reference's; where all models have
        a robust estimator, also chisq_scaled pvalue_scaled cfi_robust tli_robust rmsea_robust,
        cfi_scaled rmsea_scaled and the intervals of both RMSEA, and differences are those of the robust indices (of the scaled ones where a robust index
        is not defined).

    Raises
    ------
    DataError
        If there is no model, or ``scaled="2010"`` has no answers.
    TypeError
        If one is no fitted model.
    ValueError
        If ``reference`` or ``scaled`` is unknown, or not offered with the estimator.

    Examples
    --------
    >>> import numpy as np
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
    if scaled is not None and scaled not in SCALED:
        raise ValueError(f"scaled={scaled!r} is unknown; choose from {', '.join(SCALED)}")
    if scaled == "2010" and items is None:
        raise DataError('scaled="2010" needs the answers again: give items= (and group=)')
    if not models:
        raise DataError("there is no model to compare")
    names = list(models)
    for name in names:
        if not isinstance(models[name], CFA):
            raise TypeError(f"model {name!r} is not a fitted CFA but {type(models[name]).__name__}")
    robust = all(model.corrections is not None for model in models.values())
    shown = SHOWN + SHOWN_ROBUST * robust
    rows, notes = [], []
    for at, name in enumerate(names):
        model = models[name]
        row: dict[str, object] = {key: model.fit[key] for key in shown}
        row |= {"npar": int(model.fit["npar"]), "n": model.n, "compared_with": None}
        if at > 0:
            against = names[0] if reference == "first" else names[at - 1]
            notes += apart(name, model, against, models[against])
            row |= {
                "compared_with": against,
                **_difference(model, models[against], scaled, (items, group)),
            }
        rows.append(row)
    columns = [*shown, "npar", "n", "compared_with", "nested"]
    columns += ["delta_chisq", "delta_df", "delta_p", "delta_cfi", "delta_rmsea"]
    table = pd.DataFrame(rows, index=pd.Index(names, name="model")).reindex(columns=columns)
    table["nested"] = table["nested"].astype("boolean").fillna(False).astype(bool)
    deltas = columns[-5:]
    table[deltas] = table[deltas].astype(float)
    convention = (
        "differences are the row's value less the reference's; χ² differences only where one "
        "model is nested in the other (one reproduces the other's implied moments exactly: "
        "Bentler & Satorra 2010)"
        + way_of_scaling(scaled, models)
        + f". {models[names[0]].convention}"
    )
    return ModelComparison(table, reference, convention, tuple(notes))
