"""The survey that the R script of groups wrote beside its results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

FOLDER = Path(__file__).parent.parent.parent / "oracles" / "gaps_groups"
CODES = [f"Q{k}" for k in range(1, 6)]
MAPPING = {"care": CODES[:2], "speed": CODES[2:]}


@pytest.fixture(scope="session")
def read_survey(survey: Any) -> Any:
    """Read a survey of the oracle's folder, ``read_survey("survey.csv")``."""

    def read(name: str) -> Any:
        table = pd.read_csv(FOLDER / name, index_col="row")
        perceptions, expectations = (
            table[[f"{form}{code[1:]}" for code in CODES]].set_axis(CODES, axis=1) for form in "PE"
        )
        people = table[[c for c in table.columns if c[0] not in "PE"]]
        return survey(perceptions, expectations, MAPPING, respondents=people)

    return read


@pytest.fixture(scope="session")
def branches(read_survey: Any) -> Any:
    return read_survey("survey.csv")
