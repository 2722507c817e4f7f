"""What is noted of a learner: attempts, misconceptions, hints, predictions, quiz answers, seeds.

No name, time or answer is noted, only what an answer was found to be; predictions alone keep their
value, to be shown with the result.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["VERSION", "ExerciseRecord", "Prediction", "Progress", "QuestionRecord"]

VERSION = 1
Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", validate_assignment=True)


class ExerciseRecord(_Record):
    """One exercise.

    Attributes
    ----------
    attempts : int
        Answers checked until the first right one; the same answer twice in a row counts once.
    right : bool
    misconceptions : dict of name to count
    not_yet : int
        Wrong answers that were not recognised.
    hints : int
        The furthest level seen.
    solution : bool
        Whether the solution was seen; ``solution_first``: before an answer was right.
    last : str
        A digest of the last answer.

    Examples
    --------
    >>> ExerciseRecord().attempts
    0
    """

    attempts: Count = 0
    right: bool = False
    misconceptions: dict[str, Count] = {}
    not_yet: Count = 0
    hints: Count = 0
    solution: bool = False
    solution_first: bool = False
    last: str = ""


class Prediction(_Record):
    """What was predicted, and whether the result has been seen since.

    Examples
    --------
    >>> Prediction(value=0.8).changed_after
    False
    """

    value: float | str | list[float | str]
    revealed: bool = False
    changed_after: bool = False


class QuestionRecord(_Record):
    """One quiz question: how often answered, and what the last answer was.

    Examples
    --------
    >>> QuestionRecord().state
    'open'
    """

    attempts: Count = 0
    right: Count = 0
    state: Literal["open", "right", "wrong"] = "open"
    misconceptions: dict[str, Count] = {}


class Progress(_Record):
    """All of it, in the schema that ``svqkit_progress`` numbers.

    Examples
    --------
    >>> Progress().model_dump()["svqkit_progress"]
    1
    """

    svqkit_progress: Annotated[int, Field(ge=1)] = VERSION
    learner: str | None = None
    seeds: dict[str, Annotated[int, Field(ge=0)]] = {}
    exercises: dict[str, ExerciseRecord] = {}
    predictions: dict[str, Prediction] = {}
    questions: dict[str, QuestionRecord] = {}

    def exercise(self, name: str) -> ExerciseRecord:
        """Give an exercise's record, made where there is none."""
        return self.exercises.setdefault(name, ExerciseRecord())

    def question(self, name: str) -> QuestionRecord:
        """Give a question's record, made where there is none."""
        return self.questions.setdefault(name, QuestionRecord())
