"""The main job on the bundled bank survey: from a cold start, and step by step when warm."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import Timing, fresh, repeat


def timings() -> list[Timing]:
    import svqkit as svq

    responses = svq.load_dataset("bank")
    validation = svq.validate(responses, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "bank.html"
        command = ["-m", "svqkit.cli", "validate", "bank", "--out", out]
        return [
            repeat("`svqkit validate bank`, cold", lambda: fresh(command), 5, "under 5 s"),
            repeat("reading the survey", lambda: svq.load_dataset("bank"), 10),
            repeat(
                "our own computing: `validate`",
                lambda: svq.validate(responses, seed=1),
                10,
                "under 500 ms",
            ),
            repeat("pictures and report: `report`", lambda: svq.report(validation, out), 5),
        ]
