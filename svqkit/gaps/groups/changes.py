"""Changes between waves: of independent samples by Welch, of the same people in pairs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from svqkit.gaps.groups.several_tests import holm
from svqkit.gaps.groups.wave_scores import WaveScores
from svqkit.gaps.groups.welch import welch_differences
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["adjusted", "compared", "describe_waves", "independent_changes", "paired_changes"]

_KEYS = ["dimension", "since", "wave"]


def compared(names: Sequence[Hashable]) -> list[tuple[Hashable, Hashable]]:
    """List which waves are compared: each with the first, and with the one before it.

    Parameters
    ----------
    names : sequence
        In the order of time.

    Returns
    -------
    list of (earlier, later)

    Examples
    --------
    >>> compared(["a", "b", "c"])
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    pairs = []
    for before, name in pairwise(names):
        pairs.append((names[0], name))
        if before != names[0]:
            pairs.append((before, name))
    return pairs


def _moments(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = frame.notna().sum().to_numpy(float)
    return n, frame.mean().to_numpy(float), frame.std().to_numpy(float)


def describe_waves(scored: Mapping[Hashable, WaveScores], ci: float = 0.95) -> pd.DataFrame:
    """Describe each wave's scores, with both halves of a gap.

    Parameters
    ----------
    scored : mapping of name to WaveScores
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, wave)
        ``n mean sd low high masked``, and ``perception expectation`` where the score is a gap;
        rows under 10 respondents hold no numbers.

    Examples
    --------
    >>> wave = WaveScores(pd.DataFrame({"care": [1.0, 3.0] * 8}))
    >>> describe_waves({"now": wave})["mean"].tolist()
    [2.0]
    """
    tables = {}
    for name, wave in scored.items():
        n, mean, sd = _moments(wave.score)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = stdtrit(np.maximum(n - 1, 1), (1 + ci) / 2) * sd / np.sqrt(n)
        table = pd.DataFrame(
            {"n": n, "mean": mean, "sd": sd, "low": mean - reach, "high": mean + reach},
            index=wave.score.columns,
        )
        for part, frame in wave.parts.items():
            table[part] = frame.mean()
        masked = table["n"] < SMALLEST_SEGMENT
        table[masked] = np.nan
        tables[name] = table.assign(masked=masked)
    whole = pd.concat(tables, names=["wave", "dimension"]).swaplevel()
    order = next(iter(tables.values())).index
    return whole.reindex(pd.MultiIndex.from_product([order, tables], names=["dimension", "wave"]))


def independent_changes(scored: Mapping[Hashable, WaveScores], ci: float = 0.95) -> pd.DataFrame:
    """Compare waves that asked different people.

    Parameters
    ----------
    scored : mapping of name to WaveScores
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, since, wave)
        ``n_since n change se low high t df p p_holm g g_low g_high``: later minus earlier, by
        Welch; for gaps also ``perception_change perception_low perception_high`` and likewise for
        the expectation; ``masked`` where a wave has fewer than 10 respondents.

    Examples
    --------
    >>> first = WaveScores(pd.DataFrame({"care": [1.0, 3.0] * 8}))
    >>> second = WaveScores(first.score + 1)
    >>> independent_changes({"a": first, "b": second})["change"].tolist()
    [1.0]
    """
    tables = {}
    for since, name in compared(list(scored)):
        before, after = scored[since], scored[name]
        old, new = _moments(before.score), _moments(after.score)
        found = welch_differences(*new, *old, ci)
        table = pd.DataFrame(
            {"n_since": old[0], "n": new[0], "change": found.pop("difference"), **found},
            index=before.score.columns,
        )
        for part in before.parts:
            moved = welch_differences(
                *_moments(after.parts[part]), *_moments(before.parts[part]), ci
            )
            table[f"{part}_change"] = moved["difference"]
            table[f"{part}_low"], table[f"{part}_high"] = moved["low"], moved["high"]
        tables[since, name] = _masked(table, np.minimum(old[0], new[0]))
    return _stacked(tables)


def paired_changes(
    panels: Mapping[tuple[Hashable, Hashable], tuple[WaveScores, WaveScores]], ci: float = 0.95
) -> pd.DataFrame:
    """Compare waves of the same people.

    Parameters
    ----------
    panels : mapping of (earlier, later) to two WaveScores
        With the same respondents in the same order.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, since, wave)
        ``n change sd low high t df p p_holm dz dz_low dz_high dav dav_low dav_high``, the parts of
        a gap as in :func:`independent_changes`, and ``masked``.

    Examples
    --------
    >>> first = WaveScores(pd.DataFrame({"care": [1.0, 3.0] * 8}))
    >>> second = WaveScores(first.score.assign(care=[2.0, 5.0] * 8))
    >>> paired_changes({("a", "b"): (first, second)})["change"].tolist()
    [1.5]
    """
    kept = ["n", "change", "sd", "low", "high", "t", "df", "p"]
    kept += [f"{size}{end}" for size in ("dz", "dav") for end in ("", "_low", "_high")]
    tables = {}
    for key, (before, after) in panels.items():
        table = describe_pairs(after.score, before.score, ci).rename(columns={"gap": "change"})
        table["p"] = 2 * stdtr(table["df"], -table["t"].abs())
        table = table[kept].astype(float)
        for part in before.parts:
            moved = describe_pairs(after.parts[part], before.parts[part], ci)
            table[f"{part}_change"] = moved["gap"]
            table[f"{part}_low"], table[f"{part}_high"] = moved["low"], moved["high"]
        tables[key] = _masked(table, table["n"].to_numpy())
    return _stacked(tables)


def _masked(table: pd.DataFrame, n: np.ndarray) -> pd.DataFrame:
    """Empty the rows of too few respondents, then adjust the others' p-values."""
    masked = n < SMALLEST_SEGMENT
    table[masked] = np.nan
    table.insert(list(table.columns).index("p") + 1, "p_holm", adjusted(table["p"]))
    return table.assign(masked=masked)


def adjusted(p: pd.Series) -> pd.Series:
    """Adjust by Holm over dimensions (or items); the total is a family of its own.

    Parameters
    ----------
    p : Series (index: dimension)

    Returns
    -------
    Series

    Examples
    --------
    >>> adjusted(pd.Series({"care": 0.01, "speed": 0.5, "total": 0.03})).tolist()
    [0.02, 0.5, 0.03]
    """
    family = p.index != "total"
    found = p.copy()
    found[family] = holm(p[family].to_numpy(float))
    return found


def _stacked(tables: dict[tuple[Hashable, Hashable], pd.DataFrame]) -> pd.DataFrame:
    """One table, dimension by dimension in the instrument's order."""
    whole = pd.concat(tables, names=["since", "wave", "dimension"]).reorder_levels(_KEYS)
    order = next(iter(tables.values())).index
    keys = [(name, *pair) for name in order for pair in tables]
    return whole.reindex(pd.MultiIndex.from_tuples(keys, names=_KEYS))
