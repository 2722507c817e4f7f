"""The kiosk survey: fetched from its origin, checked, read, and equal to the published table."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.responses.open_data import fetch

PACKAGE = json.loads(
    (bundled("datasets") / "kiosk" / "datapackage.json").read_text(encoding="utf-8")
)
ORIGIN = PACKAGE["svqkit"]["origin"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        super().do_GET()


def serve(folder: Path) -> Iterator[str]:
    handler = type("Handler", (Quiet,), {"asked": []})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(handler, directory=str(folder))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", handler
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and no settings from outside."""
    for name in ("SVQKIT_DATA", "SVQKIT_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "cache"
    monkeypatch.setattr("pooch.os_cache", lambda name: folder / name)
    return folder / "svqkit"


@pytest.fixture
def origin_here(kiosk_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type]:
    """The survey's folder served over loopback in the origin's place."""
    for address, handler in serve(kiosk_folder):
        monkeypatch.setenv("SVQKIT_MIRROR", address)
        yield handler


@pytest.mark.kiosk
def test_it_is_fetched_once_and_kept(origin_here: type, cache: Path) -> None:
    first, second = svq.load_dataset("kiosk"), svq.load_dataset("kiosk")
    assert origin_here.asked == ["/export_cp949.csv"]
    assert [path.name for path in cache.iterdir()] == ["export_cp949.csv"]
    assert first.perceptions.equals(second.perceptions)


@pytest.mark.kiosk
def test_it_equals_the_clean_table_cell_by_cell(
    kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    kiosk = svq.load_dataset("kiosk")
    clean = pd.read_csv(kiosk_folder / "clean.csv")
    assert kiosk.n == len(clean) == 194
    for letter, frame in {
        "P": kiosk.perceptions,
        "E": kiosk.expectations,
        "IMP": kiosk.importance,
    }.items():
        expected = clean[[f"{letter}{number}" for number in range(1, 25)]]
        assert list(frame.columns) == [f"Q{number}" for number in range(1, 25)]
        np.testing.assert_array_equal(frame.to_numpy(), expected.to_numpy(dtype=float))
    for column in [
        "sex",
        "age",
        *(f"SAT{i}" for i in range(1, 5)),
        *(f"SATIS{i}" for i in range(1, 25)),
    ]:
        assert kiosk.respondents[column].tolist() == clean[column].tolist(), column
    assert kiosk.importance_kind == "ratings"
    assert kiosk.outcomes == ("SAT1", "SAT2", "SAT3", "SAT4")
    assert {f"K{half}{i}" for half in "FD" for i in range(1, 30)} <= set(kiosk.respondents)
    assert {text.rstrip(".") for text in kiosk.respondents["KF1"]} <= {
        "마음에 든다", "당연하다", "아무런 느낌이 없다", "하는 수 없다", "마음에 안 든다",
    }  # fmt: skip
    assert len(kiosk.perceptions.columns) * 2 + 24 + kiosk.respondents.shape[1] == 163


@pytest.mark.kiosk
def test_known_values(kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    kiosk = svq.load_dataset("kiosk")
    alphas = {}
    for dimension, codes in kiosk.instrument.mapping.items():
        cov = kiosk.perceptions[codes].cov().to_numpy()
        alphas[dimension] = len(codes) / (len(codes) - 1) * (1 - np.trace(cov) / cov.sum())
    assert {name: round(float(value), 3) for name, value in alphas.items()} == {
        "tangible": 0.789,
        "security": 0.832,
        "economy": 0.777,
        "convenience": 0.725,
        "reliability": 0.644,
        "control": 0.759,
    }
    gaps = kiosk.gaps
    used = [code for codes in kiosk.instrument.mapping.values() for code in codes]
    assert round(float(gaps.to_numpy().mean()), 2) == -1.16
    assert round(float(gaps[used].to_numpy().mean()), 2) == -1.10
    assert len(used) == 20


@pytest.mark.kiosk
def test_rows_left_out_are_counted_with_their_reason(
    kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    kiosk = svq.load_dataset("kiosk")
    assert kiosk.source["rows_read"] == 211
    assert kiosk.source["rows_kept"] == 194
    assert kiosk.source["sha256"] == ORIGIN["sha256"]
    assert kiosk.problems["count"].tolist() == [4, 13]
    assert kiosk.dropped["row"].tolist()[:4] == [25, 81, 158, 205]
    assert len(kiosk.dropped) == 17
    assert not set(kiosk.dropped["row"]) & set(kiosk.perceptions.index)


@pytest.mark.kiosk
def test_the_offline_folder_is_only_read(
    kiosk_folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "offline"
    folder.mkdir()
    data = (kiosk_folder / "export_cp949.csv").read_bytes()
    (folder / "export_cp949.csv").write_bytes(data)
    folder.chmod(0o555)
    monkeypatch.setenv("SVQKIT_DATA", str(folder))
    assert svq.load_dataset("kiosk").n == 194
    assert [path.name for path in folder.iterdir()] == ["export_cp949.csv"]
    assert (folder / "export_cp949.csv").read_bytes() == data
    assert not cache.exists()


@pytest.mark.kiosk
def test_an_offline_folder_without_the_file_leaves_it_to_the_origin(
    origin_here: type, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "offline"
    folder.mkdir()
    monkeypatch.setenv("SVQKIT_DATA", str(folder))
    assert svq.load_dataset("kiosk").n == 194
    assert list(folder.iterdir()) == []
    assert (cache / "export_cp949.csv").is_file()


def test_a_wrong_file_in_the_offline_folder_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "export_cp949.csv").write_text("something else")
    monkeypatch.setenv("SVQKIT_DATA", str(tmp_path))
    with pytest.raises(svq.DownloadError, match="is not the file recorded: its SHA-256"):
        svq.load_dataset("kiosk")


def test_an_offline_folder_that_is_none_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(svq.DownloadError, match="which is no folder"):
        svq.load_dataset("kiosk")


def test_what_differs_from_the_record_is_not_kept(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "export_cp949.csv").write_text("tampered")
    for address, _ in serve(folder):
        monkeypatch.setenv("SVQKIT_MIRROR", address)
        with pytest.raises(svq.DownloadError, match="delivered is not the file recorded"):
            svq.load_dataset("kiosk")
    assert not (cache / "export_cp949.csv").exists()


def test_a_file_that_is_not_served(cache: Path, tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    for address, _ in serve(folder):
        monkeypatch.setenv("SVQKIT_MIRROR", address)
        with pytest.raises(svq.DownloadError, match=r"could not be fetched .*HTTPError"):
            svq.load_dataset("kiosk")


def test_no_network_says_what_to_do(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVQKIT_MIRROR", "http://127.0.0.1:9")
    with pytest.raises(
        svq.DownloadError, match=r"Check the network connection.*export_cp949.csv.*set SVQKIT_DATA"
    ):
        svq.load_dataset("kiosk")


def test_a_cache_that_cannot_be_written(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.parent.mkdir(exist_ok=True)
    cache.parent.write_text("a file stands where the folder should")
    monkeypatch.setenv("SVQKIT_MIRROR", "http://127.0.0.1:9")
    with pytest.raises(svq.DownloadError, match="could not be kept in the cache"):
        fetch(ORIGIN)


def test_the_origin_is_pinned_to_a_commit() -> None:
    assert ORIGIN["commit"] in ORIGIN["url"]
    assert ORIGIN["url"].startswith("https://")
    assert len(ORIGIN["sha256"]) == 64
    assert PACKAGE["licenses"][0]["name"] == "MIT"


def test_our_map_of_columns_is_whole_and_holds_no_korean() -> None:
    text = (bundled("datasets") / "kiosk" / "columns.csv").read_text(encoding="utf-8")
    assert text.isascii()
    table = pd.read_csv(bundled("datasets") / "kiosk" / "columns.csv")
    assert table["position"].tolist() == list(range(163))
    assert table["column"].is_unique
