"""A result as JSON: every number in full precision, nothing of single respondents.

Tables become lists of records, index levels included under their names; a missing number
becomes null.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.result import Result

from .masking import SMALLEST, masked

__all__ = ["as_json", "plain", "records"]

_LEFT_OUT = {"respondents", "flagged", "group_moments", "vcov_free"}
"""What concerns single respondents or small groups, and what stands elsewhere in another form."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a table into records in full precision.

    Parameters
    ----------
    frame : DataFrame
        An unnamed index other than 0, 1, 2 … becomes the key ``"index"``.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> records(pd.DataFrame({"r": [0.1, float("nan")]}, index=["Q1", "Q2"]))
    [{'index': 'Q1', 'r': 0.1}, {'index': 'Q2', 'r': None}]
    """
    counted = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    keys = [str(name) if name is not None else "index" for name in frame.index.names]
    columns = ["_".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in frame.columns]
    made = []
    for index, cells in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        levels = index if isinstance(index, tuple) else (index,)
        row = {} if counted else {k: plain(v) for k, v in zip(keys, levels, strict=True)}
        made.append(row | {k: plain(v) for k, v in zip(columns, cells, strict=True)})
    return made


def _responses(responses: Any) -> dict[str, Any]:
    """Say about the answers what may be said: how many, from where, what was dropped and why."""
    instrument = responses.instrument
    source = {key: plain(value) for key, value in responses.source.items() if key != "path"}
    return {
        "n": int(responses.n),
        "instrument": {"name": instrument.name, "title": instrument.title},
        "source": source,
        "problems": plain(responses.problems),
        "dropped": plain(responses.dropped),
    }


def plain(value: Any) -> Any:
    """Turn a value of a result into what JSON can hold.

    Parameters
    ----------
    value : object
        Number, text, table, mapping, sequence, array or nested result.

    Returns
    -------
    object

    Examples
    --------
    >>> plain({"alpha": np.float64(0.5), "n": np.int64(3), "p": float("nan")})
    {'alpha': 0.5, 'n': 3, 'p': None}
    >>> plain(pd.Series({"CFI": 0.95}))
    {'CFI': 0.95}
    """
    if value is None or value is pd.NA or value is pd.NaT or isinstance(value, str):
        return value if isinstance(value, str) else None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, pd.DataFrame):
        return records(value)
    if isinstance(value, pd.Series):
        return {_key(key): plain(cell) for key, cell in value.items()}
    if isinstance(value, Mapping):
        return {_key(key): plain(cell) for key, cell in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray, pd.Index)):
        return [plain(cell) for cell in value]
    if isinstance(value, (datetime.date, datetime.time, Path)):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    return str(value)


def _key(key: object) -> str:
    return " | ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _names(result: Any) -> list[str]:
    """Name what a reader of the result sees: its fields and its properties."""
    names = [field.name for field in dataclasses.fields(result)]
    for kind in type(result).__mro__:
        names += [k for k, v in vars(kind).items() if isinstance(v, (property, cached_property))]
    return [name for name in dict.fromkeys(names) if not name.startswith("_")]


def _inner(value: Any) -> bool:
    """Tell the workings of a result (a table of parameters, an optimum) from its parts."""
    return callable(value) or (dataclasses.is_dataclass(value) and not isinstance(value, Result))


def _fields(result: Any) -> dict[str, Any]:
    if hasattr(result, "perceptions") and hasattr(result, "respondents"):
        return _responses(result)
    made: dict[str, Any] = {}
    for name in _names(result):
        if name in _LEFT_OUT or (name == "invariance" and hasattr(result, "invariance_words")):
            continue
        value = getattr(result, name)
        if name == "analyses":
            made |= _fields(value)
        elif name == "instrument":
            made[name] = getattr(value, "name", None)
        elif isinstance(value, pd.DataFrame) and (name == "by" or "masked" in value.columns):
            made[name] = plain(masked(value))
        elif not _inner(value):
            made[name] = plain(value)
    return made


def as_json(result: Any) -> str:
    """Write a result as JSON text.

    Parameters
    ----------
    result : Result

    Returns
    -------
    str
        With ``svqkit`` (the version), ``result`` (its kind) and its fields. Answers, and
        anything else about single respondents, are left out; segments under 10 are masked.

    Examples
    --------
    >>> @dataclasses.dataclass
    ... class Small(Result):
    ...     omega: float
    >>> json.loads(as_json(Small(0.875)))["omega"]
    0.875
    """
    import svqkit

    made = {"svqkit": svqkit.__version__, "result": type(result).__name__} | _fields(result)
    for name in ("methods_text", "results_text"):
        if callable(getattr(result, name, None)):
            made[name] = getattr(result, name)()
    made["masked_below"] = SMALLEST
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
