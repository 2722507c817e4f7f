"""The gap explorer's compute step: from answers and a choice to the numbers on show.

No widget, no figure, no test statistic: a change is answered in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.interface import translator
from svqkit.present.widgets.look import signed

__all__ = ["GapChoice", "GapTables", "GapView", "compute", "prepare"]

TOTAL = "total"
MOST_SEGMENTS = 12
"""A column with more different values than this is not offered for segments."""
MOST_COLUMNS = 12
"""No more columns than this are offered for segments, so that the list can be read."""


@dataclass(frozen=True)
class GapChoice:
    """What the user has chosen.

    ``show`` is ``"gap"`` or ``"forms"`` (expectation and perception); ``dimension`` is a name for
    its items, or ``""`` for all dimensions; ``segment`` a respondent column or ``""``, ``value``
    one of its labels; ``weights`` one number a dimension, of any sum.
    """

    show: str = "gap"
    dimension: str = ""
    segment: str = ""
    value: str = ""
    weights: dict[str, float] = field(default_factory=dict)

    def but(self, **changes: Any) -> GapChoice:
        """Copy the choice with some changes.

        Examples
        --------
        >>> GapChoice().but(show="forms").show
        'forms'
        """
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class GapTables:
    """What is computed once for a survey: pairs, dimension scores, segments, words."""

    perceptions: pd.DataFrame
    expectations: pd.DataFrame
    scored_p: pd.DataFrame
    scored_e: pd.DataFrame
    segments: dict[str, pd.Series]
    mapping: dict[str, list[str]]
    titles: dict[str, str]
    labels: dict[str, str]
    scale: tuple[float, float]
    weights: dict[str, float]
    language: str = "en"


@dataclass(frozen=True, eq=False)
class GapView:
    """The numbers on show.

    ``rows`` (index: dimension or item, and ``"total"`` last) has ``label n expectation perception
    gap low high negative_pct``; the last row is the weighted total, or the dimension whose items
    are shown. ``weighted`` and ``unweighted`` are totals with ``n gap low high``; ``shares`` are
    the weights in use, summing to 100; ``problem`` says why there is nothing to see, or is empty.
    """

    rows: pd.DataFrame
    weighted: pd.Series
    unweighted: pd.Series
    shares: dict[str, float]
    heading: str
    sentence: str
    problem: str = ""


def prepare(responses: Any, *, language: str | None = None) -> GapTables:
    """Compute what does not change while exploring.

    Parameters
    ----------
    responses : Responses
        With perceptions and expectations.
    language : str, optional
        BCP 47; the instrument's otherwise.

    Returns
    -------
    GapTables
        Weights start at the mean importance points, where there are any, or equal.

    Raises
    ------
    DataError
        If there are no expectations.

    Examples
    --------
    >>> import svqkit as svq
    >>> sorted(prepare(svq.load_dataset("bank")).segments)
    ['age_band', 'branch']
    """
    perceptions, expectations = item_pairs(responses)
    instrument = responses.instrument
    scored_p, scored_e = dimension_pairs(perceptions, expectations, instrument.mapping)
    names = list(scored_p.columns)
    weights = dict.fromkeys(names, 100 / len(names))
    if responses.importance is not None:
        given, _ = importance_weights(responses, names)
        if given.notna().all(axis=1).any():
            weights = {name: float(given[name].mean()) for name in names}
    return GapTables(
        perceptions,
        expectations,
        scored_p,
        scored_e,
        _segments(responses),
        {name: [c for c in instrument.mapping[name] if c in perceptions] for name in names},
        {name: str(instrument.dimension_titles.get(name, name)) for name in names},
        {code: str(instrument.labels.get(code, code)) for code in perceptions.columns},
        (float(instrument.scale.low), float(instrument.scale.high)),
        {name: float(round(weight)) for name, weight in weights.items()},
        language or str(instrument.language),
    )


def _segments(responses: Any) -> dict[str, pd.Series]:
    """Respondent columns that divide people into a few groups: words first, then codes."""
    people = responses.respondents
    few = [
        name
        for name in people.columns
        if name not in responses.outcomes and 2 <= people[name].nunique() <= MOST_SEGMENTS
    ]
    few.sort(key=lambda name: pd.api.types.is_numeric_dtype(people[name]))
    return {str(name): people[name] for name in few[:MOST_COLUMNS]}


def compute(tables: GapTables, choice: GapChoice) -> GapView:
    """Compute what a choice shows.

    Parameters
    ----------
    tables : GapTables
    choice : GapChoice

    Returns
    -------
    GapView
        With an empty table and a ``problem`` in words where there is nothing to show.

    Examples
    --------
    >>> import svqkit as svq
    >>> view = compute(prepare(svq.load_dataset("bank")), GapChoice())
    >>> view.rows.index.tolist()
    ['tangibles', 'reliability', 'responsiveness', 'assurance', 'empathy', 'total']
    """
    try:
        return _computed(tables, choice)
    except DataError as problem:
        empty = pd.Series(
            {"n": 0.0, "gap": float("nan"), "low": float("nan"), "high": float("nan")}
        )
        nothing = translator(tables.language)("Nothing to show")
        return GapView(_empty(), empty, empty, {}, nothing, str(problem), str(problem))


def _empty() -> pd.DataFrame:
    columns = ["label", "n", "expectation", "perception", "gap", "low", "high", "negative_pct"]
    return pd.DataFrame(columns=columns)


def _computed(tables: GapTables, choice: GapChoice) -> GapView:
    say = translator(tables.language)
    who, here = _chosen(tables, choice)
    names = list(tables.titles)
    raw = {name: float((choice.weights or tables.weights).get(name, 0.0)) for name in names}
    summed = sum(raw.values())
    if summed <= 0:
        raise DataError(say("All weights are zero: give at least one dimension some weight."))
    shares = {name: 100 * weight / summed for name, weight in raw.items()}
    scored_p, scored_e = tables.scored_p[here], tables.scored_e[here]
    totals = describe_pairs(_totals(scored_p, shares), _totals(scored_e, shares))
    if choice.dimension:
        codes = tables.mapping[choice.dimension]
        rows = describe_pairs(
            tables.perceptions.loc[here, codes], tables.expectations.loc[here, codes]
        )
        words = {code: f"{code} {tables.labels[code]}" for code in codes}
        last = describe_pairs(scored_p[[choice.dimension]], scored_e[[choice.dimension]]).set_axis(
            [TOTAL]
        )
        words[TOTAL] = say("{dimension} together", dimension=tables.titles[choice.dimension])
        what = say("Items of {dimension}", dimension=tables.titles[choice.dimension].lower())
    else:
        rows = describe_pairs(scored_p, scored_e)
        last = totals.iloc[[0]].set_axis([TOTAL])
        words = {**tables.titles, TOTAL: say("Weighted total")}
        what = say("Dimensions")
    rows = rows[rows["n"] > 1]
    if rows.empty:
        raise DataError(say("Nobody here answered both forms of these items."))
    rows = pd.concat([rows, last])[
        ["n", "expectation", "perception", "gap", "low", "high", "negative_pct"]
    ]
    rows.insert(0, "label", [words[str(name)] for name in rows.index])
    sentence = _widest(rows.drop(index=TOTAL), say)
    return GapView(rows, totals.iloc[0], totals.iloc[1], shares, f"{what} · {who}", sentence)


def _widest(rows: pd.DataFrame, say: Callable[..., str]) -> str:
    """Say where the widest gap is."""
    row: dict[Any, Any] = rows.sort_values("gap").to_dict("records")[0]
    said = {"label": row["label"], "gap": signed(row["gap"])}
    if row["gap"] >= 0:
        return say("No gap here is negative; the smallest is {label}, {gap}.", **said)
    return say(
        "Widest gap: {label}, {gap} ({low} to {high}); {share:.0f}\u202f% get less than they expect.",
        **said,
        low=signed(row["low"]),
        high=signed(row["high"]),
        share=row["negative_pct"],
    )


def _totals(scores: pd.DataFrame, shares: dict[str, float]) -> pd.DataFrame:
    """Each respondent's weighted and unweighted total; NaN where a dimension is missing."""
    weighted = (scores * pd.Series(shares) / 100).sum(axis=1, skipna=False)
    return pd.DataFrame({"weighted": weighted, "unweighted": scores.mean(axis=1, skipna=False)})


def _chosen(tables: GapTables, choice: GapChoice) -> tuple[str, pd.Series]:
    """Say who is looked at, and which rows they are."""
    say = translator(tables.language)
    if not choice.segment:
        everybody = pd.Series(True, index=tables.perceptions.index)
        return say("all respondents"), everybody
    here = tables.segments[choice.segment].map(str, na_action="ignore") == choice.value
    size = int(here.sum())
    who = f"{choice.segment} {choice.value}"
    if size < SMALLEST_SEGMENT:
        raise DataError(
            say(
                "{who} has fewer than {least} respondents; its gaps are not shown, so that nobody "
                "can be recognised.",
                who=who,
                least=SMALLEST_SEGMENT,
            )
        )
    return who, here
