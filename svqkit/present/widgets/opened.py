"""The data and the language that a page was opened with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from svqkit.errors import DataError
from svqkit.instruments.in_language import in_language
from svqkit.interface import checked_language

__all__ = [
    "DATA_FILE",
    "EMPLOYEES_FILE",
    "INSTRUMENT",
    "LANGUAGE",
    "MANAGERS_FILE",
    "in_words_of",
    "opened_data",
    "read_survey",
]

DATA_FILE = "SVQKIT_DATA_FILE"
"""Environment variable: the file of answers, or a bundled data set's name."""
MANAGERS_FILE = "SVQKIT_MANAGERS_FILE"
"""Environment variable: likewise, the managers' survey."""
EMPLOYEES_FILE = "SVQKIT_EMPLOYEES_FILE"
"""Environment variable: likewise, the survey of employees who serve customers."""
INSTRUMENT = "SVQKIT_INSTRUMENT"
"""Environment variable: the file's instrument; SERVQUAL otherwise."""
LANGUAGE = "SVQKIT_LANGUAGE"
"""Environment variable: the language of words and items, as a BCP 47 tag."""


def opened_data(dataset: str = "bank", *, environment: Mapping[str, str] | None = None) -> Any:
    """Read the survey that a page was opened with.

    A widget also takes this function itself in the place of data: then a file that cannot be read
    is answered by a sentence in the page.

    Parameters
    ----------
    dataset : str
        Bundled data set, for a page opened without data.
    environment : mapping, optional
        Default is this process's environment, where ``svqkit present`` puts ``SVQKIT_DATA_FILE``,
        ``SVQKIT_INSTRUMENT`` and ``SVQKIT_LANGUAGE``.

    Returns
    -------
    Responses
        With the instrument in the language asked for.

    Raises
    ------
    DataError
        If there is no such file, the file cannot be used, or the language is none of ours.

    Examples
    --------
    >>> opened_data(environment={"SVQKIT_LANGUAGE": "zh-Hans"}).instrument.language
    'zh-Hans'
    """
    given = os.environ if environment is None else environment
    file, language = given.get(DATA_FILE, ""), given.get(LANGUAGE, "")
    if language:
        checked_language(language)
    responses = read_survey(file or dataset, given.get(INSTRUMENT, "") or "servqual", "--data")
    return in_words_of(responses, language)


def read_survey(file: str, instrument: str, option: str) -> Any:
    """Read a file of answers, or a bundled data set.

    Parameters
    ----------
    file : str
        A path; or, where no such file exists, a data set's name.
    instrument : str
        The file's instrument; a data set names its own.
    option : str
        The option of the command that named the file, for the sentence that says it is not there.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If there is no such file, it cannot be used, or the data set is no survey.

    Examples
    --------
    >>> read_survey("bank_managers", "managers", "--managers").n
    9
    """
    from svqkit.responses.datasets import list_datasets, load_dataset
    from svqkit.responses.reading import read_responses

    if Path(file).exists():
        return read_responses(file, instrument)
    there = list_datasets()
    if file not in there.index:
        raise DataError(f"there is no file {Path(file).name!r}; check the path after {option}")
    if not there.loc[file, "instrument"]:
        raise DataError(f"the data set {file!r} is a case's table, no survey that could be shown")
    return load_dataset(file)


def in_words_of(responses: Any, language: str) -> Any:
    """Put the words of a survey's instrument into a language.

    Parameters
    ----------
    responses : Responses
    language : str
        BCP 47; none leaves them as they are.

    Returns
    -------
    Responses

    Examples
    --------
    >>> import svqkit as svq
    >>> in_words_of(svq.load_dataset("bank"), "nl").instrument.language
    'nl'
    """
    if not language or responses.instrument.language == language:
        return responses
    return replace(responses, instrument=in_language(responses.instrument.description, language))
