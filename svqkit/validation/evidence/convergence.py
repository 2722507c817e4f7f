"""Evidence on whether the scales converge and differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather loadings, CR and AVE of each scale, and the pair of scales that is closest.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    list of Evidence

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> [one.criterion for one in evidence(done)][-3:]
    ['factor_correlation', 'htmt', 'fornell_larcker']
    """
    if done.cfa is None or done.validity is None:
        return []
    n = int(done.cfa.n)
    found = [_weakest_loading(done, n)]
    for criterion, values, ends in (
        ("cr", done.validity.cr, done.validity.cr_interval),
        ("ave", done.validity.ave, done.validity.ave_interval),
    ):
        found += [
            Evidence(criterion, float(value), _title(done, str(factor)), *_ends(ends, factor), n)
            for factor, value in values.items()
            if value == value
        ]
    pairs = done.validity.correlations
    if len(pairs):
        found += _closest(done, pairs, n)
    return found


def _weakest_loading(done: Analyses, n: int) -> Evidence:
    estimates = done.cfa.standardized  # type: ignore[union-attr]
    size = np.where(estimates["op"] == "=~", estimates["est_std"].abs(), np.nan)
    weakest: Any = estimates.iloc[int(np.nanargmin(size))]
    return Evidence(
        "loading",
        float(weakest["est_std"]),
        f"{_title(done, weakest['lhs'])}, {weakest['rhs']}",
        float(weakest["ci_lower"]),
        float(weakest["ci_upper"]),
        n,
    )


def _closest(done: Analyses, pairs: pd.DataFrame, n: int) -> list[Evidence]:
    strongest: Any = pairs.iloc[int(pairs["r"].abs().argmax())]
    mirrored = strongest["r"] < 0
    low, high = float(strongest["low"]), float(strongest["high"])
    found = [
        Evidence(
            "factor_correlation",
            abs(float(strongest["r"])),
            _pair(done, strongest),
            -high if mirrored else low,
            -low if mirrored else high,
            n,
        )
    ]
    if pairs["htmt"].notna().any():
        worst: Any = pairs.iloc[int(pairs["htmt"].argmax())]
        has_interval = "htmt_low" in pairs and worst["htmt_low"] == worst["htmt_low"]
        found.append(
            Evidence(
                "htmt",
                float(worst["htmt"]),
                _pair(done, worst),
                float(worst["htmt_low"]) if has_interval else None,
                float(worst["htmt_high"]) if has_interval else None,
                n,
                "" if has_interval else "ask for its interval with bootstrap=1000",
            )
        )
    ave = done.validity.ave.to_dict()  # type: ignore[union-attr]
    columns = [pairs[name].tolist() for name in ("factor_1", "factor_2", "r")]
    overlapping = [
        f"{_title(done, one)} and {_title(done, other)}"
        for one, other, r in zip(*columns, strict=True)
        if r**2 > min(ave[one], ave[other])
    ]
    found.append(Evidence("fornell_larcker", len(overlapping), note="; ".join(overlapping)))
    return found


def _ends(table: pd.DataFrame, factor: object) -> tuple[float | None, float | None]:
    row: Any = table.loc[str(factor)]
    low, high = float(row["low"]), float(row["high"])
    return (low, high) if low == low and high == high else (None, None)


def _title(done: Analyses, factor: str) -> str:
    return done.responses.instrument.dimension_titles.get(factor, factor)


def _pair(done: Analyses, row: pd.Series) -> str:
    return f"{_title(done, row['factor_1'])} and {_title(done, row['factor_2'])}"
