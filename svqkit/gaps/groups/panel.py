"""The same people in several waves: who is in both, who dropped out, and how these differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.groups.changes import adjusted, compared
from svqkit.gaps.groups.wave_scores import WaveScores
from svqkit.gaps.groups.welch import welch_differences
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["compare_dropouts", "count_attrition", "panel_of", "people_of"]


def people_of(waves: Mapping[Any, Any], respondent: str) -> dict[Any, pd.Series]:
    """Read who each row is.

    Parameters
    ----------
    waves : mapping of name to Responses
    respondent : str
        Column of ``.respondents`` that identifies people in all waves.

    Returns
    -------
    dict of name to Series
        Row labels, indexed by respondent; rows without an identifier are left out.

    Raises
    ------
    DataError
        If a wave lacks the column, names somebody twice, or shares nobody with the first.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> wave = SimpleNamespace(respondents=pd.DataFrame({"id": ["b", None, "a"]}))
    >>> people_of({"now": wave}, "id")["now"].to_dict()
    {'b': 0, 'a': 2}
    """
    people = {}
    for name, wave in waves.items():
        if respondent not in wave.respondents.columns:
            there = ", ".join(repr(str(column)) for column in wave.respondents.columns) or "none"
            raise DataError(
                f"wave {name!r} has no respondent column {respondent!r}; its columns are {there}",
                column=respondent,
            )
        known = wave.respondents[respondent].dropna()
        twice = known.index[known.duplicated(keep=False)]
        if len(twice):
            raise DataError(
                f"wave {name!r} has the same {respondent!r} in rows "
                f"{', '.join(map(str, twice[:4]))}; keep one row a person",
                column=respondent,
            )
        people[name] = pd.Series(known.index, index=pd.Index(known.to_numpy(), name=respondent))
    first = next(iter(people))
    for name, own in people.items():
        if not own.index.isin(people[first].index).any():
            raise DataError(
                f"nobody in wave {name!r} is in wave {first!r} by {respondent!r}; are identifiers "
                "spelt alike in both? Without respondent= waves are compared as different samples",
                column=respondent,
            )
    return people


def panel_of(
    scored: Mapping[Any, WaveScores], people: Mapping[Any, pd.Series], names: list[Any]
) -> list[WaveScores]:
    """Keep the people who are in all the named waves, in one order.

    Parameters
    ----------
    scored : mapping of name to WaveScores
    people : mapping of name to Series
        Of :func:`people_of`.
    names : list

    Returns
    -------
    list of WaveScores

    Examples
    --------
    >>> wave = WaveScores(pd.DataFrame({"care": [1.0, 2.0]}))
    >>> people = {"a": pd.Series([0, 1], ["x", "y"]), "b": pd.Series([0, 1], ["y", "z"])}
    >>> [w.score["care"].tolist() for w in panel_of({"a": wave, "b": wave}, people, ["a", "b"])]
    [[2.0], [1.0]]
    """
    known = people[names[0]].index
    for name in names[1:]:
        known = known[known.isin(people[name].index)]
    return [scored[name].of(people[name].loc[known].to_numpy()) for name in names]


def count_attrition(waves: Mapping[Any, Any], people: Mapping[Any, pd.Series]) -> pd.DataFrame:
    """Count who stayed, dropped out and joined between waves.

    Parameters
    ----------
    waves : mapping of name to Responses
    people : mapping of name to Series

    Returns
    -------
    DataFrame (index: since, wave)
        ``n_since n_wave stayed dropped joined stayed_pct``, of respondents with an identifier;
        ``unidentified``: rows of both waves without one.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> wave = SimpleNamespace(perceptions=pd.DataFrame(index=[0, 1]))
    >>> people = {"a": pd.Series([0, 1], ["x", "y"]), "b": pd.Series([0, 1], ["y", "z"])}
    >>> count_attrition({"a": wave, "b": wave}, people)["stayed_pct"].tolist()
    [50.0]
    """
    rows = {}
    for since, name in compared(list(people)):
        old, new = people[since].index, people[name].index
        stayed = int(old.isin(new).sum())
        rows[since, name] = {
            "n_since": len(old),
            "n_wave": len(new),
            "stayed": stayed,
            "dropped": len(old) - stayed,
            "joined": len(new) - stayed,
            "stayed_pct": 100 * stayed / len(old),
            "unidentified": sum(len(waves[w].perceptions) - len(people[w]) for w in (since, name)),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(list(rows), names=["since", "wave"])
    return table


def compare_dropouts(
    scored: Mapping[Any, WaveScores], people: Mapping[Any, pd.Series], ci: float = 0.95
) -> pd.DataFrame:
    """Compare those who dropped out with those who stayed, on the wave that both answered.

    Parameters
    ----------
    scored : mapping of name to WaveScores
    people : mapping of name to Series
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, since, wave)
        ``n_stayed stayed n_dropped dropped difference low high t df p p_holm g g_low g_high``:
        dropouts minus stayers, by Welch; ``masked`` where either are fewer than 10.

    Examples
    --------
    >>> wave = WaveScores(pd.DataFrame({"care": [1.0, 2.0] * 15}))
    >>> rows = pd.Series(range(30), range(30))
    >>> found = compare_dropouts({"a": wave, "b": wave}, {"a": rows, "b": rows[:15]})
    >>> found[["n_stayed", "n_dropped"]].values.tolist()
    [[15.0, 15.0]]
    """
    tables = {}
    for since, name in compared(list(people)):
        old = people[since]
        stays = old.index.isin(people[name].index)
        score = scored[since].score
        n, mean, sd = (
            [
                getattr(score.loc[old[kept].to_numpy()], what)().to_numpy(float)
                for kept in (stays, ~stays)
            ]
            for what in ("count", "mean", "std")
        )
        found = welch_differences(n[1], mean[1], sd[1], n[0], mean[0], sd[0], ci)
        del found["se"]
        table = pd.DataFrame(
            {"n_stayed": n[0], "stayed": mean[0], "n_dropped": n[1], "dropped": mean[1], **found},
            index=score.columns.rename("dimension"),
        )
        masked = np.minimum(n[0], n[1]) < SMALLEST_SEGMENT
        table[masked] = np.nan
        table.insert(list(table.columns).index("p") + 1, "p_holm", adjusted(table["p"]))
        tables[since, name] = table.assign(masked=masked)
    whole = pd.concat(tables, names=["since", "wave"])
    return whole.reorder_levels(["dimension", "since", "wave"])
