"""What a path diagram says: numbers on its lines, notes below it, and all of it as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import number
from svqkit.present.plots.path_model import Path

__all__ = ["ESTIMATES", "Saying", "impossible", "label_texts", "notes", "shared_labels"]

N_ = str
ESTIMATES = {
    "std_all": N_("Path diagram: standardised estimates"),
    "est": N_("Path diagram: unstandardised estimates"),
    "std_lv": N_("Path diagram: estimates with standardised factors"),
    None: N_("Path diagram: the model"),
}
"""Titles by what is shown."""


@dataclass(frozen=True)
class Saying:
    """How estimates are written: which, with how many decimals, intervals, stars; what is left out."""

    what: str | None = "std_all"
    digits: int = 2
    intervals: bool = False
    stars: bool = False
    cut: float = 0.0
    alpha: float = 0.05
    residuals: bool = True


def _stars(p: float) -> str:
    return "" if np.isnan(p) else "*" * sum(p < limit for limit in (0.05, 0.01, 0.001))


def impossible(path: Path, row: Any, what: str | None) -> bool:
    """Tell whether no population could have this estimate.

    Parameters
    ----------
    path : Path
    row : Series
        Its row of the parameter table.
    what : str or None

    Returns
    -------
    bool
        A negative variance, or a standardised loading or correlation beyond 1.
    """
    if path.kind in ("residual", "variance"):
        return bool(row["est"] < 0)
    bounded = path.kind == "covariance" or (path.kind == "loading" and what == "std_all")
    return bounded and bool(abs(row["std_all"]) > 1 + 1e-9)


def shared_labels(table: pd.DataFrame) -> dict[int, str]:
    """Give the labels of parameters; "=" where groups share one that the user did not name.

    Parameters
    ----------
    table : DataFrame
        All groups.

    Returns
    -------
    dict
        By row.

    Examples
    --------
    >>> from svqkit.present.plots.path_model import table_of
    >>> shared_labels(table_of("f =~ x + a*y + a*z + b*w")[0])
    {1: 'a', 2: 'a', 3: 'b'}
    """
    labels = table["label"].fillna("").astype(str)
    pairs: list[tuple[Any, str]] = list(labels.items())
    return {row: "=" if label.startswith(".") else label for row, label in pairs if label}


def _estimate(row: Any, saying: Saying, bounded: bool) -> str:
    text = number(row[saying.what], saying.digits, bounded=bounded)
    if saying.stars:
        text += _stars(row["pvalue"])
    if saying.intervals and row["ci_lower"] < row["ci_upper"]:
        low, high = (
            number(row[c], saying.digits, bounded=bounded) for c in ("ci_lower", "ci_upper")
        )
        text += f"\n[{low}, {high}]"
    return text


def label_texts(
    paths: Sequence[Path], table: pd.DataFrame, equal: dict[int, str], saying: Saying
) -> dict[int, str]:
    """Write what stands on each line.

    Parameters
    ----------
    paths : sequence of Path
    table : DataFrame
        Its rows have estimates in the column ``saying.what``.
    equal : dict
        From :func:`shared_labels`.
    saying : Saying

    Returns
    -------
    dict
        By number of the path; without an estimate, the equality's label and fixed values.

    Examples
    --------
    >>> from svqkit.present.plots.path_model import paths_of, table_of
    >>> table, _ = table_of("f =~ x + a*y + a*z")
    >>> label_texts(paths_of(table), table, shared_labels(table), Saying(what=None))
    {0: '1', 1: 'a', 2: 'a'}
    """
    texts = {}
    for k, path in enumerate(paths):
        row, label = table.loc[path.row], equal.get(path.row, "")
        if saying.what is None:
            value = row["est"] if path.fixed and path.kind != "residual" else np.nan
            text = label or ("" if np.isnan(value) else f"{value:g}".replace("-", "−"))
        elif np.isnan(row[saying.what]):
            text = label
        else:
            bounded = saying.what == "std_all"
            text = _estimate(row, saying, bounded) + (f" ({label})" if label else "")
        if text:
            texts[k] = text
    return texts


def notes(
    paths: Sequence[Path],
    table: pd.DataFrame,
    saying: Saying,
    *,
    hidden: int,
    inside: bool,
    say: Callable[..., str],
) -> list[str]:
    """Explain what the picture's marks mean, as far as they occur.

    Parameters
    ----------
    paths : sequence of Path
    table : DataFrame
    saying : Saying
    hidden : int
        How many paths lie below the cut.
    inside : bool
        Whether residual variances stand inside the items' boxes.
    say : callable
        Translates, from ``svqkit.interface.translator``.

    Returns
    -------
    list of str
    """
    rows: list[Any] = [table.loc[path.row] for path in paths]
    said = []
    if any(path.fixed for path in paths):
        said.append(say("Dashed: fixed, not estimated."))
    if any(label == "=" for label in shared_labels(table).values()):
        said.append(say("(=): held equal over groups."))
    if any(row["pvalue"] > saying.alpha for row in rows):
        level = number(saying.alpha, 3).rstrip("0")
        said.append(say("Pale: not significant (p > {level}).", level=level))
    if saying.stars and any(_stars(row["pvalue"]) for row in rows):
        said.append(say("* p < .05, ** p < .01, *** p < .001."))
    if saying.intervals and saying.what is not None:
        said.append(say("In brackets: 95 % interval."))
    if any(impossible(p, row, saying.what) for p, row in zip(paths, rows, strict=True)):
        said.append(say("Bold, vermillion: beyond what is possible."))
    if inside and saying.what is not None and any(path.kind == "residual" for path in paths):
        said.append(say("At the end of a box: residual variance."))
    if (table["op"] == "|").any():
        said.append(say("Ticks in a box: thresholds of its answers."))
    cut = number(saying.cut, 2)
    if hidden == 1:
        said.append(say("Not drawn: 1 path below {cut} in size.", cut=cut))
    elif hidden:
        said.append(say("Not drawn: {count} paths below {cut} in size.", count=hidden, cut=cut))
    return said
