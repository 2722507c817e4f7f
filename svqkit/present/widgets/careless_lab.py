"""Careless lab: mix in people who don't read, and watch alpha, correlations, fit and screening."""

from __future__ import annotations

from typing import Any

from svqkit.errors import DataError
from svqkit.present.plots.labels import number
from svqkit.present.widgets.board import Board
from svqkit.present.widgets.careless_answers import (
    KINDS,
    CarelessChoice,
    CarelessTables,
    prepare,
)
from svqkit.present.widgets.careless_figure import careless_figure, draw_careless, print_careless
from svqkit.present.widgets.careless_view import CarelessView, compute
from svqkit.present.widgets.controls import slider, switch
from svqkit.present.widgets.telling import cards, heading, note, sentence

__all__ = ["CarelessLab"]

MOST_OF = {"straight": 50, "random": 50, "midpoint": 30, "extreme": 30}
"""Per cent at the end of each slider."""


class CarelessLab(Board):
    """Mix careless people into a survey and see what they do to its numbers.

    Straight-lining raises alpha, random answering lowers it; the fit of the designed model tells
    more. Screening is judged by the truth, which is known because the answers are drawn.

    Parameters
    ----------
    source : Responses or Instrument, optional
        Only its instrument counts; SERVQUAL otherwise.
    choice : CarelessChoice, optional
        Where to start.
    language : str, optional
        BCP 47; that of ``svqkit present``, or the instrument's, otherwise.
    key : str, optional
        A name under which the choice is kept, for when the cell is run again.
    n : int
        People, 400 by default.
    seed : int
        Repeats the draw.

    Attributes
    ----------
    choice : CarelessChoice
        What is chosen; setting it moves the controls.
    shown : CarelessView or None
        The numbers on show.
    view : ipywidgets.Widget
        The controls and the figure.

    Raises
    ------
    MissingExtraError
        If ipywidgets or plotly is not installed.

    Examples
    --------
    >>> lab = CarelessLab()
    >>> lab.choice = lab.choice.but(random=20)
    >>> lab.shown.careless
    80
    """

    file = "careless_lab"
    kind = CarelessChoice
    _tables: CarelessTables

    def _prepare(self, source: Any, **options: Any) -> CarelessTables:
        self._drawn = options
        return prepare(source, language=self.language, **options)

    def _first(self) -> CarelessChoice:
        return CarelessChoice()

    def _controls(self) -> list[tuple[str, list[Any]]]:
        say = self.say
        words = {
            "straight": say("One code for all"),
            "random": say("Random"),
            "midpoint": say("Always the middle"),
            "extreme": say("Only the ends"),
        }
        sliders = [
            self._add(field, slider(words[field], 0, most, 1)) for field, most in MOST_OF.items()
        ]
        self._kinds = words
        screened = self._add("screened", switch(say("Screen, and leave out who is flagged")))
        return [
            (say("Per cent who don't read"), sliders),
            (say("What the researcher does"), [screened]),
        ]

    def _new_figure(self) -> Any:
        return careless_figure(list(self._tables.labels.values()), self.language)

    def _settled(self, choice: CarelessChoice) -> CarelessChoice:
        """Check that the sliders can stand so."""
        for field, most in MOST_OF.items():
            share = getattr(choice, field)
            if not 0 <= share <= most or share != int(share):
                raise DataError(f"{field} is {share!r}; it can be a whole number from 0 to {most}")
        return choice

    def _compute(self, choice: CarelessChoice) -> CarelessView:
        return compute(self._tables, choice)

    def _draw(self, shown: CarelessView) -> None:
        draw_careless(self.figure, shown)

    def _words(self, shown: CarelessView) -> tuple[str, str]:
        say, rows = self.say, shown.rows
        now = rows["screened" if self.choice.screened else "mixed"]
        flagged = say("{flagged} of {n}", flagged=shown.flagged, n=shown.n)
        top = [
            (say("Screening flags"), flagged, say("people")),
            (say("Careless people found"), _percent(shown.sensitivity), say("sensitivity")),
            (say("Careful people left alone"), _percent(shown.specificity), say("specificity")),
        ]
        held: dict[str, float | str] = {
            "cfi": now["cfi"], "alpha": now["total"], "r": now["mean_r"],
            "careless": str(shown.careless), "flagged": str(shown.flagged),
            "sensitivity": shown.sensitivity, "specificity": shown.specificity,
        }  # fmt: skip
        told = cards(top, "careless", held) + heading(shown.heading) + sentence(shown.sentence)
        if len(shown.caught):
            each = " · ".join(
                f"{self._kinds[str(field)]} {_percent(share)}"
                for field, share in shown.caught.items()
            )
            told += note(say("Found, by kind: {each}.", each=each))
        return told, shown.sentence

    def _alt(self, shown: CarelessView) -> str:
        last = "screened" if self.choice.screened else "mixed"
        rows: list[dict[Any, Any]] = shown.rows.to_dict("records")
        said = "; ".join(
            f"{row['label']} {number(row['attentive'])} → {number(row[last])}" for row in rows
        )
        return self.say("Numbers when all read and now. {rows}.", rows=said)

    def _lines(self, choice: CarelessChoice) -> str:
        shares = {field: getattr(choice, field) for field in KINDS if getattr(choice, field)}
        said = ", ".join(f"{field}={share}" for field, share in shares.items())
        drawn = [f"{name}={value!r}" for name, value in self._drawn.items()]
        own = self._tables.people.instrument.name != "servqual"
        options = ", ".join([*(["survey"] if own else []), *drawn])
        lines = [
            "import svqkit as svq",
            "from svqkit.present.widgets.careless_answers import CarelessChoice, mixed, prepare",
            "",
            f"responses, kinds = mixed(prepare({options}), CarelessChoice({said}))",
        ]
        if choice.screened:
            lines.append("responses = svq.exclude(responses, svq.screen(responses))")
        lines += [
            "scales = responses.instrument.mapping",
            'shown = svq.reliability(responses, scales).coefficients["alpha"]',
            'cfi = svq.cfa(responses, scales).fit["cfi"]',
        ]
        return "\n".join(lines)

    def _surveys(self) -> dict[str, Any]:
        return {} if self._source is None else {"survey": self._source}

    def _printed(self, ax: Any) -> Any:
        return print_careless(self.shown, self.language, ax)


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.3g}\u202f%"
