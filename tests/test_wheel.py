"""The wheel, in a clean environment outside the repository: nothing of the checkout helps it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
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

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


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
    port = free_port(18888, tries=500)
    log = tmp_path / "lab.log"
    with log.open("w") as sink:
        server = subprocess.Popen(
            [clean / "svqkit", "lab", "mine", "--no-browser", "--port", str(port)],
            cwd=tmp_path,
            env=CLEAN,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_it_answers(server, f"http://127.0.0.1:{port}/api", log)
            assert listens_at(server.pid) == {"127.0.0.1"}
            assert (tmp_path / "mine" / "lessons" / "00_start_here.ipynb").is_file()
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/contents", timeout=10)
            assert refused.value.code == 403, "without the token nobody reads the folder"
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=30) in (0, 130), log.read_text()
        finally:
            server.kill()
            server.wait()
    said = log.read_text()
    assert f"http://127.0.0.1:{port}/lab/tree/lessons/00_start_here.ipynb?token=" in said
    assert "Traceback" not in said


def wait_until_it_answers(server: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except urllib.error.URLError:
            time.sleep(0.3)
    pytest.fail(f"no answer from {address} within 90 s: {log.read_text()}")


def listens_at(pid: int) -> set[str]:
    connections = psutil.Process(pid).net_connections(kind="inet")
    return {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
