"""The five-factor model by our engine and by lavaan, in one run on one machine, where R is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from efa_vs_r import answers
from measure import NoPeerError, Timing, in_r, repeat

TIMES = 20


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on the agreement."""
    import svqkit as svq

    items = answers()
    names = list(items)
    mapping = {f"f{k + 1}": names[5 * k : 5 * k + 5] for k in range(5)}
    model = "\n".join(f"{factor} =~ {' + '.join(codes)}" for factor, codes in mapping.items())

    def fit() -> None:
        done = svq.cfa(items, model)
        _ = done.fit, done.parameters

    ours = repeat("`cfa`, 5 factors × 22 items, n = 1000, all indices", fit, TIMES)
    with tempfile.TemporaryDirectory() as folder:
        path, text = Path(folder) / "answers.csv", Path(folder) / "model.txt"
        items.to_csv(path, index=False)
        text.write_text(model)
        try:
            said = in_r(Path(__file__).with_suffix(".R"), path, text, TIMES)
        except NoPeerError as missing:
            return [ours], f"{missing}: no comparison of the factor model."
    release = next(words[1] for words in said if words[0] == "lavaan")
    theirs = float(next(words[1] for words in said if words[0] == "chisq"))
    seconds = tuple(float(words[1]) for words in said if words[0] == "seconds")
    off = abs(float(svq.cfa(items, model).fit["chisq"]) - theirs) / theirs
    return [ours, Timing(f"lavaan {release}, the same fit", seconds)], (
        f"Factor model: both give a chi-square of {theirs:.4f} (relative difference {off:.0e})."
    )
