from __future__ import annotations

import dataclasses
import hashlib
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.report import write
from svqkit.result import Part, Result


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Small(Result):
    """A result with nothing in it but what the tests need."""

    value: float = 0.5
    source: dict[str, Any] = dataclasses.field(default_factory=dict)

    def _parts(self) -> list[Part]:
        return [
            ("Values", pd.DataFrame({"a <b>": [1.25, None]}, index=["x & y", "z"])),
            ("Series", pd.Series({"CFI": 0.95}, name="fit")),
            ("Note", "one line"),
        ]


def test_any_result_becomes_a_page(tmp_path: Path) -> None:
    written = svq.report(Small(), tmp_path / "small.html")
    html = written.read_text(encoding="utf-8")
    assert "a &lt;b&gt;" in html
    assert "x &amp; y" in html
    assert 'data-copy="1.25"' in html
    assert "one line" in html


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    target = tmp_path / "out" / "deep" / "small.json"
    assert svq.report(Small(), target) == target
    assert target.is_file()


@pytest.mark.parametrize("name", ["report.exe", "report", "report.pdf"])
def test_other_suffixes_are_refused_with_the_list(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"\.html, \.htm, \.docx, \.xlsx, \.json"):
        svq.report(Small(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_suffixes_may_be_capitals(tmp_path: Path) -> None:
    assert svq.report(Small(), tmp_path / "REPORT.HTML").is_file()


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="validate"):
        svq.report({"alpha": 1}, tmp_path / "report.html")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(IsADirectoryError, match="folder"):
        svq.report(Small(), tmp_path / "report.html")


def test_the_data_file_is_never_written_over(tmp_path: Path) -> None:
    data = tmp_path / "answers.json"
    data.write_text("answers", encoding="utf-8")
    digest = hashlib.sha256(b"answers").hexdigest()
    with pytest.raises(ValueError, match="data file"):
        svq.report(Small(source={"sha256": digest}), data)
    assert data.read_text(encoding="utf-8") == "answers"


def test_a_failure_while_composing_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = svq.report(Small(), tmp_path / "report.json")
    before = target.read_bytes()

    def broken(result: Any) -> str:
        raise RuntimeError("no")

    monkeypatch.setattr(write, "_writers", lambda: {".json": broken})
    with pytest.raises(RuntimeError):
        svq.report(Small(0.75), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_while_writing_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = svq.report(Small(), tmp_path / "report.json")
    before = target.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        svq.report(Small(0.75), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_the_same_result_gives_the_same_bytes(tmp_path: Path, validation: Any) -> None:
    first = svq.report(validation, tmp_path / "1.html").read_bytes()
    assert svq.report(validation, tmp_path / "2.html").read_bytes() == first
