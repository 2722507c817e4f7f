"""The frame of the report: the summary that leads it, all findings, what is missing, how to repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from svqkit.gaps.diagnosis.summary import analysis_name

from ..columns import head, text
from ..document import Column, Section, table
from ..words import sentence
from .frame import Frame

__all__ = ["findings", "not_examined", "reproducibility", "summary"]


def summary(on: Frame) -> Section:
    """Compose the summary for whoever has to decide.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section
    """
    found = on.diagnosis
    return Section(
        "summary", on.say("Summary"), judgement=found.lead, points=tuple(found.summary_parts)
    )


def findings(on: Frame) -> Section:
    """Compose the table of every finding.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section
    """
    say, rows = on.say, on.diagnosis.findings
    clear = int((rows["certainty"] == say("clear")).sum())
    made = table(
        "all-findings",
        rows,
        say("Every finding with its interval"),
        [
            head("statement", say("Finding")),
            on.estimate(("value", "low", "high"), say("Value")),
            text("certainty", say("Certainty")),
            Column("analysis", say("From"), str, "text"),
        ],
        note=say(
            "Clear: the interval leaves out zero and the adjusted p is small enough. Not tested: a "
            "distance from the top of a scale."
        ),
    )
    return Section(
        "findings",
        say("Findings"),
        say("{clear} of {n} findings are clear.", clear=clear, n=len(rows)),
        (made,),
    )


def not_examined(on: Frame) -> Section | None:
    """Compose the list of what could not be examined, and why.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    reasons, say = on.diagnosis.not_examined, on.say
    if reasons.empty:
        return None
    rows = pd.DataFrame(
        {
            "name": [analysis_name(name, say) for name in reasons.index],
            "reason": [sentence(reason) for reason in reasons],
        }
    )
    made = table(
        "not-examined",
        rows,
        say("What could not be examined, and why"),
        [head("name", say("Analysis")), text("reason", say("Why not"), wide=True)],
        stack=True,
    )
    return Section("not-examined", say("What could not be examined"), tables=(made,))


def reproducibility(on: Frame) -> Section:
    """Compose what someone else needs to get the same numbers.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section
    """
    say, made = on.say, on.diagnosis.settings
    rows = list(_lines(made, on))
    return Section(
        "reproducibility",
        say("How to repeat it"),
        say(
            "Whoever has the same data, svqkit {version} and the call below gets the same numbers. "
            "Whether the questionnaire measures what it claims is asked by svqkit validate.",
            version=made["version"],
        ),
        (
            table(
                "reproducibility",
                pd.DataFrame(rows, columns=["what", "value"]),
                say("What this report was made from"),
                [head("what", say("What")), text("value", say("Value"), wide=True)],
                stack=True,
            ),
        ),
    )


def _lines(made: Mapping[str, Any], on: Frame) -> Iterator[tuple[str, str]]:
    say = on.say
    surveys = {
        "customers": say("customers"),
        "managers": say("managers"),
        "employees": say("employees"),
        "three_column": say("three columns"),
    }
    yield say("Call"), str(made["call"])
    yield say("Date"), str(made["date"])
    yield say("Questionnaire"), str(made["instrument"])
    for name, file in made["data"].items():
        digest = made["data_sha256"][name]
        words = surveys.get(name, name)
        yield say("Data: {survey}", survey=words), f"{file} (SHA-256 {digest})" if digest else file
    yield say("Seed"), str(made["seed"])
    if made["bootstrap"]:
        yield say("Bootstrap draws"), str(made["bootstrap"])
    versions = made["versions"]
    yield say("Versions"), ", ".join(f"{name} {each}" for name, each in versions.items())
