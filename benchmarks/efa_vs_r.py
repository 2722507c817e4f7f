"""Five factors and oblimin by our extraction and by psych, in one run on one machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from measure import Timing, repeat

TIMES = 15
FACTORS = 5


def answers(n: int = 1000) -> pd.DataFrame:
    """Seven-point answers to 22 items of five correlated factors."""
    rng = np.random.default_rng(1)
    pattern = np.kron(np.eye(FACTORS), np.full((5, 1), 0.7))[:22]
    phi = np.full((FACTORS, FACTORS), 0.4) + 0.6 * np.eye(FACTORS)
    factors = rng.multivariate_normal(np.zeros(FACTORS), phi, n)
    x = factors @ pattern.T + rng.normal(size=(n, 22)) * np.sqrt(0.51)
    return pd.DataFrame(np.clip(np.round(1.3 * x + 5), 1, 7).astype(int)).add_prefix("Q")


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the ratio."""
    import svqkit as svq

    items = answers()
    ours = repeat(
        f"`efa`, {FACTORS} factors × 22 items, oblimin", lambda: svq.efa(items, FACTORS), TIMES
    )
    if shutil.which("Rscript") is None:
        return [ours], "R is not installed here, so there is no comparison with psych."
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        items.to_csv(path, index=False)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run(
            ["Rscript", script, path, str(FACTORS), str(TIMES)], capture_output=True, text=True
        )
    if done.returncode != 0:
        return [ours], "R is here without psych or GPArotation, so there is no comparison."
    said = [line.split() for line in done.stdout.splitlines()]
    release = next(words[1] for words in said if words[:1] == ["psych"])
    theirs = float(next(words[1] for words in said if words[:1] == ["chisq"]))
    seconds = tuple(float(words[1]) for words in said if words[:1] == ["seconds"])
    psych = Timing(f"psych {release}, the same factors", seconds)
    off = abs(float(svq.efa(items, FACTORS).fit["chisq"]) - theirs) / theirs
    return [ours, psych], (
        f"Median of ours over psych's: {ours.median / psych.median:.2f}; two starts of the rotation "
        f"against psych's one. Both give a chi-square of {theirs:.4f} (relative difference {off:.0e})."
    )


if __name__ == "__main__":
    rows, sentence = timings()
    print("\n".join(row.row() for row in rows), sentence, sep="\n")
