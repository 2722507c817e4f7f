"""The ``svqkit`` command: what it prints, how it ends, and what it never does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import svqkit as svq
from svqkit import DataError, MissingExtraError
from svqkit.bundled import bundled
from svqkit.cli import app
from svqkit.cli_guard import plain_errors
from svqkit.cli_lab import copy_notebooks, free_port
from svqkit.cli_run import parse_renames, read_source
from svqkit.doctor import examine

BANK = bundled("datasets") / "bank" / "bank.csv"


def run(
    *arguments: str | Path, folder: Path | None = None, **env: str
) -> subprocess.CompletedProcess:
    """The command as a person runs it: in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "svqkit.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
    )


def refused(done: subprocess.CompletedProcess) -> str:
    """The message of a command that could not use its input."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr


# What it does


def test_help_names_every_command() -> None:
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    for command in [
        "demo",
        "validate",
        "instruments",
        "form",
        "lab",
        "present",
        "simulate",
        "doctor",
    ]:
        assert command in done.output


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output.startswith("svqkit 0.")


def test_demo_writes_its_report_and_says_what_next(tmp_path: Path) -> None:
    done = run("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    report = tmp_path / "out" / "bank-report.html"
    assert report.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert "out/bank-report.html" in done.stdout.replace("\\", "/")
    assert "svqkit lab" in done.stdout
    assert "not supported" in done.stdout or "supported" in done.stdout
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr


def test_validate_ends_well_whatever_the_verdict(tmp_path: Path) -> None:
    """Answers of pure chance: the verdict is bad, the command is not."""
    frame = pd.read_csv(BANK)
    items = [f"{form}{number}" for form in "EP" for number in range(1, 23)]
    rng = np.random.default_rng(7)
    shuffled = frame[items].apply(lambda column: rng.permutation(column.to_numpy()))
    path = tmp_path / "chance.csv"
    shuffled.to_csv(path, index=False)
    before = path.read_bytes()
    done = run("validate", path, "--out", tmp_path / "deep" / "chance.html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "deep" / "chance.html").is_file()
    assert "not supported" in done.stdout
    assert path.read_bytes() == before


def test_validate_takes_a_data_set_by_name(tmp_path: Path) -> None:
    done = run("validate", "bank", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "bank-report.html").is_file()


def test_the_same_call_gives_the_same_verdict(tmp_path: Path) -> None:
    said = [run("validate", BANK, "--out", tmp_path / f"{i}.html").stdout for i in range(2)]
    assert said[0].replace("0.html", "1.html") == said[1]


def test_columns_are_renamed(tmp_path: Path) -> None:
    frame = pd.read_csv(BANK).rename(columns={"P1": "perceived = 1"})
    frame.to_csv(tmp_path / "renamed.csv", index=False)
    out = tmp_path / "renamed.html"
    done = run("validate", tmp_path / "renamed.csv", "--rename", "perceived = 1=P1", "--out", out)
    assert done.returncode == 0, done.stderr


def test_form_writes_a_page_in_the_language_and_about_the_service(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "form.html"
    done = run(
        "form",
        "servqual",
        "--language",
        "nl",
        "--service",
        "hotel",
        "--out",
        out,
        "--attention",
        1,
        "--shuffle",
        "--set",
        "title=Hoe was <uw> verblijf?",
    )
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert '<html lang="nl">' in text
    assert "Hoe was &lt;uw&gt; verblijf?" in text
    assert "Dit hotel" in text
    assert "kies hier" in text.casefold()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("serqual",), "did you mean 'servqual'"),
        (("servqual", "--out", "form.pages"), "cannot be written as '.pages'"),
        (("servqual", "--set", "titel=x"), "no option 'titel'; it has title"),
        (("servqual", "--set", "title"), "NAME=VALUE"),
        (("servqual", "--language", "nl", "--service", "museum"), "museum/dit museum"),
    ],
)
def test_form_says_what_it_cannot_do(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(run("form", *arguments, folder=tmp_path))
    assert list(tmp_path.glob("*.*")) == []


def test_form_replaces_a_file_only_when_told(tmp_path: Path) -> None:
    out = tmp_path / "mine.html"
    out.write_text("as it was")
    assert "--replace" in refused(run("form", "servperf", "--out", out))
    assert out.read_text() == "as it was"
    assert run("form", "servperf", "--out", out, "--replace").returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_instruments_lists_the_catalogue() -> None:
    done = CliRunner().invoke(app, ["instruments"])
    assert done.exit_code == 0
    assert "servqual" in done.output
    assert "servperf" in done.output


def test_simulate_writes_a_survey_that_validate_takes(tmp_path: Path) -> None:
    survey = tmp_path / "made.csv"
    done = run("simulate", survey, "--n", "120", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert len(pd.read_csv(survey)) == 120
    again = tmp_path / "again.csv"
    run("simulate", again, "--n", "120", "--seed", "3")
    assert again.read_bytes() == survey.read_bytes()
    done = run("validate", survey, "--out", tmp_path / "made.html")
    assert done.returncode == 0, done.stderr


# What it refuses


def test_a_missing_file_is_said_with_the_data_sets() -> None:
    said = refused(run("validate", "no-such.csv"))
    assert "no-such.csv" in said
    assert "bank" in said


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"id,name\n1,Ann\n", b"\x00\xff\x00garbage\x00", b"P1\n"],
    ids=["empty", "blank", "no items", "binary", "header only"],
)
def test_a_useless_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(content)
    refused(run("validate", path, "--out", tmp_path / "out.html"))
    assert not (tmp_path / "out.html").exists()


def test_an_out_of_range_code_or_text_never_ends_in_a_traceback(tmp_path: Path) -> None:
    frame = pd.read_csv(BANK).astype({"P3": object})
    frame.loc[10, "P3"] = "Wholeheartedly"
    frame.to_csv(tmp_path / "text.csv", index=False)
    done = run("validate", tmp_path / "text.csv", "--out", tmp_path / "out.html")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--instrument", "no-such"], "no-such"),
        (["--rename", "P1"], "OLD=NEW"),
        (["--group", "no_such_column"], "no_such_column"),
        (["--out", "report.pages"], ".pages"),
        (["--bootstrap", "-1"], "--bootstrap"),
        (["--outcome", "no_such_outcome"], "no_such_outcome"),
        (["--seed", "-5"], "--seed"),
        (["--out", f"{BANK}/report.html"], "a file stands where a folder is needed"),
    ],
)
def test_an_option_that_cannot_be_used(tmp_path: Path, options: list[str], said: str) -> None:
    assert said in refused(run("validate", BANK, *options, folder=tmp_path))


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path,
) -> None:
    assert "Validating" not in refused(run("validate", BANK, "--out", "r.pdf", folder=tmp_path))


def test_a_language_without_words_is_said_and_a_data_set_speaks_the_one_asked(
    tmp_path: Path,
) -> None:
    done = run("form", "servqual", "--language", "xx", "--out", tmp_path / "form.html")
    assert done.returncode == 0
    assert "texts are not available in 'xx' and are shown in 'en'" in done.stderr
    assert read_source("bank", language="zh-Hans").instrument.language == "zh-Hans"
    path = tmp_path / "own.yaml"
    svq.export_instrument(svq.load_instrument("servqual"), path)
    assert read_source(str(BANK), str(path), language="nl").instrument.language == "nl"


def test_a_form_of_a_named_format_ends_as_that_format_does(tmp_path: Path) -> None:
    done = run("form", "servqual", "--format", "xlsform", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "servqual-form.xlsx").is_file()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    refused(run("validate", tmp_path))


def test_the_answers_are_never_replaced_by_the_report(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(BANK.read_bytes())
    assert "holds the answers" in refused(run("validate", path, "--out", path))
    assert path.read_bytes() == BANK.read_bytes()


def test_an_unknown_option_is_refused() -> None:
    refused(run("validate", "bank", "--no-such-option"))


# When something breaks


def test_a_fault_of_ours_tells_its_place_but_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, plain_errors():
        int("an answer of somebody's")
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "test_cli.py" in said
    assert "somebody" not in said
    assert "Traceback" not in said


def test_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DEBUG", "1")
    with pytest.raises(SystemExit), plain_errors():
        raise DataError("no answers")
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError("row 3 is empty"), 2),
        (MissingExtraError("lab", "voila"), 2),
        (FileNotFoundError(2, "No such file or directory", "x.csv"), 2),
        (PermissionError(13, "Permission denied", "x.csv"), 2),
        (RuntimeError("surprise"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: BaseException, code: int) -> None:
    with pytest.raises(SystemExit) as ended, plain_errors():
        raise error
    assert ended.value.code == code


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m svqkit.cli instruments | true", shell=True, capture_output=True
    )
    assert done.stderr == b""


# Parts


def test_renames() -> None:
    assert parse_renames(["a=b=P1", " x = E1 "]) == {"a=b": "P1", "x": "E1"}
    for wrong in ["P1", "=P1", "a="]:
        with pytest.raises(ValueError, match="OLD=NEW"):
            parse_renames([wrong])


def test_doctor_finds_this_installation_fine() -> None:
    found = examine()
    assert found.fine, str(found)
    assert "doctor" in str(found)


def test_doctor_sees_a_wrong_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(tmp_path / "nowhere"))
    found = examine()
    assert not found.fine
    assert "nowhere" in str(found)
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1


def test_a_busy_port_is_passed_over() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port(taken, tries=200) != taken
        with pytest.raises(DataError, match="--port"):
            free_port(taken, tries=1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["no-such-page"], "there is no page 'no-such-page'; there is: "),
        (["gap-explorer", "--data", "no.csv"], "no file 'no.csv'"),
        (["gap-explorer", "--data", "bad.csv"], "no items of SERVQUAL"),
        (["gap-explorer", "--language", "xx"], "there is no language 'xx'"),
        (["--slides"], "name what to show as slides"),
        (["no.ipynb", "--slides"], "no.ipynb"),
        (["gap-model-map", "--managers", "bank_managers"], "customers' survey too, with --data"),
        (["gap-model-map", "--data", "bank", "--employees", "no.csv"], "path after --employees"),
        (["gap-explorer", "--data", "airline_traffic"], "a case's table, no survey"),
        (["--state", "no.json"], "no file 'no.json'"),
        (["--state", "bad.csv"], "This is no saved state."),
        (["gap-explorer", "--state", "alpha.json"], "a state of AlphaExplorer, not of gap-explor"),
        (["--state", "poll.json"], "state of Poll, which has no page"),
    ],
)
def test_present_refuses_before_it_starts(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("name,town\nAnn,Gent\n", encoding="utf-8")
    for name in ("AlphaExplorer", "Poll"):
        held = json.dumps({"widget": name, "choice": {}})
        (tmp_path / f"{name.removesuffix('Explorer').lower()}.json").write_text(held)
    done = CliRunner().invoke(app, ["present", "--no-browser", *options])
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert "starting" not in done.stdout
    assert len(done.stderr.strip().splitlines()) == 1


class TestNotebooks:
    """``svqkit lab`` copies, and never replaces what a learner wrote."""

    @pytest.fixture
    def shipped(self, tmp_path: Path) -> Path:
        folder = tmp_path / "shipped"
        (folder / "lessons").mkdir(parents=True)
        (folder / "lessons" / "one.ipynb").write_text("first")
        (folder / ".gitkeep").touch()
        return folder

    def test_a_second_start_writes_nothing(self, shipped: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        assert copy_notebooks(mine, shipped)["copied"] == ["lessons/one.ipynb"]
        assert copy_notebooks(mine, shipped) == {"copied": [], "beside": []}
        assert not (mine / ".gitkeep").exists()

    def test_own_work_stays_when_nothing_is_new(self, shipped: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        copy_notebooks(mine, shipped)
        (mine / "lessons" / "one.ipynb").write_text("my answers")
        assert copy_notebooks(mine, shipped) == {"copied": [], "beside": []}
        assert (mine / "lessons" / "one.ipynb").read_text() == "my answers"

    def test_newer_ones_land_beside(self, shipped: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        copy_notebooks(mine, shipped)
        (mine / "lessons" / "one.ipynb").write_text("my answers")
        for count, name in enumerate(["one.new.ipynb", "one.new2.ipynb"]):
            (shipped / "lessons" / "one.ipynb").write_text(f"newer {count}")
            assert copy_notebooks(mine, shipped)["beside"] == [f"lessons/{name}"]
            assert (mine / "lessons" / name).read_text() == f"newer {count}"
            assert copy_notebooks(mine, shipped) == {"copied": [], "beside": []}
        assert (mine / "lessons" / "one.ipynb").read_text() == "my answers"

    def test_a_deleted_one_comes_back_fresh(self, shipped: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        copy_notebooks(mine, shipped)
        (mine / "lessons" / "one.ipynb").unlink()
        assert copy_notebooks(mine, shipped)["copied"] == ["lessons/one.ipynb"]

    def test_one_that_svqkit_no_longer_brings_is_left_alone(
        self, shipped: Path, tmp_path: Path
    ) -> None:
        mine = tmp_path / "mine"
        copy_notebooks(mine, shipped)
        (shipped / "lessons" / "one.ipynb").rename(shipped / "lessons" / "uno.ipynb")
        assert copy_notebooks(mine, shipped) == {"copied": ["lessons/uno.ipynb"], "beside": []}
        assert (mine / "lessons" / "one.ipynb").read_text() == "first"

    def test_answers_are_copied_for_the_instructor_alone(
        self, shipped: Path, tmp_path: Path
    ) -> None:
        for folder in ("sources", "instructor"):
            (shipped / folder).mkdir()
            (shipped / folder / "one.md").write_text("answers")
        learner, teacher = tmp_path / "learner", tmp_path / "teacher"
        assert copy_notebooks(learner, shipped)["copied"] == ["lessons/one.ipynb"]
        copied = copy_notebooks(teacher, shipped, instructor=True)["copied"]
        assert copied == ["instructor/one.md", "lessons/one.ipynb"]
        assert copy_notebooks(teacher, shipped)["copied"] == []
        assert (teacher / "instructor" / "one.md").is_file()

    def test_the_bundled_ones_are_what_a_learner_needs(self, tmp_path: Path) -> None:
        folders = {name.split("/")[0] for name in copy_notebooks(tmp_path / "mine")["copied"]}
        assert folders == {"cases", "lessons", "present", "research", "start.ipynb"}

    def test_a_broken_record_costs_nothing(self, shipped: Path, tmp_path: Path) -> None:
        mine = tmp_path / "mine"
        copy_notebooks(mine, shipped)
        (mine / ".svqkit-notebooks.json").write_text("{not json")
        (mine / "lessons" / "one.ipynb").write_text("my answers")
        assert copy_notebooks(mine, shipped)["beside"] == ["lessons/one.new.ipynb"]
        assert (mine / "lessons" / "one.ipynb").read_text() == "my answers"

    def test_the_originals_are_no_working_folder(self, shipped: Path) -> None:
        with pytest.raises(DataError, match="originals"):
            copy_notebooks(shipped, shipped)

    def test_a_file_is_no_working_folder(self, shipped: Path, tmp_path: Path) -> None:
        (tmp_path / "taken").touch()
        with pytest.raises(DataError, match="is a file"):
            copy_notebooks(tmp_path / "taken", shipped)
