"""Missing, duplicated and careless answers; answers that pile up at the ends of the scale."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from ..columns import head, label, pct, text, whole
from ..document import Figure, Section, table
from ..extremes import highest
from ..names import dimension_name, instrument_of, item_name, with_labels
from ..numbers import count, percent, real
from ..words import join, plural

__all__ = ["screening"]

_COLUMNS = {
    "missing_pct": "Missing",
    "floor_pct": "Lowest answer",
    "ceiling_pct": "Highest answer",
}
_LETTERS = {"perceptions": "P", "expectations": "E"}
_CROWDED = 15.0
"""Per cent of respondents at one end of a score (Terwee et al. 2007)."""

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


def _signs(summary: pd.DataFrame) -> pd.DataFrame:
    """Keep the checks that flag respondents, as the picture does."""
    return summary[summary["of"] == "respondents"] if "of" in summary else summary


def _scales(scales: pd.DataFrame | None, instrument: Any) -> pd.DataFrame:
    """Say floor and ceiling of dimension scores, both forms."""
    if scales is None:
        return pd.DataFrame()
    frame = scales.rename_axis(["form", "dimension"]).reset_index()
    frame["form"] = frame["form"].map(_form).str.capitalize()
    frame["dimension"] = [dimension_name(name, instrument) for name in frame["dimension"]]
    return frame


def _crowded(value: Any, _row: Mapping[str, Any]) -> str:
    taken = real(value)
    return "weak" if taken is not None and taken > _CROWDED else ""


def _meaning(validation: Any, items: pd.DataFrame) -> str:
    screened = validation.screening
    total = validation.responses.n
    flagged = len(screened.flagged)
    if not flagged:
        first = f"None of the {plural(total, 'respondent')} looks careless by the rules used."
    else:
        signs = _signs(screened.summary)
        caught = signs[(signs["count"] > 0) & (signs["check"] != "careless")]
        listed = [
            f"{check}: {count(times)}"
            for check, times in zip(caught["check"], caught["count"], strict=True)
        ]
        most = f" ({'; '.join(listed)})" if listed else ""
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
        Tables ``screening-summary``, ``screening-items`` and ``screening-scales``.
    """
    screened = validation.screening
    instrument = instrument_of(validation)
    items = _items(screened.items, instrument)
    forms = list(dict.fromkeys(items["form"]))
    tables = [
        table(
            "screening-summary",
            screened.summary,
            "Checks of respondents and answers",
            [
                head("check", "Check"),
                whole("count", "Found"),
                text("of", "Of"),
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
    ]
    crowded = _scales(getattr(screened, "scales", None), instrument)
    if len(crowded):
        tables.append(
            table(
                "screening-scales",
                crowded,
                "Floor and ceiling of the dimension scores",
                [
                    head("dimension", "Dimension"),
                    whole("n", "n"),
                    pct("floor_pct", "Lowest score", _crowded),
                    pct("ceiling_pct", "Highest score", _crowded),
                ],
                note="Shaded and marked ◂: more than 15% of the respondents.",
                group=("form", "Form"),
            )
        )
    from svqkit.present.plots.sample import plot_screening

    signs = _signs(screened.summary)
    shares = [
        f"{check} {percent(share)}"
        for check, share in zip(signs["check"], signs["pct"], strict=True)
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
        tuple(tables),
        (picture,),
        "A flag is a reason to look, not a proof: nobody is removed because of one. Rules are "
        "named beside each check; floor and ceiling are the shares of answers at the two ends of "
        "the response scale.",
    )
