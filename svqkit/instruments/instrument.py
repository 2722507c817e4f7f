"""The instrument in one language: what is asked, on which scale, in which dimensions."""

from __future__ import annotations

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.kano_questions import KanoQuestions
from svqkit.instruments.parts import Form
from svqkit.result import Part, Result

__all__ = ["Dimension", "Importance", "Instrument", "Item", "Outcome", "Question", "Scale"]


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

    ``anchors`` are its own words for the scale's points, empty where it has the scale's.

    Examples
    --------
    >>> Dimension(name="tangibles", title="Tangibles").title
    'Tangibles'
    """

    name: str
    title: str
    definition: str = ""
    instruction: str = ""
    anchors: dict[int, str] = Field(default_factory=dict)


class Item(_Frozen):
    """One item; ``dimension`` is None where it belongs to no scale.

    ``perception`` and the others are as a respondent reads them; a form that is not asked is None.

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
    minimum: str | None = None
    desired: str | None = None
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


class Question(_Frozen):
    """A question about the respondent; ``choices`` are code and words of each answer.

    Examples
    --------
    >>> Question(column="branch", question="Which branch?", choices={"a": "A"}).kind
    'choice'
    """

    column: str
    question: str
    kind: str = "choice"
    choices: dict[str, str] = Field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    required: bool = False


class Importance(_Frozen):
    """How respondents say what matters: ``points`` over dimensions or ``ratings`` of items.

    Examples
    --------
    >>> Importance(kind="points", instruction="Share 100 points.").anchors
    {}
    """

    kind: str
    instruction: str
    anchors: dict[int, str] = Field(default_factory=dict)


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
        In the order asked: ``"expectation"``, ``"perception"``, ``"minimum"``, ``"desired"``.
    layout : {"blocks", "columns"}
        One form after the other, or all beside each item.
    headings, instructions : dict
        What stands above each form's items, by form; a form may have none.
    outcomes : tuple of Outcome
        Criterion questions that belong to the instrument.
    service : str
        The organisation that the items speak of; ``service_forms`` has its other forms.
    importance : Importance or None
    questions : tuple of Question
        About the respondent.
    kano : KanoQuestions
        Features asked about in pairs, where there are some; their columns are the respondents'.
    published : DataFrame
        Reliabilities that publications report: scale coefficient form value low high n sample
        source.
    changes : DataFrame
        What was changed since ``description.adapted_from``: what where before after reason.
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
    layout: str = "blocks"
    headings: dict[str, str] = Field(default_factory=dict)
    instructions: dict[str, str] = Field(default_factory=dict)
    service: str
    service_forms: dict[str, str] = Field(default_factory=dict, repr=False)
    importance: Importance | None = None
    outcomes: tuple[Outcome, ...] = ()
    questions: tuple[Question, ...] = ()
    kano: KanoQuestions = Field(default_factory=KanoQuestions, repr=False)
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
    def published(self) -> pd.DataFrame:
        """Reliabilities that publications report, a row each."""
        rows = [one.model_dump() for one in self.description.published]
        columns = ["scale", "coefficient", "form", "value", "low", "high", "n", "sample", "source"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def changes(self) -> pd.DataFrame:
        """What was changed when the instrument was adapted, a row each."""
        rows = [one.model_dump() for one in self.description.changes]
        return pd.DataFrame(rows, columns=["what", "where", "before", "after", "reason"])

    def anchors_of(self, code: str) -> dict[int, str]:
        """Give the words at the points of an item's scale: its dimension's own, or the scale's."""
        dimension = next(item.dimension for item in self.items if item.code == code)
        own = {d.name: d.anchors for d in self.dimensions}.get(dimension or "", {})
        return own or self.scale.anchors

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
        form : {"perception", "expectation", "minimum", "desired"}

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
        return str(text)

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
