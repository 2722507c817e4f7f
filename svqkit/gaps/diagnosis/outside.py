"""What customers' answers say, in sentences: where expectations are missed, and for whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.phrases import Words, points, share, signed, span

__all__ = ["for_whom", "where_missed", "within_tolerance"]

MOST = 3
"""Differences between groups that a summary names."""


def where_missed(done: Analyses, words: Words, ci: float) -> list[str]:
    """Say how far service falls short, where most, and how sure that order is.

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
    >>> bank = svq.load_dataset("bank")
    >>> words = Words(bank.instrument, translator("en"))
    >>> where_missed(Analyses(gaps=svq.gap_scores(bank)), words, 0.95)[1]
    '5 of 5 dimensions fall clearly short.'
    """
    found, say = done.gaps, words.say
    if found is None:
        return []
    total, scale = found.total, found.instrument.scale
    size = {
        "points": points(total["gap"]),
        "level": f"{100 * ci:g}",
        "interval": span(total["low"], total["high"]),
        "n": f"{total['n']:.0f}",
        "bottom": scale.low,
        "top": scale.high,
    }
    if total["high"] < 0:
        first = say(
            "Perceptions lie {points} points below expectations ({level} % interval {interval}, "
            "n = {n}, scale from {bottom} to {top}).",
            **size,
        )
    elif total["low"] > 0:
        first = say(
            "Perceptions lie {points} points above expectations ({level} % interval {interval}, "
            "n = {n}, scale from {bottom} to {top}).",
            **size,
        )
    else:
        first = say(
            "Perceptions lie {points} points from expectations, which cannot be told from none "
            "({level} % interval {interval}, n = {n}, scale from {bottom} to {top}).",
            **size,
        )
    rows = found.dimensions.dropna(subset=["gap"]).sort_values("gap")
    return [first, *_dimensions(rows, words), *_item(done, words)]


def _dimensions(rows: pd.DataFrame, words: Words) -> list[str]:
    say = words.say
    if rows.empty or not rows["gap"].iloc[0] < 0:
        return []
    worst, name = rows.iloc[0], str(rows.index[0])
    clear = int((rows["high"] < 0).sum())
    said = [
        say("{k} of {n} dimensions fall clearly short.", k=clear, n=len(rows)),
        say(
            "The widest shortfall is in {dimension}: {value} {interval}; {pct} % of customers "
            "perceive less there than they expect.",
            dimension=words.dimension(name),
            value=signed(worst["gap"]),
            interval=span(worst["low"], worst["high"]),
            pct=share(worst["negative_pct"]),
        ),
    ]
    close = [str(k) for k, row in rows.iloc[1:].iterrows() if row["low"] <= worst["high"]]
    if close:
        said.append(
            say(
                "Its interval overlaps with that of {others}, so which is widest is not certain.",
                others=words.dimensions(close),
            )
        )
    return said


def _item(done: Analyses, words: Words) -> list[str]:
    rows = done.gaps.items["gap"].dropna()
    if rows.empty or not rows.min() < 0:
        return []
    row = done.gaps.items.loc[rows.idxmin()]
    return [
        words.say(
            "The single statement furthest below expectations is {item}: {value} {interval}.",
            item=words.item(str(rows.idxmin())),
            value=signed(row["gap"]),
            interval=span(row["low"], row["high"]),
        )
    ]


def within_tolerance(done: Analyses, words: Words) -> list[str]:
    """Say where service lies between the least accepted and the level wished for.

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
    >>> answers = svq.load_dataset("bank_three_column")
    >>> words = Words(answers.instrument, translator("en"))
    >>> within_tolerance(Analyses(zone=svq.zone_of_tolerance(answers)), words)[0]
    'Service lies below the least that customers accept in Reliability (n = 204).'
    """
    if done.zone is None:
        return []
    say, rows = words.say, done.zone.dimensions
    n = f"{done.zone.total['n']:.0f}"
    said = []
    placed = {place: list(rows.index[rows["place"] == place]) for place in rows["place"].unique()}
    if placed.get("below"):
        names = words.dimensions(placed["below"])
        said.append(
            say("Service lies below the least that customers accept in {names} (n = {n}).",
                names=names, n=n)
        )  # fmt: skip
    if placed.get("inside"):
        names = words.dimensions(placed["inside"])
        said.append(
            say("Service lies between the least accepted and the level desired in {names} "
                "(n = {n}).", names=names, n=n)
        )  # fmt: skip
    if placed.get("above"):
        names = words.dimensions(placed["above"])
        said.append(
            say("Service lies above the level desired in {names} (n = {n}).", names=names, n=n)
        )
    if placed.get("cannot tell"):
        names = words.dimensions(placed["cannot tell"])
        said.append(say("For {names} the answers do not tell which.", names=names))
    return said


def for_whom(done: Analyses, words: Words) -> list[str]:
    """Say which groups differ, by how much, and what stands against the comparison.

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
    >>> groups = svq.compare_groups(bank, "branch", invariance=False)
    >>> for_whom(Analyses(groups=groups), words)[0]
    'Station falls 0.73 points further short than Harbour in Responsiveness [0.28, 1.18].'
    """
    if done.groups is None:
        return []
    say, found = words.say, done.groups
    pairs = found.differing.sort_values("difference", key=abs, ascending=False)
    said = []
    key: Any
    for key, row in pairs.head(MOST).iterrows():
        dimension, first, second = key
        low, high = row["low"], row["high"]
        if row["difference"] < 0:
            first, second, low, high = second, first, -high, -low
        said.append(
            say(
                "{worse} falls {points} points further short than {better} in {dimension} "
                "{interval}.",
                worse=second,
                better=first,
                points=points(row["difference"]),
                dimension=words.dimension(dimension),
                interval=span(low, high),
            )
        )
    if len(pairs) > MOST:
        said.append(say("{n} more pairs differ.", n=len(pairs) - MOST))
    if pairs.empty:
        said.append(say("No difference between groups can be told from chance."))
    masked = found.descriptives["masked"].groupby(level="group").any()
    if masked.any():
        said.append(
            say(
                "Groups too small to be shown without recognising people: {n}.", n=int(masked.sum())
            )
        )
    if found.warning:
        said.append(found.warning)
    return said
