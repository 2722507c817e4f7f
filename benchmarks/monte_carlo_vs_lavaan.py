"""A Monte-Carlo study of 22 items and 5 factors by ours and by a lavaan loop, in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import NoPeerError, Timing, in_r, repeat

N, TIMES, TIMES_IN_R = 300, 7, 3
DRAWS, DRAWS_IN_R = 500, 50
"""lavaan draws a tenth of our samples, lest the comparison take minutes."""


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the agreement."""
    import pandas as pd

    import svqkit as svq
    from svqkit.psychometrics.planning.population import population_from

    servqual = svq.load_instrument("servqual")
    truth = population_from(servqual, loading=0.7, correlation=0.4)
    model = "\n".join(
        f"{factor} =~ {' + '.join(codes)}" for factor, codes in servqual.mapping.items()
    )
    options = {"population": servqual, "loading": 0.7, "correlation": 0.4, "n": N}

    def study(draws: int = DRAWS) -> pd.DataFrame:
        plan = svq.plan_sample("simulation", **options, draws=draws, seed=1, progress=False)
        return plan.fit_indices.set_index("index")

    what = f"{DRAWS} samples of {N}, 22 items, 5 factors, errors and indices"
    ours = repeat(f'`plan_sample("simulation")`, {what}', study, TIMES)
    with tempfile.TemporaryDirectory() as folder:
        sigma, text = Path(folder) / "population.csv", Path(folder) / "model.txt"
        pd.DataFrame(truth.covariance, columns=list(truth.names)).to_csv(sigma, index=False)
        text.write_text(model)
        script = Path(__file__).with_suffix(".R")
        try:
            said = in_r(script, sigma, text, N, DRAWS_IN_R, TIMES_IN_R)
        except NoPeerError as missing:
            return [ours], f"{missing}: no comparison of the Monte-Carlo study."
    release = next(words[1] for words in said if words[0] == "lavaan")
    mean, spread = next(map(float, words[1:]) for words in said if words[0] == "rmsea")
    seconds = tuple(float(words[1]) for words in said if words[0] == "seconds")
    apart = abs(float(study(1000).loc["rmsea", "mean"]) - mean)
    return [ours, Timing(f"lavaan {release}, {DRAWS_IN_R} of the same in a loop", seconds)], (
        f"Monte Carlo: mean RMSEA {mean:.4f} in lavaan's draws, {apart:.4f} apart from 1000 of ours "
        f"(standard error {spread / DRAWS_IN_R**0.5:.4f})."
    )
