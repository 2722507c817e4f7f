"""Take several waves of a survey, see that they asked the same, and score each one alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.groups.group_scores import SCORES
from svqkit.gaps.pairs.pairing import dimension_pairs, item_pairs

__all__ = ["LEVELS", "WaveScores", "check_waves", "score_waves"]

LEVELS = ("dimension", "item")
_FORMS = {
    "gap": ("perceptions", "expectations"),
    "perception": ("perceptions",),
    "expectation": ("expectations",),
}


@dataclass(frozen=True, eq=False)
class WaveScores:
    """One wave's scores (respondents × dimensions or items); for gaps also both halves.

    Examples
    --------
    >>> WaveScores(pd.DataFrame({"care": [1.0]})).parts
    {}
    """

    score: pd.DataFrame
    perception: pd.DataFrame | None = None
    expectation: pd.DataFrame | None = None

    @property
    def parts(self) -> dict[str, pd.DataFrame]:
        """Perception and expectation, where the score is their difference."""
        if self.perception is None or self.expectation is None:
            return {}
        return {"perception": self.perception, "expectation": self.expectation}

    def of(self, people: Any) -> WaveScores:
        """Keep some respondents, in this order."""
        return WaveScores(
            self.score.loc[people], *(part.loc[people] for part in self.parts.values())
        )


def check_waves(waves: Any, score: str, level: str) -> None:
    """Refuse waves that cannot be compared.

    Parameters
    ----------
    waves : mapping of name to Responses
    score : {"gap", "perception", "expectation"}
    level : {"dimension", "item"}

    Raises
    ------
    TypeError
        If this is no mapping of Responses.
    ValueError
        If there are fewer than two waves, or an option is unknown.
    DataError
        Naming the wave and the items, dimension or scale that differ.

    Examples
    --------
    >>> check_waves({"2024": None}, "gap", "dimension")
    Traceback (most recent call last):
    ...
    ValueError: a trend needs two waves or more, not 1
    """
    if not isinstance(waves, Mapping):
        raise TypeError(
            "waves must be a mapping of a name to Responses, in the order of time, such as "
            f"{{'2024': first, '2025': second}}, not {type(waves).__name__}"
        )
    if len(waves) < 2:
        raise ValueError(f"a trend needs two waves or more, not {len(waves)}")
    for options, chosen, name in ((SCORES, score, "score"), (LEVELS, level, "level")):
        if chosen not in options:
            raise ValueError(f"{name} must be one of {', '.join(options)}, not {chosen!r}")
    for name, wave in waves.items():
        if not isinstance(getattr(wave, "perceptions", None), pd.DataFrame):
            raise TypeError(
                f"wave {name!r} is not Responses (from read_responses or load_dataset) but "
                f"{type(wave).__name__}"
            )
    for form in _FORMS[score]:
        _same_items(waves, form)
    first, *others = waves
    designs = {name: _design(wave) for name, wave in waves.items()}
    for name in others:
        for what, before in designs[first].items():
            after = designs[name].get(what)
            if after != before:
                raise DataError(
                    f"waves {first!r} and {name!r} differ in {what}: {before} and {after}; a change "
                    "of the scores would mix with a change of the questionnaire"
                )


def _same_items(waves: Mapping[Any, Any], form: str) -> None:
    """Refuse waves of which one lacks an item that another one asked in this form."""
    asked: dict[Hashable, list[str]] = {}
    for name, wave in waves.items():
        frame = getattr(wave, form, None)
        if frame is None:
            raise DataError(f"wave {name!r} has no {form}; choose another score=")
        placed = {code for codes in wave.instrument.mapping.values() for code in codes}
        asked[name] = [str(code) for code in frame.columns if code in placed]
    for name, own in asked.items():
        for other, theirs in asked.items():
            missing = [code for code in theirs if code not in own]
            if missing:
                raise DataError(
                    f"wave {name!r} has no {form} of {', '.join(missing)}, which wave {other!r} "
                    "has; leave these items out of all waves (an adapted instrument), or compare "
                    "other waves",
                    column=missing[0],
                )


def _design(wave: Any) -> dict[str, Any]:
    """Give dimensions and scale, by words to name them with."""
    mapping = wave.instrument.mapping
    design: dict[str, Any] = {f"the items of {name!r}": list(mapping[name]) for name in mapping}
    scale = getattr(wave.instrument, "scale", None)
    return design | {
        "their dimensions": list(mapping),
        "the ends of the answer scale": None if scale is None else (scale.low, scale.high),
    }


def score_waves(
    waves: Mapping[Any, Any],
    score: str,
    level: str,
    weights: Mapping[str, float] | None = None,
) -> dict[Any, WaveScores]:
    """Score every wave's respondents; the total takes the same weights in all waves.

    Parameters
    ----------
    waves : mapping of name to Responses
    score : {"gap", "perception", "expectation"}
    level : {"dimension", "item"}
        Dimensions are followed by the total; items have none.
    weights : mapping of dimension to number, optional
        Of the total, equal by default.

    Returns
    -------
    dict of name to WaveScores

    Raises
    ------
    ValueError
        If weights do not name each dimension once, are negative or sum to 0, or come with items.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> list(score_waves({"now": bank}, "gap", "item")["now"].score.columns[:2])
    ['Q1', 'Q2']
    """
    if weights is not None and level == "item":
        raise ValueError("weights make a total of dimensions: leave them out with level='item'")
    scored = {}
    for name, wave in waves.items():
        if score == "gap":
            pair = item_pairs(wave)
        else:
            answers = getattr(wave, f"{score}s").reindex(wave.perceptions.index).astype(float)
            pair = (answers, answers)
        mapping = wave.instrument.mapping
        if level == "item":
            placed = {code for codes in mapping.values() for code in codes}
            items = [code for code in pair[0].columns if code in placed]
            both = pair[0].notna() & pair[1].notna()
            p, e = (form.where(both)[items] for form in pair)
        else:
            p, e = (_with_total(form, weights) for form in dimension_pairs(*pair, mapping))
        scored[name] = WaveScores(p - e, p, e) if score == "gap" else WaveScores(p)
    return scored


def _with_total(scores: pd.DataFrame, weights: Mapping[str, float] | None) -> pd.DataFrame:
    """Append the weighted mean of all dimensions; NaN where one is missing."""
    if weights is None:
        share = np.ones(scores.shape[1])
    else:
        if set(weights) != set(scores.columns):
            raise ValueError(
                f"weights must name each dimension: {', '.join(scores.columns)}, not "
                f"{', '.join(map(str, weights))}"
            )
        share = np.array([float(weights[name]) for name in scores.columns])
        if not (np.isfinite(share).all() and (share >= 0).all() and share.sum() > 0):
            raise ValueError("weights must be numbers of at least 0, and not all 0")
    return scores.assign(total=scores.to_numpy() @ (share / share.sum()))
