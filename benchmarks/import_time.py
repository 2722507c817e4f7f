"""How long `import svqkit` takes, and the command's first answer, each in fresh processes."""

from __future__ import annotations

from measure import Timing, fresh, repeat

ONLY_IMPORT = (
    "import time; start = time.perf_counter(); import svqkit; print(time.perf_counter() - start)"
)


def timings() -> list[Timing]:
    return [
        repeat("`import svqkit`", lambda: float(fresh(["-c", ONLY_IMPORT])), 15, "under 150 ms"),
        repeat(
            "`svqkit --help`", lambda: fresh(["-m", "svqkit.cli", "--help"]), 15, "under 500 ms"
        ),
    ]
