"""The data and the language that a page was opened with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from svqkit.errors import DataError
from svqkit.instruments.in_language import in_language
from svqkit.interface import LANGUAGES

__all__ = ["DATA_FILE", "INSTRUMENT", "LANGUAGE", "in_words_of", "opened_data"]

DATA_FILE = "SVQKIT_DATA_FILE"
"""Environment variable: the file of answers, or a bundled data set's name."""
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
    from svqkit.responses.datasets import list_datasets, load_dataset
    from svqkit.responses.reading import read_responses

    given = os.environ if environment is None else environment
    file, language = given.get(DATA_FILE, ""), given.get(LANGUAGE, "")
    if language and language not in LANGUAGES:
        raise DataError(f"there is no language {language!r}; there is: {', '.join(LANGUAGES)}")
    if not file:
        responses = load_dataset(dataset)
    elif Path(file).exists():
        responses = read_responses(file, given.get(INSTRUMENT, "") or "servqual")
    elif file in list_datasets().query("instrument != ''").index:
        responses = load_dataset(file)
    else:
        raise DataError(f"there is no file {Path(file).name!r}; check the path after --data")
    return in_words_of(responses, language)


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
