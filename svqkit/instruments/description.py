"""The schema of an instrument's YAML file: what must stand in it, in which languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = [
    "DimensionDescription",
    "Form",
    "InstrumentDescription",
    "ItemDescription",
    "OutcomeDescription",
    "ScaleDescription",
    "Words",
    "resolve",
]

Form = Literal["expectation", "perception"]
_UNDETERMINED = "und"  # BCP 47: the language is not said
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_USUAL_MISSING = (-9, -99, -999, 98, 99, 998, 999)


def _as_words(value: object) -> object:
    """Let a plain sentence stand for a language map of one."""
    if isinstance(value, str):
        return {_UNDETERMINED: value}
    if isinstance(value, dict):
        wrong = [tag for tag in value if not (isinstance(tag, str) and _TAG.fullmatch(tag))]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no language tag such as en, nl or zh-Hans")
        if not value or not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise ValueError("each language needs a text")
    return value


Words = Annotated[dict[str, str], BeforeValidator(_as_words)]
"""A text in one or more languages, by BCP 47 tag."""


def resolve(words: dict[str, str], language: str, base: str) -> tuple[str, bool]:
    """Find a text in a language, or else in the instrument's base language.

    Parameters
    ----------
    words : dict of language tag to text
    language, base : str
        The language wanted, and the one to fall back to.

    Returns
    -------
    str
        The text.
    bool
        Whether it is in the language wanted.

    Examples
    --------
    >>> resolve({"en": "Quality", "nl": "Kwaliteit"}, "nl-BE", "en")
    ('Kwaliteit', True)
    >>> resolve({"en": "Quality"}, "nl", "en")
    ('Quality', False)
    """
    by_tag = {tag.casefold(): text for tag, text in words.items()}
    parts = language.casefold().split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        if tag in by_tag:
            return by_tag[tag], True
    if _UNDETERMINED in by_tag:
        return by_tag[_UNDETERMINED], language.casefold() == base.casefold()
    return by_tag[base.casefold()], False


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ScaleDescription(_Described):
    """The answer scale: its ends, the words at its points, and codes for no answer.

    Examples
    --------
    >>> ScaleDescription(low=1, high=5, anchors={1: "never", 5: "always"}).anchors[5]
    {'und': 'always'}
    """

    low: int
    high: int
    anchors: dict[int, Words]
    synonyms: dict[int, list[str]] = Field(default_factory=dict)
    missing_codes: list[int] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> ScaleDescription:
        if self.low >= self.high:
            raise ValueError(f"low ({self.low}) must be less than high ({self.high})")
        for name, codes in (("anchors", self.anchors), ("synonyms", self.synonyms)):
            outside = [code for code in codes if not self.low <= code <= self.high]
            if outside:
                raise ValueError(f"{name} has code {outside[0]}, outside {self.low} to {self.high}")
        lacking = [code for code in (self.low, self.high) if code not in self.anchors]
        if lacking:
            raise ValueError(f"anchors must give words for both ends; code {lacking[0]} has none")
        inside = [code for code in self.missing_codes or () if self.low <= code <= self.high]
        if inside:
            raise ValueError(f"missing_codes has {inside[0]}, which is an answer on this scale")
        return self

    def codes_for_no_answer(self) -> tuple[int, ...]:
        """Say which codes stand for no answer: the file's own, or the usual ones off the scale."""
        if self.missing_codes is not None:
            return tuple(self.missing_codes)
        return tuple(code for code in _USUAL_MISSING if not self.low <= code <= self.high)


class DimensionDescription(_Described):
    """One dimension: a short name for programs, a title and a definition for people.

    Examples
    --------
    >>> DimensionDescription(name="empathy", title={"nl": "Inleving"}).title["nl"]
    'Inleving'
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Words
    definition: Words | None = None


class ItemDescription(_Described):
    """One item in its forms; without a dimension it is asked and reported, but in no scale.

    Examples
    --------
    >>> ItemDescription(code="Q1", label="Clean", perception="It is clean.").reverse
    False
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    dimension: str | None = None
    label: Words
    perception: Words
    expectation: Words | None = None
    reverse: bool = False


class OutcomeDescription(_Described):
    """A criterion question asked beside the items.

    Examples
    --------
    >>> OutcomeDescription(column="loyalty", label="Loyalty", low=0, high=10).high
    10.0
    """

    column: Annotated[str, Field(min_length=1)]
    label: Words
    question: Words | None = None
    low: float | None = None
    high: float | None = None


class InstrumentDescription(_Described):
    """An instrument as its YAML file describes it, in all its languages.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.load_instrument("servqual").description.name
    'servqual'
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    title: Words
    description: Words | None = None
    language: Annotated[str, Field(pattern=rf"^{_TAG.pattern}$")] = "en"
    sources: list[str] = Field(default_factory=list)
    licence: str = ""
    forms: Annotated[list[Form], Field(min_length=1)]
    service: Words = Field(default_factory=lambda: {"en": "service provider"})
    scale: ScaleDescription
    dimensions: Annotated[list[DimensionDescription], Field(min_length=1)]
    items: Annotated[list[ItemDescription], Field(min_length=1)]
    outcomes: list[OutcomeDescription] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> InstrumentDescription:
        for what, names in (
            ("forms", self.forms),
            ("dimensions", [dimension.name for dimension in self.dimensions]),
            ("items", [item.code.casefold() for item in self.items]),
            ("outcomes", [outcome.column for outcome in self.outcomes]),
        ):
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                raise ValueError(f"{what} has {twice[0]!r} twice")
        if "perception" not in self.forms:
            raise ValueError("forms must include perception: every instrument asks for it")
        known = {dimension.name for dimension in self.dimensions}
        used = {item.dimension for item in self.items}
        for item in self.items:
            if item.dimension is not None and item.dimension not in known:
                raise ValueError(
                    f"item {item.code} names dimension {item.dimension!r}; "
                    f"the dimensions are {', '.join(sorted(known))}"
                )
            if "expectation" in self.forms and item.expectation is None:
                raise ValueError(f"item {item.code} has no expectation, which forms asks for")
        empty = [dimension.name for dimension in self.dimensions if dimension.name not in used]
        if empty:
            raise ValueError(f"dimension {empty[0]!r} has no items")
        for where, words in self.texts():
            tags = {tag.casefold() for tag in words}
            if not {self.language.casefold(), _UNDETERMINED} & tags:
                raise ValueError(
                    f"{where} has no text in the instrument's language {self.language}"
                )
            for text in words.values():
                unknown = set(re.findall(r"\{([^}]*)\}", text)) - {"service"}
                if unknown:
                    raise ValueError(
                        f"{where} has {{{unknown.pop()}}}; only {{service}} is filled in"
                    )
        return self

    def texts(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Walk every text that carries languages, with the place where it stands."""
        yield "title", self.title
        if self.description is not None:
            yield "description", self.description
        yield "service", self.service
        for code, words in self.scale.anchors.items():
            yield f"scale anchor {code}", words
        records: Iterable[tuple[str, BaseModel]] = [
            *((f"dimension {record.name}", record) for record in self.dimensions),
            *((f"item {record.code}", record) for record in self.items),
            *((f"outcome {record.column}", record) for record in self.outcomes),
        ]
        for where, record in records:
            for key in ("title", "definition", "label", "perception", "expectation", "question"):
                text: dict[str, str] | None = getattr(record, key, None)
                if text is not None:
                    yield f"{where}, {key}", text

    def languages(self) -> tuple[str, ...]:
        """Name the languages in which at least the items' perceptions are complete."""
        per_item = [set(item.perception) - {_UNDETERMINED} for item in self.items]
        complete = set.intersection(*per_item)
        return tuple(
            sorted(complete | {self.language}, key=lambda tag: (tag != self.language, tag))
        )
