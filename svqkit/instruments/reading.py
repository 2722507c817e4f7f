"""Reading an instrument's YAML file, with errors that name file, line and key."""

from __future__ import annotations

from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from svqkit.errors import InstrumentError
from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.in_language import in_language
from svqkit.instruments.industries import service_for
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.kano_questions import KanoDescription
from svqkit.instruments.parts import (
    ChangeDescription,
    DimensionDescription,
    FormWords,
    ImportanceDescription,
    ItemDescription,
    OutcomeDescription,
    PublishedReliability,
    QuestionDescription,
    ScaleDescription,
)
from svqkit.instruments.yaml_lines import line_of, read_yaml_with_lines

__all__ = ["CATALOGUE", "describe_instrument", "read_instrument"]

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
_PARTS: dict[str, type[BaseModel]] = {
    "scale": ScaleDescription,
    "dimensions": DimensionDescription,
    "items": ItemDescription,
    "outcomes": OutcomeDescription,
    "form_words": FormWords,
    "importance": ImportanceDescription,
    "questions": QuestionDescription,
    "kano": KanoDescription,
    "published": PublishedReliability,
    "changes": ChangeDescription,
}


def _key(place: tuple[Any, ...]) -> str:
    """Spell a place as people write it: ``items[3].perception``."""
    spelled = ""
    for step in place:
        spelled += f"[{step}]" if isinstance(step, int) else f".{step}"
    return spelled.lstrip(".")


def _what(problem: Any, place: tuple[Any, ...]) -> str:
    """Say in plain words what pydantic found."""
    kind, message = problem["type"], problem["msg"]
    if kind == "extra_forbidden":
        model = _PARTS.get(str(place[0]), InstrumentDescription)
        allowed = (
            sorted(model.model_fields)
            if len(place) > 1
            else [
                *sorted(InstrumentDescription.model_fields),
                "based_on",
            ]
        )
        near = get_close_matches(str(place[-1]), allowed, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed are {', '.join(allowed)}"
        return f"unknown key; {hint}"
    if kind == "missing":
        return "this key is missing; add it"
    if kind == "value_error":
        return str(message).removeprefix("Value error, ")
    return f"{message[0].lower()}{message[1:]} (found {str(problem['input'])[:40]!r})"


def _merged(raw: Any, path: Path, lines: dict[tuple[Any, ...], int]) -> dict[str, Any]:
    """Fill in what the file leaves to the catalogue instrument that it is based on."""
    if not isinstance(raw, dict):
        raise InstrumentError(f"{path.name}, line 1: an instrument is a list of keys and values")
    if "based_on" not in raw:
        return raw
    base, line = raw["based_on"], lines[("based_on",)]
    known = sorted(file.stem for file in CATALOGUE.glob("*.yaml"))
    if base not in known or (path.parent == CATALOGUE and base == path.stem):
        raise InstrumentError(
            f"{path.name}, line {line}, based_on: no instrument {base!r}; "
            f"there are {', '.join(known)}"
        )
    below, below_lines = read_yaml_with_lines(CATALOGUE / f"{base}.yaml")
    whole = _merged(below, CATALOGUE / f"{base}.yaml", below_lines)
    return {**whole, **{key: value for key, value in raw.items() if key != "based_on"}}


def describe_instrument(path: Path) -> InstrumentDescription:
    """Read and check an instrument's file in all its languages.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    InstrumentDescription

    Raises
    ------
    InstrumentError
        Naming the file, the line and the key of every mistake found.

    Examples
    --------
    >>> len(describe_instrument(CATALOGUE / "servqual.yaml").items)
    22
    """
    raw, lines = read_yaml_with_lines(path)
    whole = _merged(raw, path, lines)
    try:
        return InstrumentDescription.model_validate(whole)
    except ValidationError as error:
        found = []
        for problem in error.errors(include_url=False):
            place = tuple(step for step in problem["loc"] if step != "[key]")
            line = line_of(place, lines)
            where = f"{path.name}, line {line}" if line else path.name
            key = f", {_key(place)}" if place else ""
            found.append(f"{where}{key}: {_what(problem, place)}")
        raise InstrumentError("\n".join(found)) from None


def read_instrument(
    path: str | PathLike[str], *, language: str | None = None, service: Any = None
) -> Instrument:
    """Read an instrument from a YAML file of your own.

    Parameters
    ----------
    path : path
        UTF-8 YAML with the keys of the catalogue's files (``export_instrument`` writes one to
        start from). ``based_on: servqual`` takes over whatever the file does not say itself.
    language : str, optional
        BCP 47 tag; by default the file's own language.
    service : str or mapping, optional
        As in ``load_instrument``; by default the file's own word.

    Returns
    -------
    Instrument

    Raises
    ------
    InstrumentError
        If the file cannot be read or breaks a rule; the message names file, line and key.

    Examples
    --------
    >>> read_instrument(CATALOGUE / "servperf.yaml").forms
    ('perception',)
    """
    description = describe_instrument(Path(path))
    chosen = language or description.language
    return in_language(description, chosen, service_for(service, chosen))
