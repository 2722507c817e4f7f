"""The progress file: atomic, versioned, and nothing that goes wrong makes it unusable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit.teach.one_writer as one_writer_module
import svqkit.teach.progress_file as progress_file
from svqkit.bundled import bundled
from svqkit.teach.one_writer import one_writer
from svqkit.teach.progress_file import FILE, keep, progress_path, read_progress
from svqkit.teach.progress_record import Progress


@pytest.fixture
def working(tmp_path, monkeypatch):
    """A working folder as `svqkit lab` makes it, seen from a lesson's folder."""
    monkeypatch.delenv("SVQKIT_PROGRESS")
    (tmp_path / "start.ipynb").write_text("{}")
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    monkeypatch.chdir(lessons)
    monkeypatch.setattr(progress_file, "_unkept", {})
    return tmp_path


def set_seed(progress):
    progress.seeds["L04"] = 7


def test_all_notebooks_of_a_folder_share_one_file(working, monkeypatch):
    keep(set_seed)
    assert (working / FILE).is_file()
    monkeypatch.chdir(working)
    assert read_progress().seeds == {"L04": 7}
    assert [path.name for path in working.iterdir() if "part" in path.name] == []


def test_a_folder_by_itself_holds_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("SVQKIT_PROGRESS")
    alone = tmp_path / "a" / "b" / "c" / "d" / "e"
    alone.mkdir(parents=True)
    monkeypatch.chdir(alone)
    assert progress_path() == alone / FILE


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"svqkit_progress": 0}',
        b'{"seeds": {"L04": "x"}}',
    ],
)
def test_a_broken_file_is_kept_aside(working, capsys, broken):
    (working / FILE).write_bytes(broken)
    assert read_progress() == Progress()
    said = capsys.readouterr()
    assert "kept as .svqkit-progress.broken-1.json" in said.out
    assert said.err == ""
    assert (working / ".svqkit-progress.broken-1.json").read_bytes() == broken
    keep(set_seed)
    assert read_progress().seeds == {"L04": 7}
    assert capsys.readouterr().out == ""
    (working / FILE).write_bytes(broken)
    read_progress()
    assert (working / ".svqkit-progress.broken-2.json").read_bytes() == broken


@given(st.binary(max_size=200))
def test_no_content_of_the_file_stops_a_lesson(content):
    path = Path(os.environ["SVQKIT_PROGRESS"])
    path.write_bytes(content)
    assert isinstance(read_progress(), Progress)


def test_where_nothing_can_be_written_it_says_so_once(working, capsys, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(progress_file, "replace_text", refuse)
    keep(set_seed)
    assert "is not kept beyond this session" in capsys.readouterr().out
    keep(lambda progress: progress.seeds.update(L10=3))
    assert read_progress().seeds == {"L04": 7, "L10": 3}
    assert capsys.readouterr().out == ""
    assert not (working / FILE).exists()


def test_a_file_of_a_newer_version_is_left_alone(working, capsys):
    newer = json.dumps({"svqkit_progress": 2, "seeds": {"L04": 9}})
    (working / FILE).write_text(newer)
    assert keep(set_seed).seeds == {"L04": 7}
    assert "newer svqkit" in capsys.readouterr().out
    assert (working / FILE).read_text() == newer


def test_unknown_keys_of_the_same_version_do_no_harm(working):
    (working / FILE).write_text(json.dumps({"svqkit_progress": 1, "colour": "blue"}))
    assert read_progress() == Progress()


def test_the_kits_own_notebooks_stay_clean(working, monkeypatch, capsys):
    monkeypatch.chdir(bundled("notebooks") / "lessons")
    keep(set_seed)
    assert "svqkit lab" in capsys.readouterr().out
    assert not (bundled("notebooks") / FILE).exists()
    assert read_progress().seeds == {"L04": 7}


WRITER = """
import sys
from svqkit.teach.progress_file import keep
for number in range({times}):
    keep(lambda progress: setattr(progress.exercise("L00.1"), "attempts",
                                  progress.exercise("L00.1").attempts + 1))
    keep(lambda progress: progress.seeds.update({{f"{{sys.argv[1]}}{{number}}": number}}))
"""


def test_two_kernels_lose_no_note_of_each_other(working):
    """Each adds to one count and notes keys of its own, as fast as it can."""
    times = 60
    command = [sys.executable, "-c", WRITER.format(times=times)]
    writers = [subprocess.Popen([*command, name], cwd=working) for name in ("a", "b")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    kept = read_progress()
    assert kept.exercises["L00.1"].attempts == 2 * times
    assert set(kept.seeds) == {f"{name}{number}" for name in "ab" for number in range(times)}


def test_a_writer_who_was_killed_locks_nobody_out(working):
    holding = (
        "import os\n"
        "from svqkit.teach.one_writer import one_writer\n"
        "from svqkit.teach.progress_file import progress_path\n"
        "with one_writer(progress_path()) as held:\n"
        "    assert held\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", holding], cwd=working).returncode != 0
    with one_writer(working / FILE) as held:
        assert held
    keep(set_seed)
    assert read_progress().seeds == {"L04": 7}


def test_one_who_holds_on_too_long_is_not_waited_for_forever(working, monkeypatch):
    monkeypatch.setattr(one_writer_module, "PATIENCE", 0.05)
    with one_writer(working / FILE) as first, one_writer(working / FILE) as second:
        assert (first, second) == (True, False)
        assert keep(set_seed).seeds == {"L04": 7}
    assert read_progress().seeds == {"L04": 7}


def test_where_there_are_no_locks_it_is_written_all_the_same(working, monkeypatch):
    def no_locks(_handle):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(one_writer_module, "_lock", no_locks)
    keep(set_seed)
    assert read_progress().seeds == {"L04": 7}
