"""Check an answer: right, a known mistake with a sentence that helps, or not yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from svqkit.interface import joined
from svqkit.responses.responses import Responses
from svqkit.result import Part, Result
from svqkit.teach.answer_forms import readings
from svqkit.teach.answer_parts import cells, laid_out
from svqkit.teach.answers import computed_answer, detected
from svqkit.teach.box import box
from svqkit.teach.comparing import agrees, changed, share_right
from svqkit.teach.exercise import find_exercise
from svqkit.teach.language import presented, spoken_in
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.progress_file import keep
from svqkit.teach.progress_record import Progress
from svqkit.teach.schema import Exercise, Misconception

__all__ = ["Feedback", "check"]

Say = Callable[..., str]


def _wanted(kind: str, say: Say) -> str:
    return {
        "number": say("This needs a number."),
        "word": say("This needs a name in quotation marks."),
        "words": say("This needs a list of names."),
        "order": say("This needs a list of names in order."),
        "numbers": say(
            "This needs several numbers: a list, a Series, or a mapping of name to number."
        ),
        "table": say("This needs a table (a DataFrame)."),
        "text": say("This needs a text of several words."),
    }[kind]


@dataclass(frozen=True, eq=False, repr=False)
class Feedback(Result):
    """What a check says.

    ``kind`` is ``"right"``, ``"misconception"``, ``"not yet"`` or ``"not an answer"``;
    ``misconception`` names the mistake that was recognised; ``language`` is that of the sentences
    that are not the exercise's own.
    """

    exercise: str
    kind: str
    message: str
    misconception: str | None = None
    language: str | None = None

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def _title(self) -> str:
        say = spoken_in(self.language)
        states = {"right": say("right"), "not an answer": say("no answer yet")}
        return f"{self.exercise}: {states.get(self.kind, say('not yet'))}"

    def _parts(self) -> list[Part]:
        return [("", self.message)]

    def _repr_html_(self) -> str:
        say, task = spoken_in(self.language), self.kind == "not an answer" and presented()
        return box(
            self.kind,
            self.exercise,
            self.message,
            word=say("Exercise") if task else "",
            language=self.language,
            misconception=self.misconception or "",
        )


def check(exercise: str, answer: Any = None, *, language: str | None = None) -> Feedback:
    """Check an answer to an exercise.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    answer : object
        In any form that says it: a number or text, a list, set, mapping, array, Series or DataFrame.
    language : str, optional
        BCP 47, of what is said beside the exercise's own words; ``SVQKIT_LANGUAGE`` or English
        otherwise.

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
        wanted = _no_answer(asked, answer, spoken_in(language))
        return Feedback(asked.id, "not an answer", wanted, language=language)
    data = data_behind(asked)
    said = replace(_judged(asked, read, data, spoken_in(language)), language=language)
    keep(lambda progress: _note(progress, said, _digest(read, data)))
    return said


def _no_answer(asked: Exercise, answer: Any, say: Say) -> str:
    if asked.kind == "choice":
        letters = [chr(ord("a") + at) for at in range(len(asked.options))]
        listed = (f'"{a}" {t}' for a, t in zip(letters, asked.options.values(), strict=True))
        how = "" if presented() else say("Answer by a letter in quotation marks:")
        return "\n".join([joined([asked.task, how]), *listed])
    if presented():
        return asked.task
    return joined([_what_came(asked, answer, say), _wanted(asked.kind, say), asked.task])


def _what_came(asked: Exercise, answer: Any, say: Say) -> str:
    """Say what was given in the place of an answer, where that helps."""
    if answer is ...:
        return say("Replace the dots.")
    if answer is None:
        return say("Nothing came. A function gives its result back by `return`, not by `print`.")
    if callable(answer):
        return say("This is a function, not its result: put brackets after its name.")
    parts = cells(laid_out(answer))
    if asked.kind == "number" and len(parts) > 1:
        return say("Here are {n} values.", n=len(parts))
    if len(parts) == 1 and isinstance(parts[0], (float, np.floating)) and np.isnan(parts[0]):
        return say("This is `NaN`, an empty value: an empty answer got into the calculation.")
    return ""


def _judged(asked: Exercise, read: list[Any], data: Responses, say: Say) -> Feedback:
    lesson = asked.id.split(".")[0]
    answers = [computed_answer(name, lesson, data) for name in (asked.answer, *asked.one_of)]
    accepted = asked.accept is not None and any(
        detected(asked.accept, lesson, given, data) for given in read
    )
    if accepted or any(agrees(asked, given, answer) for given in read for answer in answers):
        reason = say('`solution("{exercise}")` gives the reason.', exercise=asked.id)
        return Feedback(asked.id, "right", reason)
    made = (
        mistake
        for mistake in asked.misconceptions
        if any(_is_mistake(asked, mistake, given, answers[0], data) for given in read)
    )
    if first := next(made, None):
        others = made if asked.kind == "text" else ()  # a text may have several faults at once
        said = [first.feedback, *(mistake.feedback for mistake in others)]
        return Feedback(asked.id, "misconception", "\n\n".join(said), first.name)
    begun = _so_far(asked, read, answers[0], say)
    further = say('Try `hint("{exercise}")`.', exercise=asked.id)
    return Feedback(asked.id, "not yet", joined([begun, further]))


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


def _so_far(asked: Exercise, read: list[Any], answer: Any, say: Say) -> str:
    """Say how much is right already, where that helps and tells nothing."""
    if asked.kind == "number" and any(_rounded_too_far(asked, given, answer) for given in read):
        if asked.decimals == 1:
            return say("Nearly: that is rounded further than asked. Give one decimal.")
        return say(
            "Nearly: that is rounded further than asked. Give {n} decimals.", n=asked.decimals
        )
    if asked.kind == "number" and any(_cut_off(asked, given, answer) for given in read):
        return say("Nearly: the last digit is cut off, not rounded.")
    shares = [share for given in read if (share := share_right(asked, given, answer)) is not None]
    if not shares:
        return say("No known mistake explains this answer.")
    right, all_given = max(shares)
    if right == all_given:
        return say("What you have is right, and something is missing.")
    if right == 1:
        return say("1 of your {n} is right.", n=all_given)
    return say("{right} of your {n} are right.", right=right, n=all_given)


def _rounded_too_far(asked: Exercise, given: float, answer: float) -> bool:
    signed = abs(answer) if asked.sign_free else answer
    own = abs(given) if asked.sign_free else given
    return any(
        own == round(own, places) and abs(own - signed) <= 0.5 * 10.0**-places * (1 + 1e-9)
        for places in range(1, asked.decimals)
    )


def _cut_off(asked: Exercise, given: float, answer: float) -> bool:
    """Tell a number whose further decimals were dropped where rounding would have gone up."""
    return (
        asked.decimals > 0
        and abs(given - np.trunc(answer * 10.0**asked.decimals) / 10.0**asked.decimals) < 1e-9
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
