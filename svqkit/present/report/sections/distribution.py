"""Which answers are missing together, and how answers are distributed: what the estimator must bear."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, num, p, whole
from ..document import Figure, Section, Table, table
from ..names import instrument_of
from ..numbers import count, number, p_phrase, percent
from ..words import sentence

__all__ = ["distribution"]

_SHOWN = 8


def _little(test: Any) -> str:
    """Show Little's test."""
    if pd.isna(test["pvalue"]):
        return "Little's test could not be computed."
    return (
        f"Little's test of answers missing completely at random: χ²({count(test['df'])}) = "
        f"{number(test['chisq'], 1)}, {p_phrase(test['pvalue'])}."
    )


def _missing(validation: Any) -> tuple[str, list[Table], list[Figure]]:
    found = validation.missing
    if found is None:
        why = validation.not_run.get("missing answers", "it could not be examined")
        return sentence(f"Missing answers: {why}"), [], []
    from svqkit.present.plots.missing import plot_missing

    lost = 100 * (1 - found.n_complete / found.n)
    meaning = (
        f"{count(found.n - found.n_complete)} of {count(found.n)} respondents left out at least one "
        f"item, in {count(len(found.patterns) - (found.n_complete > 0))} patterns. "
        f"{sentence(found.recommendation)}"
    )
    shown = found.patterns.head(_SHOWN)[["respondents", "share", "items_missing", "missing"]]
    which = shown["missing"].where(shown["items_missing"] > 0, "none")
    shown = shown.assign(share=100 * shown["share"], missing=which).reset_index(drop=True)
    rows = table(
        "missing-patterns",
        shown,
        f"The {len(shown)} most frequent patterns of {count(len(found.patterns))}",
        [
            head("missing", "Left out"),
            whole("items_missing", "Items"),
            whole("respondents", "Respondents"),
            num("share", "%", 1),
        ],
        note=_little(found.little),
    )
    picture = Figure(
        "picture-missing",
        "Which answers are missing together",
        f"Each column is a pattern of missing answers; {percent(lost)} of the respondents are "
        "incomplete.",
        partial(plot_missing, found, instrument=instrument_of(validation)),
    )
    return meaning, [rows], [picture]


def distribution(validation: Any) -> Section:
    """Compose the section on missing answers and normality.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``missing-patterns`` (where answers are missing) and ``normality``.
    """
    said, tables, pictures = _missing(validation)
    found = validation.normality
    tests = table(
        "normality",
        found.multivariate.reset_index(),
        "Normality of all items together",
        [
            head("test", "Test"),
            num("estimate", "Coefficient"),
            num("statistic", "Statistic"),
            whole("df", "df"),
            p("pvalue"),
        ],
        note=f"{count(found.n)} complete respondents.",
    )
    return Section(
        "distribution",
        "Missing answers and normality",
        f"{said} {sentence(found.recommendation)}",
        (*tables, tests),
        tuple(pictures),
        sentence(found.convention)
        + " With many respondents these tests reject for trifles: skewness and kurtosis of each "
        "item stand in the item analysis.",
    )
