"""Writing an instrument: what is read back is the same, and nothing is half written."""

from __future__ import annotations

from pathlib import Path

import pytest

import svqkit as svq


@pytest.mark.parametrize("name", ["servqual", "servperf", "kiosk"])
@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_yaml_comes_back_the_same(tmp_path: Path, name: str, suffix: str) -> None:
    instrument = svq.load_instrument(name)
    path = svq.export_instrument(instrument, tmp_path / f"mine.{suffix}")
    assert svq.read_instrument(path) == instrument
    assert [p.name for p in tmp_path.iterdir()] == [f"mine.{suffix}"]


def test_a_format_can_be_named(tmp_path: Path) -> None:
    path = svq.export_instrument(
        svq.load_instrument("servqual"), tmp_path / "mine.txt", format="yaml"
    )
    assert path.read_text(encoding="utf-8").startswith("name: servqual")


@pytest.mark.parametrize("path", ["form.pages", "form"])
def test_other_formats_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="allowed are yaml"):
        svq.export_instrument(svq.load_instrument("servqual"), tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_options_of_another_format_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="yaml has no option 'submit_to'"):
        svq.export_instrument(svq.load_instrument("servqual"), tmp_path / "a.yaml", submit_to="/x")


def test_a_suffix_of_several_formats_asks_which(monkeypatch: pytest.MonkeyPatch) -> None:
    from svqkit.instruments import export

    writers = {"one": ("yaml_file", "write", (".xlsx",)), "two": ("b", "write", (".xlsx",))}
    monkeypatch.setattr(export, "_WRITERS", writers)
    with pytest.raises(ValueError, match="could be one or two; say which with format='one'"):
        svq.export_instrument(svq.load_instrument("servqual"), "mine.xlsx")


def test_every_format_has_a_writer() -> None:
    from svqkit.instruments import export

    for name in export.list_formats():
        assert callable(export._writer(name, {}))


def test_a_file_stays_whole_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mine.yaml"
    target.write_text("as it was")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        svq.export_instrument(svq.load_instrument("servqual"), target)
    assert target.read_text() == "as it was"
    assert [p.name for p in tmp_path.iterdir()] == ["mine.yaml"]
