"""Shared test settings: where the kiosk survey lies, and what its absence means."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test has a time limit: a busy machine is no fault.
settings.register_profile("svqkit", deadline=None)
settings.load_profile("svqkit")

ROOT = Path(__file__).resolve().parent.parent
KIOSK = Path(os.environ.get("SVQKIT_TEST_KIOSK", ROOT.parent / "shared" / "data" / "kiosk"))


LEFT_OUT = pytest.StashKey[int]()


def _accuracy() -> Any:
    """The module beside this file, which pytest's way of importing does not put on the path."""
    name = "svqkit_tests_accuracy"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("accuracy.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


LEDGER = _accuracy().Ledger()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accuracy", metavar="PATH", help="write what `agree` saw to this file")


@pytest.fixture(scope="session")
def agree() -> Any:
    """Hold a number to its oracle and keep the largest difference (tests/accuracy.py)."""
    return LEDGER


def pytest_configure() -> None:
    os.environ["COLUMNS"] = "100"  # results break their lines where the terminal ends
    required = os.environ.get("SVQKIT_REQUIRE_KIOSK") == "1"
    if required and not (KIOSK / "export_cp949.csv").is_file():
        raise pytest.UsageError(f"SVQKIT_REQUIRE_KIOSK=1, but {KIOSK} has no export_cp949.csv")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if (KIOSK / "export_cp949.csv").is_file():
        return
    needing = [item for item in items if item.get_closest_marker("kiosk")]
    if not needing:
        return
    items[:] = [item for item in items if item not in needing]
    config.hook.pytest_deselected(items=needing)
    config.stash[LEFT_OUT] = len(needing)
    if hasattr(config, "workeroutput"):  # a process of xdist: its count goes to the main one
        config.workeroutput["kiosk_left_out"] = len(needing)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every process of xdist collects all tests, so each brings the same count."""
    LEDGER.merge(getattr(node, "workeroutput", {}).get("accuracy", []))
    count = getattr(node, "workeroutput", {}).get("kiosk_left_out")
    if count:
        node.config.stash[LEFT_OUT] = count


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["accuracy"] = LEDGER.plain()
    elif (path := session.config.getoption("--accuracy")) and exitstatus == 0:
        LEDGER.write(Path(path))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    count = config.stash.get(LEFT_OUT, 0)
    if count:
        terminalreporter.write_line(
            f"{count} kiosk tests deselected: set SVQKIT_TEST_KIOSK to the survey's folder.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Any]:
    """Read a committed oracle, ``oracle("reliability/bank")``."""

    def read(name: str) -> Any:
        return json.loads((ROOT / "tests" / "oracles" / f"{name}.json").read_text())

    return read


@pytest.fixture(scope="session")
def kiosk_folder() -> Path:
    return KIOSK
