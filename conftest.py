"""Every test keeps its learner's progress in a folder of its own, never in the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_progress(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(tmp_path_factory.mktemp("progress", numbered=True)) / "progress.json"
    monkeypatch.setenv("SVQKIT_PROGRESS", str(place))
