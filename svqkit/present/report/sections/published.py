"""Reliabilities that publications report, beside those of these answers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..columns import bound, estimate, head, text
from ..document import Table, table
from ..names import dimension_name

__all__ = ["beside_published", "published_rows"]

_FORMS = {"expectation": "expectations", "perception": "perceptions", "gap": "gaps"}


def _coefficient(row: Any) -> str:
    return "alpha" if str(row.coefficient).startswith("alpha") else "omega_total"


def published_rows(validation: Any) -> pd.DataFrame:
    """Match each published reliability with that of these answers.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    DataFrame
        ``scale form value range_low range_high own own_low own_high sample source``; empty where
        the instrument's file reports none. A value without a form is taken to be of gaps where
        the instrument asks for expectations, else of perceptions.

    Examples
    --------
    >>> import svqkit as svq
    >>> published_rows(svq.validate(svq.load_dataset("bank"), seed=1)).columns[0]
    'scale'
    """
    instrument = validation.responses.instrument
    rows = []
    for row in instrument.published.itertuples(index=False):
        form = _FORMS.get(row.form, "gaps" if "expectation" in instrument.forms else "perceptions")
        found = validation.reliability.get(form)
        if found is None or row.scale not in found.coefficients.index:
            continue
        own, name = found.coefficients.loc[row.scale], _coefficient(row)
        stem = name.removesuffix("_total")
        rows.append(
            {
                "scale": "Total" if row.scale == "total" else dimension_name(row.scale, instrument),
                "form": form,
                "value": row.value,
                "range_low": row.low,
                "range_high": row.high,
                "own": own[name],
                "own_low": own[f"{stem}_low"],
                "own_high": own[f"{stem}_high"],
                "sample": row.sample if pd.isna(row.n) else f"{row.sample} (n = {row.n:.0f})",
                "source": row.source,
            }
        )
    columns = [
        "scale",
        "form",
        "value",
        "range_low",
        "range_high",
        "own",
        "own_low",
        "own_high",
        "sample",
        "source",
    ]
    return pd.DataFrame(rows, columns=columns)


def beside_published(validation: Any, level: str) -> Table | None:
    """Set published reliabilities beside one's own, scale by scale.

    Parameters
    ----------
    validation : Validation
    level : str
        Heading of the interval, such as ``"95% CI"``.

    Returns
    -------
    Table or None
        None where the instrument's file reports none.
    """
    rows = published_rows(validation)
    if rows.empty:
        return None
    return table(
        "reliability-published",
        rows,
        "Published reliabilities, and those of these answers",
        [
            head("scale", "Scale"),
            text("form", "Form"),
            bound("value", "Published"),
            bound("range_low", "Lowest published"),
            bound("range_high", "Highest published"),
            estimate(("own", "own_low", "own_high"), "Here", level),
            text("sample", "Published for"),
            text("source", "Source", wide=True),
        ],
        note="Reliability belongs to answers, not to a questionnaire: other people, services and "
        "wordings give other values.",
    )
