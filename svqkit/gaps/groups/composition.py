"""Whether samples are made of the same kinds of people: shares of segments, compared by χ²."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.gaps.groups.several_tests import holm
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["compare_composition", "sample_composition", "shared_segments"]

MOST_SEGMENTS = 12
"""A column with more different values is not taken for segments."""
_SERIES = 3
"""So many columns that differ in their number only (KF1, KF2 …) are further questions."""

_COLUMNS = [
    "n",
    "chi2",
    "df",
    "p",
    "p_holm",
    "cramers_v",
    "least_expected",
    "most_changed",
    "first_pct",
    "last_pct",
]


def shared_segments(
    waves: Mapping[Any, Any], *, by: str | None = None, leave_out: Sequence[str] = ()
) -> list[str]:
    """Find the respondent columns that divide every wave into a few segments.

    Parameters
    ----------
    waves : mapping of name to Responses
    by : str, optional
        A column to take whatever it holds.
    leave_out : sequence of str
        Columns never to take, such as identifiers.

    Returns
    -------
    list of str
        Columns with 2 to 12 different values that every wave has; outcomes, numbered series of
        questions and what a form notes by itself are no segments.

    Examples
    --------
    >>> import svqkit as svq
    >>> shared_segments({"now": svq.load_dataset("bank")})
    ['branch', 'age_band']
    """
    first, *others = waves.values()
    stems = [_stem(column) for column in first.respondents.columns]
    found = []
    for column in first.respondents.columns:
        if column in leave_out or any(column not in wave.respondents for wave in others):
            continue
        noted = stems.count(_stem(column)) >= _SERIES or any(
            column in getattr(wave, "outcomes", ()) or column in getattr(wave, "meta", ())
            for wave in waves.values()
        )
        values = pd.concat([wave.respondents[column] for wave in waves.values()]).dropna()
        if column == by or (not noted and 2 <= values.nunique() <= MOST_SEGMENTS):
            found.append(str(column))
    return found


def _stem(column: Any) -> str:
    """Strip the number off a column of a series; other columns stand for themselves."""
    name = str(column)
    stem = re.sub(r"[\s_.]*\d+$", "", name)
    return f"{stem}#" if stem != name else name


def compare_composition(
    samples: Mapping[Any, pd.DataFrame], columns: Sequence[str]
) -> pd.DataFrame:
    """Test for each column whether its segments have the same shares in all samples.

    Parameters
    ----------
    samples : mapping of name to DataFrame (respondents × columns)
    columns : sequence of str

    Returns
    -------
    DataFrame (index: column)
        ``n chi2 df p p_holm cramers_v least_expected``: Pearson's χ² without continuity
        correction, Holm over columns, the smallest expected count (below 5 the p is rough);
        ``most_changed first_pct last_pct``: the segment whose share changed most from the first
        sample to the last, of those with ten respondents or more in both; missing without any.

    References
    ----------
    Pearson, K. (1900). Philosophical Magazine, 50, 157–175. Cramér, H. (1946). Mathematical
    methods of statistics. Princeton University Press, ch. 21.

    Examples
    --------
    >>> before = pd.DataFrame({"branch": ["north"] * 30 + ["south"] * 10})
    >>> after = pd.DataFrame({"branch": ["north"] * 10 + ["south"] * 30})
    >>> found = compare_composition({"a": before, "b": after}, ["branch"])
    >>> found[["chi2", "most_changed", "first_pct", "last_pct"]].values.tolist()
    [[20.0, 'north', 75.0, 25.0]]
    """
    rows = {}
    for column in columns:
        counts = pd.DataFrame(
            {name: people[column].value_counts() for name, people in samples.items()}
        )
        counts = counts.fillna(0.0).sort_index(key=lambda labels: labels.map(str))
        counts = counts[counts.sum(axis=1) > 0]  # a categorical column counts what nobody is in
        table = counts.to_numpy()
        n, each = table.sum(), table.sum(axis=0)
        if len(table) < 2 or (each == 0).any():
            continue
        expected = np.outer(table.sum(axis=1), each) / n
        chi2 = float(((table - expected) ** 2 / expected).sum())
        df = (table.shape[0] - 1) * (table.shape[1] - 1)
        shares = 100 * table / each
        large = (table[:, [0, -1]] >= SMALLEST_SEGMENT).all(axis=1)
        moved = np.where(large, np.abs(shares[:, -1] - shares[:, 0]), -1.0)
        at = int(moved.argmax())
        most = (str(counts.index[at]), shares[at, 0], shares[at, -1])
        rows[column] = (
            n,
            chi2,
            float(df),
            float(chdtrc(df, chi2)),
            np.nan,
            np.sqrt(chi2 / n / (min(table.shape) - 1)),
            expected.min(),
            *(most if large.any() else ("", np.nan, np.nan)),
        )
    found = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("column")
    found["p_holm"] = holm(found["p"].to_numpy(float))
    return found


def sample_composition(
    waves: Mapping[Any, Any],
    people: Mapping[Any, pd.Series] | None,
    by: str | None = None,
    respondent: str | None = None,
) -> pd.DataFrame:
    """Compare what the waves' samples are made of; of a panel, stayers with dropouts.

    Parameters
    ----------
    waves : mapping of name to Responses
    people : mapping of name to Series, or None
        Who each row is, where the waves asked the same people.
    by, respondent : str, optional
        As in ``gap_trend``.

    Returns
    -------
    DataFrame (index: column)
        Of :func:`compare_composition`; a panel's samples are those of the first wave who are in
        the last one and those who are not.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> sample_composition({"a": bank, "b": bank}, None)["chi2"].to_dict()
    {'branch': 0.0, 'age_band': 0.0}
    """
    columns = shared_segments(waves, by=by, leave_out=[respondent] if respondent else [])
    if people is None:
        return compare_composition({n: wave.respondents for n, wave in waves.items()}, columns)
    first, last = next(iter(waves)), list(waves)[-1]
    rows = people[first]
    stays = rows.index.isin(people[last].index)
    everyone = waves[first].respondents
    samples = {"stayed": everyone.loc[rows[stays]], "dropped": everyone.loc[rows[~stays]]}
    return compare_composition(samples, columns)
