"""How the time of each analysis grows with respondents and with items."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from measure import shown

RESPONDENTS = (100, 1_000, 10_000, 100_000, 1_000_000)
ITEMS = (10, 20, 50, 100)
LONG = 1.0
"""Seconds from which one run says enough."""


def survey(n: int, p: int) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Seven-point answers to p items, five a factor."""
    rng = np.random.default_rng(1)
    count = p // 5
    common = 0.6 * rng.normal(size=(n, 1)) + 0.8 * rng.normal(size=(n, count))
    values = 4 + common[:, np.arange(p) // 5] + 0.8 * rng.normal(size=(n, p))
    names = [f"Q{k + 1}" for k in range(p)]
    model = {f"f{k + 1}": names[5 * k : 5 * k + 5] for k in range(count)}
    return pd.DataFrame(np.clip(np.round(values), 1, 7), columns=names), model


def _jobs(items: pd.DataFrame, model: dict[str, list[str]]) -> dict[str, Callable[[], Any]]:
    import svqkit as svq

    gathered = svq.moments(items)
    return {
        "`moments` of a frame": lambda: svq.moments(items),
        "`cfa`, from moments": lambda: svq.cfa(gathered, model).fit,
        "`efa`, from moments": lambda: svq.efa(gathered, len(model)),
        "`reliability`, from moments": lambda: svq.reliability(gathered, model),
        "`n_factors`, from moments": lambda: svq.n_factors(gathered, seed=1),
        "`cfa`, from answers": lambda: svq.cfa(items, model).fit,
        "polychoric matrix": lambda: svq.correlations(items, "polychoric"),
    }


def _seconds(job: Callable[[], Any]) -> float:
    taken = []
    for _ in range(4):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
        if taken[-1] > LONG:
            break
    return statistics.median(taken[1:] or taken)


def _table(first: str, sizes: list[tuple[int, int]], heads: list[str]) -> str:
    columns = []
    for n, p in sizes:
        print(f"  {n} respondents, {p} items", flush=True)
        items, model = survey(n, p)
        columns.append({name: _seconds(job) for name, job in _jobs(items, model).items()})
    rows = [
        f"| {name} | " + " | ".join(shown(column[name]) for column in columns) + " |"
        for name in columns[0]
    ]
    head = f"| {first} | " + " | ".join(heads) + " |"
    return "\n".join([head, "|---" * (len(heads) + 1) + "|", *rows])


def page() -> str:
    """Measure and write the section."""
    by_n = _table(
        "20 items, 4 factors; respondents",
        [(n, 20) for n in RESPONDENTS],
        [f"{n:,}".replace(",", " ") for n in RESPONDENTS],
    )
    by_p = _table("1000 respondents; items", [(1000, p) for p in ITEMS], [f"{p}" for p in ITEMS])
    return (
        f"{by_n}\n\nOnce the moments are there, nothing grows with respondents (`n_factors` "
        "searches a little longer in random data of very many, whose correlations are all but "
        f"zero).\n\n{by_p}"
    )
