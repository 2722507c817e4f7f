"""What several threads of linear algebra cost or gain the analyses, which limit them to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from growth import survey
from measure import repeat, shown

TIMES = 3


def page() -> str:
    """Measure each job with BLAS's own number of threads and with one, in one process."""
    import svqkit as svq
    from svqkit.psychometrics.threads import one_thread

    few, few_model = survey(1000, 20)
    many, many_model = survey(1000, 100)
    small, large = svq.moments(few), svq.moments(many)
    rng = np.random.default_rng(1)
    half = rng.normal(size=(60, 100, 200))
    batch = half @ half.transpose(0, 2, 1)
    free = {name: getattr(svq, name).__wrapped__ for name in ("cfa", "n_factors", "reliability")}
    jobs: dict[str, Callable[[], Any]] = {
        "`cfa`, 20 items": lambda: free["cfa"](small, few_model).fit,
        "`cfa`, 100 items": lambda: free["cfa"](large, many_model).fit,
        "`n_factors`, 20 items": lambda: free["n_factors"](small, seed=1),
        "`n_factors`, 100 items": lambda: free["n_factors"](large, seed=1),
        "`reliability`, 1000 resamples, 20 items": lambda: free["reliability"](
            few, few_model, bootstrap=1000, seed=1
        ),
        "`eigh` of 60 matrices of 100 × 100": lambda: np.linalg.eigh(batch),
    }
    rows = []
    for name, job in jobs.items():
        own = repeat(name, job, TIMES)
        with one_thread():
            one = repeat(name, job, TIMES)
        rows.append(
            f"| {name} | {shown(own.median)} | {shown(min(own.seconds))} – "
            f"{shown(max(own.seconds))} | {shown(one.median)} | {shown(min(one.seconds))} – "
            f"{shown(max(one.seconds))} |"
        )
    return "\n".join(
        [
            "| job | BLAS's own choice | spread | one thread, as in svqkit | spread |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )
