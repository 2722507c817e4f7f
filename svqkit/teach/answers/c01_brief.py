"""Reading a brief to management: which numbers and statements it holds, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from svqkit.responses.responses import Responses
from svqkit.teach.answers.c01_evidence import BRANCH, SCALE, gaps_of

__all__ = ["BRIEFS", "FAULTS", "is_complete", "model_brief"]

FEWEST, MOST = 60, 220
"""Words of a brief; about 150 are asked for."""

NUMBER = re.compile(r"(?<![\w.,])[-+]?\d+(?:[.,]\d+)?(?![\w])")
DOUBT = re.compile(
    r"\b(uncertain\w*|unsure|do(?:es)? not know|don[’']t know|not known|unknown|cannot|can[’']t|"
    r"not shown|doubt\w*|caution\w*|caveat\w*|limits?|limitations?)\b",
    re.IGNORECASE,
)
CERTAIN = re.compile(
    r"(?<!not )(?<!n[’']t )\b(?:prove[sd]?|guarantees?|(?:will|would) (?:certainly |surely )?"
    r"(?:close|solve|fix|remove|eliminate|cure))\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(no|not|nothing|never|nobody|cannot|can[’']t|whether)\b", re.IGNORECASE)
MEASURES = (r"\broles?\b|\bstandards workshop", r"\bupward|\bcommunication rounds")


def _numbers(text: str) -> list[tuple[float, int]]:
    """Find numbers, without their sign, and how many decimals each is written with."""
    plain = re.sub(r"[−–](?=\d)", "-", text)
    plain = re.sub(r"(?<=\d)-(?=\d)", " ", plain)
    found = (one.lstrip("+-").replace(",", ".") for one in NUMBER.findall(plain))
    return [(float(one), len(one.partition(".")[2])) for one in found]


def _says(text: str, wanted: float) -> bool:
    """Tell whether a number stands there, in one decimal or more."""
    return any(
        places >= 1 and abs(one - abs(wanted)) <= 0.5 * 10.0**-places + 1e-9
        for one, places in _numbers(text)
    )


def _counts(text: str, wanted: float) -> bool:
    return any(places == 0 and one == wanted for one, places in _numbers(text))


def _row(data: Responses, where: str = BRANCH) -> Any:
    gaps = gaps_of(data)
    return gaps.dimensions.loc[SCALE] if where == "bank" else gaps.by.loc[(where, SCALE)]


def _slipped(text: str, data: Responses) -> bool:
    """Tell a number that comes near one that is asked for, or has its digits in another order."""
    row, whole = _row(data), abs(float(_row(data, "bank")["gap"]))
    said = [one for one in _numbers(text) if abs(one[0] - whole) > 0.005]
    for wanted in (abs(float(row[name])) for name in ("gap", "low", "high")):
        digits = sorted(f"{wanted:.2f}")
        for one, places in said:
            off = abs(one - wanted) > 0.5 * 10.0**-places
            near = abs(one - wanted) < 0.06 or sorted(f"{one:.2f}") == digits
            if places == 2 and off and near and not _says(text, wanted):
                return True
    return False


def _gap_missing(text: str, data: Responses) -> bool:
    return not _says(text, _row(data)["gap"])


def _gap_of_bank(text: str, data: Responses) -> bool:
    return _gap_missing(text, data) and _says(text, _row(data, "bank")["gap"])


def _no_gap(text: str, data: Responses) -> bool:
    return _gap_missing(text, data) and not (_gap_of_bank(text, data) or _slipped(text, data))


def _no_interval(text: str, data: Responses) -> bool:
    row = _row(data)
    both = _says(text, row["low"]) and _says(text, row["high"])
    return not (both or _slipped(text, data))


def _n_of_bank(text: str, data: Responses) -> bool:
    return not _counts(text, _row(data)["n"]) and any(
        _counts(text, n) for n in (data.n, _row(data, "bank")["n"])
    )


def _no_n(text: str, data: Responses) -> bool:
    return not (_counts(text, _row(data)["n"]) or _n_of_bank(text, data))


def _too_sure(text: str, data: Responses) -> bool:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return any(CERTAIN.search(one) and not DENIED.search(one) for one in sentences)


def _few_managers(text: str, data: Responses) -> bool:
    said = re.search(r"\bnine\b", text, re.IGNORECASE) or _counts(text, 9)
    return "manager" in text.lower() and not said


FAULTS: dict[str, Callable[[Any, Responses], bool]] = {
    "too_short": lambda text, data: len(text.split()) < FEWEST,
    "too_long": lambda text, data: len(text.split()) > MOST,
    "no_branch": lambda text, data: BRANCH.lower() not in text.lower(),
    "no_dimension": lambda text, data: not re.search(SCALE + r"|\bresponsive", text, re.I),
    "gap_of_bank": _gap_of_bank,
    "slipped": _slipped,
    "no_gap": _no_gap,
    "no_interval": _no_interval,
    "n_of_bank": _n_of_bank,
    "no_n": _no_n,
    "no_measures": lambda text, data: not all(re.search(one, text, re.I) for one in MEASURES),
    "too_sure": _too_sure,
    "no_doubt": lambda text, data: not DOUBT.search(text),
    "few_managers": _few_managers,
}
"""What a brief may lack or say wrongly; a complete one has none of it."""


def is_complete(text: str, data: Responses) -> bool:
    """Tell whether a brief says what is needed."""
    return not any(fault(text, data) for fault in FAULTS.values())


def model_brief(data: Responses) -> str:
    """Write a brief from the data, as one of many that would do."""
    row = _row(data)
    gap, low, high = (f"{row[name]:.2f}".replace("-", "−") for name in ("gap", "low", "high"))
    return (
        "We ask you to fund two measures: the workshop on roles and standards at Station, and "
        "rounds of upward communication in all branches. Customers miss most in responsiveness at "
        f"Station: the gap is {gap} points on a scale of seven (95 % interval {low} to {high}, "
        f"n = {row['n']:.0f}), wider than at the other branches. Staff there are less sure than "
        "staff elsewhere of what is expected of them. Managers expect less of reliability and "
        "responsiveness than customers do, and hear little from the counter. We advise against the "
        "campaign, since staff say that we promise too much already. What is uncertain: only nine "
        "managers answered, a survey at one moment does not show causes, and responsiveness "
        "improved at all branches last year before any measure, for reasons we do not know. So "
        "start with both measures in spring, count waiting times weekly, and ask the same "
        "questions again in a year, at Station and elsewhere."
    )


def _with(data: Responses, old: str, new: str) -> str:
    return model_brief(data).replace(old, new)


def _number(data: Responses, name: str, where: str = BRANCH) -> str:
    return f"{_row(data, where)[name]:.2f}".replace("-", "−")


BRIEFS: dict[str, Callable[[Responses], str]] = {
    "too_short": lambda data: (
        f"Fund roles and upward rounds. Responsiveness at Station is {_number(data, 'gap')} "
        f"({_number(data, 'low')} to {_number(data, 'high')}, n = {_row(data)['n']:.0f}); uncertain."
    ),
    "too_long": lambda data: model_brief(data) + " And so on." * 40,
    "no_branch": lambda data: _with(data, BRANCH, "one branch"),
    "no_dimension": lambda data: _with(data, SCALE, "speed"),
    "gap_of_bank": lambda data: _with(data, _number(data, "gap"), _number(data, "gap", "bank")),
    "slipped": lambda data: _with(
        data, _number(data, "gap"), f"{_row(data)['gap'] + 0.03:.2f}".replace("-", "−")
    ),
    "no_gap": lambda data: _with(data, _number(data, "gap"), "wide, in"),
    "no_interval": lambda data: _with(
        data, f"{_number(data, 'low')} to {_number(data, 'high')}", "narrow"
    ),
    "n_of_bank": lambda data: _with(data, f"n = {_row(data)['n']:.0f}", f"n = {data.n}"),
    "no_n": lambda data: _with(data, f", n = {_row(data)['n']:.0f}", ""),
    "no_measures": lambda data: _with(data, "roles and standards", "service"),
    "too_sure": lambda data: model_brief(data) + " Both measures will close the gap.",
    "no_doubt": lambda data: (
        model_brief(data)
        .replace("What is uncertain: only", "Only")
        .replace("do not know", "have yet to learn")
    ),
    "few_managers": lambda data: _with(data, "only nine", "some"),
}
"""The model brief with one fault each, for the tests."""
