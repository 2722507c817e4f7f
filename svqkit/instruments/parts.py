"""The parts of an instrument's YAML file: scale, dimensions, items and what is asked beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from svqkit.instruments.words import Words

__all__ = [
    "ChangeDescription",
    "Described",
    "DimensionDescription",
    "Form",
    "FormWords",
    "ImportanceDescription",
    "ItemDescription",
    "OutcomeDescription",
    "PublishedReliability",
    "QuestionDescription",
    "ScaleDescription",
]

Form = Literal["expectation", "perception", "minimum", "desired"]
"""In which sense an item is asked; ``minimum`` and ``desired`` belong to the three-column format."""
_USUAL_MISSING = (-9, -99, -999, 98, 99, 998, 999)


class Described(BaseModel):
    """What all parts share: frozen, strict, and without keys of unknown meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ScaleDescription(Described):
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


class DimensionDescription(Described):
    """One dimension: a short name for programs, a title and a definition for people.

    ``instruction`` stands before its items in a form, ``anchors`` replace the scale's words where
    its answers mean something else than the other dimensions'.

    Examples
    --------
    >>> DimensionDescription(name="empathy", title={"nl": "Inleving"}).title["nl"]
    'Inleving'
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Words
    definition: Words | None = None
    instruction: Words | None = None
    anchors: dict[int, Words] = Field(default_factory=dict)


class ItemDescription(Described):
    """One item in its forms; without a dimension it is asked and reported, but in no scale.

    Where ``minimum`` or ``desired`` is not worded, it is asked with the words of ``perception``:
    in the three-column format one text serves all three.

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
    minimum: Words | None = None
    desired: Words | None = None
    reverse: bool = False


class OutcomeDescription(Described):
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


class FormWords(Described):
    """What stands above the items of one form.

    Examples
    --------
    >>> FormWords(heading="Your experience").instruction is None
    True
    """

    heading: Words
    instruction: Words | None = None


class ImportanceDescription(Described):
    """How respondents say what matters: points over dimensions, or a rating of each item.

    Points sum to 100 over the dimensions, each shown by its definition; ratings run over the
    instrument's codes.

    Examples
    --------
    >>> ImportanceDescription(kind="points", instruction="Share 100 points.").kind
    'points'
    """

    kind: Literal["points", "ratings"]
    instruction: Words
    anchors: dict[int, Words] = Field(default_factory=dict)


class QuestionDescription(Described):
    """A question about the respondent: a choice, a number or a text.

    Examples
    --------
    >>> QuestionDescription(column="branch", question="Which branch?", choices={"a": "A"}).kind
    'choice'
    """

    column: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    question: Words
    kind: Literal["choice", "number", "text"] = "choice"
    choices: dict[str, Words] = Field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    required: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> QuestionDescription:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(
                f"question {self.column}: choices belong to a choice, and it needs them"
            )
        return self


class PublishedReliability(Described):
    """A reliability that a publication reports, to set a user's own beside.

    ``scale`` is a dimension or ``total``; either ``value``, or ``low`` and ``high`` over several
    samples.

    Examples
    --------
    >>> PublishedReliability(scale="total", value=0.92, sample="banks", source="A (1999)").coefficient
    'alpha'
    """

    scale: str
    coefficient: str = "alpha"
    form: Literal["expectation", "perception", "minimum", "desired", "gap"] | None = None
    value: Annotated[float, Field(gt=0, lt=1)] | None = None
    low: Annotated[float, Field(gt=0, lt=1)] | None = None
    high: Annotated[float, Field(gt=0, lt=1)] | None = None
    n: int | None = None
    sample: str
    source: str

    @model_validator(mode="after")
    def _consistent(self) -> PublishedReliability:
        if (self.value is None) == (self.low is None or self.high is None):
            raise ValueError("give a value, or low and high over several samples")
        return self


class ChangeDescription(Described):
    """One change made to an instrument when it was adapted.

    Examples
    --------
    >>> ChangeDescription(what="drop", where="Q3", reason="no uniforms").before is None
    True
    """

    what: Literal["service", "drop", "add", "reword", "scale", "translate"]
    where: str
    before: str | None = None
    after: str | None = None
    reason: str = ""
