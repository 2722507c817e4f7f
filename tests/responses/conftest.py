"""Small surveys to spoil in every way there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

Write = Callable[..., Path]


@pytest.fixture
def survey() -> pd.DataFrame:
    """Thirty respondents to both forms, all answers in range, nobody alike."""
    rng = np.random.default_rng(7)
    mood = rng.normal(size=(30, 1))
    perceived = np.clip(np.round(4.6 + mood + rng.normal(size=(30, 22))), 1, 7).astype(int)
    expected = np.clip(np.round(6.0 + 0.5 * rng.normal(size=(30, 22))), 1, 7).astype(int)
    frame = pd.DataFrame(
        np.hstack([expected, perceived]),
        columns=[f"E{i}" for i in range(1, 23)] + [f"P{i}" for i in range(1, 23)],
    )
    frame.insert(0, "id", range(101, 131))
    frame["branch"] = ["North", "South", "West"] * 10
    return frame


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a frame as CSV with any separator, decimal sign and encoding."""

    def to_file(
        frame: pd.DataFrame,
        name: str = "survey.csv",
        *,
        sep: str = ",",
        decimal: str = ".",
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / name
        text = frame.to_csv(index=False, sep=sep, decimal=decimal, lineterminator="\r\n")
        path.write_bytes(text.encode(encoding))
        return path

    return to_file
