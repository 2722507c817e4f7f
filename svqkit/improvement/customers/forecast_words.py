"""What is said of a forecast: which model was least wrong, and what none of them knows."""

from __future__ import annotations

import pandas as pd

__all__ = ["NAIVE", "forecast_convention", "forecast_sentence"]

NAIVE = ("naive", "seasonal naive")
"""Models that any other has to beat."""


def forecast_sentence(table: pd.DataFrame, best: str, level: float, origins: int) -> str:
    """Say which model was least wrong, and whether it beats the naive one beyond chance.

    Examples
    --------
    >>> row = {"mase": 0.9, "mase_low": 0.8, "mase_high": 1.0, "coverage": 0.95, "coverage_high": 1.0}
    >>> forecast_sentence(pd.DataFrame(row, index=["naive"]), "naive", 0.95, 20)[:35]
    'Only the naive forecast was tried ('
    """
    row = table.loc[best]
    said = f"MASE {row['mase']:.2f} ({row['mase_low']:.2f} to {row['mase_high']:.2f})"
    if best in NAIVE:
        first = (
            f"The {best} forecast wins ({said}): no model did better, so none is used. "
            if len(table) > 1
            else f"Only the {best} forecast was tried ({said}). "
        )
    else:
        better = row["against_high"] < 0
        first = f"{best} was least wrong ({said}), " + (
            "and better than the naive forecast beyond chance. "
            if better
            else "but chance alone may have put it before the naive forecast: more origins would tell. "
        )
    covered = (
        f"Its {level:.0%} intervals held {row['coverage']:.0%} of the values in {origins} forecasts"
    )
    short = row["coverage_high"] < level
    return first + covered + (": they are too short; plan for more." if short else ".")


def forecast_convention(
    log: bool, season: int, filled: int, table: pd.DataFrame, origins: int
) -> str:
    """Say how the forecast was made, and what it does not know.

    Examples
    --------
    >>> table = pd.DataFrame({"not_settled": [0]}, index=["naive"])
    >>> forecast_convention(False, 7, 0, table, 20)[:31]
    'Season of 7 steps; 20 origins, '
    """
    logs = " Logarithms were forecast, so a forecast is a median." if log else ""
    gaps = f" Missing steps filled by a straight line: {filled}." if filled else ""
    lost = table.index[table["not_settled"] > 0]
    unsettled = (
        f" Not every estimate of {', '.join(lost)} settled in the backtest." if len(lost) else ""
    )
    return (
        f"Season of {season} steps; {origins} origins, each model estimated anew with the past only. "
        f"MASE is scaled by the mean absolute error of the {'seasonal ' if season > 1 else ''}naive "
        "before the backtest; its 95 % intervals allow for values that forecasts share, and the "
        f"winner's is a little too good, as it was chosen.{logs}{gaps}{unsettled} A forecast carries "
        "the past on: what never happened before is not in it."
    )
