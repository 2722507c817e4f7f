"""The data sets that come with svqkit, and open ones that it fetches."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from svqkit.bundled import bundled
from svqkit.instruments.catalogue_index import load_instrument
from svqkit.responses.case_tables import read_case_table
from svqkit.responses.header_codes import count_items
from svqkit.responses.open_data import fetch
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.reading import read_responses
from svqkit.responses.responses import Responses
from svqkit.responses.sorting import sort_answers
from svqkit.responses.table_file import read_table_file

__all__ = ["list_datasets", "load_dataset"]


def _surveys() -> dict[str, tuple[Path, dict[str, Any]]]:
    """Every data set's folder and description, by name; one package may hold several surveys."""
    found = {}
    for path in sorted(bundled("datasets").glob("*/datapackage.json")):
        package = json.loads(path.read_text(encoding="utf-8"))
        surveys = [one for one in package["resources"] if "svqkit" in one]
        for survey in surveys or [package]:
            found[survey["name"]] = (path.parent, survey)
    return found


def list_datasets() -> pd.DataFrame:
    """List the data sets.

    Returns
    -------
    DataFrame
        Index ``name``; columns ``title``, ``respondents`` and ``instrument`` (missing and empty for
        a case's table that is no survey), ``rows``, ``kind`` (simulated or real), ``where``
        (bundled, or downloaded on first use), ``licence``.

    Examples
    --------
    >>> list_datasets().loc["bank", "instrument"]
    'servqual'
    """
    surveys = {name: survey for name, (_, survey) in _surveys().items()}
    about = [survey["svqkit"] for survey in surveys.values()]
    return pd.DataFrame(
        {
            "title": [survey["title"] for survey in surveys.values()],
            "respondents": pd.array([one.get("respondents") for one in about], dtype="Int64"),
            "rows": [one.get("rows", one.get("respondents")) for one in about],
            "instrument": [one.get("instrument", "") for one in about],
            "kind": [one["kind"] for one in about],
            "where": ["downloaded on first use" if "origin" in one else "bundled" for one in about],
            "licence": [survey["licenses"][0]["name"] for survey in surveys.values()],
        },
        index=pd.Index(list(surveys), name="name"),
    )


def _bundled_survey(folder: Path, survey: dict[str, Any]) -> Responses:
    about = survey["svqkit"]
    return read_responses(
        folder / survey["path"],
        about["instrument"],
        outcomes=tuple(about.get("outcomes", ())),
    )


def _open_survey(folder: Path, package: dict[str, Any]) -> Responses:
    """Read a fetched export by position: its headers are whole questions in another language."""
    about = package["svqkit"]
    instrument, problems = load_instrument(about["instrument"]), ProblemList()
    table = read_table_file(
        fetch(about["origin"]),
        lambda header: count_items(header, instrument),
        encoding=about["origin"]["encoding"],
    )
    with (folder / about["columns"]).open(encoding="utf-8", newline="") as file:
        names = [row["column"] for row in csv.DictReader(file)]
    index = pd.Index(table.lines, name="line")
    cells = pd.DataFrame(table.rows, index=index, columns=range(len(names)), dtype=object)
    for left_out in about["left_out"]:
        lines = index[left_out["rows"]]
        places = listed((f"line {line}" for line in lines), 20)
        problems.add("left_out", "rows", len(lines), "dropped", f"{left_out['reason']}: {places}")
        problems.drop(lines, left_out["reason"])
    kept = cells.drop(problems.dropped()["row"])
    read = sort_answers(
        names, kept, table.source, instrument, problems, outcomes=tuple(about["outcomes"])
    )
    return replace(read, source={**read.source, "rows_read": len(cells)})


def load_dataset(name: str) -> Any:
    """Load a data set: a survey, or a table of a case.

    Parameters
    ----------
    name : str
        As in ``list_datasets()``: ``"bank"`` and the others of that bank (``"bank_managers"``,
        ``"bank_employees"``, ``"bank_wave2"``, ``"bank_three_column"``) are bundled; ``"kiosk"`` is
        downloaded on first use, checked against its recorded hash and cached. ``SVQKIT_DATA`` names
        a folder that already holds downloads; it is only read.

    Returns
    -------
    Responses or DataFrame
        ``Responses`` for a survey (``list_datasets()`` names its instrument); for another table of
        a case a frame with the columns that its README describes.

    Raises
    ------
    ValueError
        If there is no such data set.
    DownloadError
        If it cannot be fetched, or is not what was recorded.

    Examples
    --------
    >>> load_dataset("bank").n
    412
    >>> load_dataset("bank_managers").instrument.name
    'managers'
    """
    surveys = _surveys()
    if name not in surveys:
        near = get_close_matches(str(name).casefold(), list(surveys), n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(
            f"there is no data set {name!r}; {hint}There are {', '.join(surveys)}. "
            "Read a file of your own with read_responses(path)."
        )
    folder, survey = surveys[name]
    if "origin" in survey["svqkit"]:
        return _open_survey(folder, survey)
    if "instrument" in survey["svqkit"]:
        return _bundled_survey(folder, survey)
    return read_case_table(folder / survey["path"], survey["schema"])
