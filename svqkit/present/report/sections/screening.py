"""Missing, duplicated and careless answers; answers that pile up at the ends of the scale."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, label, pct, text, whole
from ..document import Figure, Section, table
from ..extremes import highest
from ..names import instrument_of, item_name, with_labels
from ..numbers import count, join, percent, plural, real

__all__ = ["screening"]

_COLUMNS = {
    "missing_pct": "Missing",
    "floor_pct": "Lowest answer",
    "ceiling_pct": "Highest answer",
}
_LETTERS = {"perceptions": "P", "expectations": "E"}
_FORMS = {"perception": "perceptions", "expectation": "expectations"}


def _form(name: object) -> str:
    return _FORMS.get(str(name), str(name))


def _items(screened: pd.DataFrame, instrument: Any) -> pd.DataFrame:
    """Lay the distributions of both forms out, one row an item and form."""
    frame = screened.reset_index()
    form, item = frame.columns[:2]
    labelled = with_labels(frame.set_index(item).rename(columns={form: "form"}), instrument)
    return labelled.assign(form=labelled["form"].map(_form))


def _side_by_side(items: pd.DataFrame, forms: list[str], instrument: Any) -> pd.DataFrame:
    """Put the forms beside one another, one row an item."""
    parts = [
        items[items["form"] == form].set_index("item")[list(_COLUMNS)].add_suffix(f"_{form}")
        for form in forms
    ]
    return with_labels(pd.concat(parts, axis=1), instrument)


def _ends(items: pd.DataFrame, instrument: Any) -> str:
    """Say where answers pile up most."""
    sentences = []
    for column, end in (("ceiling_pct", "highest"), ("floor_pct", "lowest")):
        if column not in items or items[column].isna().all():
            continue
        top = items.loc[highest(items[column])]
        if top[column] < 1:
            continue
        name = item_name(top["item"], instrument)
        sentences.append(
            f"at the {end} answer it is {name} in the {top['form']} with {percent(top[column], 0)}"
        )
    return f" Answers pile up most: {join(sentences)}." if sentences else ""


def _meaning(validation: Any, items: pd.DataFrame) -> str:
    screened = validation.screening
    total = validation.responses.n
    flagged = len(screened.flagged)
    if not flagged:
        first = f"None of the {plural(total, 'respondent')} looks careless by the rules used."
    else:
        summary = screened.summary
        counted = summary[summary["count"] > 0].sort_values("count", ascending=False)
        most = ""
        if len(counted):
            top = counted.iloc[0]
            most = f"; the check that caught most is {str(top['check'])!s} ({count(top['count'])})"
        first = (
            f"{count(flagged)} of {plural(total, 'respondent')} "
            f"({percent(100 * flagged / max(total, 1))}) {'is' if flagged == 1 else 'are'} flagged "
            f"as possibly careless{most}. They stay in the analysis; the section on sensitivity "
            "shows what changes without them."
        )
    return first + _ends(items, instrument_of(validation))


def screening(validation: Any) -> Section:
    """Compose the section on screening.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``screening-summary`` and ``screening-items``.
    """
    screened = validation.screening
    instrument = instrument_of(validation)
    items = _items(screened.items, instrument)
    forms = list(dict.fromkeys(items["form"]))
    tables = (
        table(
            "screening-summary",
            screened.summary,
            "Checks of respondents and answers",
            [
                head("check", "Check"),
                whole("count", "Found"),
                pct("pct", "Share"),
                text("rule", "Rule", wide=True),
            ],
        ),
        table(
            "screening-items",
            _side_by_side(items, forms, instrument),
            "Missing answers, floor and ceiling of every item",
            [
                head("item", "Item"),
                label(instrument),
                *[
                    pct(f"{what}_{form}", f"{words}, {_LETTERS.get(form, form)}")
                    for what, words in _COLUMNS.items()
                    for form in forms
                ],
            ],
            note="P: perceptions. E: expectations." if len(forms) > 1 else "",
            group=("scale", "Dimension"),
        ),
    )
    from svqkit.present.plots.sample import plot_screening

    shares = [
        f"{check}: {percent(share)}"
        for check, share in zip(screened.summary["check"], screened.summary["pct"], strict=True)
        if real(share) is not None
    ]
    picture = Figure(
        "picture-screening",
        "What screening found",
        f"Share of respondents that each check flags. {'; '.join(shares)}.",
        partial(plot_screening, screened),
    )
    return Section(
        "screening",
        "Screening",
        _meaning(validation, items),
        tables,
        (picture,),
        "A flag is a reason to look, not a proof: nobody is removed because of one. Rules are "
        "named beside each check; floor and ceiling are the shares of answers at the two ends of "
        "the response scale.",
    )
