"""What managers' and employees' answers add, in sentences: what lies behind it, what to consider."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.phrases import TOTAL, Words, points, span
from svqkit.gaps.diagnosis.statements import clear_units

__all__ = ["behind_it", "considered_first", "goes_with_it"]

FIRST = 3
"""Prescriptions that a summary names."""
MOST = 3
"""Units' differences that a summary names."""


def behind_it(done: Analyses, words: Words) -> list[str]:
    """Say where each gap inside the organisation is widest.

    Parameters
    ----------
    done : Analyses
    words : Words

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank, managers = svq.load_dataset("bank"), svq.simulate("managers", 9, seed=1)
    >>> done = Analyses(model=svq.gap_model(bank, managers))
    >>> said = behind_it(done, Words(bank.instrument, translator("en"), [managers.instrument]))
    >>> said[0].split(":")[0]
    'Managers underrate most what customers expect of Assurance'
    """
    if done.model is None:
        return []
    table = done.model.gaps
    present = table.index.get_level_values("gap").unique()
    said = [
        _widest(int(gap), table.loc[gap].drop(index=TOTAL, errors="ignore"), words)
        for gap in present
        if gap != 5
    ]
    return [one for one in said if one]


def goes_with_it(done: Analyses, words: Words, ci: float) -> list[str]:
    """Name the antecedents that go together with their gap, and the units that stand out.

    Parameters
    ----------
    done : Analyses
    words : Words
    ci : float in (0, 1)

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank, managers = svq.load_dataset("bank"), svq.simulate("managers", 9, seed=1)
    >>> done = Analyses(model=svq.gap_model(bank, managers))
    >>> words = Words(bank.instrument, translator("en"), [managers.instrument])
    >>> goes_with_it(done, words, 0.95)[0]
    'Together with Gap 1 go, as the model expects: Upward communication, Marketing-research orientation.'
    """
    if done.model is None:
        return []
    return [*_links(done, words, ci), *_units(done, words, ci)]


def _widest(gap: int, rows: pd.DataFrame, words: Words) -> str:
    say = words.say
    rows = rows.dropna(subset=["value"])
    if rows.empty:
        return ""
    row = rows.iloc[int(rows["value"].argmin())]
    size = {
        "dimension": words.dimension(str(row.name)),
        "points": points(row["value"]),
        "interval": span(row["low"], row["high"]),
        "n": f"{row['n_a']:.0f}",
    }
    if gap == 1:
        if not row["high"] < 0:
            return say(
                "Managers do not clearly underrate what customers expect of any dimension (Gap 1, "
                "{n} managers).",
                n=size["n"],
            )
        return say(
            "Managers underrate most what customers expect of {dimension}: by {points} points "
            "{interval} (Gap 1, {n} managers).",
            **size,
        )
    if gap == 2:
        return say(
            "Standards are least formal for {dimension}: {points} points from the top of the scale "
            "{interval} (Gap 2, {n} managers).",
            **size,
        )
    if gap == 3:
        return say(
            "Staff feel least able to meet the standards of {dimension}: {points} points from the "
            "top of the scale {interval} (Gap 3, {n} employees).",
            **size,
        )
    return say(
        "Promises are kept least on {dimension}, in the eyes of staff: {points} points from the "
        "top of the scale {interval} (Gap 4, {n} employees).",
        **size,
    )


def _links(done: Analyses, words: Words, ci: float) -> list[str]:
    """Name the antecedents that clearly go together with their gap, strongest first."""
    rows = done.model.antecedents
    sign = (
        rows["desirable"].map({"high": 1.0, "low": -1.0}) if len(rows) else pd.Series(dtype=float)
    )
    clear = rows[(rows["r_p_holm"] < 1 - ci) & (rows["r"] * sign > 0)] if len(rows) else rows
    if clear.empty:
        return []
    ordered = clear.sort_values("r", key=abs, ascending=False)
    said = []
    for gap, part in ordered.groupby("gap", sort=True):
        said.append(
            words.say(
                "Together with Gap {gap} go, as the model expects: {names}.",
                gap=int(gap),
                names=words.dimensions([str(name) for name in part.index]),
            )
        )
    return said


def _units(done: Analyses, words: Words, ci: float) -> list[str]:
    clear = clear_units(done.model, ci)
    if clear.empty:
        return []
    inner = clear[clear.index.get_level_values("gap") != 5]
    ordered = inner.sort_values("difference", key=abs, ascending=False)
    said = []
    key: Any
    for key, row in ordered.head(MOST).iterrows():
        unit, gap, measure = key
        size = {
            "unit": unit,
            "what": words.dimension(measure),
            "gap": gap,
            "points": points(row["difference"]),
            "interval": span(row["difference_low"], row["difference_high"]),
        }
        said.append(
            words.say(
                "{unit} stands {points} points above all other units in {what} {interval} (Gap "
                "{gap}).",
                **size,
            )
            if row["difference"] > 0
            else words.say(
                "{unit} stands {points} points below all other units in {what} {interval} (Gap "
                "{gap}).",
                **size,
            )
        )
    return said


def considered_first(done: Analyses, words: Words) -> list[str]:
    """Name the prescriptions that the evidence points to first, the first with its reason.

    Parameters
    ----------
    done : Analyses
    words : Words

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> words = Words(bank.instrument, translator("en"))
    >>> managers = svq.simulate("managers", 9, seed=1)
    >>> ranked = svq.prescriptions(model=svq.gap_model(bank, managers))
    >>> considered_first(Analyses(prescriptions=ranked), words)[-1]
    'The order shows where the evidence points; what works, only a trial can show.'
    """
    if done.prescriptions is None:
        return []
    say = words.say
    ranked = done.prescriptions.table.dropna(subset=["rank"]).head(FIRST)
    if ranked.empty:
        return []
    said = []
    for place, (_, row) in enumerate(ranked.iterrows()):
        size = {"title": row["title"], "who": row["who"], "gap": row["gap"], "what": row["what"]}
        if place == 0:
            said.append(say("“{title}” (Gap {gap}; {who}): {what}", **size))
            said.append(say("Why: {reason}", reason=row["reason"]))
        else:
            said.append(say("Then “{title}” (Gap {gap}; {who}).", **size))
    said.append(
        say("The order shows where the evidence points; what works, only a trial can show.")
    )
    return said
