"""Answers are on the disk before anyone is thanked, once, and nobody's file is touched."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import svqkit as svq
from svqkit import DataError
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.store import connect, is_collection, open_collection
from svqkit.responses.collecting.writer import AnswerWriter

from .conftest import answers_for

# Saves without end and says each receipt once it is there: what the server does, without a network.
SAVING = """
import sys, threading
from svqkit.responses.collecting.store import read_collection
from svqkit.responses.collecting.writer import AnswerWriter

collection = read_collection(sys.argv[1])
writer = AnswerWriter(collection)
says = threading.Lock()

def save(begin):
    for number in range(begin, 10**6, 8):
        row = {"respondent": f"r{number:08d}", **{c: 4 for c in collection.plan.columns}}
        receipt = writer.save(row).result()
        with says:
            print(row["respondent"], receipt, flush=True)

threads = [threading.Thread(target=save, args=(at,)) for at in range(8)]
[one.start() for one in threads]
"""


def stored(collection: Collection) -> dict[str, str]:
    with closing(connect(collection.path)) as connection:
        return dict(connection.execute("SELECT respondent, receipt FROM answers").fetchall())


def test_every_receipt_given_before_a_kill_is_there_after_it(collection: Collection) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SAVING, str(collection.path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        heard = [process.stdout.readline() for _ in range(40)]
        os.kill(process.pid, signal.SIGKILL)
        heard += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    receipts = dict(line.split() for line in heard if line.endswith("\n") and line.count(" ") == 1)
    assert len(receipts) >= 40
    again, answers = open_collection(collection.path.parent, svq.load_instrument("servqual", "nl"))
    found = stored(again)
    assert {who: found.get(who) for who in receipts} == receipts
    assert answers == len(found)
    with closing(connect(collection.path, write=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_a_receipt_means_that_another_process_can_read_the_answers(collection: Collection) -> None:
    with closing(AnswerWriter(collection)) as writer:
        row = {"respondent": "r-00000001", **answers_for(collection)}
        receipt = writer.save(row).result(timeout=10)
        read = "import svqkit as svq, sys; print(svq.collected(sys.argv[1])['respondent'][1])"
        done = subprocess.run(
            [sys.executable, "-c", read, str(collection.path)], capture_output=True, text=True
        )
        assert done.stdout.strip() == "r-00000001"
        assert stored(collection) == {"r-00000001": receipt}


def test_the_same_answers_twice_are_one_row(collection: Collection) -> None:
    with closing(AnswerWriter(collection)) as writer:
        row = {"respondent": "r-00000001", **answers_for(collection), "seconds": 60}
        first = [writer.save(row) for _ in range(20)]
        later = writer.save({**row, "seconds": 75, "submitted": "2026-03-02T10:00:00Z"})
        assert len({one.result() for one in [*first, later]}) == 1
    assert len(svq.collected(collection.path)) == 1


def test_corrected_answers_replace_and_the_earlier_ones_are_kept_aside(
    collection: Collection,
) -> None:
    with closing(AnswerWriter(collection)) as writer:
        first = writer.save({"respondent": "r-1", **answers_for(collection, 5)}).result()
        second = writer.save({"respondent": "r-1", **answers_for(collection, 6)}).result()
    assert first != second
    frame = svq.collected(collection.path)
    assert frame["P1"].tolist() == [6]
    with closing(connect(collection.path)) as connection:
        kept = connection.execute("SELECT receipt, content FROM replaced").fetchall()
    assert [receipt for receipt, _ in kept] == [first]
    assert '"P1": 5' in kept[0][1]


def test_many_answers_share_a_commit(collection: Collection) -> None:
    with closing(AnswerWriter(collection)) as writer:
        began = [writer.save({"respondent": f"r{i}", "P1": 4}) for i in range(500)]
        receipts = {one.result() for one in began}
    assert len(receipts) == 500
    assert len(stored(collection)) == 500


@pytest.mark.parametrize("content", [b"", b"my thesis", b"SQLite format 3\0" + b"\1" * 5000])
def test_a_foreign_or_damaged_file_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"left as it is. Name another folder"):
        open_collection(tmp_path, svq.load_instrument("servperf"))
    with pytest.raises(DataError):
        svq.collected(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE answers (a); INSERT INTO answers VALUES (1)")
    before = path.read_bytes()
    assert not is_collection(path)
    with pytest.raises(DataError, match="is no collection of svqkit's"):
        open_collection(tmp_path, svq.load_instrument("servperf"))
    assert path.read_bytes() == before


def test_a_newer_format_is_refused(collection: Collection) -> None:
    with closing(sqlite3.connect(collection.path)) as connection:
        connection.execute("PRAGMA user_version=2")
    with pytest.raises(DataError, match="has format 2, and this svqkit knows 1"):
        svq.collected(collection.path)


def test_a_file_damaged_in_the_middle_is_refused(collection: Collection) -> None:
    with closing(AnswerWriter(collection)) as writer:
        for number in range(200):
            last = writer.save({"respondent": f"r{number}", **answers_for(collection)})
        last.result()
    content = bytearray(collection.path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 6000] = b"\xff" * 6000
    collection.path.write_bytes(content)
    with pytest.raises(DataError, match="is damaged"):
        open_collection(collection.path.parent, svq.load_instrument("servqual", "nl"))


@pytest.mark.parametrize(
    ("name", "language", "service", "attention", "says"),
    [
        ("servperf", "nl", None, 0, "its instrument is servqual, not servperf"),
        ("servqual", "en", None, 0, "its language is nl, not en"),
        ("servqual", "nl", "hotel", 0, "it asks about .*, not hotel"),
        ("servqual", "nl", None, 2, "its number of checks is 0, not 2"),
    ],
)
def test_another_form_is_not_mixed_in(
    collection: Collection, name: str, language: str, service: str, attention: int, says: str
) -> None:
    other = svq.load_instrument(name, language, service=service)
    with pytest.raises(DataError, match=says):
        open_collection(collection.path.parent, other, attention=attention)


def test_going_on_keeps_code_key_and_checks(tmp_path: Path) -> None:
    servperf = svq.load_instrument("servperf", "zh-Hans")
    first, _ = open_collection(tmp_path, servperf, attention=2, shuffle=True)
    again, _ = open_collection(tmp_path, servperf, attention=2, shuffle=True)
    assert (again.code, again.key, again.secret) == (first.code, first.key, first.secret)
    assert again.plan.fields == first.plan.fields
    assert again.plan.shuffle


def test_the_file_is_for_its_owner_only(collection: Collection) -> None:
    assert collection.path.stat().st_mode & 0o077 == 0


def test_a_file_moved_away_while_running_is_noticed(collection: Collection) -> None:
    writer = AnswerWriter(collection)
    writer.save({"respondent": "r-1", "P1": 4}).result()
    moved = collection.path.rename(collection.path.with_name("elsewhere.sqlite"))
    with pytest.raises(DataError, match="cannot be stored"):
        writer.save({"respondent": "r-2", "P1": 4}).result()
    assert "cannot be stored" in writer.trouble
    moved.rename(collection.path)
    writer.save({"respondent": "r-2", "P1": 4}).result()
    assert writer.trouble == ""
    writer.close()
    assert set(stored(collection)) == {"r-1", "r-2"}


def test_a_file_that_another_process_holds_is_waited_for(collection: Collection) -> None:
    with (
        closing(AnswerWriter(collection)) as writer,
        closing(connect(collection.path, write=True)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        saving = writer.save({"respondent": "r-1", "P1": 4})
        time.sleep(0.2)
        assert not saving.done()
        other.execute("COMMIT")
        assert saving.result(timeout=10)
