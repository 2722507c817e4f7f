"""What the picture of the gap model says: names, numbers and states of its gaps, in one language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from svqkit.present.plots.labels import dimension_label, number

__all__ = [
    "GAPS",
    "Behind",
    "GapMark",
    "antecedents_behind",
    "box_words",
    "gap_marks",
    "key_words",
    "title_in",
]

Say = Callable[..., str]

GAPS = (1, 2, 3, 4, 5)
RATED = (2, 3, 4)


@dataclass(frozen=True)
class GapMark:
    """One gap as it is drawn: what is written beside its arrow, and how thick the arrow is.

    ``state`` is ``"short"``, ``"over"``, ``"unclear"``, ``"rated"``, ``"absent"`` or ``"masked"``; ``least`` and
    ``most`` are the near and the far end of its interval as shares of the answer scale.
    """

    head: str
    value: str
    details: tuple[str, ...]
    state: str
    least: float
    most: float


@dataclass(frozen=True)
class Behind:
    """One antecedent: its title and how far it is from the best end of its scale (0 to 1)."""

    title: str
    shortfall: float


def box_words(say: Say) -> dict[str, str]:
    """Name the boxes of the picture.

    Examples
    --------
    >>> box_words(lambda words: words)["expected"]
    'Expected service'
    """
    return {
        "customers": say("Customers"),
        "organisation": say("Organisation"),
        "word_of_mouth": say("Word of mouth"),
        "needs": say("Personal needs"),
        "experience": say("Past experience"),
        "expected": say("Expected service"),
        "perceived": say("Perceived service"),
        "view": say("Managers' view of what customers expect"),
        "standards": say("Standards of service"),
        "delivery": say("Service delivery"),
        "communication": say("What customers are promised"),
    }


def _gap_name(gap: int, say: Say) -> str:
    if gap == 1:
        return say("Gap 1: knowledge")
    if gap == 2:
        return say("Gap 2: standards")
    if gap == 3:
        return say("Gap 3: delivery")
    if gap == 4:
        return say("Gap 4: promises")
    return say("Gap 5: quality")


def gap_marks(result: Any, say: Say, dimension: str = "total") -> dict[int, GapMark]:
    """Say each gap: its value with its interval, or that it was not measured.

    Parameters
    ----------
    result : GapModel
    say : callable
    dimension : str
        A row of each gap, ``"total"`` or a dimension.

    Returns
    -------
    dict of gap to GapMark

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> marks = gap_marks(svq.gap_model(svq.load_dataset("bank")), translator("en"))
    >>> marks[5].value, marks[5].state, marks[1].details
    ('−1.13', 'short', ('not measured',))
    """
    return {gap: _mark(result, gap, say, dimension) for gap in GAPS}


def _mark(result: Any, gap: int, say: Say, dimension: str) -> GapMark:
    head = _gap_name(gap, say)
    if (gap, dimension) not in result.gaps.index:
        return GapMark(head, "", (say("not measured"),), "absent", 0.0, 0.0)
    names = ["value", "low", "high", "mean_a", "mean_b"]
    rows = result.gaps.loc[[(gap, dimension)], names]
    value, low, high, mean, top = rows.to_numpy(dtype=float)[0]
    if np.isnan(value):
        return GapMark(head, "", (say("too few to show"),), "masked", 0.0, 0.0)
    survey = {1: "customers", 2: "managers", 3: "employees", 4: "employees", 5: "customers"}[gap]
    scale = result.instruments[survey].scale
    span = float(scale.high - scale.low)
    known = not np.isnan(low)
    least, most = 0.0, abs(value) / span
    if known:
        clear = low > 0 or high < 0
        least = min(abs(low), abs(high)) / span if clear else 0.0
        most = max(abs(low), abs(high)) / span
    if gap in RATED:
        score = say("{mean} of {top}", mean=_plain(mean, 1), top=f"{top:g}")
        ends = say("{low} to {high}", low=_plain(low + top, 1), high=_plain(min(high, 0) + top, 1))
        details = (score, ends) if known else (score, say("no interval"))
        return GapMark(head, _plain(value), details, "rated", least, most)
    ends = say("{low} to {high}", low=_plain(low), high=_plain(high))
    state = "unclear" if least == 0 else "short" if value < 0 else "over"
    ends = ends if known else say("no interval")
    return GapMark(head, _plain(value), (ends,), state, least, most)


def _plain(value: float, digits: int = 2) -> str:
    return number(value, digits, bounded=False)


def antecedents_behind(result: Any, language: str) -> dict[int, list[Behind]]:
    """List the antecedents of each gap, the one farthest from its best end first.

    Parameters
    ----------
    result : GapModel
    language : str
        Titles are taken in this language where the questionnaire has it.

    Returns
    -------
    dict of gap to list of Behind

    Examples
    --------
    >>> import svqkit as svq
    >>> antecedents_behind(svq.gap_model(svq.load_dataset("bank")), "en")
    {}
    """
    table = result.antecedents.dropna(subset=["shortfall"])
    table = table.sort_values("shortfall", ascending=False, kind="stable")
    found: dict[int, list[Behind]] = {}
    for name, gap, shortfall in zip(table.index, table["gap"], table["shortfall"], strict=True):
        survey = result.instruments["managers" if int(gap) < 3 else "employees"]
        title = title_in(language, str(name), survey)
        found.setdefault(int(gap), []).append(Behind(title, float(shortfall)))
    return found


def title_in(language: str, name: str, instrument: Any) -> str:
    """Title a scale in a language, otherwise as the questionnaire has it.

    Examples
    --------
    >>> import svqkit as svq
    >>> title_in("nl", "role_ambiguity", svq.load_instrument("employees"))
    'Rolonduidelijkheid'
    """
    description = getattr(instrument, "description", None)
    for dimension in getattr(description, "dimensions", ()):
        if dimension.name == name and language in dimension.title:
            return str(dimension.title[language])
    title = dimension_label(name, instrument, 10_000)
    return title.replace("_", " ").capitalize() if title == name else title


def key_words(
    marks: dict[int, GapMark], behind: bool, level: float, say: Say
) -> list[tuple[str, str]]:
    """Explain the colours that occur, and what dark and pale mean.

    Parameters
    ----------
    marks : dict of gap to GapMark
    behind : bool
        Whether antecedents are shown.
    level : float in (0, 1)
        Confidence level.
    say : callable

    Returns
    -------
    list of (state, words)
        States of ``GapMark``, then ``"interval"`` and ``"bar"``.

    Examples
    --------
    >>> mark = GapMark("Gap 5", "−1.13", (), "short", 0.1, 0.2)
    >>> [state for state, _ in key_words({5: mark}, False, 0.95, lambda words, **_: words)]
    ['short', 'interval']
    """
    states = {mark.state for mark in marks.values()}
    entries = [
        ("short", say("clear shortfall")),
        ("over", say("clear surplus")),
        ("unclear", say("cannot tell from zero")),
        ("rated", say("points from the top of the scale")),
        ("absent", say("not measured")),
        ("masked", say("too few to show")),
    ]
    entries = [(state, words) for state, words in entries if state in states]
    if states - {"absent", "masked"}:
        entries.append(
            (
                "interval",
                say(
                    "dark: at least this large, pale: at most ({level} % interval)",
                    level=f"{100 * level:g}",
                ),
            )
        )
    if behind:
        entries.append(("bar", say("bar: how far from the best end of its scale")))
    return entries
