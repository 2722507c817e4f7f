"""What a lesson's file may say: its exercises, its quiz and the survey behind both.

``docs/lessons.md`` explains every key with examples. Answers are not written in the file: they are
named, and computed from the lesson's data when an answer is checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

__all__ = [
    "Exercise",
    "Faults",
    "Lesson",
    "Misconception",
    "Option",
    "Question",
    "Quiz",
    "in_order",
]

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""A misconception, an answer or a detector."""
ExerciseId = Annotated[str, StringConstraints(pattern=r"^[LC]\d\d\.[1-9]\d*$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[LC]\d\d\.q[1-9]\d*$")]
Share = Annotated[float, Field(ge=0, lt=1)]

Kind = Literal["number", "word", "words", "order", "numbers", "table", "choice", "text"]
Change = Literal["times_100", "divided_by_100", "sign", "reversed", "complement", "square", "root"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Misconception(_Strict):
    """A wrong answer with a reason, and what to say about it.

    Recognised by exactly one of: ``answer`` (a named answer whose value it equals), ``change``
    (the right answer, changed so) and ``detector`` (a named function of the answer given and the
    data).

    Examples
    --------
    >>> Misconception(name="in_percent", change="times_100", feedback="Give a share.").change
    'times_100'
    """

    name: Name
    answer: Name | None = None
    change: Change | None = None
    detector: Name | None = None
    feedback: Sentence

    @model_validator(mode="after")
    def _one_way(self) -> Misconception:
        if sum(way is not None for way in (self.answer, self.change, self.detector)) != 1:
            raise ValueError("say exactly one of answer, change and detector")
        return self


class Exercise(_Strict):
    """One checked exercise.

    Attributes
    ----------
    id : str
        Such as ``"L04.2"``.
    task : str
    kind : {"number", "word", "words", "order", "numbers", "table", "choice", "text"}
    answer : str
        Name of the function that computes it.
    one_of : tuple of str
        Names of other right answers.
    accept : str, optional
        Name of a function of the answer given and the data that also tells what is right.
    decimals : int
        Decimals asked for; the solution shows as many.
    tolerance : float, optional
        Absolute; by default half a unit of the last decimal.
    sign_free : bool
        Whether a factor's sign is free: of the whole answer, of each column of a table.
    any_order : bool
        Whether numbers without names may come in any order, and columns of a table under any name.
    options : mapping of key to text
        Of a choice.
    misconceptions, hints, solution, builds_on
    data : str, optional
        As the lesson's; another data set for this exercise alone.

    Examples
    --------
    >>> Exercise(id="L99.1", task="?", kind="number", answer="alpha", hints=["a"], solution="b").margin
    0.0051
    """

    id: ExerciseId
    task: Sentence
    kind: Kind
    answer: Name
    one_of: tuple[Name, ...] = ()
    accept: Name | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    tolerance: Annotated[float, Field(ge=0)] | None = None
    sign_free: bool = False
    any_order: bool = False
    options: dict[str, Sentence] = {}
    misconceptions: tuple[Misconception, ...] = ()
    hints: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    solution: Sentence
    builds_on: tuple[ExerciseId | QuestionId, ...] = ()
    data: Name | None = None

    @property
    def margin(self) -> float:
        """How far a number may lie off."""
        if self.tolerance is not None:
            return self.tolerance
        return round(0.51 * 10.0**-self.decimals, 8)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Exercise:
        if (self.kind == "choice") != (len(self.options) > 1):
            raise ValueError("a choice has two options or more, and nothing else has options")
        if self.sign_free and self.kind not in ("number", "numbers", "table"):
            raise ValueError(f"sign_free is for numbers, not for {self.kind}")
        if self.any_order and self.kind not in ("numbers", "table"):
            raise ValueError(f"any_order is for numbers and tables, not for {self.kind}")
        short = [key for key in self.options if len(key) == 1]
        if short:
            raise ValueError(f"the key {short[0]!r} of an option may be taken for its letter")
        _once("misconception", (one.name for one in self.misconceptions))
        return self


class Option(_Strict):
    """One answer of a quiz question: right with its reason, or wrong with its misconception.

    Examples
    --------
    >>> Option(text="Yes.", because="A mean has that property.", right=True).misconception is None
    True
    """

    text: Sentence
    because: Sentence
    right: bool = False
    misconception: Name | None = None

    @model_validator(mode="after")
    def _named(self) -> Option:
        if self.right == (self.misconception is not None):
            raise ValueError("a wrong option names its misconception, the right one names none")
        return self


class Question(_Strict):
    """A quiz question with exactly one right option.

    Examples
    --------
    >>> wrong = Option(text="No.", because="It does.", misconception="no_mean")
    >>> right = Option(text="Yes.", because="It does.", right=True)
    >>> Question(id="L99.q1", question="Has it a mean?", options=[wrong, right]).id
    'L99.q1'
    """

    id: QuestionId
    question: Sentence
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]

    @model_validator(mode="after")
    def _one_right(self) -> Question:
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option is right")
        _once("option", (option.text for option in self.options))
        return self


class Quiz(_Strict):
    """A lesson's questions, and those of earlier lessons that may come back.

    ``from`` names earlier questions; ``draw`` says how many of them a quiz asks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    earlier: tuple[QuestionId, ...] = Field(default=(), alias="from")
    draw: Annotated[int, Field(ge=0)] = 2


class Faults(_Strict):
    """What is planted in a learner's survey; which item or branch is meant is drawn by the seed.

    Attributes
    ----------
    n : int
        Respondents.
    careless : float
        Share who answer without reading.
    missing : float
        Share of answers lost.
    reversed_item, weak_item, cross_loading, branch : bool or str
        Whether one is planted, or in which dimension. A reversed item is coded the wrong way
        round; a weak one has little to do with its dimension; a cross-loading item belongs to a
        second dimension as well; a branch does worse in that dimension.
    attention : int
        Attention checks asked.
    times : bool
        Whether the time that each took is known.

    Examples
    --------
    >>> Faults(weak_item="empathy").reversed_item
    False
    """

    n: Annotated[int, Field(ge=100, le=5000)] = 400
    careless: Share = 0.0
    missing: Share = 0.01
    reversed_item: bool | Name = False
    weak_item: bool | Name = False
    cross_loading: bool | Name = False
    branch: bool | Name = False
    attention: Annotated[int, Field(ge=0, le=5)] = 0
    times: bool = False


class Lesson(_Strict):
    """The file of a lesson (L04) or of a case (C01).

    ``data`` is the name of a data set, or ``learner``: then ``faults`` says what is planted.
    ``notebook`` is where it lies in the working folder, if not under ``lessons`` by its number.
    """

    lesson: Annotated[str, StringConstraints(pattern=r"^[LC]\d\d$")]
    title: Sentence
    notebook: Annotated[str, StringConstraints(pattern=r"^[\w/-]+\.ipynb$")] | None = None
    data: Name = "learner"
    faults: Faults = Faults()
    exercises: Annotated[tuple[Exercise, ...], Field(min_length=1)]
    quiz: Quiz | None = None

    @model_validator(mode="after")
    def _its_own(self) -> Lesson:
        questions = () if self.quiz is None else self.quiz.questions
        ids = [*(one.id for one in self.exercises), *(one.id for one in questions)]
        _once("id", ids)
        strange = [name for name in ids if not name.startswith(f"{self.lesson}.")]
        if strange:
            raise ValueError(f"{strange[0]} is not of lesson {self.lesson}")
        own = in_order(self.lesson)
        later = [n for n in (self.quiz.earlier if self.quiz else ()) if in_order(n) >= own]
        if later:
            raise ValueError(f"{later[0]} is not of an earlier lesson")
        return self


def in_order(name: str) -> tuple[bool, str]:
    """Give the key by which lessons come in order, and the cases after them.

    Parameters
    ----------
    name : str
        Of a lesson, a case, or something of theirs.

    Returns
    -------
    tuple

    Examples
    --------
    >>> sorted(["C01", "L10", "L04.q1"], key=in_order)
    ['L04.q1', 'L10', 'C01']
    """
    return not name.startswith("L"), name


def _once(what: str, names: Iterable[str]) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"the {what} {twice[0]!r} is there twice")
