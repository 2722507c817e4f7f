"""Average run length: how long a chart stays silent, in control and after a shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtr

from svqkit.improvement.control.only_numbers import number_options, numbers_or_none
from svqkit.improvement.control.rules import Rule, choose_rules
from svqkit.improvement.control.zone_chain import ZONED, by_chain, by_simulation
from svqkit.result import Part, Result

__all__ = ["RunLength", "average_run_length"]

_NODES = 80
"""At least; more where the limits lie far apart."""
_MOST_NODES = 1200
_LONGEST = 1e9
"""A longer mean run is no more than the rounding of the system of equations that gives it."""
_KINDS = ("Shewhart", "EWMA", "CUSUM")


@dataclass(frozen=True, eq=False, repr=False)
class RunLength(Result):
    """How many points pass, on average, before a chart signals.

    Attributes
    ----------
    table : DataFrame (index: shift, in sigma of a single value)
        ``arl error observations``: points until the signal, the standard error where it was
        simulated, and observations (points times n).
    kind, method, sentence, convention : str

    Examples
    --------
    >>> average_run_length(shift=[0, 3]).table["arl"].round(1).tolist()
    [370.4, 2.0]
    """

    table: pd.DataFrame
    kind: str
    method: str
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"Average run length ({self.kind})"

    def _parts(self) -> list[Part]:
        return [("", self.table), ("Reading", self.sentence), ("Convention", self.convention)]


def average_run_length(
    kind: Literal["Shewhart", "EWMA", "CUSUM"] = "Shewhart",
    *,
    shift: float | Sequence[float] = (0, 0.5, 1, 1.5, 2, 3),
    n: int = 1,
    limits: float = 3.0,
    rules: str | Sequence[str] = "limits",
    smoothing: float = 0.2,
    k: float = 0.5,
    h: float = 5.0,
    fast: bool = False,
    draws: int = 2000,
    seed: int | None = None,
) -> RunLength:
    """Tell how long a chart of a normal process takes to signal, before and after a shift.

    Parameters
    ----------
    kind : {"Shewhart", "EWMA", "CUSUM"}
    shift : float or sequence of float
        Of the mean, in sigma of a single value; 0 gives the time between false alarms.
    n : int
        Observations a point: a mean of n.
    limits, rules, smoothing, k, h, fast
        As in ``control_chart``.
    draws : int
        Simulated runs, where there is no other way (Nelson 3, 4, 7 and 8).
    seed : int, optional
        Of the simulation.

    Returns
    -------
    RunLength
        ``.table``.

    Raises
    ------
    ValueError
        If an option is unknown or out of range, or a signal would come less than once in a thousand
        million points of an EWMA or CUSUM.

    References
    ----------
    Shewhart with zone rules: exact Markov chain (Champ & Woodall 1987, Technometrics 29, 393–399).
    EWMA and CUSUM: integral equation (Crowder 1987, Technometrics 29, 401–407;
    Page 1954), two-sided CUSUM by Lucas & Crosier (1982). Tested against the R package spc.

    Examples
    --------
    >>> average_run_length("CUSUM", shift=[0, 1]).table["arl"].round(1).tolist()
    [465.4, 10.4]
    >>> average_run_length(rules="Western Electric", shift=0).table["arl"].round(2).tolist()
    [91.75]
    """
    number_options(n=n, limits=limits, smoothing=smoothing, k=k, h=h, draws=draws)
    numbers_or_none(seed=seed)
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    if not (n >= 1 and float(n).is_integer()):
        raise ValueError(f"n is a whole number of observations, at least 1, not {n!r}")
    if not (0 < limits < np.inf and 0 < smoothing <= 1 and 0 <= k < np.inf and 0 < h < np.inf):
        raise ValueError(
            "limits and h must be above 0, k at least 0, smoothing above 0 and at most 1"
        )
    shifts = _shifts(shift)
    if draws < 100:
        raise ValueError(f"draws is at least 100, not {draws!r}")
    moved, chosen = shifts * np.sqrt(n), choose_rules(rules)
    errors = np.full(len(moved), np.nan)
    if kind == "EWMA":
        arl = np.array([_ewma(smoothing, limits, one) for one in moved])
        method = "integral equation, limits as they are in the long run"
    elif kind == "CUSUM":
        arl = np.array([_cusum(k, h, one, h / 2 if fast else 0.0) for one in moved])
        method = "integral equation, both sides"
    else:
        arl, errors, method = _shewhart(moved, limits, chosen, draws, seed)
    longest = np.inf if kind == "Shewhart" else _LONGEST
    if not ((arl > 0) & (arl < longest)).all():
        raise ValueError(
            "with limits this wide a signal is too rare for its run length to be worked out; take "
            "narrower limits"
        )
    table = pd.DataFrame(
        {"arl": arl, "error": errors, "observations": arl * n}, index=pd.Index(shifts, name="shift")
    )
    return RunLength(table, kind, method, _sentence(table), _convention(kind, method, chosen, n))


def _shifts(shift: float | Sequence[float]) -> np.ndarray:
    try:
        shifts = np.atleast_1d(np.asarray(shift, dtype=float))
    except (TypeError, ValueError):
        raise TypeError(f"shift is a number of sigma, or several, not {shift!r}") from None
    if shifts.ndim > 1 or not len(shifts) or not np.isfinite(shifts).all():
        raise ValueError(f"shift is a finite number of sigma, or several, not {shift!r}")
    return shifts


def _shewhart(
    moved: np.ndarray, limits: float, rules: Sequence[Rule], draws: int, seed: int | None
) -> tuple[np.ndarray, np.ndarray, str]:
    names = {rule.name for rule in rules}
    if names <= {"Nelson 1", "Western Electric 1"}:
        signal = ndtr(-limits - moved) + ndtr(-limits + moved)
        with np.errstate(divide="ignore"):
            return 1 / signal, np.full(len(moved), np.nan), "closed form"
    if names <= ZONED:
        arl = np.array([by_chain(rules, limits, one) for one in moved])
        return arl, np.full(len(moved), np.nan), "exact Markov chain"
    rng = np.random.default_rng(seed)
    pairs = np.array([by_simulation(rules, limits, one, draws, rng) for one in moved])
    return pairs[:, 0], pairs[:, 1], f"simulation of {draws} runs"


@lru_cache(maxsize=8)
def _nodes(width: float) -> tuple[np.ndarray, np.ndarray]:
    """Lay out Gauss and Legendre's nodes, four for each standard deviation between the ends."""
    count = max(_NODES, int(np.ceil(4 * width)))
    if count > _MOST_NODES:
        raise ValueError(
            f"the limits lie {width:,.0f} standard deviations of a step apart, too far to work their "
            "run length out; take a larger smoothing, or a smaller h"
        )
    return np.polynomial.legendre.leggauss(count)


def _solved(kernel: np.ndarray) -> np.ndarray:
    """Solve L = 1 + kernel · L."""
    return np.asarray(np.linalg.solve(np.eye(len(kernel)) - kernel, np.ones(len(kernel))))


def _normal(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _ewma(smoothing: float, limits: float, shift: float) -> float:
    """Solve L(z) = 1 + (1/λ) ∫ L(y) φ((y − (1 − λ)z)/λ − δ) dy between the limits."""
    if smoothing == 1:
        return float(1 / (ndtr(-limits - shift) + ndtr(-limits + shift)))
    edge = limits * np.sqrt(smoothing / (2 - smoothing))
    nodes, weights = _nodes(2 * edge / smoothing)
    y, weights = edge * nodes, edge * weights

    def kernel(z: np.ndarray) -> np.ndarray:
        inner = (y - (1 - smoothing) * z[:, None]) / smoothing - shift
        return np.asarray(weights * _normal(inner) / smoothing)

    lengths = _solved(kernel(y))
    return float(1 + (kernel(np.zeros(1)) @ lengths)[0])


def _cusum(k: float, h: float, shift: float, start: float) -> float:
    """Combine both sides: L₊(u)L₋(0) + L₋(u)L₊(0) − L₊(0)L₋(0), over L₊(0) + L₋(0)."""
    up, up_from = _one_side(k, h, shift, start)
    down, down_from = _one_side(k, h, -shift, start)
    return (up_from * down + down_from * up - up * down) / (up + down)


def _one_side(k: float, h: float, shift: float, start: float) -> tuple[float, float]:
    """Solve L(z) = 1 + L(0) Φ(k − z − δ) + ∫ L(x) φ(x + k − z − δ) dx; L at 0 and at the start."""
    nodes, weights = _nodes(h)
    x, weights = h * (nodes + 1) / 2, h * weights / 2

    def kernel(z: np.ndarray) -> np.ndarray:
        at_zero = ndtr(k - z - shift)[:, None]
        return np.hstack([at_zero, weights * _normal(x + k - z[:, None] - shift)])

    places = np.concatenate([[0.0], x])
    lengths = _solved(kernel(places))
    return float(lengths[0]), float(1 + (kernel(np.array([start])) @ lengths)[0])


def _sentence(table: pd.DataFrame) -> str:
    said = []
    for shift, arl in table["arl"].items():
        if shift == 0:
            said.append(f"In control a false alarm comes about every {arl:,.0f} points.")
        else:
            said.append(f"A shift of {shift:g} sigma is signalled after {arl:,.1f} points.")
    return " ".join([*said, "These are means; single runs vary about as much as they are long."])


def _convention(kind: str, method: str, rules: Sequence[Rule], n: int) -> str:
    which = f"rules: {', '.join(rule.name for rule in rules)}; " if kind == "Shewhart" else ""
    return (
        f"Independent normal values, known centre and sigma, shift from the first point; {which}{method}"
        f"{f'; points are means of {n}' if n > 1 else ''}."
    )
