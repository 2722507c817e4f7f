"""Why a prescription stands where it stands: what was measured, in full sentences."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from svqkit.gaps.organisation.prescription_catalogue import Entry, prescription_catalogue
from svqkit.gaps.organisation.prescription_ranking import CONSISTENT
from svqkit.gaps.organisation.prescription_words import (
    Language,
    gap_name,
    gap_sentence,
    joined,
    listed,
    number,
    sayer,
    title_of,
)
from svqkit.instruments.words import resolve

__all__ = ["reason"]


def reason(
    entry: Entry, found: pd.Series, language: Language, units: pd.DataFrame | None = None
) -> str:
    """Say in full sentences why an entry stands where it stands.

    Parameters
    ----------
    entry : Entry
    found : Series
        Its row of ``rank_entries``.
    language : str
    units : DataFrame, optional
        Of the gap model.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.gaps.organisation.prescription_ranking import rank_entries
    >>> model = svq.gap_model(svq.load_dataset("bank"))
    >>> entry = prescription_catalogue().entry("3a")
    >>> reason(entry, rank_entries([entry], model).loc["3a"], "en")
    'Not measured: Gap 3 is not in this result.'
    """
    say = sayer(language)
    said = []
    if pd.isna(found["score"]):
        said.append(_not_measured(entry, found, language))
    if pd.notna(found["gap_value"]):
        value, low, high = (float(found[key]) for key in ("gap_value", "gap_low", "gap_high"))
        said.append(gap_sentence(entry.gap, value, low, high, language, judged=found["judged"]))
        if found["worst_high"] < 0 and found["worst_value"] < found["gap_value"]:
            said.append(_worst_dimension(found, language))
    if found["antecedent"]:
        said += _antecedent_sentences(entry, found, language)
    if found["apart"] and units is not None:
        said.append(_apart(found, units, language))
    if found["score"] == 0:
        said.append(say("points_nowhere"))
    return joined(said, language)


def _worst_dimension(found: pd.Series, language: Language) -> str:
    """Name the dimension that falls short most among those an entry concerns."""
    ends = {key: number(found[f"worst_{key}"], language) for key in ("value", "low", "high")}
    return sayer(language)("dimension_most", dimension=title_of(found["worst"], language), **ends)


def _not_measured(entry: Entry, found: pd.Series, language: Language) -> str:
    say = sayer(language)
    if pd.isna(found["gap_value"]):
        return say("gap_not_measured", gap=gap_name(entry.gap, language))
    if not entry.antecedents:
        return say("no_antecedent")
    names = listed([title_of(name, language) for name in entry.antecedents], language)
    return say("antecedents_not_measured", antecedents=names)


def _antecedent_sentences(entry: Entry, found: pd.Series, language: Language) -> list[str]:
    """Say where the antecedent stands, how reliably, and whether it goes with the gap."""
    say = sayer(language)
    better: Literal["more", "less"] = "more" if found["desirable"] == "high" else "less"
    middle = (found["bottom"] + found["top"]) / 2
    below, above = found["high"] < middle, found["low"] > middle
    poor, good = (below, above) if better == "more" else (above, below)
    kind = "poor" if poor else "good" if good else "middle"
    if pd.isna(found["low"]) or pd.isna(found["high"]):
        kind = "no_interval"
    ends = {key: number(found[key], language) for key in ("mean", "low", "high")}
    said = [
        say(
            f"antecedent_{kind}",
            antecedent=title_of(found["antecedent"], language),
            n=int(found["n"]),
            bottom=f"{found['bottom']:g}",
            top=f"{found['top']:g}",
            better=resolve(prescription_catalogue().directions[better], language, "en")[0],
            **ends,
        )
    ]
    if pd.isna(found["alpha"]):
        said.append(say("alpha_unknown"))
    elif found["alpha"] < CONSISTENT:
        said.append(say("alpha_low", alpha=number(found["alpha"], language)))
    linked: dict[str, Any] = {
        "r": number(found["r"], language),
        "low": number(found["r_low"], language),
        "high": number(found["r_high"], language),
        "gap": gap_name(entry.gap, language),
        "n": int(found["n_r"]),
    }
    said.append(say(f"link_{found['link']}", **linked))
    return said


def _apart(found: pd.Series, units: pd.DataFrame, language: Language) -> str:
    """Say where an antecedent is clearly worse than elsewhere."""
    row = units.loc[found["apart"]].loc[found["gap"]].loc[found["antecedent"]]
    ends = sorted(abs(float(row[f"difference_{end}"])) for end in ("low", "high"))
    return sayer(language)(
        "unit_apart",
        unit=found["apart"],
        n=int(row["n_a"]),
        mean=number(float(row["value"]), language),
        difference=number(abs(float(row["difference"])), language),
        low=number(ends[0], language),
        high=number(ends[1], language),
    )
