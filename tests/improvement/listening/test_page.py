"""The page on listening: its examples run, and the numbers that it names are those of the data."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import svqkit as svq
from svqkit.improvement.listening.lexicon import labelled_comments

PAGE = Path(__file__).resolve().parents[3] / "docs" / "improve" / "listening.md"


@pytest.fixture(scope="module")
def text() -> str:
    return " ".join(PAGE.read_text(encoding="utf-8").split())


def test_every_example_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert "Clearly slower than the whole: Baggage." in done.stdout.replace("\n", " ")
    assert "no column" not in done.stdout


def test_the_accuracy_it_names_is_that_of_the_classifier(text: str) -> None:
    table = svq.train_classifier().accuracy.xs("all", level="language")
    right, usual = (100 * table[column] for column in ("accuracy", "majority"))
    assert f"names {right['class']:.0f} of 100 classes and {right['dimension']:.0f} of 100" in text
    assert f"would reach {usual['class']:.0f} and {usual['dimension']:.0f}." in text
    assert f"about {round(len(labelled_comments()), -2):,} comments" in text


def test_the_accuracy_on_the_airline_is_as_it_says(text: str) -> None:
    heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    found = svq.classify_feedback(heard).comments
    labels = svq.load_dataset("airline_feedback_labels").loc[found.index]
    right = [100 * (found[name] == labels[name]).mean() for name in ("class", "dimension")]
    assert f"it is {right[0]:.0f} and {right[1]:.0f}:" in text
    assert f"{len(svq.load_dataset('airline_feedback'))} comments of 2025" in text
