"""``svqkit diagnose``, as a manager types it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from svqkit.bundled import bundled
from svqkit.cli import app

BANK = bundled("datasets") / "bank"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "92")
    return lambda *given: CliRunner().invoke(app, ["diagnose", *map(str, given)])


def test_the_bank_is_diagnosed_with_all_its_surveys(run: Any, tmp_path: Path) -> None:
    done = run("bank")
    assert done.exit_code == 0, done.output
    assert "bank_managers, bank_employees, bank_three_column, bank_wave2" in done.stdout
    assert "Groups compared: 'branch'" in done.stdout
    flat = " ".join(done.stdout.split())
    for part in ("What changed. Responsiveness", "Inside the organisation.", "Role ambiguity"):
        assert part in flat
    page = (tmp_path / "out" / "bank-diagnosis.html").read_text(encoding="utf-8")
    assert 'id="gap-model"' in page
    assert 'id="prescriptions"' in page
    assert done.stdout.rstrip().endswith("bank-diagnosis.html")


def test_files_are_diagnosed_in_the_readers_language(run: Any, tmp_path: Path) -> None:
    done = run(
        BANK / "bank.csv",
        "--managers",
        BANK / "managers.csv",
        "--wave",
        f"later={BANK / 'wave2.csv'}",
        "--by",
        "branch",
        "--language",
        "nl",
        "--out",
        "report.json",
    )
    assert done.exit_code == 0, done.output
    assert "Responsiviteit" in done.stdout or "Responsiveness" not in done.stdout
    assert (tmp_path / "report.json").is_file()
    assert "brings along" not in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["nowhere.csv"], "there is no file 'nowhere.csv'"),
        (["bank", "--managers", "nobody.csv"], "there is no file 'nobody.csv'"),
        (["bank", "--wave", "later"], "--wave takes NAME=FILE"),
        (["bank", "--wave", "a=bank", "--wave", "a=bank_wave2"], "two waves are called 'a'"),
        (["bank", "--by", "shop"], "'shop' is not among the customers' columns"),
        (["bank", "--unit", "shop"], "--unit 'shop' is not among the customers' columns"),
        (["bank", "--language", "xx"], "there is no language 'xx'"),
        (["bank", "--seed", "-1"], "--seed"),
        (["bank", "--out", "report.exe"], ".docx"),
    ],
)
def test_what_cannot_be_used_ends_with_a_sentence(
    run: Any, options: list[str], words: str, tmp_path: Path
) -> None:
    done = run(*options)
    assert done.exit_code == 2, done.output
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.output
    assert not list(tmp_path.rglob("*.html"))


def test_no_survey_is_replaced_by_the_report(run: Any, tmp_path: Path) -> None:
    copy = tmp_path / "managers.csv"
    shutil.copy(BANK / "managers.csv", copy)
    before = copy.read_bytes()
    done = run(BANK / "bank.csv", "--managers", copy, "--out", copy)
    assert done.exit_code == 2
    assert "holds the answers" in done.stderr
    assert copy.read_bytes() == before


def test_help_says_what_may_be_given(run: Any) -> None:
    text = re.sub(r"\s+", " ", run("--help").stdout)
    for option in ("--managers", "--employees", "--wave", "--three-column", "--by", "--language"):
        assert option in text
