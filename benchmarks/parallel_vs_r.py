"""Parallel analysis of components and factors by ours and by psych, in one run on one machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from efa_vs_r import answers
from measure import Timing, repeat

TIMES = 5
DRAWS = 100


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the ratio."""
    import svqkit as svq
    from svqkit.psychometrics.factor_number.parallel_analysis import (
        component_eigenvalues,
        factor_eigenvalues,
        unrelated_correlations,
    )

    items = answers()
    n, p = items.shape

    def parallel() -> None:
        rng = np.random.default_rng(1)
        R = svq.correlations(items).to_numpy()[None]
        drawn = unrelated_correlations(
            items, p, n, DRAWS, kind="normal", correlation="pearson", rng=rng
        )
        for eigenvalues in (component_eigenvalues, factor_eigenvalues):
            eigenvalues(R)
            np.quantile(eigenvalues(drawn), 0.95, axis=0)

    alone = repeat(f"parallel analysis, both kinds, {DRAWS} draws", parallel, 20)
    whole = repeat(
        "`n_factors`, all seventeen rules", lambda: svq.n_factors(items, draws=DRAWS, seed=1), 20
    )
    if shutil.which("Rscript") is None:
        return [alone, whole], "R is not installed here, so there is no comparison with psych."
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        items.to_csv(path, index=False)
        script = Path(__file__).with_suffix(".R")
        done = subprocess.run(
            ["Rscript", script, path, str(DRAWS), str(TIMES)], capture_output=True, text=True
        )
    if done.returncode != 0:
        return [alone, whole], "R is here without psych, so there is no comparison."
    said = [line.split() for line in done.stdout.splitlines()]
    release = next(words[1] for words in said if words[:1] == ["psych"])
    theirs = next(words[1:] for words in said if words[:1] == ["suggested"])
    seconds = tuple(float(words[1]) for words in said if words[:1] == ["seconds"])
    psych = Timing(f"psych {release}, `fa.parallel`, both kinds, {DRAWS} draws", seconds)
    ours = svq.n_factors(items, draws=DRAWS, seed=1).suggestions
    return [alone, whole, psych], (
        f"Median of psych's over ours: {psych.median / alone.median:.0f} for parallel analysis, "
        f"{psych.median / whole.median:.0f} for all rules. psych also resamples the answers and uses "
        f"every core. It suggests {theirs[0]} factors and {theirs[1]} components, ours "
        f"{ours['parallel (factors)']} and {ours['parallel (components)']}."
    )


if __name__ == "__main__":
    rows, sentence = timings()
    print("\n".join(row.row() for row in rows), sentence, sep="\n")
