"""Check an answer: right, a known mistake with a sentence that helps, or not yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from svqkit.responses.responses import Responses
from svqkit.result import Part, Result
from svqkit.teach.answer_forms import readings
from svqkit.teach.answers import computed_answer, detected
from svqkit.teach.box import box
from svqkit.teach.comparing import agrees, changed, share_right
from svqkit.teach.exercise import find_exercise
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.progress_file import keep
from svqkit.teach.progress_record import Progress
from svqkit.teach.schema import Exercise, Misconception

__all__ = ["Feedback", "check"]

_WANTED = {
    "number": "a number",
    "word": "a name in quotation marks",
    "words": "a list of names",
    "order": "a list of names in order",
    "numbers": "several numbers: a list, a Series, or a mapping of name to number",
    "table": "a table (a DataFrame)",
    "choice": "one of the options",
    "text": "a text of several words",
}


@dataclass(frozen=True, eq=False, repr=False)
class Feedback(Result):
    """What a check says.

    ``kind`` is ``"right"``, ``"misconception"``, ``"not yet"`` or ``"not an answer"``;
    ``misconception`` names the mistake that was recognised.
    """

    exercise: str
    kind: str
    message: str
    misconception: str | None = None

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def _title(self) -> str:
        states = {"right": "right", "not an answer": "no answer yet"}
        return f"{self.exercise}: {states.get(self.kind, 'not yet')}"

    def _parts(self) -> list[Part]:
        return [("", self.message)]

    def _repr_html_(self) -> str:
        named = self.misconception or ""
        return box(self.kind, self.exercise, self.message, misconception=named)


def check(exercise: str, answer: Any = None) -> Feedback:
    """Check an answer to an exercise.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    answer : object
        In any form that says it: a number or text, a list, set, mapping, array, Series or DataFrame.

    Returns
    -------
    Feedback
        ``.kind``, ``.message`` and ``.right``; it never tells the answer.

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> check("L00.2", 1000)
    L00.2: not yet
    <BLANKLINE>
    No known mistake explains this answer. Try `hint("L00.2")`.
    """
    asked = find_exercise(exercise)
    read = readings(asked, answer)
    if not read:
        return Feedback(asked.id, "not an answer", _no_answer(asked, answer))
    data = data_behind(asked)
    said = _judged(asked, read, data)
    keep(lambda progress: _note(progress, said, _digest(read, data)))
    return said


def _no_answer(asked: Exercise, answer: Any) -> str:
    if asked.kind == "choice":
        letters = [chr(ord("a") + at) for at in range(len(asked.options))]
        listed = (f'"{a}" {t}' for a, t in zip(letters, asked.options.values(), strict=True))
        return "\n".join([f"{asked.task} Answer by a letter in quotation marks:", *listed])
    begun = "Replace the dots. " if answer is None or answer is ... else ""
    return f"{begun}This needs {_WANTED[asked.kind]}. {asked.task}"


def _judged(asked: Exercise, read: list[Any], data: Responses) -> Feedback:
    lesson = asked.id.split(".")[0]
    answers = [computed_answer(name, lesson, data) for name in (asked.answer, *asked.one_of)]
    accepted = asked.accept is not None and any(
        detected(asked.accept, lesson, given, data) for given in read
    )
    if accepted or any(agrees(asked, given, answer) for given in read for answer in answers):
        return Feedback(asked.id, "right", f'`solution("{asked.id}")` gives the reason.')
    made = (
        mistake
        for mistake in asked.misconceptions
        if any(_is_mistake(asked, mistake, given, answers[0], data) for given in read)
    )
    if first := next(made, None):
        others = made if asked.kind == "text" else ()  # a text may have several faults at once
        said = [first.feedback, *(mistake.feedback for mistake in others)]
        return Feedback(asked.id, "misconception", "\n\n".join(said), first.name)
    begun = _so_far(asked, read, answers[0])
    return Feedback(asked.id, "not yet", f'{begun}Try `hint("{asked.id}")`.')


def _is_mistake(
    asked: Exercise, mistake: Misconception, given: Any, answer: Any, data: Responses
) -> bool:
    lesson = asked.id.split(".")[0]
    if mistake.detector is not None:
        return detected(mistake.detector, lesson, given, data)
    if mistake.change is not None:
        wrong, margin = changed(answer, mistake.change, asked.margin)
        return agrees(asked, given, wrong, margin=margin)
    return agrees(asked, given, computed_answer(str(mistake.answer), lesson, data))


def _so_far(asked: Exercise, read: list[Any], answer: Any) -> str:
    """Say how much is right already, where that helps and tells nothing."""
    if asked.kind == "number" and any(_rounded_too_far(asked, given, answer) for given in read):
        places = "one decimal" if asked.decimals == 1 else f"{asked.decimals} decimals"
        return f"Nearly: that is rounded further than asked. Give {places}. "
    shares = [share for given in read if (share := share_right(asked, given, answer)) is not None]
    if not shares:
        return "No known mistake explains this answer. "
    right, all_given = max(shares)
    if right == all_given:
        return "What you have is right, and something is missing. "
    return f"{right} of your {all_given} {'is' if right == 1 else 'are'} right. "


def _rounded_too_far(asked: Exercise, given: float, answer: float) -> bool:
    signed = abs(answer) if asked.sign_free else answer
    own = abs(given) if asked.sign_free else given
    return any(
        own == round(own, places) and abs(own - signed) <= 0.5 * 10.0**-places * (1 + 1e-9)
        for places in range(1, asked.decimals)
    )


def _digest(read: list[Any], data: Responses) -> str:
    """Tell answers apart without keeping them."""
    spelled = repr((data.source.get("seed"), read[0])).encode()
    return hashlib.sha256(spelled).hexdigest()[:12]


def _note(progress: Progress, said: Feedback, digest: str) -> None:
    """Count an attempt, unless it repeats the last one or the exercise is done."""
    record = progress.exercise(said.exercise)
    if record.right or record.last == digest:
        return
    record.attempts += 1
    record.last = digest
    record.right = said.right
    if said.misconception is not None:
        seen = record.misconceptions.get(said.misconception, 0)
        record.misconceptions[said.misconception] = seen + 1
    elif not said.right:
        record.not_yet += 1
