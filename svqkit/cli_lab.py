"""Open the notebooks: copy them into a working folder, then start JupyterLab there."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import socket
import time
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from svqkit.bundled import bundled
from svqkit.errors import DataError, MissingExtraError
from svqkit.present.widgets.serving import TEMPLATES, voila_environment

__all__ = ["copy_notebooks", "free_port", "hush", "need", "start_lab"]

_RECORD = ".svqkit-notebooks.json"
_START = "lessons/00_start_here.ipynb"


def copy_notebooks(
    folder: Path, source: Path | None = None, *, instructor: bool = False
) -> dict[str, list[str]]:
    """Copy the bundled notebooks into a folder, and never replace a file that is there.

    Lessons, cases, research notebooks, pages to present and the start page come along; the lessons'
    sources stay where they are, and solved notebooks with the instructor's notes do unless asked
    for. A file of yours stays as it is, also one that svqkit no longer brings. When svqkit brings a newer version of a notebook that you
    already have, it lands beside yours as ``name.new.ipynb``. A notebook that you delete comes
    back fresh. A small record in the folder remembers which versions were brought.

    Parameters
    ----------
    folder : Path
        The working folder; made if need be.
    source : Path, optional
        Where the notebooks come from; the bundled ones unless told otherwise.
    instructor : bool
        Whether to copy the solved notebooks and the instructor's notes too.

    Returns
    -------
    dict
        ``copied`` and ``beside``: the paths, relative to the folder, that were written.

    Raises
    ------
    DataError
        If ``folder`` is a file, or is where the bundled notebooks themselves are.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     first = copy_notebooks(Path(place))
    ...     again = copy_notebooks(Path(place))
    >>> bool(first["copied"]), again
    (True, {'copied': [], 'beside': []})
    """
    source = bundled("notebooks") if source is None else source
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file; name a folder for the notebooks")
    if folder.resolve() == source.resolve():
        raise DataError(f"{folder} holds the originals; name another folder, so they stay clean")
    folder.mkdir(parents=True, exist_ok=True)
    record = _read_record(folder)
    done: dict[str, list[str]] = {"copied": [], "beside": []}
    for path in _files(source, instructor):
        name = path.relative_to(source).as_posix()
        target = folder / name
        digest = _digest(path)
        if not target.exists():
            _copy(path, target)
            done["copied"].append(name)
        elif digest != record.get(name) and digest != _digest(target):
            beside = _beside(target, digest)
            if beside is not None:
                _copy(path, beside)
                done["beside"].append(beside.relative_to(folder).as_posix())
        record[name] = digest
    (folder / _RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
    return done


def _files(source: Path, instructor: bool) -> Iterator[Path]:
    left_out = {"sources"} if instructor else {"sources", "instructor"}
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not hidden and parts[0] not in left_out:
            yield path


def _read_record(folder: Path) -> dict[str, str]:
    path = folder / _RECORD
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _beside(target: Path, digest: str) -> Path | None:
    """Where a newer version goes; None where that very version already lies."""
    count = 1
    while True:
        mark = ".new" if count == 1 else f".new{count}"
        path = target.with_name(f"{target.stem}{mark}{target.suffix}")
        if not path.exists():
            return path
        if _digest(path) == digest:
            return None
        count += 1


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def free_port(first: int = 8888, tries: int = 50) -> int:
    """Find a port of this machine that nothing listens on.

    Parameters
    ----------
    first : int
        Where to begin, 1 to 65535.
    tries : int
        How many to try, upwards.

    Returns
    -------
    int

    Raises
    ------
    DataError
        If none of them is free.

    Examples
    --------
    >>> 8888 <= free_port() < 8938
    True
    """
    for port in range(first, min(first + tries, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DataError(f"no free port from {first} on; choose another with --port")


def start_lab(
    folder: Path, *, browser: bool = True, port: int = 8888, instructor: bool = False
) -> None:
    """Copy the notebooks and run JupyterLab in their folder, on this machine only.

    Parameters
    ----------
    folder : Path
        The working folder.
    browser : bool
        Whether to open a browser.
    port : int
        The first port to try.
    instructor : bool
        Whether to copy the solved notebooks and the instructor's notes too.

    Raises
    ------
    MissingExtraError
        If JupyterLab is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     start_lab(Path(file.name))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: ... is a file; name a folder for the notebooks
    """
    need("jupyterlab")
    done = copy_notebooks(folder, instructor=instructor)
    if done["copied"]:
        print(f"{len(done['copied'])} files copied to {folder}; they are yours to change.")
    for name in done["beside"]:
        print(f"A newer version of one of your notebooks lies beside it: {folder / name}")

    port = free_port(port)
    token = secrets.token_urlsafe(16)
    page = f"/lab/tree/{quote(_START)}" if (folder / _START).is_file() else "/lab"
    os.environ.update(_quiet(voila_environment()))
    print("JupyterLab: starting …", flush=True)
    address = f"http://127.0.0.1:{port}{page}?token={token}"
    Thread(target=_announce, args=(port, address), daemon=True).start()

    from jupyterlab.labapp import LabApp

    hush()
    LabApp.launch_instance(
        argv=[
            f"--ServerApp.root_dir={folder.resolve()}",
            f"--ServerApp.open_browser={browser}",
            f"--LabApp.default_url={page}",
            # Handed over in this process: other users of the machine don't see it in its list.
            f"--IdentityProvider.token={token}",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            *_local(port),
        ]
    )


def _announce(port: int, address: str) -> None:
    """Say the address once somebody can go there."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    print(f"JupyterLab: {address}\nCtrl-C here stops it.", flush=True)


def _quiet(environment: dict[str, str]) -> dict[str, str]:
    """Add our defaults of JupyterLab's settings: it does not ask whether to look for news."""
    paths = [environment.get("JUPYTER_CONFIG_PATH"), str(TEMPLATES)]
    return {**environment, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def need(package: str) -> None:
    """Refuse to go on without a package of the lab.

    Raises
    ------
    MissingExtraError
        If it is not installed.

    Examples
    --------
    >>> need("numpy")
    """
    if find_spec(package) is None:
        raise MissingExtraError("lab", package)


def hush() -> None:
    """Keep Python warnings of Jupyter's own code off the screen; kernels keep theirs.

    Examples
    --------
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("always")
    ...     hush()
    ...     warnings.warn("nobody sees this", stacklevel=1)
    """
    warnings.showwarning = lambda *_, **__: None


def _local(port: int) -> list[str]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=WARN",
        *(["--ServerApp.allow_root=True"] if root else []),
    ]
