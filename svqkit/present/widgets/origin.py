"""The line of Python that reads a survey again, for code that runs as shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from svqkit.errors import DownloadError

__all__ = ["reading_line", "with_reading"]

_FRAMES = ("perceptions", "expectations", "importance", "respondents")


def with_reading(code: str, reading: Mapping[str, str]) -> str:
    r"""Put the lines that read the surveys behind a code's imports, so that it runs by itself.

    Parameters
    ----------
    code : str
        Imports, an empty line, and what uses the surveys.
    reading : mapping of str to str
        Lines of ``reading_line``, by the name that the code uses; those that it does not use are
        left out.

    Returns
    -------
    str

    Examples
    --------
    >>> code = "import svqkit as svq\n\nshown = responses.n"
    >>> print(with_reading(code, {"responses": 'responses = svq.load_dataset("bank")'}))
    import svqkit as svq
    <BLANKLINE>
    responses = svq.load_dataset("bank")
    shown = responses.n
    """
    imports, _, body = code.partition("\n\n")
    used = set(_names(body))
    lines = [line for name, line in reading.items() if name in used]
    needed = [] if "import svqkit as svq" in imports or not lines else ["import svqkit as svq"]
    return "\n".join([*needed, imports, "", *lines, body])


def _names(code: str) -> list[str]:
    import ast

    return [one.id for one in ast.walk(ast.parse(code)) if isinstance(one, ast.Name)]


def reading_line(name: str, survey: Any) -> str:
    """Write the line that reads a survey, or loads an instrument.

    A bundled data set is loaded by its name, a file read by its name (without its folder). What was
    made or changed in memory can't be read again: a comment says so.

    Parameters
    ----------
    name : str
        What the code calls it.
    survey : Responses or Instrument

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> reading_line("customers", svq.load_dataset("bank"))
    'customers = svq.load_dataset("bank")'
    """
    if not hasattr(survey, "perceptions"):
        return f'{name} = svq.load_instrument("{survey.name}")'
    dataset = _dataset_of(survey)
    if dataset:
        return f'{name} = svq.load_dataset("{dataset}")'
    file = Path(str(survey.source.get("name", ""))).name
    if _is_as_read(survey):
        return f'{name} = svq.read_responses("{file}", "{survey.instrument.name}")'
    return f"{name} = ...  # put the survey here that this picture was given: {file}"


def _is_as_read(survey: Any) -> bool:
    """Tell whether a survey is as its file was read: nobody was excluded."""
    given = survey.source
    whole = given.get("rows_kept") == survey.n and "excluded" not in set(survey.problems["kind"])
    return whole and any(key in given for key in ("sha256", "files", "encoding"))


def _dataset_of(survey: Any) -> str:
    """Name the bundled data set that a survey is, answer for answer; empty if it is none."""
    from svqkit.responses.datasets import list_datasets

    there = list_datasets()
    like = (there["instrument"] == survey.instrument.name) & (there["respondents"] == survey.n)
    for name in there.index[like.fillna(False)]:
        loaded = _loaded(str(name))
        if loaded is None or loaded.source.get("name") != survey.source.get("name"):
            continue
        if all(_same(loaded, survey, frame) for frame in _FRAMES):
            return str(name)
    return ""


@lru_cache(maxsize=8)
def _loaded(name: str) -> Any:
    from svqkit.responses.datasets import load_dataset

    try:
        return load_dataset(name)
    except DownloadError:
        return None  # an open data set that can't be fetched is not the one on show


def _same(one: Any, other: Any, frame: str) -> bool:
    first, second = getattr(one, frame), getattr(other, frame)
    return first is second if first is None or second is None else bool(first.equals(second))
