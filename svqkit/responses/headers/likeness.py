"""Headers that are nearly an instrument's questions: likeness, and one question to one header."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.responses.headers.sense import same_sense
from svqkit.responses.headers.wordings import Target

__all__ = ["LIKELY", "MARGIN", "SURE", "Likeness", "match_by_likeness"]

SURE = 90.0
"""Per cent of likeness from which a match is taken without asking."""
MARGIN = 3.0
"""Per cent by which the next question must be less like the header, for that."""
LIKELY = 70.0
"""Per cent of likeness from which a match is proposed."""
_SHORTEST = 4


@dataclass(frozen=True)
class Likeness:
    """A header's likeness to its question, in per cent, and to the next best question."""

    target: Target
    language: str
    score: float
    runner_up: float
    same_sense: bool = True

    @property
    def sure(self) -> bool:
        """Whether it may be taken without asking."""
        leads = self.score - self.runner_up >= MARGIN
        return self.score >= SURE and leads and self.same_sense


def match_by_likeness(
    headers: Mapping[int, Collection[str]],
    forms: Mapping[int, str | None],
    questions: Sequence[tuple[str, Target, str]],
    taken: Collection[Target],
) -> dict[int, Likeness]:
    """Give headers the questions that they are most like, none twice.

    Questions that are taken compete too: a header that is more like one of these is not sure.
    Likeness is rapidfuzz's ratio (one minus the normalised insertion and deletion distance) of the
    normalised texts, the best over all languages; the assignment maximises the sum.

    Parameters
    ----------
    headers : mapping of position to wordings
        As ``parts_of`` gives them.
    forms : mapping of position to form or None
        A form that a header names keeps questions of other forms away.
    questions : sequence of (wording, Target, language)
    taken : collection of Target
        Questions that have their column already.

    Returns
    -------
    dict of Likeness
        By position; headers that are not like any question are left out.
    """
    from rapidfuzz import fuzz, process
    from scipy.optimize import linear_sum_assignment

    texts = [entry for entry in questions if len(entry[0]) >= _SHORTEST]
    rows = [
        (position, wording)
        for position, wordings in headers.items()
        for wording in wordings
        if len(wording) >= _SHORTEST
    ]
    if not texts or not rows:
        return {}
    targets = list(dict.fromkeys(target for _, target, _ in texts))
    positions = list(dict.fromkeys(position for position, _ in rows))
    raw = process.cdist(
        [wording for _, wording in rows],
        [text for text, _, _ in texts],
        scorer=fuzz.ratio,
        score_cutoff=LIKELY,
        dtype=np.float32,
    )
    scores = np.zeros((len(positions), len(targets)))
    best: dict[tuple[int, int], tuple[str, str, str]] = {}
    row_of = {position: at for at, position in enumerate(positions)}
    column_of = {target: at for at, target in enumerate(targets)}
    for r, c in np.argwhere(raw > 0):
        (position, wording), (text, target, language) = rows[int(r)], texts[int(c)]
        if forms.get(position) not in (None, target.form):
            continue
        place = (row_of[position], column_of[target])
        if raw[r, c] > scores[place]:
            scores[place], best[place] = raw[r, c], (wording, text, language)
    found = {}
    free = scores * [target not in taken for target in targets]
    for row, column in zip(*linear_sum_assignment(-free), strict=True):
        score = float(free[row, column])
        if score < LIKELY:
            continue
        others = np.delete(scores[row], column)
        runner_up = float(others.max()) if others.size else 0.0
        wording, text, language = best[int(row), int(column)]
        found[positions[int(row)]] = Likeness(
            targets[int(column)], language, score, runner_up, same_sense(wording, text)
        )
    return found
