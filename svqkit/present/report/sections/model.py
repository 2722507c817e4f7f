"""The designed factor model beside its rivals: fit, loadings, where it fits least."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from svqkit.validation.fit_choice import judged_fit, judged_form

from ..columns import bound, ends, head, label, mixed, num, p, whole
from ..document import Figure, Section, Table, table
from ..extremes import lowest
from ..names import dimension_name, instrument_of, item_name
from ..numbers import NOTHING, bounded, count, interval, number, p_phrase, real
from ..words import join, sentence

__all__ = ["model"]

_MOST_INDICES = 8


def _fit_sentence(fit: pd.Series) -> str:
    return (
        f"χ²({count(fit['df'])}) = {number(fit['chisq'], 1)}, {p_phrase(fit['pvalue'])}, "
        f"CFI {bounded(fit['cfi'], 3)}, TLI {bounded(fit['tli'], 3)}, "
        f"RMSEA {bounded(fit['rmsea'], 3)} "
        f"{interval(fit['rmsea_ci_lower'], fit['rmsea_ci_upper'], 3)}, "
        f"SRMR {bounded(fit['srmr'], 3)}"
    )


def _against_one(validation: Any) -> str:
    """Say whether one factor would do as well, by BIC."""
    if validation.models is None or "one factor" not in validation.models.table.index:
        return ""
    rows = validation.models.table
    difference = real(rows.loc["one factor", "bic"] - rows.loc["designed", "bic"])
    if difference is None:
        return ""
    one = judged_fit(rows.loc["one factor"])
    apart = f"(CFI {bounded(one['cfi'], 3)}, RMSEA {bounded(one['rmsea'], 3)}; BIC"
    if difference > 10:
        return f" A single factor fits clearly worse {apart} {number(difference, 0)} higher)."
    if difference < -10:
        return f" A single factor does better {apart} {number(-difference, 0)} lower)."
    return f" A single factor does about as well {apart} {number(difference, 0)} apart)."


def _best(validation: Any) -> str:
    if validation.models is None:
        return ""
    bic = validation.models.table["bic"].dropna()
    if len(bic) < 3 or lowest(bic) == "designed":
        return (
            " Of all models compared the designed one has the lowest BIC." if len(bic) > 2 else ""
        )
    return f" Of all models compared, '{lowest(bic)}' has the lowest BIC."


def _weakest(loadings: pd.DataFrame, instrument: Any) -> str:
    sizes = loadings["std_all"].dropna()
    if sizes.empty:
        return ""
    row = loadings.loc[lowest(sizes.abs())]
    return (
        f" The weakest standardised loading is {bounded(row['std_all'])}, of "
        f"{item_name(row['rhs'], instrument)} on {dimension_name(row['lhs'], instrument)}."
    )


def _negative(loadings: pd.DataFrame, instrument: Any) -> str:
    """Name the items that load on their factor against the others."""
    rows = loadings[loadings["std_all"] < 0]
    if rows.empty:
        return ""
    named = join(
        [
            f"{item_name(row.rhs, instrument)} on {dimension_name(row.lhs, instrument)}"
            for row in rows.itertuples(index=False)
        ]
    )
    return f" Against the other items, with a negative loading, runs {named}."


def _compared(validation: Any) -> Table | None:
    if validation.models is None:
        return None
    return table(
        "models",
        validation.models.table.apply(judged_fit, axis=1).rename_axis("model"),
        "The designed model beside its rivals",
        [
            head("model", "Model"),
            num("chisq", "χ²", 1),
            whole("df", "df"),
            p("pvalue"),
            bound("cfi", "CFI", 3),
            bound("tli", "TLI", 3),
            bound("rmsea", "RMSEA", 3),
            ends("rmsea_ci_lower", "rmsea_ci_upper", "RMSEA, 90% CI", 3),
            bound("srmr", "SRMR", 3),
            num("aic", "AIC", 1),
            num("bic", "BIC", 1),
            num("delta_chisq", "Δχ²", 1),
            whole("delta_df", "Δdf"),
            p("delta_p", "p of Δχ²"),
        ],
        note="Differences are tested only where one model is a special case of another.",
    )


def _error(row: Mapping[str, Any]) -> str:
    """Show no standard error where a loading is fixed."""
    return number(row["se"], 3) if real(row["z"]) is not None else NOTHING


def _span(row: Mapping[str, Any]) -> str:
    free = real(row["z"]) is not None
    return interval(row["ci_lower"], row["ci_upper"], free=True) if free else NOTHING


def _loadings(loadings: pd.DataFrame, instrument: Any) -> Table:
    labels = dict(getattr(instrument, "labels", None) or {})
    shown = loadings.assign(
        factor=[dimension_name(name, instrument) for name in loadings["lhs"]],
        label=[labels.get(code, "") for code in loadings["rhs"]],
        variance=loadings["std_all"] ** 2,
    )
    return table(
        "model-loadings",
        shown.reset_index(drop=True),
        "Loadings in the designed model",
        [
            head("rhs", "Item"),
            label(instrument),
            num("est", "Estimate"),
            mixed("se", "SE", _error),
            num("z", "z", 1),
            p("pvalue"),
            mixed(("ci_lower", "ci_upper"), "95% CI", _span),
            bound("std_all", "Standardised"),
        ],
        note="The first loading of a dimension is fixed at 1 to give it a unit, and has no "
        "standard error.",
        group=("factor", "Dimension"),
    )


def _misfit(validation: Any, instrument: Any) -> Table | None:
    indices = validation.cfa.modification_indices()
    if indices is None or indices.empty:
        return None
    top = indices.sort_values("mi", ascending=False, kind="stable").head(_MOST_INDICES)
    signs = {"=~": "also measures", "~~": "shares more with"}
    path = [
        f"{dimension_name(row.lhs, instrument)} {signs.get(row.op, row.op)} "
        f"{dimension_name(row.rhs, instrument)}"
        for row in top.itertuples(index=False)
    ]
    return table(
        "model-misfit",
        top.assign(path=path).reset_index(drop=True),
        "Where the designed model fits least",
        [
            head("path", "Path that the model leaves out"),
            num("mi", "Modification index", 1),
            num("epc", "Expected change"),
            bound("sepc_all", "Expected change, standardised"),
        ],
        note="Change a model only for a reason in the content, and test it with new answers.",
    )


def model(validation: Any) -> Section:
    """Compose the section on the factor models.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``models``, ``model-loadings`` and ``model-misfit``.
    """
    fitted, instrument = validation.cfa, instrument_of(validation)
    parameters = fitted.parameters
    loadings = parameters[parameters["op"] == "=~"]
    fit, form = judged_fit(fitted.fit), judged_form(fitted.fit)
    good = fit["cfi"] >= 0.95 and fit["rmsea"] <= 0.06 and fit["srmr"] <= 0.08
    poor = fit["cfi"] < 0.90 or fit["rmsea"] > 0.10 or fit["srmr"] > 0.10
    word = "well" if good else "poorly" if poor else "only in part"
    warned = f" {' '.join(fitted.warnings)}" if fitted.warnings else ""
    meaning = (
        f"The designed model fits {word}: {_fit_sentence(fit)}{f' ({form} indices)' if form else ''}."
        f"{_against_one(validation)}{_best(validation)}{_weakest(loadings, instrument)}"
        f"{_negative(loadings, instrument)}{warned}"
    )
    from svqkit.present.plots.path import plot_path

    described = []
    for name, rows in loadings.groupby("lhs", sort=False):
        said = join([f"{r.rhs} {bounded(r.std_all)}" for r in rows.itertuples(index=False)])
        described.append(f"{dimension_name(name, instrument)}: {said}")
    picture = Figure(
        "picture-path",
        "The designed model with standardised estimates",
        f"Path diagram with standardised loadings. {'; '.join(described)}.",
        partial(plot_path, fitted, instrument=instrument),
    )
    made = (_compared(validation), _loadings(loadings, instrument), _misfit(validation, instrument))
    failed = [
        f"{key.removeprefix('rival model: ')}: {why}"
        for key, why in validation.not_run.items()
        if key.startswith("rival model: ")
    ]
    return Section(
        "model",
        "Confirmatory factor analysis",
        meaning,
        tuple(one for one in made if one is not None),
        (picture,),
        sentence(fitted.convention),
        missing=f"Rival models without an estimate: {'; '.join(failed)}" if failed else "",
    )
