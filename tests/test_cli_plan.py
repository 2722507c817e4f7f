"""``svqkit plan``: the plan in a terminal, and the command that follows from it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from svqkit.bundled import bundled
from svqkit.cli import app

BANK = bundled("datasets") / "bank" / "bank.csv"
EXPORTS = Path(__file__).resolve().parent / "responses" / "exports"


def plan(*arguments: str | Path):
    return CliRunner().invoke(app, ["plan", *map(str, arguments)])


def test_a_clear_file_is_planned_and_the_next_command_given() -> None:
    done = plan(EXPORTS / "limesurvey_full_zh_hant.csv")
    assert done.exit_code == 0
    assert "LimeSurvey" in done.output
    assert "zh-Hant" in done.output
    assert "--instrument servqual" in done.output.splitlines()[-1]
    assert "--rename" not in done.output.splitlines()[-1]


def test_the_command_given_for_unclear_columns_reads_them(tmp_path: Path) -> None:
    answers = pd.read_csv(BANK).filter(regex=r"^P\d")
    path = tmp_path / "a survey.csv"
    answers.set_axis([f"V{i}" for i in range(1, 23)], axis=1).to_csv(path, index=False)
    done = plan(path, "--instrument", "servperf")
    assert "If the proposals are right" in done.output
    assert "by place, unclear" in done.output
    command = shlex.split(done.output.splitlines()[-1])
    assert command[:2] == ["svqkit", "validate"]
    report = tmp_path / "report.html"
    validated = CliRunner().invoke(app, [*command[1:], "--out", str(report)])
    assert validated.exit_code == 0, validated.output
    assert report.is_file()


def test_an_unclear_file_is_not_validated_without_a_look(tmp_path: Path) -> None:
    answers = pd.read_csv(BANK).filter(regex=r"^P\d")
    path = tmp_path / "unclear.csv"
    answers.set_axis([f"V{i}" for i in range(1, 23)], axis=1).to_csv(path, index=False)
    done = CliRunner().invoke(app, ["validate", str(path), "--instrument", "servperf"])
    assert done.exit_code == 2
    assert "22 columns or choices of unclear.csv are not clear enough" in done.output


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["name", "town"], "no items of SERVQUAL were found"),
        ([f"P{i}" for i in range(1, 21)], "2 of the 22 perception items of SERVQUAL are missing"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_so(
    tmp_path: Path, columns: list[str], said: str
) -> None:
    path = tmp_path / "other.csv"
    pd.DataFrame([[5] * len(columns)] * 4, columns=columns).to_csv(path, index=False)
    done = plan(path, "--instrument", "servqual")
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert "Nothing:" not in done.output
    assert "svqkit validate" not in done.output


@pytest.mark.parametrize("name", ["absent.csv", "notes.md"])
def test_what_cannot_be_planned_is_said_plainly(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.md").write_text("no table")
    done = plan(tmp_path / name)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
