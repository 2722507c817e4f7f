"""A goal that knows what it is about: indicator, baseline, target, deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.moments import moment
from svqkit.result import Part, Result

__all__ = ["Goal"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Goal(Result):
    """A goal for one indicator.

    What is left out is not refused here: ``smart_checks(goal)`` says in words what is missing.

    Parameters
    ----------
    name : str
        The goal in one sentence.
    indicator : str
        What is measured.
    baseline, target : float
        Where the indicator stands, and where it shall stand; both in ``unit``.
    start, deadline : date or str, optional
        When the baseline was measured, and by when the target shall be reached.
    unit : str
        Such as ``"minutes"`` or ``"%"``.
    owner : str
        Who answers for it.
    source : str
        Where the figures come from, and how often.
    serves : str
        The goal of the organisation, the gap or the dimension it serves.
    measures : tuple of str
        What shall be done for it.

    Attributes
    ----------
    direction : {"up", "down", "hold"}
        Which way the indicator shall go.
    change : float
        Target minus baseline.

    Raises
    ------
    DataError
        If a figure is no number, a date cannot be read, or the deadline lies before the start.

    References
    ----------
    Doran (1981), Management Review 70(11), 35–36.

    Examples
    --------
    >>> goal = Goal(name="Answer faster", indicator="median wait", unit="minutes", baseline=14,
    ...             target=8, start="2026-01-05", deadline="2026-12-31")
    >>> goal.direction, goal.change
    ('down', -6.0)
    """

    name: str
    indicator: str
    baseline: float
    target: float
    start: Any = None
    deadline: Any = None
    unit: str = ""
    owner: str = ""
    source: str = ""
    serves: str = ""
    measures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("baseline", "target"):
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        for name in ("start", "deadline"):
            object.__setattr__(self, name, _day(name, getattr(self, name)))
        for name in ("name", "indicator", "unit", "owner", "source", "serves"):
            object.__setattr__(self, name, _text(name, getattr(self, name)))
        given = (self.measures,) if isinstance(self.measures, str) else self.measures or ()
        object.__setattr__(self, "measures", tuple(_text("measures", one) for one in given))
        if self.start is not None and self.deadline is not None and self.deadline <= self.start:
            raise DataError(
                f"the deadline {self.deadline:%Y-%m-%d} is not after the start "
                f"{self.start:%Y-%m-%d}; give a later deadline"
            )

    @property
    def change(self) -> float:
        """Target minus baseline."""
        return self.target - self.baseline

    @property
    def direction(self) -> Literal["up", "down", "hold"]:
        """Which way the indicator shall go."""
        if self.change == 0:
            return "hold"
        return "up" if self.change > 0 else "down"

    def reached(self, value: float) -> bool:
        """Say whether a value of the indicator meets the target.

        Parameters
        ----------
        value : float
            In the goal's unit.

        Returns
        -------
        bool
            A goal that only wants to hold is met at the target or above it.

        Examples
        --------
        >>> Goal(name="", indicator="wait", baseline=14, target=8).reached(7.5)
        True
        """
        return value <= self.target if self.direction == "down" else value >= self.target

    def _title(self) -> str:
        return f"Goal: {self.name or self.indicator}"

    def _parts(self) -> list[Part]:
        unit = f" {self.unit}" if self.unit else ""
        rows = {
            "indicator": self.indicator,
            "from": f"{self.baseline:g}{unit}" + (f", {self.start:%Y-%m-%d}" if self.start else ""),
            "to": f"{self.target:g}{unit}"
            + (f", by {self.deadline:%Y-%m-%d}" if self.deadline else ""),
            "owner": self.owner,
            "source": self.source,
            "serves": self.serves,
            "measures": "; ".join(self.measures),
        }
        return [("", pd.Series(rows, name="goal"))]


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DataError(f"{name} must be a text, not {value!r}", column=name, value=value)
    return value


def _number(name: str, value: Any) -> float:
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if number != number or number in (float("inf"), float("-inf")):
        raise DataError(f"{name} must be a number, not {value!r}", column=name, value=value)
    return number


def _day(name: str, value: Any) -> pd.Timestamp | None:
    if value is None or value == "":
        return None
    return moment(name, value).tz_localize(None).normalize()
