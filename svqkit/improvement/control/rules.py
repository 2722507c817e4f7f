"""Runs rules: patterns that a steady process seldom shows, each with its name and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["RULES", "Rule", "choose_rules", "fired"]


@dataclass(frozen=True)
class Rule:
    """A pattern of consecutive points.

    Attributes
    ----------
    name : str
        Such as ``"Nelson 2"``.
    words : str
        What it looks at.
    window : int
        Consecutive points that it looks at.
    source : str
    holds : callable
        From distances to the centre line in standard errors and the truth of "beyond a limit" to
        where the pattern is complete.
    """

    name: str
    words: str
    window: int
    source: str
    holds: Callable[[np.ndarray, np.ndarray], np.ndarray]


def _recent(marks: np.ndarray, window: int) -> np.ndarray:
    """Count the marks among the last points, those before the first counting none."""
    total = np.cumsum(marks)
    total[window:] -= total[:-window].copy()
    return total


def _beyond(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
    return outside


def _one_side(window: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        return (_recent(z > 0, window) == window) | (_recent(z < 0, window) == window)

    return holds


def _most(needed: int, window: int, edge: float) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Look for enough of the last points beyond an edge on one side, the last among them."""

    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        above, below = z > edge, z < -edge
        return (above & (_recent(above, window) >= needed)) | (
            below & (_recent(below, window) >= needed)
        )

    return holds


def _inside(window: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        return _recent(np.abs(z) < 1, window) == window

    return holds


def _both_sides(window: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        away = _recent(np.abs(z) > 1, window) == window
        return away & (_recent(z > 1, window) > 0) & (_recent(z < -1, window) > 0)

    return holds


def _steadily(window: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        step = np.diff(z, prepend=z[:1])
        needed = window - 1
        return (_recent(step > 0, needed) == needed) | (_recent(step < 0, needed) == needed)

    return holds


def _alternating(window: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def holds(z: np.ndarray, outside: np.ndarray) -> np.ndarray:
        step = np.sign(np.diff(z, prepend=z[:1]))
        turns = np.zeros(len(z), bool)
        turns[2:] = step[2:] * step[1:-1] < 0
        return _recent(turns, window - 2) == window - 2

    return holds


_NELSON = "Nelson (1984), Journal of Quality Technology 16(4), 237–239"
_WESTERN = "Western Electric (1956), Statistical Quality Control Handbook"

RULES = {
    rule.name: rule
    for rule in (
        Rule("Nelson 1", "1 point beyond a limit", 1, _NELSON, _beyond),
        Rule("Nelson 2", "9 points in a row on one side of the centre", 9, _NELSON, _one_side(9)),
        Rule("Nelson 3", "6 points in a row rising or falling", 6, _NELSON, _steadily(6)),
        Rule("Nelson 4", "14 points in a row up and down by turns", 14, _NELSON, _alternating(14)),
        Rule("Nelson 5", "2 of 3 points beyond 2 sigma on one side", 3, _NELSON, _most(2, 3, 2.0)),
        Rule("Nelson 6", "4 of 5 points beyond 1 sigma on one side", 5, _NELSON, _most(4, 5, 1.0)),
        Rule("Nelson 7", "15 points in a row within 1 sigma", 15, _NELSON, _inside(15)),
        Rule(
            "Nelson 8",
            "8 points in a row beyond 1 sigma, on both sides",
            8,
            _NELSON,
            _both_sides(8),
        ),
        Rule("Western Electric 1", "1 point beyond a limit", 1, _WESTERN, _beyond),
        Rule(
            "Western Electric 2",
            "2 of 3 points beyond 2 sigma on one side",
            3,
            _WESTERN,
            _most(2, 3, 2.0),
        ),
        Rule(
            "Western Electric 3",
            "4 of 5 points beyond 1 sigma on one side",
            5,
            _WESTERN,
            _most(4, 5, 1.0),
        ),
        Rule(
            "Western Electric 4",
            "8 points in a row on one side of the centre",
            8,
            _WESTERN,
            _one_side(8),
        ),
    )
}
"""Nelson's eight tests and Western Electric's four zone tests, by name."""

_SETS = {
    "limits": ("Nelson 1",),
    "Nelson": tuple(name for name in RULES if name.startswith("Nelson")),
    "Western Electric": tuple(name for name in RULES if name.startswith("Western")),
}


def choose_rules(rules: str | Sequence[str]) -> list[Rule]:
    """Look rules up by the name of a set or by their own names.

    Parameters
    ----------
    rules : str or sequence of str
        ``"Nelson"``, ``"Western Electric"``, ``"limits"``, or names such as ``"Nelson 2"``.

    Returns
    -------
    list of Rule

    Raises
    ------
    ValueError
        If a name is unknown, or there is none.

    Examples
    --------
    >>> [rule.window for rule in choose_rules("Western Electric")]
    [1, 3, 5, 8]
    """
    if not isinstance(rules, Iterable):
        raise TypeError(f"rules is the name of a set, or a list of rules by name, not {rules!r}")
    wanted = [rules] if isinstance(rules, str) else list(rules)
    known = {name.lower(): names for name, names in _SETS.items()}
    known |= {name.lower(): (name,) for name in RULES}
    found: list[str] = []
    if not wanted:
        raise ValueError("rules is empty; rules='limits' looks at the limits alone")
    for one in wanted:
        if not isinstance(one, str) or one.lower() not in known:
            raise ValueError(
                f"no rule {one!r}; there are the sets {', '.join(_SETS)} and the rules "
                f"{', '.join(RULES)}"
            )
        found += known[one.lower()]
    return [RULES[name] for name in dict.fromkeys(found)]


def fired(z: np.ndarray, outside: np.ndarray, rules: Sequence[Rule]) -> np.ndarray:
    """Find the points at which each rule's pattern is complete.

    Parameters
    ----------
    z : ndarray (points,)
        Distances from the centre line in standard errors, in the order of time.
    outside : ndarray of bool (points,)
        Whether a point lies beyond a control limit.
    rules : sequence of Rule

    Returns
    -------
    ndarray of bool (rules × points)
        True at the last point of a pattern, and again while the pattern goes on. A point on the
        centre line is on neither side of it.

    Examples
    --------
    >>> z = np.array([0.1] * 9 + [-3.5])
    >>> fired(z, np.abs(z) > 3, choose_rules(["Nelson 1", "Nelson 2"])).nonzero()[1].tolist()
    [9, 8]
    """
    return np.array([rule.holds(z, outside) for rule in rules]).reshape(len(rules), len(z))
