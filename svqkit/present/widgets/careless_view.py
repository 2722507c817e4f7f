"""The careless lab's compute step: what people who don't read do to a survey's numbers.

No widget and no figure; a change is answered in a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from svqkit.errors import DataError
from svqkit.interface import translator
from svqkit.present.plots.labels import number
from svqkit.present.widgets.careless_answers import KINDS, CarelessChoice, CarelessTables, mixed
from svqkit.present.widgets.careless_numbers import numbers_of
from svqkit.psychometrics.threads import single_threaded
from svqkit.responses.careless_signs import Rule, signs_of

__all__ = ["CarelessView", "compute"]


@dataclass(frozen=True, eq=False)
class CarelessView:
    """The numbers on show.

    ``rows`` (index: dimension, ``total``, ``mean_r``, ``cfi``) has ``label``, ``attentive``
    (nobody careless), ``mixed`` and, where screened, ``screened`` (NaN otherwise). ``sensitivity``
    is the share of careless people that screening flags, ``specificity`` that of the attentive it
    leaves alone; ``caught`` the sensitivity by kind.
    """

    rows: pd.DataFrame
    n: int
    careless: int
    flagged: int
    sensitivity: float
    specificity: float
    caught: pd.Series
    heading: str
    sentence: str


@single_threaded
def compute(tables: CarelessTables, choice: CarelessChoice) -> CarelessView:
    """Compute what a choice shows.

    Parameters
    ----------
    tables : CarelessTables
    choice : CarelessChoice

    Returns
    -------
    CarelessView

    Raises
    ------
    DataError
        If too few would be left; the sentence is for the reader.

    Examples
    --------
    >>> from svqkit.present.widgets.careless_answers import prepare
    >>> shown = compute(prepare(), CarelessChoice(straight=20))
    >>> bool(shown.rows.loc["reliability", "mixed"] > shown.rows.loc["reliability", "attentive"])
    True
    """
    responses, kinds = mixed(tables, choice)
    answers = responses.perceptions
    _, signs, _ = signs_of(responses, {"perception": answers})
    flagged = Rule().judge(signs)
    careless = kinds != ""
    now = numbers_of(answers, tables.mapping) if careless.any() else tables.attentive
    left = pd.Series(float("nan"), index=now.index)
    if choice.screened:
        if (~flagged).sum() <= answers.shape[1]:
            say = translator(tables.language)
            raise DataError(say("Screening would leave too few people to compute anything."))
        left = numbers_of(answers[~flagged], tables.mapping)
    rows = pd.DataFrame(
        {
            "label": [tables.labels[str(name)] for name in now.index],
            "attentive": tables.attentive,
            "mixed": now,
            "screened": left,
        },
        index=now.index,
    )
    caught = flagged[careless].groupby(kinds[careless]).mean()
    people = int(careless.sum())
    heading, sentence = _said(tables, choice, rows, len(answers), people)
    return CarelessView(
        rows,
        len(answers),
        people,
        int(flagged.sum()),
        float(flagged[careless].mean()) if people else float("nan"),
        float((~flagged[~careless]).mean()),
        caught.reindex([field for field in KINDS if getattr(choice, field)]),
        heading,
        sentence,
    )


def _said(
    tables: CarelessTables, choice: CarelessChoice, rows: pd.DataFrame, n: int, careless: int
) -> tuple[str, str]:
    """Say what happened to alpha and to the fit, and what that means."""
    say = translator(tables.language)
    heading = say("{n} people, {careless} of them don't read", n=n, careless=careless)
    if not careless:
        return heading, say("Everybody reads. Move a slider and watch alpha and the fit.")
    before, after = rows["attentive"], rows["screened" if choice.screened else "mixed"]
    scales = list(tables.mapping)
    change = float((after - before)[scales].mean())
    words = say(
        "Alpha of the scales goes from {a} to {b} on average, CFI from {c} to {d}.",
        a=number(before[scales].mean()), b=number(after[scales].mean()),
        c=number(before["cfi"], 3), d=number(after["cfi"], 3),
    )  # fmt: skip
    if after["cfi"] != after["cfi"]:
        meaning = say("The designed model cannot be estimated from these answers.")
    elif choice.screened:
        meaning = say("This is after leaving out whom screening flags.")
    elif change > 0.005:
        meaning = say("Alpha rises although nothing is measured better: sameness is not agreement.")
    elif change < -0.005:
        meaning = say("Alpha falls: answers without a pattern drown those of people who read.")
    else:
        meaning = say("Alpha hardly moves; that does not mean that the answers are sound.")
    return heading, f"{words} {meaning}"
