"""The catalogue of prescriptions: what its YAML file must hold, and reading it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from svqkit.errors import InstrumentError
from svqkit.gaps.organisation.design import ANTECEDENTS, DIMENSION_OF_SUFFIX, GAPS
from svqkit.instruments.parts import Described
from svqkit.instruments.words import Words
from svqkit.instruments.yaml_lines import line_of, read_yaml_with_lines
from svqkit.interface import LANGUAGES

__all__ = [
    "DIMENSIONS",
    "Entry",
    "GapWords",
    "Indicator",
    "PrescriptionCatalogue",
    "prescription_catalogue",
    "read_prescriptions",
]

DIMENSIONS = tuple(DIMENSION_OF_SUFFIX.values())
"""The dimensions of SERVQUAL, in its order."""

_FILE = Path(__file__).resolve().parent / "prescriptions.yaml"


def _in_all_languages(words: dict[str, str]) -> dict[str, str]:
    lacking = [language for language in LANGUAGES if language not in words]
    if lacking:
        raise ValueError(f"there is no text in {', '.join(lacking)}")
    places = {frozenset(name for _, name, _, _ in Formatter().parse(t)) for t in words.values()}
    if len({names - {None} for names in places}) > 1:
        raise ValueError("the languages do not have the same places to fill in")
    return words


Said = Annotated[Words, AfterValidator(_in_all_languages)]
"""A text in every language of the interface, with the same places to fill in."""


class GapWords(Described):
    """A gap's name, and the aim under which its prescriptions stand.

    Examples
    --------
    >>> prescription_catalogue().gaps[4].aim["en"]
    'Deliver what is promised'
    """

    name: Said
    aim: Said


class Indicator(Described):
    """What would show that a prescription is at work: name, unit, direction, source of the data.

    Examples
    --------
    >>> prescription_catalogue().entry("3e").indicator.better
    'less'
    """

    name: Said
    unit: str
    better: Literal["more", "less"]
    data: str


class Entry(Described):
    """One prescription.

    ``antecedents`` is empty where the 1988 model has none for it; ``effort`` and ``time`` are our
    judgement.

    Examples
    --------
    >>> entry = prescription_catalogue().entry("3a")
    >>> entry.gap, entry.antecedents, entry.title["nl"]
    (3, ['role_ambiguity'], 'Duidelijke rollen')
    """

    id: Annotated[str, Field(pattern=r"^[1-4]([a-p]|-[a-z]+)$")]
    antecedents: list[str]
    dimensions: Annotated[list[str], Field(min_length=1)]
    who: Annotated[list[str], Field(min_length=1)]
    effort: Literal["small", "medium", "large"]
    time: Literal["weeks", "months", "year"]
    title: Said
    what: Said
    indicator: Indicator

    @property
    def gap(self) -> int:
        """The gap that it closes: the number with which its id begins."""
        return int(self.id[0])

    @model_validator(mode="after")
    def _known(self) -> Entry:
        for antecedent in self.antecedents:
            own = [name for name, (gap, _) in ANTECEDENTS.items() if gap == self.gap]
            if antecedent not in own:
                raise ValueError(
                    f"{self.id} has antecedent {antecedent!r}; Gap {self.gap} has {', '.join(own)}"
                )
        strange = [name for name in self.dimensions if name not in DIMENSIONS]
        if strange:
            raise ValueError(
                f"{self.id} has dimension {strange[0]!r}; SERVQUAL has {', '.join(DIMENSIONS)}"
            )
        return self


class PrescriptionCatalogue(Described):
    """All prescriptions with the words that go with them.

    Examples
    --------
    >>> len(prescription_catalogue().entries)
    40
    """

    sources: Annotated[list[str], Field(min_length=1)]
    gaps: dict[int, GapWords]
    roles: dict[str, Said]
    units: dict[str, Said]
    data: dict[str, Said]
    directions: dict[Literal["more", "less"], Said]
    efforts: dict[Literal["small", "medium", "large"], Said]
    times: dict[Literal["weeks", "months", "year"], Said]
    words: dict[str, Said]
    sentences: dict[str, Said]
    entries: Annotated[list[Entry], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> PrescriptionCatalogue:
        if tuple(self.gaps) != GAPS:
            raise ValueError(f"gaps must be {', '.join(map(str, GAPS))}, in this order")
        seen: set[str] = set()
        for entry in self.entries:
            if entry.id in seen:
                raise ValueError(f"entries has {entry.id!r} twice")
            seen.add(entry.id)
            for what, names, known in (
                ("who", entry.who, self.roles),
                ("unit", [entry.indicator.unit], self.units),
                ("data", [entry.indicator.data], self.data),
            ):
                unknown = [name for name in names if name not in known]
                if unknown:
                    raise ValueError(
                        f"{entry.id}, {what}: there is no {unknown[0]!r}; "
                        f"there are {', '.join(known)}"
                    )
        return self

    def entry(self, name: str) -> Entry:
        """Find an entry by its id."""
        return next(entry for entry in self.entries if entry.id == name)


def read_prescriptions(path: Path) -> PrescriptionCatalogue:
    """Read and check a catalogue's file.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    PrescriptionCatalogue

    Raises
    ------
    InstrumentError
        Naming the file, the line and the key of every mistake found.

    Examples
    --------
    >>> read_prescriptions(_FILE).gaps[1].name["zh-Hant"]
    '缺口1'
    """
    raw, lines = read_yaml_with_lines(path)
    try:
        return PrescriptionCatalogue.model_validate(raw)
    except ValidationError as error:
        found = []
        for problem in error.errors(include_url=False):
            place = tuple(step for step in problem["loc"] if step != "[key]")
            line = line_of(place, lines)
            where = f"{path.name}, line {line}" if line else path.name
            key = f", {'.'.join(map(str, place))}" if place else ""
            found.append(f"{where}{key}: {problem['msg'].removeprefix('Value error, ')}")
        raise InstrumentError("\n".join(found)) from None


@lru_cache(maxsize=1)
def prescription_catalogue() -> PrescriptionCatalogue:
    """Give the catalogue that comes with svqkit.

    Examples
    --------
    >>> [sum(entry.gap == gap for entry in prescription_catalogue().entries) for gap in (1, 2, 3, 4)]
    [4, 10, 16, 10]
    """
    return read_prescriptions(_FILE)
