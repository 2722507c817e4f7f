"""The answers that the classical oracles were computed from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

ANSWERS = Path(__file__).resolve().parent.parent / "oracles" / "answers"


@pytest.fixture(scope="session")
def oracle_answers() -> Callable[[str], pd.DataFrame]:
    """Read the input of an oracle, ``oracle_answers("survey")``."""

    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(ANSWERS / f"{name}.csv")

    return read
