"""A whole validation of the bank survey by ours, and the same chain of analyses in R."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from measure import NoPeerError, Timing, in_r, repeat

TIMES = 10
TIMES_IN_R = 3


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on what was compared."""
    import svqkit as svq

    responses = svq.load_dataset("bank")
    mapping = responses.instrument.mapping
    ours = repeat(
        "`validate`, the bundled bank survey", lambda: svq.validate(responses, seed=1), TIMES
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        responses.perceptions.to_csv(place / "perceptions.csv", index=False)
        responses.expectations.to_csv(place / "expectations.csv", index=False)
        people = responses.respondents
        people[list(responses.outcomes)].to_csv(place / "outcomes.csv", index=False)
        flagged = people.index.isin(svq.screen(responses).flagged)
        pd.DataFrame({"flagged": flagged.astype(int)}).to_csv(place / "flagged.csv", index=False)
        lines = [f"{factor} =~ {' + '.join(codes)}" for factor, codes in mapping.items()]
        (place / "model.txt").write_text("\n".join(lines))
        try:
            said = in_r(Path(__file__).with_suffix(".R"), place, TIMES_IN_R)
        except NoPeerError as missing:
            return [ours], f"{missing}: no comparison of a whole validation."
    seconds = tuple(float(words[1]) for words in said if words[:1] == ["seconds"])
    theirs = float(next(words[1] for words in said if words[:1] == ["chisq"]))
    found = float(svq.validate(responses, seed=1).cfa.fit["chisq"])
    return [ours, Timing("the same chain in R (psych, lavaan, semTools)", seconds)], (
        "The chain in R: screening (Mahalanobis, runs, variability, frequencies) and Mardia's "
        "tests; alpha and omega of perceptions, expectations and gaps; KMO and Bartlett; "
        "parallel analysis and MAP; EFA; five-factor, one-factor, second-order and bifactor models "
        "with indices and modification indices; composite reliability, AVE, HTMT; tests of every "
        "gap; regressions of the outcomes; alpha and the designed model without the flagged. Ours "
        "also examines missing answers and more rules for the number of factors, gives intervals "
        "to HTMT, AVE and reliabilities, and weighs it all. "
        f"Both give a chi-square of {theirs:.3f} for the designed model (relative difference "
        f"{abs(found - theirs) / theirs:.0e})."
    )
