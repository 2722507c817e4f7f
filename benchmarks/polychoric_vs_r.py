"""A polychoric matrix by us, by psych and by lavaan, in one run on one machine, where R is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from measure import Timing, repeat

TIMES = 10
TIMES_IN_R = 3


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the ratios."""
    import svqkit as svq

    bank = svq.load_dataset("bank").perceptions.dropna().astype(int)
    items = bank.sample(1000, replace=True, random_state=1).reset_index(drop=True)
    size = f"{len(items)} × {items.shape[1]}, 7 points"
    ours = repeat(
        f"polychoric matrix, {size}", lambda: svq.correlations(items, "polychoric"), TIMES
    )
    drawn = repeat(
        f"`n_factors` on polychorics, {size}, 100 shuffles",
        lambda: svq.n_factors(items, correlation="polychoric", seed=1),
        3,
    )
    if shutil.which("Rscript") is None:
        return [ours, drawn], "R is not installed here, so polychorics have no comparison."
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.csv"
        items.to_csv(answers, index=False)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run(
            ["Rscript", script, answers, str(TIMES_IN_R)], capture_output=True, text=True
        )
    if done.returncode != 0:
        return [ours, drawn], "R is here without psych or lavaan: no comparison of polychorics."
    said = [line.split() for line in done.stdout.splitlines()]
    release = {words[1]: words[2] for words in said if words[0] == "release"}
    theirs = {
        job: tuple(float(words[2]) for words in said if words[:2] == ["seconds", job])
        for job in ("lavCor", "polychoric")
    }
    R = svq.correlations(items, "polychoric").to_numpy()
    mean = float(R[np.tril_indices(len(R), -1)].mean())
    off = max(abs(mean - float(words[2])) for words in said if words[0] == "mean")
    lavaan = Timing(f"lavaan {release['lavaan']}, `lavCor` of the same", theirs["lavCor"])
    psych = Timing(f"psych {release['psych']}, `polychoric` of the same", theirs["polychoric"])
    return [ours, lavaan, psych, drawn], (
        f"Polychorics: median of lavaan's over ours {lavaan.median / ours.median:.0f}, of psych's "
        f"over ours {psych.median / ours.median:.0f}. The mean correlations differ by {off:.0e} at "
        "most."
    )
