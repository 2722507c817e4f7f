"""The instruments that come with svqkit."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.in_language import in_language
from svqkit.instruments.industries import service_for
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.reading import CATALOGUE, describe_instrument

__all__ = ["list_instruments", "load_instrument"]


@lru_cache
def _described(name: str) -> InstrumentDescription:
    return describe_instrument(CATALOGUE / f"{name}.yaml")


def _names() -> list[str]:
    return sorted(path.stem for path in CATALOGUE.glob("*.yaml"))


def list_instruments() -> pd.DataFrame:
    """List the instruments of the catalogue.

    Returns
    -------
    DataFrame
        Index ``name``; columns ``title``, ``items``, ``dimensions``, ``forms``, ``scale``,
        ``languages``, ``source``.

    Examples
    --------
    >>> int(list_instruments().loc["servqual", "items"])
    22
    """
    described = {name: _described(name) for name in _names()}
    return pd.DataFrame(
        {
            "title": [d.title[d.language] for d in described.values()],
            "items": [len(d.items) for d in described.values()],
            "dimensions": [len(d.dimensions) for d in described.values()],
            "forms": [", ".join(d.forms) for d in described.values()],
            "scale": [f"{d.scale.low}–{d.scale.high}" for d in described.values()],
            "languages": [", ".join(d.languages()) for d in described.values()],
            "source": [d.sources[0] for d in described.values()],
        },
        index=pd.Index(list(described), name="name"),
    )


def load_instrument(name: str, language: str = "en", *, service: Any = None) -> Instrument:
    """Load an instrument of the catalogue.

    Parameters
    ----------
    name : str
        As in ``list_instruments()``, such as ``"servqual"``.
    language : str
        BCP 47 tag. Texts that are missing in it stand in English; ``.fallbacks`` lists them.
    service : str or mapping, optional
        The organisation that the items speak of: an industry of ``list_industries()`` such as
        ``"bank"``, or a word of your own in this language. Where the language does not derive its
        forms (Dutch does not), ``{"plain": "museum", "this": "dit museum", "excellent": "een
        uitstekend museum"}``. By default the instrument's own word.

    Returns
    -------
    Instrument

    Raises
    ------
    ValueError
        If the catalogue has no such instrument.
    InstrumentError
        If an item needs a form of ``service`` that is not given and cannot be derived.

    Examples
    --------
    >>> servqual = load_instrument("servqual")
    >>> servqual.mapping["tangibles"]
    ['Q1', 'Q2', 'Q3', 'Q4']
    >>> servqual.wording("Q13", "expectation")
    'An excellent service provider has staff who make time for a request even in the busiest hours.'
    >>> load_instrument("servqual", service="bank").wording("Q1")
    'This bank uses tools and technology that keep up with the times.'
    """
    if name not in _names():
        near = get_close_matches(str(name).casefold(), _names(), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise ValueError(
            f"there is no instrument {name!r}{hint} The catalogue has {', '.join(_names())}. "
            "Read a YAML file of your own with read_instrument(path)."
        )
    return in_language(_described(name), language, service_for(service, language))
