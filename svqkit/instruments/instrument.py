"""The instrument in one language: what is asked, on which scale, in which dimensions."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from svqkit.instruments.description import Form, InstrumentDescription, resolve
from svqkit.result import Part, Result

__all__ = ["Dimension", "Instrument", "Item", "Outcome", "Scale", "in_language"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Scale(_Frozen):
    """An answer scale from ``low`` to ``high`` with words at some of its points.

    Examples
    --------
    >>> Scale(low=1, high=7, anchors={1: "no", 7: "yes"}).codes
    (1, 2, 3, 4, 5, 6, 7)
    """

    low: int
    high: int
    anchors: dict[int, str]
    missing_codes: tuple[int, ...] = ()

    @property
    def codes(self) -> tuple[int, ...]:
        """All codes of the scale, in order."""
        return tuple(range(self.low, self.high + 1))


class Dimension(_Frozen):
    """A dimension of quality: name for programs, title and definition for people.

    Examples
    --------
    >>> Dimension(name="tangibles", title="Tangibles").title
    'Tangibles'
    """

    name: str
    title: str
    definition: str = ""


class Item(_Frozen):
    """One item; ``dimension`` is None where it belongs to no scale.

    ``perception`` and ``expectation`` keep the placeholder ``{service}``;
    ``Instrument.wording`` fills it in.

    Examples
    --------
    >>> item = Item(
    ...     code="Q1", dimension=None, label="Clean", perception="It is clean.", expectation=None
    ... )
    >>> item.reverse
    False
    """

    code: str
    dimension: str | None
    label: str
    perception: str
    expectation: str | None
    reverse: bool = False


class Outcome(_Frozen):
    """A criterion question asked beside the items, with its range where it is known.

    Examples
    --------
    >>> Outcome(column="satisfaction", label="Satisfaction", low=1, high=7).high
    7.0
    """

    column: str
    label: str
    question: str = ""
    low: float | None = None
    high: float | None = None


class Instrument(Result, _Frozen):
    """A questionnaire in one language.

    Attributes
    ----------
    name, title, language, source, licence : str
        ``language`` is the one asked for; ``fallbacks`` names the texts that were not to be had
        in it and stand in the instrument's own language instead.
    scale : Scale
    dimensions : tuple of Dimension
    items : tuple of Item
    forms : tuple of str
        ``"expectation"`` and ``"perception"``, or perceptions only.
    outcomes : tuple of Outcome
        Criterion questions that belong to the instrument.
    service : str
        What stands for ``{service}`` in the items.
    description : InstrumentDescription
        The file's content in all its languages.

    Examples
    --------
    >>> import svqkit as svq
    >>> servqual = svq.load_instrument("servqual")
    >>> servqual.mapping["tangibles"]
    ['Q1', 'Q2', 'Q3', 'Q4']
    """

    name: str
    title: str
    language: str
    scale: Scale
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    source: str
    licence: str
    forms: tuple[Form, ...]
    service: str
    outcomes: tuple[Outcome, ...] = ()
    fallbacks: tuple[str, ...] = ()
    description: InstrumentDescription = Field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of all items, in the order asked."""
        return tuple(item.code for item in self.items)

    @property
    def mapping(self) -> dict[str, list[str]]:
        """Dimension → codes of its items; items without a dimension are left out."""
        return {
            dimension.name: [item.code for item in self.items if item.dimension == dimension.name]
            for dimension in self.dimensions
        }

    @property
    def labels(self) -> dict[str, str]:
        """Item code → short label."""
        return {item.code: item.label for item in self.items}

    @property
    def dimension_titles(self) -> dict[str, str]:
        """Dimension name → title."""
        return {dimension.name: dimension.title for dimension in self.dimensions}

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which all items are worded."""
        return self.description.languages()

    def wording(self, code: str, form: Form = "perception") -> str:
        """Word an item as a respondent reads it.

        Parameters
        ----------
        code : str
            Code of an item.
        form : {"perception", "expectation"}

        Returns
        -------
        str

        Raises
        ------
        ValueError
            If there is no such item or form.
        """
        by_code = {item.code: item for item in self.items}
        if code not in by_code:
            raise ValueError(f"{self.title} has no item {code!r}; its codes are {self.codes}")
        text = getattr(by_code[code], form, None) if form in self.forms else None
        if text is None:
            raise ValueError(f"{self.title} has no form {form!r}; it has {', '.join(self.forms)}")
        return text.replace("{service}", self.service)

    def __str__(self) -> str:
        return repr(self)

    def _title(self) -> str:
        return f"{self.title} ({len(self.items)} items, {len(self.dimensions)} dimensions)"

    def _parts(self) -> list[Part]:
        items = pd.DataFrame(
            {
                "dimension": [item.dimension or "" for item in self.items],
                "label": [item.label for item in self.items],
                "perception": [self.wording(item.code) for item in self.items],
            },
            index=pd.Index(self.codes, name="item"),
        )
        ends = self.scale.anchors
        scale = (
            f"{self.scale.low} ({ends[self.scale.low]}) to "
            f"{self.scale.high} ({ends[self.scale.high]})"
        )
        parts: list[Part] = [("", items), ("Scale", scale), ("Source", self.source)]
        if self.fallbacks:
            count = len(self.fallbacks)
            parts.append(
                (
                    "Language",
                    f"{count} texts are not available in {self.language} and are shown in "
                    f"{self.description.language}.",
                )
            )
        return parts


def in_language(description: InstrumentDescription, language: str) -> Instrument:
    """Put an instrument's description into one language.

    Parameters
    ----------
    description : InstrumentDescription
    language : str
        BCP 47 tag. A text that is missing in it stands in the instrument's own language, and its
        place is listed in ``.fallbacks``.

    Returns
    -------
    Instrument

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> in_language(load_instrument("servqual").description, "en").fallbacks
    ()
    """
    base = description.language

    def say(words: dict[str, str] | None) -> Any:
        return None if words is None else resolve(words, language, base)[0]

    expected = "expectation" in description.forms
    scale = description.scale
    return Instrument(
        name=description.name,
        title=say(description.title),
        language=language,
        scale=Scale(
            low=scale.low,
            high=scale.high,
            anchors={code: say(words) for code, words in sorted(scale.anchors.items())},
            missing_codes=scale.codes_for_no_answer(),
        ),
        dimensions=tuple(
            Dimension(name=d.name, title=say(d.title), definition=say(d.definition) or "")
            for d in description.dimensions
        ),
        items=tuple(
            Item(
                code=i.code,
                dimension=i.dimension,
                label=say(i.label),
                perception=say(i.perception),
                expectation=say(i.expectation) if expected else None,
                reverse=i.reverse,
            )
            for i in description.items
        ),
        source=" ".join(description.sources),
        licence=description.licence.strip(),
        forms=tuple(description.forms),
        service=say(description.service),
        outcomes=tuple(
            Outcome(
                column=o.column,
                label=say(o.label),
                question=(say(o.question) or "").replace("{service}", say(description.service)),
                low=o.low,
                high=o.high,
            )
            for o in description.outcomes
        ),
        fallbacks=tuple(
            where for where, words in description.texts() if not resolve(words, language, base)[1]
        ),
        description=description,
    )
