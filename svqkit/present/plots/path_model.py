"""What a path diagram draws: the paths of a fitted model, or of one that is only written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, ModelError

__all__ = ["Path", "paths_of", "table_of", "tables_by_group"]

_KINDS = {"=~": "loading", "~": "regression", "~~": "covariance"}


@dataclass(frozen=True)
class Path:
    """One line of the diagram.

    ``kind`` is "loading", "regression", "covariance", "residual" (what is left of a variable that
    others explain) or "variance" (of one that none explains). A loading runs from the factor to
    its indicator, a regression from the predictor to the outcome. ``weight`` is the standardised
    estimate, NaN where unknown; ``row`` the row of the parameter table.
    """

    kind: str
    start: str
    end: str
    row: int
    weight: float
    fixed: bool


def _written(model: Any) -> pd.DataFrame:
    """Give the parameter table of a model that is not fitted."""
    from svqkit.psychometrics.sem.syntax.syntax import read_model
    from svqkit.psychometrics.sem.syntax.table import build_table

    read = read_model(model)
    entries = [len(part) for t in read.terms for part in (t.fixed, t.label, t.start)]
    groups = max([1, *entries])
    labels = tuple(f"{k + 1}" for k in range(groups)) if groups > 1 else ("",)
    table = build_table(read, groups=labels)
    frame = table.frame()
    given = set(table.roles.fixed_x)
    sampled = [row.lhs in given and row.op == "~~" for row in table.rows]
    frame["fixed"] = (frame["free"] == 0) & ~np.array(sampled)
    frame["est"] = frame["value"].where(frame["fixed"])
    return frame


def _numeric(frame: pd.DataFrame, names: tuple[str, ...]) -> None:
    for name in names:
        values = frame[name] if name in frame.columns else pd.Series(np.nan, index=frame.index)
        frame[name] = pd.to_numeric(values).astype(float)


def table_of(result: Any) -> tuple[pd.DataFrame, bool]:
    """Give the parameters of a fitted model, of model syntax, or of a mapping of factors to items.

    Parameters
    ----------
    result : CFA, str or mapping

    Returns
    -------
    table : DataFrame
        ``lhs op rhs group label est se pvalue ci_lower ci_upper std_lv std_all fixed``; what is
        unknown is NaN.
    fitted : bool
        Whether there are estimates.

    Raises
    ------
    ModelError
        If syntax cannot be read.
    TypeError
        If it is none of the three.

    Examples
    --------
    >>> table, fitted = table_of("f =~ a + b")
    >>> table["fixed"].tolist()[:2], fitted
    ([True, False], False)
    """
    fitted = not isinstance(result, str | Mapping)
    if fitted and not hasattr(result, "parameters"):
        raise TypeError(
            "a path diagram needs a fitted model (svq.cfa), model syntax or a mapping of factors "
            f"to items, not {type(result).__name__}"
        )
    frame = result.parameters.copy() if fitted else _written(result)
    frame = frame.reset_index(drop=True)
    _numeric(frame, ("est", "se", "pvalue", "ci_lower", "ci_upper", "std_lv", "std_all"))
    if "fixed" not in frame.columns:
        # residuals of ordered items follow from, or set, the scale behind them: nobody fixed them
        ordered = frame["lhs"].isin(frame.loc[frame["op"] == "|", "lhs"])
        follows = ordered & (frame["op"] == "~~") & (frame["lhs"] == frame["rhs"])
        frame["fixed"] = (frame["se"] == 0) & ~follows
    for name in ("label", "group"):
        if name not in frame.columns:
            frame[name] = ""
    return frame, fitted


def tables_by_group(table: pd.DataFrame, group: Any = None) -> dict[str, pd.DataFrame]:
    """Split a table by group.

    Parameters
    ----------
    table : DataFrame
    group : label, optional
        Only this one; all otherwise.

    Returns
    -------
    dict
        Table by the group's name, "" where there is only one.

    Raises
    ------
    DataError
        If there is no such group.

    Examples
    --------
    >>> table, _ = table_of("f =~ c(a, b)*x + y")
    >>> list(tables_by_group(table))
    ['1', '2']
    """
    names = list(dict.fromkeys(table["group"].dropna()))
    if group is not None and group not in names:
        known = ", ".join(str(name) for name in names if name != "") or "none"
        raise DataError(f"the model has no group {group!r}; its groups: {known}")
    if group is None and len(names) < 2:
        return {"": table}
    wanted = names if group is None else [group]
    return {str(name): table[table["group"] == name] for name in wanted}


def paths_of(table: pd.DataFrame) -> tuple[Path, ...]:
    """List what can be drawn of one group's parameters, in their order.

    Parameters
    ----------
    table : DataFrame
        As :func:`table_of` gives, one group.

    Returns
    -------
    tuple of Path
        Without means, thresholds, scales, and covariances or residual variances fixed to zero.

    Raises
    ------
    ModelError
        If there is nothing to draw.

    Examples
    --------
    >>> table, _ = table_of("f =~ a + b; a ~~ b")
    >>> [(path.kind, path.start, path.end) for path in paths_of(table)][:3]
    [('loading', 'f', 'a'), ('loading', 'f', 'b'), ('covariance', 'a', 'b')]
    """
    rows: list[Any] = list(table.itertuples())
    explained = {row.rhs for row in rows if row.op == "=~"}
    explained |= {row.lhs for row in rows if row.op == "~"}
    factors = {row.lhs for row in rows if row.op == "=~"}
    paths = []
    for row in rows:
        kind = _KINDS.get(row.op)
        if kind is None or (kind == "covariance" and row.est == 0):
            continue
        start, end = str(row.lhs), str(row.rhs)
        if kind == "regression":
            start, end = end, start
        if kind == "covariance" and start == end:
            if start not in explained | factors:
                continue
            kind = "residual" if start in explained else "variance"
        paths.append(Path(kind, start, end, row.Index, float(row.std_all), bool(row.fixed)))
    if not any(path.kind in ("loading", "regression", "covariance") for path in paths):
        raise ModelError("the model has no '=~', '~' or '~~' line: there is nothing to draw")
    return tuple(paths)
