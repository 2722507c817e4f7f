"""Changes of all respondents, and within each of their segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.groups.changes import compared, independent_changes, paired_changes
from svqkit.gaps.groups.panel import panel_of
from svqkit.gaps.groups.wave_scores import WaveScores

__all__ = ["changes_between", "changes_by_segment"]


def changes_between(
    scored: Mapping[Any, WaveScores],
    people: Mapping[Any, pd.Series] | None = None,
    ci: float = 0.95,
) -> pd.DataFrame:
    """Compare waves, as samples of different people or of the same.

    Parameters
    ----------
    scored : mapping of name to WaveScores
    people : mapping of name to Series, or None
        Who each row is, where the waves asked the same people.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, since, wave)
        Of ``independent_changes`` or ``paired_changes``.

    Examples
    --------
    >>> first = WaveScores(pd.DataFrame({"care": [1.0, 3.0] * 8}))
    >>> changes_between({"a": first, "b": first})["n"].tolist()
    [16.0]
    """
    if people is None:
        return independent_changes(scored, ci)
    panels = {}
    for since, name in compared(list(scored)):
        before, after = panel_of(scored, people, [since, name])
        panels[since, name] = (before, after)
    return paired_changes(panels, ci)


def changes_by_segment(
    waves: Mapping[Any, Any],
    scored: Mapping[Any, WaveScores],
    people: Mapping[Any, pd.Series] | None,
    by: str,
    ci: float = 0.95,
) -> pd.DataFrame:
    """Compare waves within each segment; cells of fewer than ten respondents are masked.

    Parameters
    ----------
    waves : mapping of name to Responses
    scored : mapping of name to WaveScores
    people : mapping of name to Series, or None
        The same people keep the segment that they had first.
    by : str
        A column of ``.respondents``.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: segment, dimension, since, wave)

    Raises
    ------
    DataError
        If a wave lacks the column.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> labels = pd.DataFrame({"branch": ["north"] * 12 + ["south"] * 4})
    >>> wave, score = SimpleNamespace(respondents=labels), pd.DataFrame({"care": range(16)})
    >>> scored = {"a": WaveScores(score), "b": WaveScores(score + 1.0)}
    >>> changes_by_segment({"a": wave, "b": wave}, scored, None, "branch")["masked"].tolist()
    [False, True]
    """
    labels = {}
    for name, wave in waves.items():
        if by not in wave.respondents.columns:
            raise DataError(f"wave {name!r} has no respondent column {by!r}", column=by)
        labels[name] = wave.respondents[by].dropna()
    tables = {}
    first = None if people is None else _first_segment(labels, people)
    for segment in sorted(pd.concat(list(labels.values())).unique(), key=str):
        if people is None or first is None:
            inside = {
                name: wave.of(labels[name].index[labels[name] == segment])
                for name, wave in scored.items()
            }
            tables[segment] = independent_changes(inside, ci)
        else:
            members = first.index[first == segment]
            chosen = {name: rows[rows.index.isin(members)] for name, rows in people.items()}
            tables[segment] = changes_between(scored, chosen, ci)
    return pd.concat(tables, names=[by])


def _first_segment(labels: Mapping[Any, pd.Series], people: Mapping[Any, pd.Series]) -> pd.Series:
    """Give each person the segment of the first wave that knows it."""
    known = [
        labels[name].reindex(rows.to_numpy()).set_axis(rows.index).dropna()
        for name, rows in people.items()
    ]
    whole = pd.concat(known)
    return whole[~whole.index.duplicated()]
