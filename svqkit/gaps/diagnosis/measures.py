"""What matters to customers, and what the scores themselves can bear, in sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.phrases import Words, share, signed, span

__all__ = ["fit_for_use", "gaps_against_perceptions", "what_matters"]


def what_matters(done: Analyses, words: Words) -> list[str]:
    """Say which dimension weighs most, by what customers state and by what their answers reveal.

    Parameters
    ----------
    done : Analyses
    words : Words

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> words = Words(bank.instrument, translator("en"))
    >>> what_matters(Analyses(weighted=svq.weighted_gaps(bank)), words)[0]
    'By the weights used Reliability matters most (31 of 100 points).'
    """
    return [*_stated(done, words), *_revealed(done, words), *_kano(done, words)]


def _stated(done: Analyses, words: Words) -> list[str]:
    found, say = done.weighted, words.say
    if found is None:
        return []
    first = str(found.weights.idxmax())
    said = [
        say(
            "By the weights used {dimension} matters most ({pct} of 100 points).",
            dimension=words.dimension(first),
            pct=share(found.weights[first]),
        )
    ]
    if found.total["weighted"] < 0:
        most = found.dimensions["share_pct"].idxmax()
        said.append(
            say(
                "Weighted so, the shortfall is {value} {interval}; {pct} % of it comes from "
                "{dimension}.",
                value=signed(found.total["weighted"]),
                interval=span(found.total["low"], found.total["high"]),
                pct=share(found.dimensions.loc[most, "share_pct"]),
                dimension=words.dimension(str(most)),
            )
        )
    return said


def _revealed(done: Analyses, words: Words) -> list[str]:
    found = done.importance
    if found is None:
        return []
    first = str(found.weights.idxmax())
    row = found.table.loc[first]
    labels = {one.column: one.label for one in getattr(found.instrument, "outcomes", ())}
    return [
        words.say(
            "What goes together most with {outcome} is {dimension}: {pct} % of what all "
            "dimensions explain {interval}.",
            outcome=labels.get(found.outcome, found.outcome),
            dimension=words.dimension(first),
            pct=share(row["weight"]),
            interval=f"[{row['weight_low']:.0f}, {row['weight_high']:.0f}]",
        )
    ]


def _kano(done: Analyses, words: Words) -> list[str]:
    found = done.kano
    if found is None:
        return []
    clear = found.categories[found.categories["clear"].astype(bool)]
    musts = [str(found.labels[code]) for code in clear.index[clear["category"] == "M"]]
    if not musts:
        return [
            words.say(
                "Of {n} features asked in pairs, none is clearly taken for granted.",
                n=len(found.categories),
            )
        ]
    from svqkit.gaps.organisation.prescription_words import listed

    return [
        words.say(
            "Of {n} features asked in pairs, these are clearly taken for granted: {names}.",
            n=len(found.categories),
            names=listed(musts, words.language),
        )
    ]


def gaps_against_perceptions(found: Any) -> tuple[float, float, float] | None:
    """Give how much more of the criterion gaps explain than perceptions alone, with its interval.

    Parameters
    ----------
    found : FormComparison or None

    Returns
    -------
    tuple of float or None
        ΔR² and its interval; below zero perceptions alone explain more.

    Examples
    --------
    >>> gaps_against_perceptions(None) is None
    True
    """
    if found is None or found.criterion is None or "servqual" not in found.table.index:
        return None
    row = found.table.loc["servqual"]
    names = [f"{name}_{found.criterion}" for name in ("delta_r2", "delta_low", "delta_high")]
    if any(name not in row.index or np.isnan(row[name]) for name in names):
        return None
    value, low, high = (float(row[name]) for name in names)
    return value, low, high


def fit_for_use(done: Analyses, words: Words) -> list[str]:
    """Say what differences of two answers may be used for here.

    Parameters
    ----------
    done : Analyses
    words : Words

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> words = Words(bank.instrument, translator("en"))
    >>> forms = svq.compare_forms(bank, outcomes="satisfaction", bootstrap=20, repeats=1, seed=1)
    >>> fit_for_use(Analyses(forms=forms), words)[0].split(" (")[0]
    'Perceptions alone explain more of Satisfaction than gaps do'
    """
    found = gaps_against_perceptions(done.forms)
    if found is None:
        return []
    say = words.say
    value, low, high = found
    size = {
        "outcome": done.forms.outcome_label(done.forms.criterion),
        "value": signed(value),
        "interval": span(low, high),
    }
    if high < 0:
        said = say(
            "Perceptions alone explain more of {outcome} than gaps do (difference of R² {value} "
            "{interval}): use gaps to see where expectations are missed, not to predict.",
            **size,
        )
    elif low > 0:
        said = say(
            "Gaps explain more of {outcome} than perceptions alone do (difference of R² {value} "
            "{interval}).",
            **size,
        )
    else:
        said = say(
            "Whether gaps or perceptions alone explain more of {outcome} cannot be told "
            "(difference of R² {value} {interval}).",
            **size,
        )
    alpha = done.forms.table.loc["servqual", "mean_alpha"]
    if np.isnan(alpha):
        return [said]
    return [
        said,
        say(
            "The dimensions' gap scores have a mean reliability of {alpha} (alpha); .70 is the "
            "usual guide for comparing groups.",
            alpha=signed(float(alpha)).replace("0.", "."),
        ),
    ]
