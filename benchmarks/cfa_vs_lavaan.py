"""The five-factor model by our engine and by lavaan, in one run on one machine, where R is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import Timing, repeat

TIMES = 10


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the ratio."""
    import svqkit as svq

    responses = svq.load_dataset("bank")
    items = responses.perceptions.dropna()
    mapping = responses.instrument.mapping
    model = "\n".join(f"{factor} =~ {' + '.join(codes)}" for factor, codes in mapping.items())

    def fit() -> None:
        done = svq.cfa(items, model)
        _ = done.fit, done.parameters

    ours = repeat("`cfa`, 5 factors × 22 items", fit, TIMES)
    if shutil.which("Rscript") is None:
        return [ours], "R is not installed here, so there is no comparison with lavaan."
    with tempfile.TemporaryDirectory() as folder:
        answers, text = Path(folder) / "answers.csv", Path(folder) / "model.txt"
        items.to_csv(answers, index=False)
        text.write_text(model)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run(
            ["Rscript", script, answers, text, str(TIMES)], capture_output=True, text=True
        )
    if done.returncode != 0:
        return [ours], "R is here without lavaan, so there is no comparison."
    said = [line.split() for line in done.stdout.splitlines()]
    release = next(words[1] for words in said if words[0] == "lavaan")
    theirs = float(next(words[1] for words in said if words[0] == "chisq"))
    seconds = tuple(float(words[1]) for words in said if words[0] == "seconds")
    lavaan = Timing(f"lavaan {release}, the same fit", seconds)
    off = abs(float(svq.cfa(items, model).fit["chisq"]) - theirs) / theirs
    return [ours, lavaan], (
        f"Median of ours over lavaan's: {ours.median / lavaan.median:.2f}. Both give a chi-square of "
        f"{theirs:.4f} (relative difference {off:.0e})."
    )
