"""An instrument that asks everything an instrument can ask, with texts that mean harm."""

from __future__ import annotations

from typing import Any

from svqkit.instruments.description import InstrumentDescription
from svqkit.instruments.in_language import in_language
from svqkit.instruments.instrument import Instrument

HOSTILE = "=HYPERLINK(\"http://x\") <b>'a'</b> & $P1 [[Block:x]] \\ */ </script> `1`"


def described() -> dict[str, Any]:
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


def instrument(language: str = "en", service: Any = None, **changes: Any) -> Instrument:
    """Give it in a language, with parts of its description changed."""
    return in_language(
        InstrumentDescription.model_validate(described() | changes), language, service
    )
