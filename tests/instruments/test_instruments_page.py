"""docs/instruments.md speaks of every instrument, and what it shows is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import svqkit as svq

PAGE = Path(__file__).resolve().parents[2] / "docs" / "instruments.md"
TEXT = PAGE.read_text(encoding="utf-8")
NUMBERS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"]


def rows_under(heading: str) -> list[list[str]]:
    """Rows of the first table under a heading, without its head."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_block_runs_as_a_reader_would_run_it(tmp_path: Path) -> None:
    program = "\n".join(re.findall(r"^```python\n(.*?)^```", TEXT, re.M | re.S))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr


def test_every_instrument_of_the_catalogue_is_offered_once() -> None:
    offered = [name for row in rows_under("Which one?") for name in re.findall(r"`(\w+)`", row[1])]
    names = list(svq.list_instruments().index)
    assert sorted(offered) == names
    assert TEXT.casefold().split("\n")[2].startswith(NUMBERS[len(names) - 13])


@pytest.mark.parametrize(("at", "language"), [(1, "en"), (2, "zh-Hans"), (3, "zh-Hant"), (4, "nl")])
def test_the_sentences_shown_are_those_asked(at: int, language: str) -> None:
    bank = svq.load_instrument("servqual", language, service="bank")
    shown = {row[0]: row[at] for row in rows_under("The family of SERVQUAL")}
    assert shown == {form: bank.wording("Q16", form) for form in bank.forms}


def test_the_table_of_reliabilities_is_that_of_the_files() -> None:
    known = [
        [name, row.scale, row.coefficient, str(row.value), row.sample, row.source]
        for name in svq.list_instruments().index
        for row in svq.load_instrument(name).published.itertuples()
    ]
    assert rows_under("Published reliabilities") == known


def test_what_is_said_of_languages_is_so() -> None:
    languages = svq.list_instruments()["languages"]
    assert set(languages) == {"en, nl, zh-Hans, zh-Hant"}
