"""Prescriptions: what can be done about each gap, ranked by a result where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.gap_model import GapModel
from svqkit.gaps.organisation.prescription_catalogue import Entry, prescription_catalogue
from svqkit.gaps.organisation.prescription_display import as_html, as_parts
from svqkit.gaps.organisation.prescription_names import (
    antecedent_named,
    dimension_named,
    gap_named,
)
from svqkit.gaps.organisation.prescription_notes import (
    convention_words,
    gap_5_note,
    nothing_found,
)
from svqkit.gaps.organisation.prescription_ranking import dimension_weights, rank_entries
from svqkit.gaps.organisation.prescription_reasons import reason
from svqkit.gaps.organisation.prescription_unit import in_unit
from svqkit.gaps.organisation.prescription_words import (
    indicator_words,
    joined,
    listed,
    speaks,
    word,
)
from svqkit.instruments.words import resolve
from svqkit.result import Part, Result

__all__ = ["Prescriptions", "prescriptions"]

_ENGLISH = "There are no prescriptions in {!r}; the words are English."


@dataclass(frozen=True, eq=False, repr=False)
class Prescriptions(Result):
    """Prescriptions for closing the gaps, ranked where a result was given.

    Attributes
    ----------
    table : DataFrame (index: id)
        ``gap title what who indicator antecedents dimensions effort time rank score reason``.
        ``antecedents`` and ``dimensions`` are names as in the questionnaires, separated by a comma
        (``none`` where the model has no antecedent). Without a result, and for what it did not
        measure, ``rank`` and ``score`` are missing.
    aims : Series (index: gap)
        The aim under which each gap's prescriptions stand.
    evidence : DataFrame or None (index: id)
        What the ranking rests on: ``gap judged gap_value gap_low gap_high gap_at_least worst
        worst_value worst_low worst_high antecedent mean low high n bottom top desirable shortfall
        shortfall_at_least alpha r r_low r_high n_r link apart doubts score rank``; None without a
        result. ``apart`` names the unit where the antecedent is clearly worse than elsewhere.
    note : str
        What the choice means: why nothing was found, or how Gap 5 closes.
    convention : str
        Where the content comes from, how it was ranked, and what a rank does not say.
    language : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.prescriptions(gap=1).aims.tolist()
    ['Learn what customers expect']
    """

    table: pd.DataFrame
    aims: pd.Series
    evidence: pd.DataFrame | None
    note: str
    convention: str
    language: str

    def _title(self) -> str:
        return word("title", self.language)

    def _parts(self) -> list[Part]:
        return as_parts(self)

    def _repr_html_(self) -> str:
        return as_html(self)


def prescriptions(
    gap: int | str | None = None,
    antecedent: str | None = None,
    dimension: str | None = None,
    *,
    model: GapModel | None = None,
    unit: str | None = None,
    weights: Any = None,
    language: str = "en",
    top: int | None = None,
) -> Prescriptions:
    """Look up what closes a gap, and rank it by what a gap model shows.

    Parameters
    ----------
    gap : int or str, optional
        1 to 5, or ``"Gap 3"``. Gap 5 closes through the others: all of theirs are given.
    antecedent : str, optional
        Such as ``"role ambiguity"``, or its title in any language of the questionnaires.
    dimension : str, optional
        A dimension of SERVQUAL, such as ``"reliability"``; a ranking then judges each gap there.
    model : GapModel, optional
        From ``gap_model``; without it the entries stand in the catalogue's order.
    unit : str, optional
        Rank for one unit of ``model.units``, such as a branch; alphas and correlations stay those
        of all respondents.
    weights : Series or mapping of dimension to number, optional
        How much each dimension counts in the ranking, such as ``weighted_gaps(customers).weights``.
    language : str
        BCP 47: en, zh-Hans, zh-Hant or nl; another language has the English words and a note.
    top : int, optional
        Keep only the first so many.

    Returns
    -------
    Prescriptions
        ``.table .aims .evidence .note .convention .language``. Nothing found is an empty table, and
        ``.note`` says why.

    Raises
    ------
    TypeError
        If ``model`` is no GapModel.
    ValueError
        If there is no such gap, antecedent, dimension or unit, or ``weights`` or ``top`` make no
        sense.

    Notes
    -----
    Content: Zeithaml, Berry & Parasuraman (1988), *Journal of Marketing* 52(2), 35–48; Zeithaml,
    Parasuraman & Berry (1990), *Delivering Quality Service*. Sentences, indicators and the rule of
    ranking are ours; ``.convention`` states it. A rank shows where the evidence points, not what
    works.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.prescriptions(gap=3, antecedent="role ambiguity").table["title"].head(2).tolist()
    ['Clear roles', 'My work and the customer']
    >>> svq.prescriptions(gap=3, antecedent="upward communication").note
    'Upward communication belongs to Gap 1, not to Gap 3: ask without a gap, or for that one.'
    """
    if isinstance(gap, GapModel):
        raise TypeError("give the gap model by name: prescriptions(model=…)")
    if model is not None and not isinstance(model, GapModel):
        raise TypeError(
            f"model must be the result of gap_model(customers, managers, employees), "
            f"not {type(model).__name__}"
        )
    if top is not None and not (isinstance(top, Integral) and top >= 1 and top is not True):
        raise ValueError(f"top must be a whole number from 1, not {top!r}")
    of_gap = None if gap is None else gap_named(gap)
    behind = None if antecedent is None else antecedent_named(antecedent)
    on = None if dimension is None else dimension_named(dimension)
    relative = dimension_weights(weights)
    spoken = language if speaks(language) else "en"
    entries = [
        entry
        for entry in prescription_catalogue().entries
        if (of_gap in (None, 5) or entry.gap == of_gap)
        and (behind is None or behind in entry.antecedents)
        and (on is None or on in entry.dimensions)
    ]
    if unit is not None and model is None:
        raise ValueError("unit needs model, made with gap_model(..., unit=)")
    shown: Any = model if unit is None else in_unit(model, unit)
    evidence, units = None, None
    if shown is not None:
        evidence = rank_entries(entries, shown, dimension=on, weights=relative)
        units = shown.units
    table = _table(entries, evidence, units, spoken)
    if top is not None:
        table = table.head(int(top))
        evidence = None if evidence is None else evidence.head(int(top))
    notes = [] if speaks(language) else [_ENGLISH.format(language)]
    notes += [gap_5_note(shown, spoken)] if of_gap == 5 else []
    notes += [] if entries else [nothing_found(of_gap, behind, on, spoken)]
    return Prescriptions(
        table=table,
        aims=_aims(table, of_gap, spoken),
        evidence=evidence,
        note=joined(notes, spoken),
        convention=convention_words(model, weights is not None, spoken, unit),
        language=spoken,
    )


def _table(
    entries: list[Entry],
    evidence: pd.DataFrame | None,
    units: pd.DataFrame | None,
    language: str,
) -> pd.DataFrame:
    """Lay the entries out in one language, in order of rank where there is one."""
    catalogue = prescription_catalogue()

    def said(words: dict[str, str]) -> str:
        return resolve(words, language, "en")[0]

    rows = {
        entry.id: {
            "gap": entry.gap,
            "title": said(entry.title),
            "what": said(entry.what),
            "who": listed([said(catalogue.roles[role]) for role in entry.who], language),
            "indicator": indicator_words(entry, language),
            "antecedents": ", ".join(entry.antecedents) or "none",
            "dimensions": ", ".join(entry.dimensions),
            "effort": said(catalogue.efforts[entry.effort]),
            "time": said(catalogue.times[entry.time]),
        }
        for entry in entries
    }
    columns = ["gap", "title", "what", "who", "indicator"]
    columns += ["antecedents", "dimensions", "effort", "time"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("id")
    if evidence is None:
        empty = pd.array([pd.NA] * len(table), dtype="Int64")
        return table.assign(rank=empty, score=np.nan, reason="")
    by_id = {entry.id: entry for entry in entries}
    table = table.loc[evidence.index].assign(rank=evidence["rank"], score=evidence["score"])
    return table.assign(
        reason=[
            reason(by_id[str(name)], found, language, units) for name, found in evidence.iterrows()
        ]
    )


def _aims(table: pd.DataFrame, gap: int | None, language: str) -> pd.Series:
    """Give the aim of each gap that is there, and of the one that was asked for."""
    chosen = sorted({*table["gap"]} | ({gap} if gap is not None else set()))
    words = [resolve(prescription_catalogue().gaps[one].aim, language, "en")[0] for one in chosen]
    return pd.Series(words, index=pd.Index(chosen, name="gap"), name="aim", dtype=object)
