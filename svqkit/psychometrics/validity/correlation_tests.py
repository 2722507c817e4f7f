"""χ² tests of whether two factors correlate as much as a cut-off, or are one factor."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.samples.patterns import PatternedSample

__all__ = ["correlation_tests"]

SAME_FIT = 1e-4
"""Change of χ² that a mere change of the factors' scale may bring by rounding."""


def correlation_tests(fit: CFA, pairs: pd.DataFrame, items: Any, cutoff: float) -> pd.DataFrame:
    """Test by χ² differences whether a correlation is a given one, and whether factors are one.

    Parameters
    ----------
    fit : CFA
        Of one group, with freely correlated factors.
    pairs : DataFrame
        With factor_1, factor_2 and r.
    items : DataFrame, Responses or None
        The answers again, for robust estimators and full information.
    cutoff : float
        The correlation that is held against the free one, in (0, 1]; its sign is that of r. A
        correlation beyond it is left as it is, as in semTools.

    Returns
    -------
    DataFrame
        fixed_chisq fixed_df fixed_p merged_chisq merged_df merged_p, one row a pair.

    Raises
    ------
    ModelError
        If a factor is not freely correlated with the others, or its scale is fixed in the model
        text itself.
    DataError
        If the estimator needs the answers and there are none.

    Notes
    -----
    In the merged model one factor bears the items of both. Fixing the correlation at 1 restricts
    less: the two may still correlate otherwise with a third factor.
    """
    if fit.groups:
        raise ModelError("χ² tests of correlations take a model of one group; fit each on its own")
    gaps = isinstance(fit.problem.samples[0], PatternedSample)
    if items is None and (gaps or fit.corrections is not None):
        raise DataError("the estimator needs single answers for these tests: give items=")
    source = fit.moments if items is None else items
    named = {name for pair in ("factor_1", "factor_2") for name in pairs[pair]}
    bound = named - set(fit.table.roles.exogenous)
    if bound:
        raise ModelError(
            f"factor {min(bound)!r} is part of another factor or regressed on one; tests of "
            "correlations need factors that correlate freely"
        )
    options: dict[str, Any] = {
        "estimator": fit.estimator,
        "missing": "fiml" if gaps else "listwise",
        "std_lv": True,
    }
    if fit.table.ordered.thresholds:
        options["ordered"] = list(fit.table.ordered.thresholds)
        options["parameterization"] = fit.table.ordered.parameterization
    free = cfa(source, fit.model, **options)
    if free.fit["df"] != fit.fit["df"] or abs(free.fit["chisq"] - fit.fit["chisq"]) > SAME_FIT * (
        1 + fit.fit["chisq"]
    ):
        raise ModelError(
            "the model fits otherwise once factors have unit variances; leave the factors' scales "
            "to the defaults for tests of their correlations"
        )
    rows = []
    for one, other, r in zip(pairs["factor_1"], pairs["factor_2"], pairs["r"], strict=True):
        texts = {"merged": _merged(fit.model, one, other)}
        row: dict[str, float] = {"fixed_chisq": 0.0, "fixed_df": 1.0, "fixed_p": 1.0}
        if abs(r) <= cutoff:
            texts["fixed"] = f"{fit.model}\n{one} ~~ {cutoff if r >= 0 else -cutoff!r}*{other}"
        for name, text in texts.items():
            fits = {"free": free, name: cfa(source, text, **options)}
            test: Any = compare_models(fits).table.loc[name]
            row |= {f"{name}_{k}": float(test[f"delta_{k}"]) for k in ("chisq", "df", "p")}
        rows.append(row)
    columns = [f"{name}_{k}" for name in ("fixed", "merged") for k in ("chisq", "df", "p")]
    return pd.DataFrame(rows, columns=columns)


def _merged(model: str, kept: str, lost: str) -> str:
    """Let one factor take the other's place in the model's text."""
    return re.sub(rf"(?<![\w.]){re.escape(lost)}(?![\w.])", kept, model)
