"""Counts while a collection runs: how many, how fast, and what they say so far."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

from svqkit.instruments.form_fields import FormField
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.store import connect, read_collection

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEAST", "item_counts", "live_counts", "progress"]

LEAST = 5
"""Fewer respondents than this are not shown: each would recognise the others' answers."""


def progress(collection: Collection, *, now: float | None = None) -> dict[str, Any]:
    """Count who has begun and finished.

    Parameters
    ----------
    collection : Collection
    now : float, optional
        Seconds since 1970.

    Returns
    -------
    dict
        ``begun``, ``finished``, ``last_minute``; ``last`` (seconds since the last answer, or
        None) and ``pace``: answers in each of the last 20 minutes, the present one last.
    """
    now = time.time() if now is None else now
    with closing(connect(collection.path)) as connection:
        finished, last = connection.execute(
            "SELECT count(*), max(received) FROM answers"
        ).fetchone()
        opened = connection.execute("SELECT value FROM collection WHERE key = 'opened'").fetchone()
        recent = connection.execute(
            "SELECT received FROM answers WHERE received > ?", (now - 1200,)
        ).fetchall()
    pace = [0] * 20
    for (received,) in recent:
        pace[19 - max(0, min(19, int((now - received) // 60)))] += 1
    return {
        "begun": max(int(opened[0]), finished),
        "finished": finished,
        "last_minute": pace[-1],
        "last": None if last is None else max(0, round(now - last)),
        "pace": pace,
    }


def _items(collection: Collection) -> list[FormField]:
    return [f for f in collection.plan.fields if f.kind == "scale" and f.item is not None]


def item_counts(collection: Collection) -> list[dict[str, Any]]:
    """Count the answers to each item in each form.

    Parameters
    ----------
    collection : Collection

    Returns
    -------
    list of dict
        ``column``, ``item``, ``form``, ``n``, ``mean`` and ``counts`` (by code, in order); mean
        and counts are None where fewer than five answered.
    """
    fields = _items(collection)
    with closing(connect(collection.path)) as connection:
        rows = [json.loads(row) for (row,) in connection.execute("SELECT content FROM answers")]
    found = []
    for field in fields:
        counted = Counter(row[field.column] for row in rows if row.get(field.column) is not None)
        n = counted.total()
        shown = n >= LEAST
        found.append(
            {
                "column": field.column,
                "item": field.item,
                "form": field.form,
                "n": n,
                "mean": sum(code * k for code, k in counted.items()) / n if shown else None,
                "counts": [counted[int(c)] for c in field.choices] if shown else None,
            }
        )
    return found


def live_counts(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Count the answers of a running collection, for a picture that follows it.

    Parameters
    ----------
    path : path
        The folder of the collection, or the file in it.

    Returns
    -------
    DataFrame
        Index ``column`` (``P1`` …); columns ``item``, ``form``, ``n``, ``mean``, and one for each
        point of the scale (``1``, ``2`` …) with the number who chose it. Mean and numbers are NaN
        where fewer than five answered. All as answered: reversed items are not turned round.

    Raises
    ------
    DataError
        If there is no collection, or its file is damaged.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.live_counts("no/such/folder")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no collection at no/such/folder; ...
    """
    import pandas as pd

    collection = read_collection(path)
    codes = collection.instrument.scale.codes
    rows = [
        {
            **{key: one[key] for key in ("column", "item", "form", "n", "mean")},
            **dict(zip(codes, one["counts"] or [None] * len(codes), strict=True)),
        }
        for one in item_counts(collection)
    ]
    columns = ["column", "item", "form", "n", "mean", *codes]
    frame = pd.DataFrame(rows, columns=columns).set_index("column")
    return frame.astype({"mean": float, **dict.fromkeys(codes, float)})
