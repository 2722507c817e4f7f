"""Instruments that ask everything an instrument can ask, with texts that mean harm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.form_plan import FormPlan
from svqkit.instruments.in_language import in_language
from svqkit.instruments.industries import service_for
from svqkit.instruments.instrument import Instrument

HOSTILE = "=HYPERLINK(\"http://x\") <b>'a'</b> & $P1 [[Block:x]] \\ */ </script> `1`"


def _described() -> dict[str, Any]:
    def say(en: str, nl: str) -> dict[str, str]:
        return {"en": en, "nl": nl}

    return {
        "name": "full",
        "title": say("Full form", "Volledig formulier"),
        "language": "en",
        "sources": ["Author, A. (2020). A scale. A Journal, 1(1), 1–2."],
        "licence": "Free to use.",
        "forms": ["expectation", "perception"],
        "form_words": {
            "perception": {
                "heading": say("What you found", "Wat u vond"),
                "instruction": say("Think of {this_service}.", "Denk aan {this_service}."),
            }
        },
        "service": {
            "en": {"plain": "bank"},
            "nl": {"plain": "bank", "this": "deze bank", "excellent": "een uitstekende bank"},
        },
        "scale": {
            "low": 1,
            "high": 5,
            "anchors": {1: say("Disagree", "Oneens"), 5: say("Agree", "Eens")},
            "missing_codes": [-9, 99],
        },
        "dimensions": [
            {
                "name": "looks",
                "title": say("Looks", "Uiterlijk"),
                "definition": say("How it looks.", "Hoe het eruitziet."),
            },
            {
                "name": "speed",
                "title": say("Speed", "Snelheid"),
                "definition": say("How fast it is.", "Hoe snel het is."),
                "instruction": say("How often is this so?", "Hoe vaak is dit zo?"),
                "anchors": {1: say("Never", "Nooit"), 5: say("Always", "Altijd")},
            },
        ],
        "items": [
            {
                "code": code,
                "dimension": dimension,
                "label": say(f"Label {code}", f"Naam {code}"),
                "perception": say(f"{{this_service}} {text}.", f"{{this_service}} {text} (nl)."),
                "expectation": say(
                    f"{{excellent_service}} {text}.", f"{{excellent_service}} {text} (nl)."
                ),
                "reverse": code == "Q2",
            }
            for code, dimension, text in [
                ("Q1", "looks", "is clean"),
                ("Q2", "looks", "is dirty"),
                ("Q3", "looks", HOSTILE),
                ("EFF1", "speed", "is fast"),
                ("EFF2", "speed", "is prompt"),
            ]
        ],
        "importance": {
            "kind": "points",
            "instruction": say("Share 100 points.", "Verdeel 100 punten."),
        },
        "outcomes": [
            {
                "column": "loyalty",
                "label": say("Loyalty", "Trouw"),
                "question": say("Would you come back?", "Komt u terug?"),
                "low": 0,
                "high": 10,
            },
            {"column": "spent", "label": say("Money spent", "Uitgegeven"), "low": 0},
        ],
        "questions": [
            {
                "column": "gender",
                "question": say("Your gender", "Uw geslacht"),
                "choices": {
                    "f": say("Woman", "Vrouw"),
                    "m": say("Man", "Man"),
                    "no_answer": say(HOSTILE, "Geen"),
                },
                "required": True,
            },
            {
                "column": "age",
                "question": say("Your age", "Uw leeftijd"),
                "kind": "number",
                "low": 16,
                "high": 99,
            },
            {"column": "remark", "question": say("Remarks?", "Opmerkingen?"), "kind": "text"},
        ],
    }


@pytest.fixture(scope="session")
def full() -> Instrument:
    """Two forms in blocks, points, outcomes, questions; in English and Dutch."""
    return in_language(InstrumentDescription.model_validate(_described()), "en")


@pytest.fixture(scope="session")
def braced() -> Instrument:
    """An organisation whose name looks like a reference to a question."""
    return in_language(
        InstrumentDescription.model_validate(_described()),
        "en",
        service_for({"plain": "${P1} {P1}"}, "en"),
    )


@pytest.fixture(scope="session")
def beside() -> Instrument:
    """Three forms side by side, and ratings of importance."""
    described = _described()
    described |= {
        "name": "beside",
        "forms": ["minimum", "desired", "perception"],
        "layout": "columns",
        "form_words": {},
        "importance": {
            "kind": "ratings",
            "instruction": {"en": "How important is it?", "nl": "Hoe belangrijk is het?"},
            "anchors": {1: {"en": "Not at all", "nl": "Niet"}, 5: {"en": "Very", "nl": "Zeer"}},
        },
    }
    return in_language(InstrumentDescription.model_validate(described), "en")


@pytest.fixture(scope="session")
def answers() -> Any:
    """Make up answers to a plan, a row a respondent, under the plan's columns."""

    def make(plan: FormPlan, n: int = 6, seed: int = 1) -> pd.DataFrame:
        draw = np.random.default_rng(seed)
        data: dict[str, Any] = {}
        for field in plan.fields:
            if field.kind in ("scale", "check", "choice"):
                codes = list(field.choices)
                values = [codes[i] for i in draw.integers(0, len(codes), n)]
                data[field.column] = values if field.kind == "choice" else list(map(int, values))
            elif field.kind == "number":
                low = 0 if field.low is None else int(field.low)
                data[field.column] = draw.integers(low, low + 50, n).tolist()
            elif field.kind == "text":
                data[field.column] = [f"word {i}" for i in range(n)]
        points = [field.column for field in plan.fields if field.kind == "points"]
        for column in points:
            data[column] = [100 // len(points)] * n
        if points:
            data[points[-1]] = [100 - (100 // len(points)) * (len(points) - 1)] * n
        return pd.DataFrame(data)[plan.columns]

    return make
