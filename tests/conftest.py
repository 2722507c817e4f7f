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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if (KIOSK / "export_cp949.csv").is_file():
        return
    needing = [item for item in items if item.get_closest_marker("kiosk")]
    if not needing:
        return
    if os.environ.get("SVQKIT_REQUIRE_KIOSK") == "1":
        raise pytest.UsageError(f"SVQKIT_REQUIRE_KIOSK=1, but {KIOSK} has no export_cp949.csv")
    items[:] = [item for item in items if item not in needing]
    config.hook.pytest_deselected(items=needing)
    print(f"\n{len(needing)} kiosk tests deselected: set SVQKIT_TEST_KIOSK to the survey's folder.")


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Any]:
    """Read a committed oracle, ``oracle("reliability/bank")``."""

    def read(name: str) -> Any:
        return json.loads((ROOT / "tests" / "oracles" / f"{name}.json").read_text())

    return read


@pytest.fixture(scope="session")
def kiosk_folder() -> Path:
    return KIOSK
