"""Plain sentences on what the numbers of a gap model can bear, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.design import DIRECT, SURVEY_OF, TOTAL
from svqkit.gaps.organisation.evidence import Evidence
from svqkit.gaps.organisation.small_correlations import detectable
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["measure_words", "model_notes", "unit_notes"]

Say = Callable[..., str]

FEW = 20
"""Respondents under which a note says what correlations cannot show."""


def measure_words(gap: int, say: Say) -> str:
    """Say what the number of a gap is.

    Parameters
    ----------
    gap : {1, 2, 3, 4, 5}
    say : callable

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> measure_words(5, translator("en"))
    'perceived minus expected, by the same customers'
    """
    if gap == 1:
        return say("expected in the managers' view minus expected by customers")
    if gap == 2:
        return say("formality of standards, points from the top of the scale")
    if gap == 3:
        return say("ability to meet standards, points from the top of the scale")
    if gap == 4:
        return say("ability to keep promises, points from the top of the scale")
    return say("perceived minus expected, by the same customers")


def model_notes(
    found: Evidence, gaps: pd.DataFrame, antecedents: pd.DataFrame, ci: float, say: Say
) -> list[str]:
    """Write what a reader must know before using the numbers.

    Parameters
    ----------
    found : Evidence
    gaps, antecedents : DataFrame
        As in ``GapModel``.
    ci : float in (0, 1)
    say : callable

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.gap_model(svq.load_dataset("bank")).notes
    ()
    """
    notes = []
    present = set(gaps.index.get_level_values("gap"))
    if present & set(DIRECT):
        notes.append(
            say(
                "Gaps 2 to 4 are asked directly: each is the mean rating, here as points from the "
                "top of its scale. Gaps 1 and 5 are differences of two answers. The two kinds of "
                "number should not be compared in size, and Gaps 2 to 4 are not tested against zero."
            )
        )
    for survey, whose in (("managers", say("managers")), ("employees", say("employees"))):
        if survey not in found.surveys:
            continue
        notes += _sample_notes(survey, whose, found, gaps, antecedents, ci, say)
    over, under = _clear_signs(gaps)
    if over and under:
        notes.append(
            say(
                "Managers overrate what customers expect of some dimensions and underrate it of "
                "others; in the total of Gap 1 the two cancel out."
            )
        )
    if over:
        notes.append(
            say(
                "A positive Gap 1 means that managers think customers expect more than they do: no "
                "shortfall, but effort that customers may not need."
            )
        )
    return [*notes, *found.remarks]


def _sample_notes(
    survey: str,
    whose: str,
    found: Evidence,
    gaps: pd.DataFrame,
    antecedents: pd.DataFrame,
    ci: float,
    say: Say,
) -> list[str]:
    """Say what a survey of this size can and cannot show."""
    n = found.surveys[survey].n
    level = f"{100 * ci:g}"
    notes = []
    if n < SMALLEST_SEGMENT:
        notes.append(
            say(
                "Colleagues may recognise the answers of so few ({who}: {n}): share these numbers with "
                "care.",
                who=whose,
                n=n,
            )
        )
    own = [gap for gap, one in SURVEY_OF.items() if one == survey and gap in _gaps_of(gaps)]
    rows = gaps.index.get_level_values("gap").isin(own)
    rows &= gaps.index.get_level_values("dimension") != TOTAL
    widths = ((gaps["high"] - gaps["low"])[rows] / 2).dropna()
    if n < FEW and len(widths):
        notes.append(
            say(
                "{n} {who} answered: the {level} % intervals of their dimensions reach {least} to "
                "{most} points to either side.",
                n=n, who=whose, level=level,
                least=f"{widths.min():.1f}", most=f"{widths.max():.1f}",
            )
        )  # fmt: skip
    asked = antecedents[[SURVEY_OF[int(g)] == survey for g in antecedents["gap"]]]
    if n >= FEW or asked.empty:
        return notes
    pairs = int(asked["n_r"].max())
    if pairs > 3:
        at_half = np.tanh(np.arctanh(0.5) + np.array([-1, 1]) * _half(pairs, ci))
        notes.append(
            say(
                "With {n} {who} a correlation of .50 has an interval from {low} to {high}, and only "
                "one of about {size} or more would be found with 80 % power: a correlation that is "
                "not clear here is not shown to be absent.",
                n=pairs, who=whose, low=_r(at_half[0]), high=_r(at_half[1]),
                size=_r(detectable(pairs, ci)),
            )
        )  # fmt: skip
    alphas = asked[["alpha_low", "alpha_high"]].dropna()
    if len(alphas):
        width = alphas["alpha_high"] - alphas["alpha_low"]
        notes.append(
            say(
                "Reliabilities from {n} {who} are rough: an interval of alpha is {width} wide in the "
                "middle of these scales.",
                n=n, who=whose, width=_r(float(width.median())),
            )
        )  # fmt: skip
    return notes


def unit_notes(
    units: pd.DataFrame, labels: Mapping[str, pd.Series], found: Evidence, unit: str, say: Say
) -> list[str]:
    """Write what the comparison of units can bear.

    Parameters
    ----------
    units : DataFrame
        As in ``GapModel.units``.
    labels : mapping of survey to Series
    found : Evidence
    unit : str
        Name of the column.
    say : callable

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> len(svq.gap_model(svq.load_dataset("bank"), unit="branch").notes)
    1
    """
    notes = []
    count = units.index.get_level_values("unit").nunique()
    if count < FEW:
        notes.append(
            say(
                "{n} units are too few for a correlation across units to say much; each unit is "
                "compared with the rest instead.",
                n=count,
            )
        )
    for survey, whose in (("managers", say("managers")), ("employees", say("employees"))):
        if survey in found.surveys and survey not in labels:
            notes.append(say("The survey of {who} has no column {unit!r}.", who=whose, unit=unit))
        unlabelled = int(labels[survey].isna().sum()) if survey in labels else 0
        if unlabelled:
            notes.append(
                say(
                    "{n} {who} without {unit!r} are in no unit.", n=unlabelled, who=whose, unit=unit
                )
            )
    if "customers" in labels:
        ours = set(labels["customers"].dropna())
        for survey in ("managers", "employees"):
            strange = sorted(set(labels.get(survey, pd.Series(dtype=object)).dropna()) - ours)
            if strange:
                notes.append(
                    say("Units that no customer names: {names}.", names=say(", ").join(strange))
                )
    if units["masked"].any():
        notes.append(
            say(
                "Units with fewer than {n} respondents in a survey are masked, and where they would "
                "follow from the others, the next smallest too.",
                n=SMALLEST_SEGMENT,
            )
        )
    return notes


def _gaps_of(gaps: pd.DataFrame) -> set[int]:
    return set(gaps.index.get_level_values("gap"))


def _clear_signs(gaps: pd.DataFrame) -> tuple[bool, bool]:
    """Whether managers clearly overrate, and clearly underrate, what customers expect of something."""
    first = gaps.index.get_level_values("gap") == 1
    return bool((gaps["low"][first] > 0).any()), bool((gaps["high"][first] < 0).any())


def _half(n: int, ci: float) -> float:
    """Half the interval of a correlation on Fisher's scale."""
    from scipy.special import ndtri

    return float(ndtri((1 + ci) / 2) / np.sqrt(n - 3))


def _r(value: float) -> str:
    """Print a correlation as papers do."""
    return f"{value:.2f}".replace("-", "−").replace("0.", ".", 1)
