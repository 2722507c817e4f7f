"""Instruments that ask everything, and answers to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.industries import service_for
from svqkit.instruments.instrument import Instrument

sys.path.insert(0, str(Path(__file__).parent))

import full_instrument


@pytest.fixture(scope="session")
def full() -> Instrument:
    """Two forms in blocks, points, outcomes, questions; in English and Dutch."""
    return full_instrument.instrument()


@pytest.fixture(scope="session")
def braced() -> Instrument:
    """An organisation whose name looks like a reference to a question."""
    return full_instrument.instrument(service=service_for({"plain": "${P1} {P1}"}, "en"))


@pytest.fixture(scope="session")
def beside() -> Instrument:
    """Three forms side by side, and ratings of importance."""
    return full_instrument.instrument(
        name="beside",
        forms=["minimum", "desired", "perception"],
        layout="columns",
        form_words={},
        importance={
            "kind": "ratings",
            "instruction": {"en": "How important is it?", "nl": "Hoe belangrijk is het?"},
            "anchors": {1: {"en": "Not at all", "nl": "Niet"}, 5: {"en": "Very", "nl": "Zeer"}},
        },
    )


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
