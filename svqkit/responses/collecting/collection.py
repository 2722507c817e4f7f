"""What a collection is: an instrument, a form's plan, a class code, and where its answers lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.in_language import in_language
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import ServiceForms
from svqkit.responses.collecting.codes import class_code, random_name

__all__ = ["Collection", "differing", "from_settings", "new_settings"]


@dataclass(frozen=True)
class Collection:
    """A collection as its file describes it.

    ``code`` is the class code, ``key`` opens the instructor's page from another computer,
    ``secret`` proves tokens and receipts.
    """

    path: Path
    plan: FormPlan
    code: str
    key: str
    secret: str
    settings: Mapping[str, str]

    @property
    def instrument(self) -> Instrument:
        """The instrument, in the language of the form."""
        return self.plan.instrument


def _asked(plan: FormPlan) -> list[list[Any]]:
    """List what answers can be: the same for two forms whose answers can stand in one table."""
    return [[f.column, f.kind, list(f.choices), f.low, f.high] for f in plan.fields]


def new_settings(
    instrument: Instrument, attention: int, shuffle: bool, seed: int
) -> dict[str, str]:
    """Describe a new collection.

    Parameters
    ----------
    instrument : Instrument
        In the language of the form.
    attention : int
        Attention checks.
    shuffle : bool
    seed : int
        Decides what the attention checks ask for.

    Returns
    -------
    dict of str
        As the collection's file keeps it.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> new_settings(load_instrument("servperf"), 0, False, 1)["language"]
    'en'
    """
    return {
        "instrument": instrument.description.model_dump_json(),
        "name": instrument.name,
        "language": instrument.language,
        "service": json.dumps(instrument.service_forms, ensure_ascii=False),
        "attention": str(attention),
        "shuffle": str(int(shuffle)),
        "seed": str(seed),
        "code": class_code(),
        "key": random_name(20),
        "secret": random_name(40),
        "opened": "0",
    }


def from_settings(path: Path, settings: Mapping[str, str]) -> Collection:
    """Build a collection from what its file keeps.

    Parameters
    ----------
    path : Path
        The file.
    settings : mapping of str
        As :func:`new_settings`.

    Returns
    -------
    Collection

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> settings = new_settings(load_instrument("servqual", "nl"), 1, False, 7)
    >>> again = from_settings(Path("answers.sqlite"), settings)
    >>> again.instrument.language, again.plan.columns[0], len(again.code)
    ('nl', 'E1', 6)
    """
    language = settings["language"]
    service = {language: ServiceForms(**json.loads(settings["service"]))}
    description = InstrumentDescription.model_validate_json(settings["instrument"])
    instrument = in_language(description, language, service)
    plan = form_plan(instrument, attention=int(settings["attention"]), seed=int(settings["seed"]))
    plan = FormPlan(instrument, plan.title, language, plan.sections, settings["shuffle"] == "1")
    return Collection(
        path, plan, settings["code"], settings["key"], settings["secret"], dict(settings)
    )


def differing(earlier: Collection, settings: Mapping[str, str]) -> str | None:
    """Say in what a collection differs from what is asked for now, where it cannot be gone on with.

    Parameters
    ----------
    earlier : Collection
    settings : mapping of str
        Of what is asked for now.

    Returns
    -------
    str or None
        Such as ``"its language is nl, not en"``.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> settings = new_settings(load_instrument("servqual"), 0, False, 1)
    >>> earlier = from_settings(Path("answers.sqlite"), settings)
    >>> differing(earlier, {**settings, "language": "nl"})
    'its language is en, not nl'
    """
    said = {"name": "instrument", "language": "language", "attention": "number of checks"}
    for key, word in said.items():
        if earlier.settings[key] != settings[key]:
            return f"its {word} is {earlier.settings[key]}, not {settings[key]}"
    if earlier.settings["service"] != settings["service"]:
        words = [json.loads(s["service"])["plain"] for s in (earlier.settings, settings)]
        return f"it asks about {words[0]}, not {words[1]}"
    now = from_settings(earlier.path, {**settings, "seed": earlier.settings["seed"]})
    if _asked(now.plan) != _asked(earlier.plan):
        return "its questions are others"
    return None
