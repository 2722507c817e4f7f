"""The quiz at the end of a lesson: with widgets in a notebook, as text anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import Any

from svqkit.interface import joined
from svqkit.result import Part, Result
from svqkit.teach.box import box, inline
from svqkit.teach.exercise import lesson_name
from svqkit.teach.language import spoken_in
from svqkit.teach.progress_file import read_progress
from svqkit.teach.quiz_questions import (
    chosen_option,
    note_answer,
    options_in_order,
    questions_of,
)
from svqkit.teach.schema import Option, Question

__all__ = ["QuizSheet", "quiz", "said_to"]


@dataclass(frozen=True, eq=False, repr=False)
class QuizSheet(Result):
    """A quiz on paper: questions with lettered options, and what is said to each answer.

    ``questions`` holds each question with its options in the order shown; ``answers`` the option
    chosen, by question.
    """

    lesson: str
    questions: tuple[tuple[Question, tuple[Option, ...]], ...]
    answers: Mapping[str, Option]
    language: str | None = None

    @property
    def right(self) -> int:
        """Number of right answers."""
        return sum(option.right for option in self.answers.values())

    def _title(self) -> str:
        say, held = spoken_in(self.language), {"lesson": self.lesson}
        if self.answers:
            counts = {"n": self.right, "all": len(self.answers)}
            return say("Quiz {lesson}: {n} of {all} right", **held, **counts)
        return say("Quiz {lesson}: {n} questions", **held, n=len(self.questions))

    def _parts(self) -> list[Part]:
        parts: list[Part] = []
        for question, options in self.questions:
            lines = [question.question]
            lines += [f"  ({letter}) {option.text}" for letter, option in _lettered(options)]
            chosen = self.answers.get(question.id)
            if chosen is not None:
                lines.append(f"  → {chosen.text} {said_to(chosen, self.language)}")
            parts.append((question.id, "\n".join(lines)))
        if len(self.answers) < len(self.questions):
            first = next(q.id for q, _ in self.questions if q.id not in self.answers)
            call = f'quiz("{self.lesson}", answers={{"{first}": "a"}})'
            say = spoken_in(self.language)
            parts.append(("", say("Answer with {call}, one letter a question.", call=call)))
        return parts

    def _repr_html_(self) -> str:
        blocks = [f"<h3>{escape(self._title())}</h3>"]
        for question, options in self.questions:
            listed = "".join(f"<li>{inline(option.text)}</li>" for option in options)
            blocks.append(
                f'<p data-question="{question.id}"><strong>{inline(question.question)}</strong></p>'
                f'<ol style="list-style-type:lower-alpha">{listed}</ol>'
            )
            chosen = self.answers.get(question.id)
            if chosen is not None:
                kind = "right" if chosen.right else "misconception"
                said = f"{chosen.text} {said_to(chosen, self.language)}"
                blocks.append(box(kind, question.id, said, language=self.language))
        if len(self.answers) < len(self.questions):
            blocks.append(f"<p>{inline(str(self._parts()[-1][1]))}</p>")
        return f'<div class="svq-result">{"".join(blocks)}</div>'


def said_to(option: Option, language: str | None = None) -> str:
    """Say whether an option is right, and why.

    Parameters
    ----------
    option : Option
    language : str, optional
        BCP 47, of the verdict.

    Returns
    -------
    str

    Examples
    --------
    >>> said_to(Option(text="Yes.", because="It has one.", right=True))
    'Right. It has one.'
    """
    say = spoken_in(language)
    return joined([say("Right.") if option.right else say("No."), option.because])


def quiz(
    lesson: str, answers: Mapping[str, Any] | None = None, *, language: str | None = None
) -> Any:
    """Ask a lesson's questions, and some of earlier lessons that are worth asking again.

    Parameters
    ----------
    lesson : str
        Such as ``"L04"``.
    answers : mapping of question to letter or text, optional
        To answer in writing: ``{"L04.q1": "b"}``; several at once or one by one.
    language : str, optional
        BCP 47, of what is said beside questions and answers; ``SVQKIT_LANGUAGE`` or English
        otherwise.

    Returns
    -------
    QuizView or QuizSheet
        In a notebook a quiz to click or type through; elsewhere, or with ``answers``, its text and
        what is said to the answers.

    Raises
    ------
    ValueError
        If the lesson has no quiz, or an answer means no question or option.

    Examples
    --------
    >>> sheet = quiz("L00", answers={"L00.q1": "Perception minus expectation."})
    >>> sheet.right, len(sheet.questions)
    (1, 6)
    """
    name, kept = lesson_name(lesson), read_progress()
    drawn = questions_of(name, kept, also=list(answers or ()))
    asked = tuple((one, tuple(options_in_order(one, kept))) for one in drawn)
    if answers is None and _in_notebook():
        from svqkit.teach.quiz_view import QuizView

        return QuizView(name, asked, language=language)
    return QuizSheet(name, asked, _marked(name, asked, answers or {}), language)


def _marked(
    lesson: str,
    asked: tuple[tuple[Question, tuple[Option, ...]], ...],
    answers: Mapping[str, Any],
) -> dict[str, Option]:
    """Find every answer's option first, so that nothing is noted of a call that fails."""
    there = {question.id: (question, options) for question, options in asked}
    found = {}
    for key, answer in answers.items():
        name = key if "." in str(key) else f"{lesson}.{key}"
        if name not in there:
            raise ValueError(
                f"there is no question {key!r} in this quiz; it asks {', '.join(there)}"
            )
        option = chosen_option(list(there[name][1]), answer)
        if option is None:
            letters = ", ".join(letter for letter, _ in _lettered(there[name][1]))
            raise ValueError(f"{name}: {answer!r} is none of the options {letters}")
        found[name] = option
    for name, option in found.items():
        note_answer(there[name][0], option)
    return found


def _lettered(options: tuple[Option, ...]) -> list[tuple[str, Option]]:
    return [(chr(ord("a") + at), option) for at, option in enumerate(options)]


def _in_notebook() -> bool:
    """Tell whether a Jupyter kernel runs us that can show widgets."""
    shell = sys.modules.get("IPython")
    kernel = shell is not None and hasattr(shell.get_ipython(), "kernel")
    return kernel and find_spec("ipywidgets") is not None
