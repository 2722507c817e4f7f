"""Shared test settings: where the kiosk survey lies, and what its absence means."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
KIOSK = Path(os.environ.get("SVQKIT_TEST_KIOSK", ROOT.parent / "shared" / "data" / "kiosk"))


LEFT_OUT = pytest.StashKey[int]()


def pytest_configure() -> None:
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
    count = getattr(node, "workeroutput", {}).get("kiosk_left_out")
    if count:
        node.config.stash[LEFT_OUT] = count


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
