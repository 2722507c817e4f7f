"""The lines that divide an importance–performance map, and the diagonal of equal priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Lines", "check_center", "dividing_lines", "urgency", "urgency_influence"]

CENTERS = ("data", "scale")


@dataclass(frozen=True)
class Lines:
    """Where the map divides.

    ``moves`` says of each line (importance, performance) whether it is a mean of what is shown and
    would lie elsewhere with other respondents.
    """

    importance: float
    performance: float
    moves: tuple[bool, bool]
    said: str


def check_center(center: object) -> Mapping[str, float]:
    """Refuse a center that says no line; give the targets it names.

    Parameters
    ----------
    center : {"data", "scale"} or mapping

    Returns
    -------
    mapping
        Empty where lines follow the data or the scale.

    Raises
    ------
    ValueError
        If it is neither, names another line, or a target is no number.

    Examples
    --------
    >>> check_center({"performance": 6})
    {'performance': 6.0}
    """
    if isinstance(center, str) and center in CENTERS:
        return {}
    if not isinstance(center, Mapping):
        raise ValueError(
            f"center must be one of 'data', 'scale', or targets such as {{'performance': 6}}, not "
            f"{center!r}"
        )
    unknown = sorted(set(center) - {"importance", "performance"})
    if unknown or not center:
        raise ValueError(
            f"center names {unknown or 'no line'}; its keys are 'importance' and 'performance'"
        )
    for name, value in center.items():
        number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not number or not np.isfinite(value):
            raise ValueError(f"center[{name!r}]={value!r} is not a number")
    return {str(name): float(value) for name, value in center.items()}


def dividing_lines(
    center: str | Mapping[str, float],
    importance: np.ndarray,
    performance: np.ndarray,
    *,
    middle: float | None,
    scale: Any,
    ends: tuple[float, float] = (-np.inf, np.inf),
) -> Lines:
    """Find the two lines.

    Parameters
    ----------
    center : {"data", "scale"} or mapping
        Targets: ``{"performance": 6}``, ``{"importance": 20, "performance": 6}``; a line without
        target lies at the mean.
    importance, performance : ndarray (k,)
    middle : float or None
        Of the scale of importance, where there is one.
    scale : Scale
        Of performance.
    ends : (float, float)
        Of importance.

    Returns
    -------
    Lines

    Raises
    ------
    ValueError
        If the center is unknown, or a target lies off the scale.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> seven = SimpleNamespace(low=1, high=7)
    >>> found = dividing_lines({"performance": 6}, np.array([30.0, 70.0]), np.array([5.0, 4.0]),
    ...                        middle=50.0, scale=seven)
    >>> found.importance, found.performance, found.moves
    (50.0, 6.0, (True, False))
    """
    targets = check_center(center)
    means = float(importance.mean()), float(performance.mean())
    if center == "data":
        return Lines(*means, (True, True), "Lines at the means of what is shown.")
    if center == "scale":
        across = (scale.low + scale.high) / 2
        up = means[0] if middle is None else float(middle)
        said = "Lines at the middle of the scale"
        said += "." if middle is not None else "; correlations have none and divide at their mean."
        return Lines(up, across, (middle is None, False), said)
    target = targets.get("performance")
    if target is not None and not scale.low <= target <= scale.high:
        raise ValueError(
            f"the performance target {target:g} lies off the answer scale ({scale.low} to "
            f"{scale.high})"
        )
    wanted = targets.get("importance")
    if wanted is not None and not ends[0] <= wanted <= ends[1]:
        raise ValueError(
            f"the importance target {wanted:g} lies off the scale of importance ({ends[0]:g} to "
            f"{ends[1]:g})"
        )
    moves = ("importance" not in targets, "performance" not in targets)
    up, across = (
        targets.get(name, mean)
        for name, mean in zip(("importance", "performance"), means, strict=True)
    )
    told = ", ".join(f"{name} {value:g}" for name, value in targets.items())
    rest = "; the other line at the mean of what is shown." if any(moves) else "."
    return Lines(up, across, moves, f"Lines at targets: {told}{rest}")


def urgency(
    importance: np.ndarray, performance: np.ndarray, lines: Lines, *, common: bool
) -> np.ndarray:
    """Measure how far attributes lie above the diagonal of equal priority.

    On a common scale importance minus performance; otherwise both from their lines in standard
    deviations over the attributes shown (Bacon 2003).

    Parameters
    ----------
    importance, performance : ndarray (..., k)
    lines : Lines
        A line that moves is taken from the values given.
    common : bool

    Returns
    -------
    ndarray (..., k)

    Examples
    --------
    >>> lines = Lines(50.0, 5.0, (True, True), "")
    >>> urgency(np.array([40.0, 60.0]), np.array([4.0, 6.0]), lines, common=False).tolist()
    [0.0, 0.0]
    """
    if common:
        return np.asarray(importance - performance)
    up, across = (
        values.mean(axis=-1, keepdims=True) if moves else line
        for values, moves, line in zip(
            (importance, performance),
            lines.moves,
            (lines.importance, lines.performance),
            strict=True,
        )
    )
    return np.asarray(_standard(importance, up) - _standard(performance, across))


def _standard(values: np.ndarray, line: Any) -> np.ndarray:
    spread = values.std(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > 0, (values - line) / spread, 0.0)


def urgency_influence(
    importance: np.ndarray,
    performance: np.ndarray,
    influences: tuple[np.ndarray, np.ndarray],
    lines: Lines,
    *,
    common: bool,
) -> np.ndarray:
    """Give each respondent's influence on the urgency, lines and spreads moving along.

    Parameters
    ----------
    importance, performance : ndarray (k,)
    influences : (ndarray (n, k), ndarray (n, k))
        On importance, on performance.
    lines : Lines
    common : bool

    Returns
    -------
    ndarray (n, k)

    Examples
    --------
    >>> moved = np.array([[1.0, 0.0], [-1.0, 0.0]])
    >>> urgency_influence(np.array([5.0, 6.0]), np.array([4.0, 4.0]), (moved, 0 * moved),
    ...                   Lines(5.5, 4.0, (True, True), ""), common=True).tolist()
    [[1.0, 0.0], [-1.0, 0.0]]
    """
    if common:
        return np.asarray(influences[0] - influences[1])
    parts = []
    for values, moved, moves, line in zip(
        (importance, performance),
        influences,
        lines.moves,
        (lines.importance, lines.performance),
        strict=True,
    ):
        spread = values.std()
        if spread == 0:
            parts.append(np.zeros_like(moved))
            continue
        wider = moved @ (values - values.mean()) / (len(values) * spread)
        centred = moved - moved.mean(axis=1, keepdims=True) if moves else moved
        parts.append(centred / spread - (values - line) * wider[:, None] / spread**2)
    return np.asarray(parts[0] - parts[1])
