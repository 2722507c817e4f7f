"""Kano questions that a survey asks beside its items: pairs of columns, and words for the answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from svqkit.instruments.parts import Described
from svqkit.instruments.words import Words

__all__ = ["KanoDescription", "KanoFeature", "KanoFeatureDescription", "KanoQuestions"]


class KanoFeatureDescription(Described):
    """A feature asked about twice: as if it were there, and as if it were not.

    Examples
    --------
    >>> KanoFeatureDescription(code="K1", label="Lift", functional="KF1", dysfunctional="KD1").code
    'K1'
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    label: Words
    functional: Annotated[str, Field(min_length=1)]
    dysfunctional: Annotated[str, Field(min_length=1)]


class KanoDescription(Described):
    """A survey's Kano questions: features, and the words that its file uses for the answers.

    Codes are 1 (like), 2 (must be), 3 (neutral), 4 (live with) and 5 (dislike); the usual words in
    svqkit's languages need not be given.

    Examples
    --------
    >>> lift = KanoFeatureDescription(
    ...     code="K1", label="Lift", functional="KF1", dysfunctional="KD1"
    ... )
    >>> KanoDescription(answers={1: ["좋다"]}, features=[lift]).answers[1]
    ['좋다']
    """

    answers: dict[int, list[str]] = Field(default_factory=dict)
    features: Annotated[list[KanoFeatureDescription], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> KanoDescription:
        outside = [code for code in self.answers if not 1 <= code <= 5]
        if outside:
            raise ValueError(
                f"answers has code {outside[0]}; the codes are 1 (like) to 5 (dislike)"
            )
        for what, names in (
            ("code", [one.code for one in self.features]),
            ("column", [c for one in self.features for c in (one.functional, one.dysfunctional)]),
        ):
            twice = [name for at, name in enumerate(names) if name in names[:at]]
            if twice:
                raise ValueError(f"features have the {what} {twice[0]!r} twice")
        return self


class KanoFeature(BaseModel):
    """A feature in one language, with the columns of its two questions.

    Examples
    --------
    >>> KanoFeature(code="K1", label="Lift", functional="KF1", dysfunctional="KD1").label
    'Lift'
    """

    model_config = ConfigDict(frozen=True)

    code: str
    label: str
    functional: str
    dysfunctional: str


class KanoQuestions(BaseModel):
    """A survey's Kano questions in one language.

    Examples
    --------
    >>> KanoQuestions().features
    ()
    """

    model_config = ConfigDict(frozen=True)

    answers: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    features: tuple[KanoFeature, ...] = ()
