"""What a diagnosis finds, statement by statement, each with its number and its certainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.measures import gaps_against_perceptions
from svqkit.gaps.diagnosis.phrases import TOTAL, Words
from svqkit.gaps.diagnosis.time import last_changes

__all__ = ["clear_units", "findings_table"]

COLUMNS = ["statement", "value", "low", "high", "certainty", "analysis"]


@dataclass(frozen=True)
class _Statement:
    statement: str
    value: float
    low: float
    high: float
    certainty: str
    analysis: str


def findings_table(done: Analyses, words: Words, ci: float) -> pd.DataFrame:
    """Put every finding into one table.

    Parameters
    ----------
    done : Analyses
    words : Words
    ci : float in (0, 1)
        A finding is clear where its interval leaves out zero and, in a family of tests, the
        adjusted p is below 1 − ci.

    Returns
    -------
    DataFrame
        ``statement value low high certainty analysis``; ``certainty`` is, in the language of the
        words, "clear", "not clear" or "not tested" (a distance from the top of a scale).

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> done = Analyses(gaps=svq.gap_scores(bank))
    >>> findings_table(done, Words(bank.instrument, translator("en")), 0.95)["certainty"].iloc[0]
    'clear'
    """
    rows = [
        *_gaps(done, words, ci),
        *_weighted(done, words),
        *_groups(done, words, ci),
        *_changes(done, words, ci),
        *_zone(done, words, ci),
        *_forms(done, words, ci),
        *_model(done, words, ci),
        *_antecedents(done, words, ci),
        *_units(done, words, ci),
    ]
    return pd.DataFrame([vars(row) for row in rows], columns=COLUMNS)


def _sure(low: float, high: float, p: float, ci: float, words: Words) -> str:
    say = words.say
    if np.isnan(low) or np.isnan(high):
        return say("not tested")
    outside = low > 0 or high < 0
    return say("clear") if outside and not p >= 1 - ci else say("not clear")


def _gaps(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    if done.gaps is None:
        return
    say = words.say
    rows = {TOTAL: done.gaps.total} | dict(done.gaps.dimensions.iterrows())
    for name, row in rows.items():
        said = say("{what}: perception minus expectation", what=words.dimension(str(name)))
        sure = _sure(row["low"], row["high"], row["p_holm"], ci, words)
        yield _Statement(said, row["gap"], row["low"], row["high"], sure, "gap_scores")
    for code, row in done.gaps.items.nsmallest(3, "gap").iterrows():
        said = say("{what}: perception minus expectation", what=words.item(str(code)))
        sure = _sure(row["low"], row["high"], row["p_holm"], ci, words)
        yield _Statement(said, row["gap"], row["low"], row["high"], sure, "gap_scores")


def _weighted(done: Analyses, words: Words) -> Iterator[_Statement]:
    if done.weighted is None:
        return
    row = done.weighted.total
    said = words.say("Total, weighted by importance: perception minus expectation")
    sure = _sure(row["low"], row["high"], 0.0, 0.0, words)
    yield _Statement(said, row["weighted"], row["low"], row["high"], sure, "weighted_gaps")


def _groups(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    if done.groups is None:
        return
    key: Any
    for key, row in done.groups.differing.iterrows():
        dimension, first, second = key
        said = words.say(
            "{what}: gap of {first} minus gap of {second}",
            what=words.dimension(dimension), first=first, second=second,
        )  # fmt: skip
        sure = _sure(row["low"], row["high"], row["p"], ci, words)
        yield _Statement(said, row["difference"], row["low"], row["high"], sure, "compare_groups")


def _changes(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    for name, since, wave, row in last_changes(done.trend):
        said = words.say(
            "{what}: change of the gap from {since} to {wave}",
            what=words.dimension(name), since=since, wave=wave,
        )  # fmt: skip
        sure = _sure(row["low"], row["high"], row["p_holm"], ci, words)
        yield _Statement(said, row["change"], row["low"], row["high"], sure, "gap_trend")


def _forms(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    found = gaps_against_perceptions(done.forms)
    if found is None:
        return
    said = words.say(
        "R² of {outcome}: gaps less perceptions alone",
        outcome=done.forms.outcome_label(done.forms.criterion),
    )
    value, low, high = found
    sure = _sure(low, high, 0.0, ci, words)
    yield _Statement(said, value, low, high, sure, "compare_forms")


def _zone(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    if done.zone is None:
        return
    tests = done.zone.comparisons
    for name, row in done.zone.dimensions.iterrows():
        p = tests.loc[("dimension", "adequacy", name), "p_holm"]
        said = words.say("{what}: perception minus minimum", what=words.dimension(str(name)))
        low, high = row["adequacy_low"], row["adequacy_high"]
        sure = _sure(low, high, p, ci, words)
        yield _Statement(said, row["adequacy"], low, high, sure, "zone_of_tolerance")


def _model(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    if done.model is None:
        return
    table = done.model.gaps
    for (gap, name), row in table[table.index.get_level_values("gap") != 5].iterrows():
        said = words.say(
            "Gap {gap}, {what}: {measure}",
            gap=gap, what=words.dimension(name), measure=row["measure"],
        )  # fmt: skip
        tested = not np.isnan(row["p_holm"])
        sure = _sure(row["low"], row["high"], row["p_holm"], ci, words)
        sure = sure if tested else words.say("not tested")
        yield _Statement(said, row["value"], row["low"], row["high"], sure, "gap_model")


def _antecedents(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    """Correlations with the antecedent's own gap; scored so that a higher gap is a smaller one."""
    if done.model is None:
        return
    for name, row in done.model.antecedents.dropna(subset=["r"]).iterrows():
        said = words.say(
            "{what}: correlation with Gap {gap}, scored so that higher is smaller",
            what=words.dimension(str(name)), gap=int(row["gap"]),
        )  # fmt: skip
        sure = _sure(row["r_low"], row["r_high"], row["r_p_holm"], ci, words)
        yield _Statement(said, row["r"], row["r_low"], row["r_high"], sure, "gap_model")


def _units(done: Analyses, words: Words, ci: float) -> Iterator[_Statement]:
    key: Any
    for key, row in clear_units(done.model, ci).iterrows():
        unit, gap, name = key
        said = words.say(
            "{unit}, {what} (Gap {gap}): difference from all other units",
            unit=unit, what=words.dimension(name), gap=gap,
        )  # fmt: skip
        low, high = row["difference_low"], row["difference_high"]
        sure = _sure(low, high, row["p_holm"], ci, words)
        yield _Statement(said, row["difference"], low, high, sure, "gap_model")


def clear_units(model: Any, ci: float) -> pd.DataFrame:
    """Give the units' measures that differ from the rest after Holm's adjustment.

    Parameters
    ----------
    model : GapModel or None
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: unit, gap, measure)

    Examples
    --------
    >>> clear_units(None, 0.95).empty
    True
    """
    if model is None or model.units is None:
        return pd.DataFrame()
    return model.units[model.units["p_holm"] < 1 - ci]
