from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "oracles" / "compare_forms"
MAPPING = {"care": ["Q1", "Q2", "Q3", "Q4"], "speed": ["Q5", "Q6", "Q7"]}


def make_survey(table: pd.DataFrame, **changes):
    """Lay a table of P…, E…, D…, points and outcomes out as Responses are."""
    codes = [code for members in MAPPING.values() for code in members]

    def form(letter):
        return table[[code.replace("Q", letter) for code in codes]].set_axis(codes, axis=1)

    fields = {
        "perceptions": form("P"),
        "expectations": form("E"),
        "importance": table[list(MAPPING)],
        "importance_kind": "points",
        "respondents": table[[*form("D").columns.str.replace("Q", "D"), "quality", "loyalty"]],
        "outcomes": ("quality", "loyalty"),
        "instrument": SimpleNamespace(
            mapping=MAPPING,
            scale=SimpleNamespace(low=1, high=7),
            outcomes=(SimpleNamespace(column="quality", label="Overall quality"),),
            dimension_titles={"care": "Care", "speed": "Speed"},
            language="en",
        ),
    }
    return SimpleNamespace(**fields | changes)


@pytest.fixture(scope="session")
def answers():
    return pd.read_csv(FOLDER / "answers.csv")


@pytest.fixture(scope="session")
def survey(answers):
    return make_survey(answers)


@pytest.fixture(scope="session")
def survey_of():
    return make_survey
