"""Faults planted in simulated answers: carelessness, gaps, hurry; each with its truth kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

__all__ = [
    "KINDS",
    "MECHANISMS",
    "careless_shares",
    "lose_answers",
    "missing_wish",
    "plant_careless",
]

KINDS = ("straight line", "random", "alternating", "midpoint", "extreme")
"""Ways of answering without reading."""
MECHANISMS = ("MCAR", "MAR", "MNAR", "break-off")
"""Why answers are missing: by chance, by what somebody said elsewhere, by the answer itself, or
because somebody stopped."""


def _share(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise ValueError(f"{name} is a share from 0 to below 1, not {value!r}")
    if not 0 <= value < 1:
        raise ValueError(f"{name} is a share from 0 to below 1, not {value!r}")
    return float(value)


def careless_shares(careless: float | Mapping[str, float]) -> dict[str, float] | float:
    """Check how many answer without reading: a share, or one for each kind.

    Raises
    ------
    ValueError
        If a share is impossible or a kind unknown.

    Examples
    --------
    >>> careless_shares({"straight line": 0.05})
    {'straight line': 0.05}
    """
    if not isinstance(careless, Mapping):
        return _share("careless", careless)
    strange = [kind for kind in careless if kind not in KINDS]
    if strange:
        raise ValueError(f"careless has no kind {strange[0]!r}; choose from {', '.join(KINDS)}")
    shares = {kind: _share(f"careless {kind}", value) for kind, value in careless.items()}
    _share("careless", sum(shares.values()))
    return shares


def _pattern(
    kind: str, width: int, scale: tuple[int, int], line: float, rng: np.random.Generator
) -> np.ndarray:
    low, high = scale
    if kind == "straight line":
        return np.full(width, line)
    if kind == "alternating":
        return np.where(np.arange(width) % 2 == 0, line, low + high - line)
    if kind == "midpoint":
        middle = (low + high) / 2
        return np.clip(np.floor(middle + rng.integers(0, 2, width) * (middle % 1 > 0)), low, high)
    if kind == "extreme":
        return np.where(rng.random(width) < 0.5, float(low), float(high))
    return rng.integers(low, high + 1, size=width).astype(float)


def plant_careless(
    forms: Mapping[str, np.ndarray],
    shares: dict[str, float] | float,
    scale: tuple[int, int],
    rng: np.random.Generator,
) -> dict[int, str]:
    """Let some respondents answer without reading, in place.

    Parameters
    ----------
    forms : mapping of form to ndarray (respondents, items)
        Changed.
    shares : float or dict
        As :func:`careless_shares`; of one share half give one code throughout, half answer at
        random.
    scale : (int, int)
    rng : numpy.random.Generator

    Returns
    -------
    dict of int to str
        Row → kind.

    Examples
    --------
    >>> answers = {"perception": np.zeros((10, 4))}
    >>> planted = plant_careless(answers, {"extreme": 0.2}, (1, 7), np.random.default_rng(1))
    >>> list(planted.values())
    ['extreme', 'extreme']
    """
    low, high = scale
    n = len(forms["perception"])
    order = rng.permutation(n)
    if isinstance(shares, dict):
        wanted = [kind for kind, share in shares.items() for _ in range(round(share * n))]
    else:
        count = round(shares * n)
        wanted = ["straight line" if at % 2 == 0 else "random" for at in range(count)]
    kinds: dict[int, str] = {}
    for position, kind in zip(order, wanted, strict=False):
        line = float(rng.integers(low + (high - low) // 2, high + 1))
        for answers in forms.values():
            width = answers.shape[1]
            chance = rng.integers(low, high + 1, size=width).astype(float)
            own = chance if kind == "random" else _pattern(kind, width, scale, line, rng)
            answers[position] = own
        kinds[int(position)] = kind
    return kinds


def missing_wish(missing: float | Mapping[str, Any]) -> tuple[float, str, str | None]:
    """Read which answers are to be lost: a share, or share, mechanism and what it hangs on.

    Returns
    -------
    float
        Share.
    str
        Mechanism.
    str or None
        The column that MAR hangs on; None for the first criterion or group.

    Raises
    ------
    ValueError
        If a key or mechanism is unknown, or the share impossible.

    Examples
    --------
    >>> missing_wish({"share": 0.1, "mechanism": "MAR", "on": "satisfaction"})
    (0.1, 'MAR', 'satisfaction')
    """
    if not isinstance(missing, Mapping):
        return _share("missing", missing), "MCAR", None
    strange = [key for key in missing if key not in ("share", "mechanism", "on")]
    if strange or "share" not in missing:
        raise ValueError("missing is a share, or a mapping of share, mechanism and on")
    mechanism = str(missing.get("mechanism", "MCAR"))
    if mechanism not in MECHANISMS:
        raise ValueError(
            f"there is no mechanism {mechanism!r}; choose from {', '.join(MECHANISMS)}"
        )
    return _share("missing", missing["share"]), mechanism, missing.get("on")


def _tilted(share: float, leaning: np.ndarray) -> np.ndarray:
    """Chances that average to the share and rise with the leaning: logistic, slope 1.5."""
    spread = leaning.std()
    z = 1.5 * (leaning - leaning.mean()) / (spread if spread > 0 else 1.0)
    if share == 0:
        return np.zeros(leaning.shape)
    low, high = -40.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-(z + middle)))).mean() < share:
            low = middle
        else:
            high = middle
    chances: np.ndarray = 1 / (1 + np.exp(-(z + low)))
    return chances


def lose_answers(
    forms: Mapping[str, np.ndarray],
    wish: tuple[float, str, str | None],
    respondents: pd.DataFrame,
    rng: np.random.Generator,
) -> None:
    """Lose answers in place, by chance or for a reason.

    Parameters
    ----------
    forms : mapping of form to ndarray (respondents, items)
        Changed.
    wish : (share, mechanism, column)
        As :func:`missing_wish`. MCAR: every answer alike. MAR: more often where the column's value
        is low (a group's place in order of its name). MNAR: more often where the answer itself is
        low. Break-off: that share of all answers, from some item to the end.
    respondents : DataFrame
    rng : numpy.random.Generator

    Raises
    ------
    ValueError
        If MAR has no column to hang on.
    """
    share, mechanism, on = wish
    if mechanism == "MCAR":
        for values in forms.values():
            values[rng.random(values.shape) < share] = np.nan
        return
    n = len(respondents)
    if mechanism == "MAR":
        if on is None and not len(respondents.columns):
            raise ValueError('MAR needs a column to hang on: ask for groups, or name it in "on"')
        column = respondents.columns[-1] if on is None else on
        if column not in respondents:
            raise ValueError(f"MAR hangs on {column!r}, which is no column of the respondents")
        given = respondents[column]
        codes = (
            given if pd.api.types.is_numeric_dtype(given) else given.astype("category").cat.codes
        )
        chances = _tilted(share, -codes.to_numpy(dtype=float))
        for values in forms.values():
            values[rng.random(values.shape) < chances[:, None]] = np.nan
    elif mechanism == "MNAR":
        for values in forms.values():
            values[rng.random(values.shape) < _tilted(share, -values)] = np.nan
    else:
        total = sum(values.shape[1] for values in forms.values())
        # who breaks off does so anywhere: half of the answers are lost on average
        leaves = rng.random(n) < min(2 * share, 1.0)
        last = np.where(leaves, rng.integers(0, total, n), total)
        begun = 0
        for values in forms.values():
            width = values.shape[1]
            values[np.arange(begun, begun + width) >= last[:, None]] = np.nan
            begun += width
