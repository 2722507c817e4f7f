"""The schema of an instrument's YAML file: what must stand in it, in which languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from svqkit.instruments.kano_questions import KanoDescription
from svqkit.instruments.parts import (
    ChangeDescription,
    Described,
    DimensionDescription,
    Form,
    FormWords,
    ImportanceDescription,
    ItemDescription,
    OutcomeDescription,
    PublishedReliability,
    QuestionDescription,
    ScaleDescription,
)
from svqkit.instruments.service_words import PLACEHOLDERS, ServiceForms, ServiceWords
from svqkit.instruments.words import TAG, UNDETERMINED, Words

__all__ = ["InstrumentDescription"]


_TEXTS = (
    "title",
    "definition",
    "heading",
    "instruction",
    "label",
    "perception",
    "expectation",
    "minimum",
    "desired",
    "question",
)


def _texts_of(where: str, record: BaseModel) -> Iterator[tuple[str, dict[str, str]]]:
    """Walk the texts of one part, and the words of its answers."""
    for key in _TEXTS:
        text: dict[str, str] | None = getattr(record, key, None)
        if text is not None:
            yield f"{where}, {key}", text
    for key in ("anchors", "choices"):
        for code, words in getattr(record, key, {}).items():
            yield f"{where}, {key} {code}", words


class InstrumentDescription(Described):
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
    language: Annotated[str, Field(pattern=rf"^{TAG.pattern}$")] = "en"
    sources: list[str] = Field(default_factory=list)
    licence: str = ""
    forms: Annotated[list[Form], Field(min_length=1)]
    layout: Literal["blocks", "columns"] = "blocks"
    form_words: dict[Form, FormWords] = Field(default_factory=dict)
    service: ServiceWords = Field(
        default_factory=lambda: {"en": ServiceForms(plain="service provider")}
    )
    scale: ScaleDescription
    dimensions: Annotated[list[DimensionDescription], Field(min_length=1)]
    items: Annotated[list[ItemDescription], Field(min_length=1)]
    importance: ImportanceDescription | None = None
    outcomes: list[OutcomeDescription] = Field(default_factory=list)
    questions: list[QuestionDescription] = Field(default_factory=list)
    kano: KanoDescription | None = None
    published: list[PublishedReliability] = Field(default_factory=list)
    adapted_from: str | None = None
    changes: list[ChangeDescription] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> InstrumentDescription:
        for what, names in (
            ("forms", self.forms),
            ("dimensions", [dimension.name for dimension in self.dimensions]),
            ("items", [item.code.casefold() for item in self.items]),
            ("outcomes", [outcome.column for outcome in self.outcomes]),
            ("questions", [question.column for question in self.questions]),
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
        strange = [one.scale for one in self.published if one.scale not in known | {"total"}]
        if strange:
            raise ValueError(f"published names the scale {strange[0]!r}, which is no dimension")
        for dimension in self.dimensions:
            outside = [c for c in dimension.anchors if not self.scale.low <= c <= self.scale.high]
            if outside:
                raise ValueError(
                    f"dimension {dimension.name} has an anchor {outside[0]} off the scale"
                )
        empty = [dimension.name for dimension in self.dimensions if dimension.name not in used]
        if empty:
            raise ValueError(f"dimension {empty[0]!r} has no items")
        for where, words in self.texts():
            tags = {tag.casefold() for tag in words}
            if not {self.language.casefold(), UNDETERMINED} & tags:
                raise ValueError(
                    f"{where} has no text in the instrument's language {self.language}"
                )
            for text in words.values():
                unknown = set(re.findall(r"\{([^}]*)\}", text)) - set(PLACEHOLDERS)
                if unknown:
                    raise ValueError(
                        f"{where} has {{{unknown.pop()}}}; what is filled in is "
                        + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                    )
        return self

    def texts(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Walk every text that carries languages, with the place where it stands."""
        yield "title", self.title
        if self.description is not None:
            yield "description", self.description
        yield "service", {tag: forms.plain for tag, forms in self.service.items()}
        for code, words in self.scale.anchors.items():
            yield f"scale anchor {code}", words
        for form, above in self.form_words.items():
            yield from _texts_of(f"form {form}", above)
        if self.importance is not None:
            yield from _texts_of("importance", self.importance)
        records: Iterable[tuple[str, BaseModel]] = [
            *((f"dimension {record.name}", record) for record in self.dimensions),
            *((f"item {record.code}", record) for record in self.items),
            *((f"outcome {record.column}", record) for record in self.outcomes),
            *((f"question {record.column}", record) for record in self.questions),
            *((f"feature {one.code}", one) for one in (self.kano.features if self.kano else ())),
        ]
        for where, record in records:
            yield from _texts_of(where, record)

    def languages(self) -> tuple[str, ...]:
        """Name the languages in which at least the items' perceptions are complete."""
        per_item = [set(item.perception) - {UNDETERMINED} for item in self.items]
        complete = set.intersection(*per_item)
        return tuple(
            sorted(complete | {self.language}, key=lambda tag: (tag != self.language, tag))
        )
