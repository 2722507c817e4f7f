"""Which questions a quiz asks, in which order of options, and what is said to each answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from zlib import crc32

import numpy as np

from svqkit.teach.answer_forms import fold
from svqkit.teach.exercise import find_lesson, find_question
from svqkit.teach.progress_file import keep
from svqkit.teach.progress_record import Progress, QuestionRecord
from svqkit.teach.schema import Option, Question

__all__ = ["chosen_option", "note_answer", "options_in_order", "questions_of"]


def questions_of(lesson: str, progress: Progress, also: Collection[str] = ()) -> list[Question]:
    """Draw a lesson's quiz: some questions of earlier lessons first, then its own.

    Earlier ones that this learner last got wrong come before those about a misconception that was
    met in an exercise or quiz, and these before the rest; ties are drawn by the learner's seed.

    Parameters
    ----------
    lesson : str
    progress : Progress
    also : collection of str
        Earlier questions that are asked whether they are drawn or not.

    Returns
    -------
    list of Question

    Raises
    ------
    ValueError
        If the lesson has no quiz.

    Examples
    --------
    >>> [one.id for one in questions_of("L00", Progress())][:2]
    ['L00.q1', 'L00.q2']
    """
    found = find_lesson(lesson)
    if found.quiz is None:
        raise ValueError(f"lesson {found.lesson} has no quiz")
    met = {name for one in progress.exercises.values() for name in one.misconceptions}
    met |= {name for one in progress.questions.values() for name in one.misconceptions}
    rng = np.random.default_rng([_seed(found.lesson, progress), crc32(found.lesson.encode())])
    chance = rng.permutation(len(found.quiz.earlier))

    def urgency(at: int, question: Question) -> tuple[bool, bool, int]:
        wrong = progress.questions.get(question.id, QuestionRecord()).state == "wrong"
        about = any(option.misconception in met for option in question.options)
        return not wrong, not about, int(chance[at])

    earlier = [find_question(name) for name in found.quiz.earlier]
    order = sorted(range(len(earlier)), key=lambda at: urgency(at, earlier[at]))
    drawn = order[: found.quiz.draw]
    drawn += [at for at in order[found.quiz.draw :] if earlier[at].id in also]
    return [*(earlier[at] for at in drawn), *found.quiz.questions]


def _seed(lesson: str, progress: Progress) -> int:
    return progress.seeds.get(lesson, 0)


def options_in_order(question: Question, progress: Progress) -> list[Option]:
    """Shuffle a question's options, by the learner's seed and the question.

    Parameters
    ----------
    question : Question
    progress : Progress

    Returns
    -------
    list of Option

    Examples
    --------
    >>> len(options_in_order(find_question("L00.q1"), Progress()))
    4
    """
    lesson = question.id.split(".")[0]
    rng = np.random.default_rng([_seed(lesson, progress), crc32(question.id.encode())])
    return [question.options[at] for at in rng.permutation(len(question.options))]


def chosen_option(options: list[Option], answer: Any) -> Option | None:
    """Find the option that an answer means: a letter, or the option's text.

    Parameters
    ----------
    options : list of Option
        In the order shown.
    answer : object

    Returns
    -------
    Option or None
        None where it means none of them.

    Examples
    --------
    >>> options = list(find_question("L00.q1").options)
    >>> chosen_option(options, "B").right, chosen_option(options, "z")
    (True, None)
    """
    given = fold("" if answer is None else answer).strip("() ")
    by_word = {fold(option.text): option for option in options}
    by_letter = {chr(ord("a") + at): option for at, option in enumerate(options)}
    return by_letter.get(given) or by_word.get(given)


def note_answer(question: Question, option: Option) -> None:
    """Note what was answered.

    Parameters
    ----------
    question : Question
    option : Option
    """

    def note(progress: Progress) -> None:
        record = progress.question(question.id)
        record.attempts += 1
        record.right += option.right
        record.state = "right" if option.right else "wrong"
        if option.misconception is not None:
            seen = record.misconceptions.get(option.misconception, 0)
            record.misconceptions[option.misconception] = seen + 1

    keep(note)
