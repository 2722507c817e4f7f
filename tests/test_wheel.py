"""The wheel, in a clean environment outside the repository: nothing of the checkout helps it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from svqkit.cli_lab import free_port

ROOT = Path(__file__).resolve().parent.parent
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONPATH", "VIRTUAL_ENV", "SVQKIT_DATA", "JUPYTER_PATH"}
}

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the wheel and nothing of ours beside it."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / "bin"
    install = [programs / "python", "-m", "pip", "install", "--quiet", f"{wheel}[lab]"]
    done = subprocess.run(
        install, cwd=folder.parent, env=CLEAN, capture_output=True, text=True, timeout=1200
    )
    assert done.returncode == 0, done.stderr
    return programs


def test_it_carries_exactly_what_git_tracks(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "datasets", "notebooks", "svqkit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    expected = {
        name if name.startswith("svqkit/") else f"svqkit/_bundled/{name}" for name in listed if name
    }
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names - expected == set(), "packed, but not tracked by git"
    assert expected - names == set(), "tracked by git, but not packed"


def test_it_carries_the_licence_and_names_its_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        files = {name.split(".dist-info/")[-1]: name for name in packed.namelist()}
        assert "licenses/LICENSE" in files
        assert b"svqkit = svqkit.cli:main" in packed.read(files["entry_points.txt"])


def test_demo_and_doctor_run_there(clean: Path, tmp_path: Path) -> None:
    for command in ("doctor", "demo"):
        done = subprocess.run(
            [clean / "svqkit", command], cwd=tmp_path, env=CLEAN, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "svqkit lab" in done.stdout
    assert (tmp_path / "out" / "bank-report.html").stat().st_size > 50_000
    assert str(ROOT) not in (tmp_path / "out" / "bank-report.html").read_text(encoding="utf-8")


def test_lab_runs_there_for_this_machine_only(clean: Path, tmp_path: Path) -> None:
    with serving(clean, ["lab", "mine"], tmp_path) as (server, address):
        assert answer(server, f"{address}/api")
        assert listens_at(server.pid) == {"127.0.0.1"}
        assert (tmp_path / "mine" / "lessons" / "00_start_here.ipynb").is_file()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/api/contents", timeout=10)
        assert refused.value.code == 403, "without the token nobody reads the folder"
    said = (tmp_path / "log").read_text()
    assert f"{address}/lab/tree/lessons/00_start_here.ipynb?token=" in said
    assert "Traceback" not in said
    assert "Warning" not in said


def test_present_shows_its_page_there_and_asks_no_other_server(clean: Path, tmp_path: Path) -> None:
    with serving(clean, ["present", "gap_explorer"], tmp_path) as (server, address):
        page = answer(server, address)
        assert listens_at(server.pid) == {"127.0.0.1"}
    asked = re.findall(r"""<(?:link|script|img)[^>]*(?:href|src)=["'](https?:)?//""", page)
    assert asked == []
    assert "voila" in page


@contextmanager
def serving(
    programs: Path, command: list[str], folder: Path
) -> Iterator[tuple[subprocess.Popen, str]]:
    """A server that the command starts; at the end it must stop by itself when interrupted."""
    port = free_port(18888, tries=500)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "svqkit", *command, "--no-browser", "--port", str(port)],
            cwd=folder,
            env=CLEAN,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield server, f"http://127.0.0.1:{port}"
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=60) in (0, 130), (folder / "log").read_text()
        finally:
            server.kill()
            server.wait()


def answer(server: subprocess.Popen, address: str) -> str:
    """The page at an address, as soon as the server listens."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert server.poll() is None, f"the server ended with code {server.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=120) as page:
                return page.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"no answer from {address} within two minutes")


def listens_at(pid: int) -> set[str]:
    connections = psutil.Process(pid).net_connections(kind="inet")
    return {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
