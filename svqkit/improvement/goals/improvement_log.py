"""The improvement log: each project along the cycle from why to monitoring, with its evidence."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import LARGEST
from svqkit.improvement.processes.moments import moment
from svqkit.improvement.processes.rows import name_of
from svqkit.result import Part, Result

__all__ = ["CYCLE", "ImprovementLog", "improvement_log"]

CYCLE = {
    "why": ("problem", "gap"),
    "culture": ("owner", "team"),
    "goal and measure": ("goal", "indicator", "baseline", "target", "deadline"),
    "data": ("data", "cause", "cost", "hours"),
    "implementation": ("action", "started", "implemented"),
    "monitoring": ("result", "measured", "evidence"),
}
"""The cycle's steps, and the fields that each is written down in."""
_ALSO = ("id", "status", "resistance", "learned")
_NUMBERS = ("baseline", "target", "result", "cost", "hours")
_DATES = ("deadline", "started", "implemented", "measured")
STATUSES = ("planned", "running", "implemented", "monitored", "closed", "stopped")


@dataclass(frozen=True, eq=False, repr=False)
class ImprovementLog(Result):
    """Projects, how complete each is, and what came of them.

    Attributes
    ----------
    entries : DataFrame (index: id)
        All fields, dates and numbers as such; ``evidence`` holds links, one a line.
    steps : DataFrame (index: id)
        A column for each step of the cycle: done, partly or open.
    remarks : DataFrame
        ``id step remark``: what is missing or does not fit.
    summary : DataFrame (index: id)
        ``status``, ``reached`` (share of the way from baseline to target), ``met``, ``cost``,
        ``hours``, ``cost_per_unit`` (of the indicator moved in the wanted direction).
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> log = svq.improvement_log(svq.load_dataset("servicedesk_log"))
    >>> log.steps.loc["L2", "monitoring"]
    'partly'
    """

    entries: pd.DataFrame
    steps: pd.DataFrame
    remarks: pd.DataFrame
    summary: pd.DataFrame
    convention: str

    def _title(self) -> str:
        return "Improvement log"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Where each stands", self.steps), ("What came of it", self.summary)]
        if len(self.remarks):
            parts.append(("Open", self.remarks))
        return [*parts, ("Convention", self.convention)]


def improvement_log(source: pd.DataFrame | str | Path, *, today: Any = None) -> ImprovementLog:
    """Read a log of improvement projects, and say what each still lacks.

    Parameters
    ----------
    source : DataFrame or path
        A row a project: a table, or a file (csv, xlsx, yaml as a list of entries). Fields:
        ``id`` and those of ``CYCLE``; ``status`` (planned, running, implemented, monitored, closed,
        stopped), ``resistance``, ``learned``. ``evidence`` is one link or several, by line or
        semicolon.
    today : date or str, optional
        For overdue deadlines; default is no check of them.

    Returns
    -------
    ImprovementLog
        ``.entries .steps .remarks .summary``.

    Raises
    ------
    DataError
        If the file cannot be read, an id is missing or comes twice, a field is unknown, a number or
        date cannot be read, or a status is none of ours.

    References
    ----------
    The steps are those of the improvement cycle used throughout: why, culture, goals and measures,
    data, implementation, monitoring.

    Examples
    --------
    >>> log = improvement_log(pd.DataFrame({"id": ["A"], "problem": ["long waits"], "goal": ["halve"],
    ...     "indicator": ["wait"], "baseline": [14], "target": [7], "result": [10], "cost": [800]}))
    >>> log.summary.loc["A", ["reached", "cost_per_unit"]].round(2).tolist()
    [0.57, 200.0]
    """
    entries = _typed(_table(source))
    steps = pd.DataFrame(
        {
            step: [_done(row, fields) for _, row in entries.iterrows()]
            for step, fields in CYCLE.items()
        },
        index=entries.index,
    )
    day = None if today is None else moment("today", today).tz_localize(None)
    remarks = [one for name, row in entries.iterrows() for one in _remarks(str(name), row, day)]
    return ImprovementLog(
        entries,
        steps,
        pd.DataFrame(remarks, columns=["id", "step", "remark"]),
        _summary(entries),
        "Reached is the share of the way from baseline to target that was covered; a figure before "
        "and one after is no proof of an effect: see before_after() and interrupted_series().",
    )


def _table(source: pd.DataFrame | str | Path) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        twice = source.columns[source.columns.duplicated()]
        if len(twice):
            raise DataError(f"the field {twice[0]!r} is there twice", column=twice[0])
        return source.reset_index() if source.index.name == "id" else source.copy()
    if not isinstance(source, (str, Path)):
        raise DataError(f"the log must be a table or a file, not {type(source).__name__}")
    path = Path(source)
    if not path.is_file():
        raise DataError(f"there is no file {path.name!r}; check the path")
    kind = path.suffix.lower()
    if kind in (".yaml", ".yml"):
        return _from_yaml(path)
    if kind == ".csv":
        return pd.read_csv(path, dtype=object, encoding="utf-8-sig")
    if kind == ".xlsx":
        return pd.read_excel(path, dtype=object, engine="openpyxl")
    raise DataError(f"{path.name!r} is none of csv, xlsx, yaml")


def _from_yaml(path: Path) -> pd.DataFrame:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        entries = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise DataError(f"{path.name!r} is no valid YAML: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise DataError(f"{path.name!r} must hold a list of entries, each beginning with '- id:'")
    return pd.DataFrame(entries, dtype=object)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    known = [*_ALSO, *(field for fields in CYCLE.values() for field in fields)]
    unknown = [str(name) for name in table.columns if name not in known]
    if unknown:
        raise DataError(
            f"the field {unknown[0]!r} is unknown; there are {', '.join(known)}", column=unknown[0]
        )
    if "id" not in table or (table["id"].map(name_of) == "").any():
        raise DataError("every entry needs an id", column="id")
    twice = table["id"][table["id"].duplicated()]
    if len(twice):
        raise DataError(f"the id {twice.iloc[0]!r} comes twice", column="id", value=twice.iloc[0])
    entries = table.reindex(columns=known).astype(object).set_index("id")
    for name in _NUMBERS:
        entries[name] = _each(entries[name], _number, "a number")
    for name in _DATES:
        dates = _each(entries[name], _day, "a date such as 2026-12-31")
        entries[name] = dates.astype("datetime64[us]")
    for name in ("cost", "hours"):
        below = entries.index[entries[name] < 0]
        if len(below):
            raise DataError(f"entry {below[0]!r} has {name} below 0", row=below[0], column=name)
    wrong = entries["status"].notna() & ~entries["status"].isin(STATUSES)
    if wrong.any():
        raise DataError(
            f"entry {entries.index[wrong][0]!r} has the status {entries['status'][wrong].iloc[0]!r}; "
            f"there are {', '.join(STATUSES)}",
            column="status",
        )
    entries["evidence"] = entries["evidence"].map(_links)
    return entries


def _each(given: pd.Series, read: Any, what: str) -> pd.Series:
    """Read the cells of a field one by one; what is empty stays missing."""
    values = []
    for entry, cell in given.items():
        try:
            values.append(read(cell) if name_of(cell) else np.nan)
        except ValueError:
            raise DataError(
                f"entry {entry!r} has {given.name} = {cell!r}; {what} is needed",
                row=entry,
                column=given.name,
                value=cell,
            ) from None
    return pd.Series(values, index=given.index, name=given.name)


def _number(cell: Any) -> float:
    if isinstance(cell, bool) or not abs(float(cell)) <= LARGEST:
        raise ValueError(cell)
    return float(cell)


def _day(cell: Any) -> pd.Timestamp:
    return moment("date", cell).tz_localize(None).normalize()


def _links(given: Any) -> str:
    if isinstance(given, list):
        return "\n".join(str(one).strip() for one in given)
    if given is None or given is pd.NA or (isinstance(given, float) and np.isnan(given)):
        return ""
    return "\n".join(
        one.strip() for one in str(given).replace(";", "\n").splitlines() if one.strip()
    )


def _given(row: pd.Series, field: str) -> bool:
    value = row[field]
    return bool(pd.notna(value)) and str(value).strip() != ""


def _done(row: pd.Series, fields: tuple[str, ...]) -> str:
    given = sum(_given(row, field) for field in fields)
    return "done" if given == len(fields) else "partly" if given else "open"


def _remarks(name: str, row: pd.Series, today: pd.Timestamp | None) -> list[tuple[str, str, str]]:
    if row["status"] == "stopped":
        return (
            []
            if _given(row, "learned")
            else [(name, "monitoring", "stopped, without what was learned")]
        )
    found = []
    for step, fields in CYCLE.items():
        missing = [field for field in fields if not _given(row, field)]
        if missing and len(missing) < len(fields):
            found.append((name, step, f"not written down: {', '.join(missing)}"))
        elif missing:
            found.append((name, step, "nothing written down"))
    order = ("started", "implemented", "measured")
    for earlier, later in itertools.pairwise(order):
        if _given(row, earlier) and _given(row, later) and row[later] < row[earlier]:
            found.append((name, "implementation", f"{later} lies before {earlier}"))
    late = today is not None and _given(row, "deadline") and row["deadline"] < today
    if late and row["status"] in ("planned", "running"):
        found.append((name, "implementation", f"overdue since {row['deadline']:%Y-%m-%d}"))
    if row["status"] == "closed" and not _given(row, "result"):
        found.append((name, "monitoring", "closed without a result"))
    return found


def _summary(entries: pd.DataFrame) -> pd.DataFrame:
    way = entries["target"].astype(float) - entries["baseline"].astype(float)
    moved = entries["result"].astype(float) - entries["baseline"].astype(float)
    reached = (moved / way.where(way != 0)).rename("reached")
    towards: pd.Series = moved * np.sign(way)
    gained: pd.Series = towards.where(towards > 0)
    return pd.DataFrame(
        {
            "status": entries["status"].fillna(""),
            "reached": reached,
            "met": (reached >= 1).astype("boolean").where(reached.notna()),
            "cost": entries["cost"].astype(float),
            "hours": entries["hours"].astype(float),
            "cost_per_unit": entries["cost"].astype(float) / gained,
        }
    )
