"""Who answered, what was left out, and why."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from svqkit.instruments.adaptation_log import adaptation_sentence, adaptation_table

from ..columns import head, num, pct, text, whole
from ..document import Figure, Section, table
from ..masking import composition
from ..names import column_words
from ..numbers import count, percent
from ..words import join, plural

__all__ = ["sample"]

_MOST_ROWS = 12


def _reasons(dropped: pd.DataFrame) -> pd.DataFrame:
    """Count the dropped rows by reason, with the rows themselves as the file numbers them."""
    if dropped is None or dropped.empty:
        return pd.DataFrame(columns=["reason", "times", "rows"])
    made = []
    for reason, rows in dropped.groupby("reason", sort=False)["row"]:
        listed = [str(row) for row in rows.tolist()]
        more = len(listed) - _MOST_ROWS
        words = ", ".join(listed[:_MOST_ROWS]) + (f" and {more} more" if more > 0 else "")
        made.append((str(reason), len(listed), words))
    return pd.DataFrame(made, columns=["reason", "times", "rows"])


def _complete(validation: Any) -> int:
    """Count who answered every item that can be used: nobody answers an empty one."""
    used = [code for codes in validation.scales.values() for code in codes]
    answers = validation.responses.perceptions
    return int(answers[used or list(answers)].notna().all(axis=1).sum())


def _flow(validation: Any, reasons: pd.DataFrame) -> pd.DataFrame:
    responses = validation.responses
    read = responses.source.get("rows_read", responses.n + int(reasons["times"].sum()))
    steps: list[tuple[str, float]] = [("Rows in the file", read)]
    steps += [
        (f"Left out: {str(reason).removeprefix('left out ')}", -int(times))
        for reason, times in zip(reasons["reason"], reasons["times"], strict=True)
    ]
    steps.append(("Respondents kept", responses.n))
    complete = _complete(validation)
    if complete != responses.n:
        steps.append(("With a missing perception answer", complete - responses.n))
    steps.append(("Complete on all perception items", complete))
    if validation.cfa is not None and validation.cfa.n != complete:
        steps.append(("In the factor model", validation.cfa.n))
    return pd.DataFrame(steps, columns=["step", "respondents"])


def _meaning(validation: Any, reasons: pd.DataFrame) -> str:
    responses = validation.responses
    complete = _complete(validation)
    name = responses.source.get("name") or "the data"
    read = responses.source.get("rows_read", responses.n)
    left = int(reasons["times"].sum())
    if left:
        why = join([f"{count(r.times)} ({r.reason})" for r in reasons.itertuples(index=False)])
        first = (
            f"{count(responses.n)} of {count(read)} rows in {name} are analysed; "
            f"{plural(left, 'row was', 'rows were')} left out: {why}."
        )
    else:
        first = f"All {plural(read, 'row')} of {name} are analysed; none was left out."
    share = percent(100 * complete / responses.n) if responses.n else "none"
    left_out = validation.analyses.left_out
    named = "; ".join(f"{name}, {why}" for name, why in left_out.items())
    every = "every perception item" + (f" that can be used (not {named})" if named else "")
    return (
        f"{first} {count(complete)} respondents ({share}) answered {every}, and the analyses of "
        "items rest on them."
    )


def _alt(validation: Any) -> str:
    responses = validation.responses
    missing = 100 * float(responses.perceptions.isna().to_numpy().mean()) if responses.n else 0.0
    return (
        f"The sample of {plural(responses.n, 'respondent')}: how many rows were kept and how "
        f"much is missing; {percent(missing)} of the perception answers are missing."
    )


def sample(validation: Any) -> Section:
    """Compose the section on the sample.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    Section
        Tables ``sample-flow``, ``sample-dropped``, ``sample-problems``, ``sample-groups`` and
        ``sample-instrument``.
    """
    responses = validation.responses
    reasons = _reasons(responses.dropped)
    tables = [
        table(
            "sample-flow",
            _flow(validation, reasons),
            "From the file to the analysis",
            [head("step", "Step"), num("respondents", "Respondents", 0)],
        )
    ]
    if len(reasons):
        tables.append(
            table(
                "sample-dropped",
                reasons,
                "Rows left out",
                [
                    head("reason", "Why"),
                    whole("times", "Rows"),
                    text("rows", "Which rows", wide=True),
                ],
                note="Row numbers are those of the file; the header is row 1.",
            )
        )
    if len(responses.problems):
        tables.append(
            table(
                "sample-problems",
                responses.problems.assign(
                    kind=[column_words(kind) for kind in responses.problems["kind"]]
                ),
                "What was met when reading, and how it was handled",
                [
                    head("kind", "What"),
                    text("where", "Where"),
                    whole("count", "How often"),
                    text("handling", "Handling", wide=True),
                    text("detail", "Detail", wide=True),
                ],
                stack=True,
            )
        )
    groups = composition(responses.respondents, tuple(responses.outcomes))
    if len(groups):
        tables.append(
            table(
                "sample-groups",
                groups,
                "Who answered",
                [
                    head("group", "Group"),
                    whole("count", "Respondents"),
                    pct("pct", "Share"),
                ],
                group=("characteristic", "Characteristic"),
                note="Groups of fewer than 10 respondents are not named."
                if groups["count"].isna().any()
                else "",
            )
        )
    changes = adaptation_table(responses.instrument)
    if len(changes):
        tables.append(
            table(
                "sample-instrument",
                changes,
                "How the instrument was adapted",
                [
                    head("change", "Change"),
                    text("where", "Where"),
                    text("before", "Before", wide=True),
                    text("after", "After", wide=True),
                    text("reason", "Reason", wide=True),
                ],
                note=adaptation_sentence(responses.instrument),
                stack=True,
            )
        )
    from svqkit.present.plots.sample import plot_sample

    picture = Figure(
        "picture-sample",
        "The sample",
        _alt(validation),
        partial(plot_sample, responses),
    )
    least = 100 * float(responses.perceptions.notna().mean().min()) if responses.n else 0.0
    by_whom = "everybody" if least == 100 else f"at least {percent(least)} of the respondents"
    return Section(
        "sample",
        "The sample",
        _meaning(validation, reasons),
        tuple(tables),
        (picture,),
        "Answers are never filled in: an analysis of items uses the respondents who answered all "
        "of its items (listwise deletion), unless another treatment is named. Every perception "
        f"item was answered by {by_whom}.",
    )
