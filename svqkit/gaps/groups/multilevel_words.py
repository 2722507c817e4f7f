"""Say what the variance between groups comes to, in the instrument's language."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.interface import translator

__all__ = ["read_variances", "remark_on"]

FEW = 10
"""Groups below which the variance between them is hardly known."""


def read_variances(
    table: pd.DataFrame, groups: pd.DataFrame, instrument: Any, ci: float = 0.95
) -> pd.Series:
    """Say for each dimension how much lies between groups, and which one is lowest.

    Parameters
    ----------
    table, groups : DataFrame
        ``.dimensions`` and ``.groups`` of ``MultilevelGaps``.
    instrument : Instrument
    ci : float in (0, 1)

    Returns
    -------
    Series (index: dimension)

    Examples
    --------
    >>> table = pd.DataFrame({"between": 0.0, "icc": 0.0, "icc_low": 0, "icc_high": 0.2}, ["care"])
    >>> keys = pd.MultiIndex.from_tuples([("care", "north")])
    >>> print(read_variances(table, pd.DataFrame({"p_lowest": [0.3]}, keys), None)["care"])
    care: groups differ no more than chance would make them; estimated share of variance between them 0 % (95 % interval 0.0 to 20.0 %).
    """
    say = translator(getattr(instrument, "language", "en"))
    titles = dict(getattr(instrument, "dimension_titles", None) or {})
    said = {}
    for key, row in table.iterrows():
        name = str(key)
        words = {
            "dimension": say("Total") if name == "total" else titles.get(name, name),
            "level": f"{100 * ci:g}",
            "share": f"{100 * row['icc']:.1f}",
            "low": f"{100 * row['icc_low']:.1f}",
            "high": f"{100 * row['icc_high']:.1f}",
        }
        if row["between"] == 0:
            said[name] = say(
                "{dimension}: groups differ no more than chance would make them; estimated share "
                "of variance between them 0 % ({level} % interval {low} to {high} %).",
                **words,
            )
            continue
        said[name] = say(
            "{dimension}: {share} % of the variance lies between groups ({level} % interval {low} "
            "to {high} %).",
            **words,
        )
        chance = groups.loc[[name]].droplevel(0)["p_lowest"].dropna()
        if len(chance) > 1:
            said[name] += " " + say(
                "Lowest is most likely {group} (probability {percent} %).",
                group=chance.idxmax(),
                percent=f"{100 * chance.max():.0f}",
            )
    return pd.Series(said, name="reading").rename_axis("dimension")


def remark_on(table: pd.DataFrame, instrument: Any) -> str:
    """Say what this number of groups can tell.

    Parameters
    ----------
    table : DataFrame
        ``.dimensions`` of ``MultilevelGaps``.
    instrument : Instrument

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"groups": [40.0], "between": [0.2]}, ["care"])
    >>> remark_on(table, None)
    '40 groups.'
    """
    say = translator(getattr(instrument, "language", "en"))
    groups = int(table["groups"].max())
    if groups < FEW:
        said = say(
            "{groups} groups say little about how much groups in general differ: read the interval, "
            "not the estimate, of the variance between them.",
            groups=groups,
        )
    else:
        said = say("{groups} groups.", groups=groups)
    if (table["between"] == 0).any():
        said += " " + say(
            "An estimate of 0 is usual with few groups and does not prove that they are alike."
        )
    return said
