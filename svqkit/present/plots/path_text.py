"""A path diagram in words, for people who do not see it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.interface import joined
from svqkit.present.plots.labels import dimension_label, item_label, number, speaker
from svqkit.present.plots.path_model import paths_of, table_of, tables_by_group
from svqkit.present.plots.path_words import ESTIMATES, impossible

__all__ = ["describe_path"]

_ENDLESS = 10_000


N_ = str
_SAID = {
    "loading": N_("{name} is measured by: {list}."),
    "regression": N_("{name} is predicted by: {list}."),
    "correlation": N_("Correlations: {list}."),
    "covariance": N_("Covariances: {list}."),
    "residual": N_("Residual variances: {list}."),
}


def _group_text(table: pd.DataFrame, what: str | None, digits: int, instrument: Any) -> str:
    say = speaker(instrument)
    paths = paths_of(table)
    factors = {path.start for path in paths if path.kind == "loading"}

    def words(name: str) -> str:
        if name in factors:
            return dimension_label(name, instrument, _ENDLESS)
        return item_label(name, instrument, _ENDLESS)

    def value(path: Any) -> str:
        if what is None or pd.isna(table.loc[path.row, what]):
            return ""
        row = table.loc[path.row]
        shown = number(row[what], digits, bounded=what == "std_all")
        if impossible(path, row, what):
            shown = say("{value} (impossible)", value=shown)
        return f" {shown}"

    said: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        if path.kind == "loading":
            heading = "loading", words(path.start)
            entry = f"{words(path.end)}{value(path)}"
        elif path.kind == "regression":
            heading = "regression", words(path.end)
            entry = f"{words(path.start)}{value(path)}"
        elif path.kind == "covariance":
            heading = "correlation" if what == "std_all" else "covariance", ""
            pair = say("{one} with {other}", one=words(path.start), other=words(path.end))
            entry = f"{pair}{value(path)}"
        elif path.kind == "residual" and value(path):
            heading, entry = ("residual", ""), f"{words(path.start)}{value(path)}"
        else:
            continue
        said.setdefault(heading, []).append(entry)
    return joined(
        say(_SAID[kind], name=name, list=say(", ").join(entries))
        for (kind, name), entries in said.items()
    )


def describe_path(
    result: Any,
    *,
    instrument: Any = None,
    what: str | None = "std_all",
    digits: int = 2,
    group: Any = None,
) -> str:
    """Say what a path diagram shows, as the alternative text of the picture.

    Parameters
    ----------
    result : CFA, str or mapping
        As :func:`plot_path` takes.
    instrument : Instrument, optional
        Words of items and dimensions.
    what : {"std_all", "est", "std_lv", None}
        Which estimates.
    digits : int
        Decimals.
    group : optional
        One group of several; all otherwise.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If ``what`` is unknown.
    DataError
        If there is no such group.
    ModelError
        If there is nothing to draw.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.describe_path("f =~ a + b; g ~ f; g =~ c + d")
    'Path diagram: the model. f is measured by: a, b. g is predicted by: f. g is measured by: c, d.'
    """
    if what not in ESTIMATES:
        raise ValueError(f"what must be 'std_all', 'est', 'std_lv' or None, not {what!r}")
    table, fitted = table_of(result)
    shown = what if fitted else None
    say = speaker(instrument)
    parts = [f"{say(ESTIMATES[shown])}."]
    for name, own in tables_by_group(table, group).items():
        parts += [say("Group {name}.", name=name)] if name else []
        parts.append(_group_text(own, shown, digits, instrument))
    return joined(parts)
