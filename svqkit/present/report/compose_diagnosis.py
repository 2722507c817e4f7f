"""Compose the document of a diagnosis: the summary first, then what it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .diagnosis.closing import findings, not_examined, reproducibility, summary
from .diagnosis.frame import Frame, frame_of
from .diagnosis.gap_chapter import gaps, weighted
from .diagnosis.groups_chapter import groups
from .diagnosis.kano_chapter import kano, penalty_reward
from .diagnosis.measures_chapter import forms, importance, surface
from .diagnosis.organisation import gap_model, prescriptions
from .diagnosis.time_chapter import branches, trend
from .diagnosis.zone_chapter import zone
from .document import Document, Section

__all__ = ["compose_diagnosis"]

_SECTIONS = (
    summary,
    gaps,
    weighted,
    importance,
    groups,
    branches,
    trend,
    zone,
    kano,
    penalty_reward,
    gap_model,
    prescriptions,
    forms,
    surface,
    findings,
    not_examined,
    reproducibility,
)


def compose_diagnosis(diagnosis: Any) -> Document:
    """Compose the report of a diagnosis in the language of its questionnaire.

    Parameters
    ----------
    diagnosis : Diagnosis

    Returns
    -------
    Document

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.diagnose(svq.load_dataset("bank"), seed=1, progress=False)
    >>> [section.name for section in compose_diagnosis(found).sections][:2]
    ['summary', 'gaps']
    """
    on = frame_of(diagnosis)
    say, made = on.say, diagnosis.settings
    title = on.instrument.title
    sections = [_tagged(one, on) for make in _SECTIONS if (one := make(on)) is not None]
    return Document(
        kicker=say("Diagnosis of service quality"),
        heading=title,
        title=say("Diagnosis: {title}", title=title),
        sections=tuple(sections),
        lede=_lede(on),
        footer=say("Made with svqkit {version} on {date}.", version=made["version"],
                   date=made["date"]),
        language=on.language,
        made_on=str(made["date"]),
    )  # fmt: skip


def _tagged(section: Section, on: Frame) -> Section:
    """Tag the convention as English; only the prescriptions speak of theirs in the reader's words."""
    foreign = on.language != "en" and section.convention and section.name != "prescriptions"
    return replace(section, convention_language="en") if foreign else section


def _lede(on: Frame) -> str:
    say, surveys = on.say, on.diagnosis.surveys
    asked = [say("{n} customers", n=surveys.customers.n)]
    if surveys.managers is not None:
        asked.append(say("{n} managers", n=surveys.managers.n))
    if surveys.employees is not None:
        asked.append(say("{n} employees", n=surveys.employees.n))
    if surveys.three_column is not None:
        asked.append(say("{n} customers in three columns", n=surveys.three_column.n))
    asked += [
        say("{n} customers in wave {name}", n=wave.n, name=name)
        for name, wave in (surveys.waves or {}).items()
        if wave is not surveys.customers
    ]
    asked.append(on.diagnosis.settings["date"])
    return say("{list}.", list=say("; ").join(asked))
