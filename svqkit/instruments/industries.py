"""Kinds of organisation that items can speak of, in four languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from svqkit.instruments.service_words import ServiceForms, ServiceWords, given_service, service_in
from svqkit.instruments.yaml_lines import read_yaml_with_lines

__all__ = ["list_industries", "service_for"]

_FILE = Path(__file__).resolve().parent / "industries.yaml"


@lru_cache
def _industries() -> dict[str, dict[str, ServiceForms]]:
    raw, _ = read_yaml_with_lines(_FILE)
    check = TypeAdapter(ServiceWords)
    return {name: check.validate_python(words) for name, words in raw.items()}


def list_industries(language: str = "en") -> pd.DataFrame:
    """List the kinds of organisation whose words come with svqkit.

    Parameters
    ----------
    language : str
        BCP 47 tag.

    Returns
    -------
    DataFrame
        Index ``industry``; columns ``plain``, ``this``, ``excellent``.

    Examples
    --------
    >>> list_industries("nl").loc["hotel", "this"]
    'dit hotel'
    """
    rows = {name: service_in(words, language, "en")[0] for name, words in _industries().items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("industry")


def service_for(service: Any, language: str) -> dict[str, ServiceForms] | None:
    """Take an industry's word in a language, or the caller's own.

    Parameters
    ----------
    service : str, mapping or None
        An industry (``"bank"``), a word of your own, or its forms.
    language : str
        BCP 47 tag.

    Returns
    -------
    dict of language tag to ServiceForms, or None
        None where nothing is given; a word of your own is taken to be in ``language``.

    Examples
    --------
    >>> service_for("hotel", "nl")["nl"].excellent
    'een uitstekend hotel'
    >>> service_for("museum", "en")["en"].plain
    'museum'
    """
    if service is None:
        return None
    if isinstance(service, str) and service.casefold() in _industries():
        return _industries()[service.casefold()]
    return {language: given_service(service)}
