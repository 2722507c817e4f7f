"""The quiz as a widget: one question at a time, by mouse or keyboard, each answer explained."""

from __future__ import annotations

from html import escape
from typing import Any

from svqkit.interface import joined
from svqkit.teach.box import box, inline
from svqkit.teach.exercise import spoken
from svqkit.teach.language import spoken_in
from svqkit.teach.quiz_questions import note_answer
from svqkit.teach.schema import Option, Question

__all__ = ["QuizView"]

STYLE = """<style>
.svq-quiz { max-width: 46em; font-size: 16px; }
.svq-quiz h3 { font-size: 18px; line-height: 1.35; margin: 4px 0 8px; }
.svq-quiz .svq-quiz-place { font-size: 14px; opacity: 0.85; margin: 0; }
.svq-quiz .widget-radio, .svq-quiz .widget-radio-box { width: 100%; height: auto; }
.svq-quiz .widget-radio-box label { height: auto; min-height: 28px; line-height: 1.4; font-size: 16px;
  display: flex; gap: 8px; align-items: baseline; white-space: normal; padding: 3px 0; color: inherit; }
.svq-quiz .widget-radio-box input { order: -1; flex: none; margin: 0 0 0 2px; width: 16px; height: 16px; position: relative; top: 3px; }
.svq-quiz .widget-button { font-size: 16px; height: 38px; line-height: 36px; min-width: 9em; }
.svq-quiz :is(button, input):focus-visible { outline: 3px solid #D55E00; outline-offset: 2px; }
.svq-quiz .widget-html, .svq-quiz .widget-html-content { height: auto; line-height: 1.45; font-size: 16px; }
</style>"""


class QuizView:
    """A quiz to click or type through.

    Tab leads from the options to *Check* and on to *Next question*; the arrow keys choose an option.
    What is said to an answer stands in a live region.

    Parameters
    ----------
    lesson : str
    asked : tuple of (Question, options in the order shown)
    language : str, optional
        BCP 47, of what is said beside questions and answers.

    Attributes
    ----------
    widget : ipywidgets.VBox
    place : int
        The question shown, from 0; as many as there are questions when all are done.
    first_tries : dict of question to bool
        Whether each question's first answer was right.

    Examples
    --------
    >>> from svqkit.teach.exercise import find_question
    >>> one = find_question("L00.q1")
    >>> QuizView("L00", ((one, one.options),)).place
    0
    """

    def __init__(
        self,
        lesson: str,
        asked: tuple[tuple[Question, tuple[Option, ...]], ...],
        *,
        language: str | None = None,
    ) -> None:
        from ipywidgets import HTML, Button, HBox, RadioButtons, VBox

        from svqkit.present.widgets.keeping_keys import keeping_keys
        from svqkit.teach.newest_choice import newest_choice

        self.lesson, self.asked, self.language = lesson, asked, language
        self.say = spoken_in(language)
        self.place = 0
        self.first_tries: dict[str, bool] = {}
        self._chosen: int | None = None
        self._heading = HTML()
        self._options = RadioButtons(options=[], value=None)
        self._options.layout.width = "100%"
        self._check = Button(description=self.say("Check"), button_style="primary")
        self._next = Button(description=self.say("Next question"))
        self._feedback = HTML()
        self._buttons = HBox([self._check, self._next])
        self._check.on_click(self._on_check)
        self._next.on_click(self._on_next)
        self._options.observe(self._on_choice, names="index")
        for part, name in (
            (self._heading, "question"),
            (self._options, "options"),
            (self._check, "check"),
            (self._next, "next"),
            (self._feedback, "feedback"),
        ):
            part.add_class(f"t-quiz-{name}")
        shown = [self._heading, self._options, self._buttons, self._feedback]
        unseen = [HTML(STYLE), keeping_keys(), newest_choice(self._on_told)]
        self.widget = VBox([*unseen, *shown])
        self.widget.add_class("svq-quiz")
        self._show()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def _show(self) -> None:
        """Show the question at the present place, or what came of all of them."""
        self._feedback.value = _live("")
        if self.place >= len(self.asked):
            self._finish()
            return
        question, options = self.asked[self.place]
        lesson = question.id.split(".")[0]
        at = {"n": self.place + 1, "all": len(self.asked)}
        if lesson == self.lesson:
            place = self.say("Question {n} of {all}", **at)
        else:
            place = self.say("Question {n} of {all}, from {lesson}", **at, lesson=spoken(lesson))
        self._heading.value = (
            f'<p class="svq-quiz-place">{escape(place)}</p>'
            f'<h3 data-question="{question.id}">{inline(question.question)}</h3>'
        )
        with self._options.hold_trait_notifications():
            self._options.options = [
                (option.text.replace("`", ""), at) for at, option in enumerate(options)
            ]
            self._options.index = None
        self._choose(None)
        self._next.disabled = True

    def _choose(self, index: int | None) -> None:
        self._chosen = index
        self._check.disabled = index is None

    def _on_choice(self, _: Any) -> None:
        self._choose(self._options.index)

    def _on_told(self, question: str, index: int) -> None:
        """Take a choice that came by its own message, unless the question has gone by."""
        if self.place < len(self.asked):
            now, options = self.asked[self.place]
            if question == now.id and 0 <= index < len(options):
                self._choose(index)

    def _on_check(self, _: Any) -> None:
        if self._chosen is None:
            return
        question, options = self.asked[self.place]
        option = options[self._chosen]
        note_answer(question, option)
        self.first_tries.setdefault(question.id, option.right)
        kind = "right" if option.right else "misconception"
        again = "" if option.right else self.say("Choose again, or go on.")
        named = option.misconception or ""
        told = joined([option.because, again])
        said = box(kind, question.id, told, language=self.language, misconception=named)
        self._feedback.value = _live(said)
        self._next.disabled = False
        last = self.place == len(self.asked) - 1
        self._next.description = self.say("Finish") if last else self.say("Next question")

    def _on_next(self, _: Any) -> None:
        self.place += 1
        self._show()
        if self.place < len(self.asked):
            self._options.focus()

    def _finish(self) -> None:
        right = sum(self.first_tries.values())
        again = [name for name, good in self.first_tries.items() if not good]
        say = self.say
        words = say("{n} of {all} right at the first try.", n=right, all=len(self.asked))
        if again:
            look = say(
                "Worth another look: {questions}. They will come back in later lessons.",
                questions=", ".join(again),
            )
            words = joined([words, look])
        done = say("Quiz {lesson}: done", lesson=self.lesson)
        self._heading.value = f"<h3>{escape(done)}</h3>"
        kind = "not yet" if again else "right"
        self._feedback.value = _live(box(kind, self.lesson, words, word=say("Your quiz")))
        self.widget.children = [
            part for part in self.widget.children if part not in (self._options, self._buttons)
        ]


def _live(content: str) -> str:
    return f'<div aria-live="polite">{content}</div>'
