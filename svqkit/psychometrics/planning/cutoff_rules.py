"""From simulated fit indices to cut-offs, and from cut-offs to a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svqkit.psychometrics.planning.cutoff_levels import Level

__all__ = ["INDICES", "cutoffs_by_level", "verdict"]

INDICES = ("srmr", "rmsea", "cfi")
RULES = ((0.05, "95/5"), (0.10, "90/10"))
"""Shares of misclassified models, the stricter rule first."""


def _worse(name: str, values: np.ndarray) -> np.ndarray:
    """Turn an index such that more is worse."""
    return -values if name == "cfi" else values


def _one_cutoff(name: str, right: np.ndarray, wrong: np.ndarray) -> tuple[float, str, float]:
    """Cut-off, rule and power of one index; NaN and "none" where the two overlap too much."""
    right, wrong = _worse(name, right), _worse(name, wrong)
    power = float((wrong > np.quantile(right, 0.95)).mean())
    for share, rule in RULES:
        missed, alarm = np.quantile(wrong, share), np.quantile(right, 1.0 - share)
        if alarm < missed:
            return float(_worse(name, np.asarray(missed))), rule, power
    return np.nan, "none", power


def cutoffs_by_level(simulated: pd.DataFrame, levels: Sequence[Level]) -> pd.DataFrame:
    """Find the cut-offs of every level.

    Parameters
    ----------
    simulated : DataFrame
        ``level srmr rmsea cfi``, level 0 the right model; NaN where a sample had no estimate.
    levels : sequence of Level

    Returns
    -------
    DataFrame
        A row a level; row 0 holds the limits that 95 % of right models keep.
    """
    right = {name: _drawn(simulated, 0, name) for name in INDICES}
    rows: list[dict[str, object]] = [
        {
            "added": "nothing: the model is right",
            "magnitude": np.nan,
            **{
                name: float(_worse(name, np.quantile(_worse(name, right[name]), 0.95)))
                for name in INDICES
            },
            **{f"{name}_rule": "95 % of right models" for name in INDICES},
            **{f"{name}_power": np.nan for name in INDICES},
        }
    ]
    before = 0
    for level in levels:
        row: dict[str, object] = {
            "added": ", ".join(level.added[before:]),
            "magnitude": level.magnitudes[-1],
        }
        before = len(level.added)
        found = {
            name: _one_cutoff(name, right[name], _drawn(simulated, level.level, name))
            for name in INDICES
        }
        row |= {name: one[0] for name, one in found.items()}
        row |= {f"{name}_rule": one[1] for name, one in found.items()}
        row |= {f"{name}_power": one[2] for name, one in found.items()}
        rows.append(row)
    return pd.DataFrame(rows, index=pd.RangeIndex(len(rows), name="level"))


def _drawn(simulated: pd.DataFrame, level: int, name: str) -> np.ndarray:
    return simulated.loc[simulated["level"] == level, name].dropna().to_numpy()


def _reached(table: pd.DataFrame, own: pd.Series) -> dict[str, int]:
    """Find the highest level whose cut-off an index is at or beyond; 0 for none."""
    found = {}
    for name in INDICES:
        limits = _worse(name, table[name].to_numpy(dtype=float)[1:])
        with np.errstate(invalid="ignore"):
            beyond = np.flatnonzero(_worse(name, np.asarray(own[name])) >= limits)
        found[name] = int(beyond[-1]) + 1 if len(beyond) else 0
    return found


def _said(names: Sequence[str], own: pd.Series) -> str:
    words = [f"{name.upper()} {own[name]:.3f}" for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _missed(table: pd.DataFrame, level: int) -> str:
    parts = [f"{row.added} ({row.magnitude:.2f})" for row in table.iloc[1 : level + 1].itertuples()]
    return "; ".join(parts)


def verdict(table: pd.DataFrame, own: pd.Series) -> str:
    """Say how large the misfit is, in terms of the levels, and no more.

    Parameters
    ----------
    table : DataFrame
        Of :func:`cutoffs_by_level`.
    own : Series
        ``srmr rmsea cfi`` of the model.

    Returns
    -------
    str
    """
    reached = _reached(table, own)
    sentences = []
    for level in sorted(set(reached.values()), reverse=True):
        names = [name for name in INDICES if reached[name] == level]
        verb = "reaches" if len(names) == 1 else "reach"
        if level:
            sentences.append(
                f"{_said(names, own)} {verb} level {level}: misfit at least as large as that of a "
                f"model that misses {_missed(table, level)}."
            )
            continue
        known = [name for name in names if table[name].iloc[1:].notna().any()]
        unknown = [name for name in names if name not in known]
        if known:
            stays = "stays" if len(known) == 1 else "stay"
            sentences.append(
                f"{_said(known, own)} {stays} on the better side of every cut-off there is: misfit "
                f"smaller than that of a model that misses {_missed(table, 1)}, where the cut-off "
                "is one of level 1."
            )
        if unknown:
            sentences.append(
                f"{_said(unknown, own)}: this sample cannot tell right from misspecified models by it."
            )
    sentences.append(
        "A level is a size of misfit, not its cause; that no level is reached does not prove a model."
    )
    return " ".join(sentences)
