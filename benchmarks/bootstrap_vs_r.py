"""Bootstraps by our engine, by lavaan and by psych, in one run on one machine, where R is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import Timing, repeat

TIMES = 3
DRAWS = 100
RELIABILITY_DRAWS = 50
OURS = 1000


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the ratios (a draw of ours over a draw of theirs)."""
    import svqkit as svq

    responses = svq.load_dataset("bank")
    items = responses.perceptions.dropna()
    mapping = responses.instrument.mapping
    model = "\n".join(f"{factor} =~ {' + '.join(codes)}" for factor, codes in mapping.items())
    fit = svq.cfa(items, model)
    scale = list(items.columns[:4])

    ours = repeat(
        f"bootstrap of `cfa`, 5 factors × 22 items, {DRAWS} draws with fit indices",
        lambda: fit.bootstrap(items, draws=DRAWS, seed=1, progress=False),
        TIMES,
    )
    alphas = repeat(
        f"bootstrap of alpha and omega, 4 items, {OURS} draws",
        lambda: svq.reliability(items, {"scale": scale}, bootstrap=OURS, seed=1),
        TIMES,
    )
    if shutil.which("Rscript") is None:
        return [ours, alphas], "R is not installed here, so there is no bootstrap to compare with."
    with tempfile.TemporaryDirectory() as folder:
        answers, text = Path(folder) / "answers.csv", Path(folder) / "model.txt"
        items.to_csv(answers, index=False)
        text.write_text(model)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run(
            ["Rscript", script, answers, text, str(DRAWS), str(RELIABILITY_DRAWS)],
            capture_output=True,
            text=True,
        )
    if done.returncode != 0:
        return [ours, alphas], "R is here without lavaan and psych, so there is no comparison."
    said = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    lavaan = Timing(f"lavaan {said['lavaan']}, the same {DRAWS} draws", (float(said["model"]),))
    psych = Timing(
        f"psych {said['psych']}, alpha and omega, {RELIABILITY_DRAWS} draws",
        (float(said["reliability"]),),
    )
    model_ratio = lavaan.median / ours.median
    reliability_ratio = (psych.median / RELIABILITY_DRAWS) / (alphas.median / OURS)
    return [ours, lavaan, alphas, psych], (
        f"A bootstrap draw of the factor model takes lavaan {model_ratio:.0f} times as long as "
        f"ours, one of alpha and omega takes psych {reliability_ratio:.0f} times as long (goal 50)."
    )
