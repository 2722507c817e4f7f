"""The five-factor model of ordered items, polychorics included, by ours and by lavaan in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from efa_vs_r import answers
from measure import NoPeerError, Timing, in_r, repeat

TIMES = 7
TIMES_IN_R = 3


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the agreement."""
    import svqkit as svq

    items = answers()
    names = list(items)
    mapping = {f"f{k + 1}": names[5 * k : 5 * k + 5] for k in range(5)}
    model = "\n".join(f"{factor} =~ {' + '.join(codes)}" for factor, codes in mapping.items())

    def fit() -> None:
        done = svq.cfa(items, model, ordered=True)
        _ = done.fit, done.parameters

    ours = repeat("`cfa(ordered=True)` (WLSMV), 22 items of 7 points, n = 1000", fit, TIMES)
    with tempfile.TemporaryDirectory() as folder:
        path, text = Path(folder) / "answers.csv", Path(folder) / "model.txt"
        items.to_csv(path, index=False)
        text.write_text(model)
        try:
            said = in_r(Path(__file__).with_suffix(".R"), path, text, TIMES_IN_R)
        except NoPeerError as missing:
            return [ours], f"{missing}: no comparison of the model of ordered items."
    release = next(words[1] for words in said if words[0] == "lavaan")
    theirs = float(next(words[1] for words in said if words[0] == "chisq"))
    seconds = tuple(float(words[1]) for words in said if words[0] == "seconds")
    off = abs(float(svq.cfa(items, model, ordered=True).fit["chisq_scaled"]) - theirs) / theirs
    return [ours, Timing(f"lavaan {release}, the same WLSMV fit", seconds)], (
        f"Ordered items: both give a scaled chi-square of {theirs:.3f} (relative difference "
        f"{off:.0e})."
    )
