"""Which coefficient and which interval a reliability table shows, in words."""

from __future__ import annotations

import pandas as pd

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.reliability.alpha_intervals import ALPHA_INTERVALS

__all__ = [
    "FORMULAS",
    "INTERVALS",
    "RESAMPLED",
    "convention",
    "conventions",
    "settle_interval",
    "used",
]

FORMULAS = tuple(ALPHA_INTERVALS)
RESAMPLED = ("percentile", "bca")
INTERVALS = (*FORMULAS, *RESAMPLED)

RAW = (
    "Raw alpha (alpha_std is of standardised items); omega of a scale from a one-factor maximum-"
    "likelihood model over the observed variance of the sum score, as semTools;"
)
ORDINAL = (
    "Ordinal alpha (Zumbo, Gadermann & Zeisser 2007) and omega describe the normal responses behind "
    "the categories: upper bounds for the sum score, whose reliability is omega_categorical (Green "
    "& Yang 2009, with the same loadings);"
)
TOGETHER = (
    " Total: omega_total and omega_hierarchical of standardised items from a Schmid-Leiman "
    "transformation of oblimin-rotated minres factors, one for each scale, as psych::omega without "
    "reversing items; stratified alpha."
)
DELTA = "delta method with expected information for omega"
ORDINAL_DELTA = "delta method on the asymptotic covariance of the polychoric correlations"


def settle_interval(interval: str | None, bootstrap: int, ordinal: bool) -> str:
    """Choose the kind of interval, or say why the one asked for cannot be had.

    Parameters
    ----------
    interval : str or None
    bootstrap : int
        Resamples.
    ordinal : bool

    Returns
    -------
    str
        One of ``INTERVALS``, or "delta" for polychoric correlations without a bootstrap.

    Raises
    ------
    ValueError
        If it is unknown, or does not go with the number of resamples or the correlations.

    Examples
    --------
    >>> settle_interval(None, 0, False), settle_interval(None, 1000, False)
    ('feldt', 'percentile')
    """
    if interval is None:
        return "percentile" if bootstrap else "delta" if ordinal else "feldt"
    if interval not in INTERVALS:
        raise ValueError(f"interval {interval!r} is unknown; choose from {', '.join(INTERVALS)}")
    if interval in RESAMPLED and not bootstrap:
        raise ValueError(f"interval={interval!r} needs resamples: say bootstrap=1000 or more")
    if interval in FORMULAS and bootstrap:
        raise ValueError(
            f"interval={interval!r} is a formula and takes no bootstrap; choose from "
            f"{', '.join(RESAMPLED)}, or leave bootstrap out"
        )
    if interval in FORMULAS and ordinal:
        raise ValueError(
            f"interval={interval!r} is for raw alpha; with polychoric correlations leave it out "
            "(delta method) or choose percentile or bca with bootstrap"
        )
    return interval


def _intervals(interval: str, bootstrap: int) -> tuple[str, str]:
    """Name the intervals of alpha and of omega."""
    if interval == "delta":
        return ORDINAL_DELTA, ORDINAL_DELTA
    if interval in FORMULAS:
        return ALPHA_INTERVALS[interval], DELTA
    kind = "BCa" if interval == "bca" else "percentile"
    said = f"{kind} intervals of {bootstrap} resamples of respondents"
    return said, said


def used(source: object) -> str:
    """Say whose answers a scale's coefficients rest on.

    Parameters
    ----------
    source : DataFrame or Moments

    Returns
    -------
    str

    Examples
    --------
    >>> used(pd.DataFrame({"Q1": [1, 2]}))
    'listwise within each scale'
    """
    if not isinstance(source, Moments):
        return "listwise within each scale"
    return {
        "em": "moments by EM from every answer given, whose gaps the intervals make too little of",
        "pairwise": "pairwise covariances, n of the pair answered by fewest",
    }.get(source.missing, "respondents complete on all items of the moments")


def convention(
    level: float, interval: str, bootstrap: int, whole: bool, ordinal: bool, respondents: str
) -> str:
    """Say everything in one paragraph.

    Parameters
    ----------
    level : float
    interval : str
        From :func:`settle_interval`.
    bootstrap : int
    whole : bool
        Whether there is a total of several scales.
    ordinal : bool
    respondents : str
        From :func:`used`.

    Returns
    -------
    str

    Examples
    --------
    >>> "Bonett" in convention(0.95, "bonett", 0, False, False, "listwise")
    True
    """
    shown = f"{100 * level:g} % intervals"
    of_alpha, of_omega = _intervals(interval, bootstrap)
    if bootstrap:
        said = f"{shown} are {of_alpha}"
    elif of_alpha == of_omega:
        said = f"{shown}: {of_alpha}"
    else:
        said = f"{shown}: {of_alpha}, {of_omega}"
    kinds = ORDINAL if ordinal else RAW
    return f"{kinds} {said}; {respondents}.{TOGETHER if whole else ''}"


def conventions(interval: str, bootstrap: int, factors: int, ordinal: bool) -> pd.Series:
    """Say it coefficient by coefficient.

    Parameters
    ----------
    interval, bootstrap, ordinal
        As :func:`convention`.
    factors : int
        Group factors of the total; 0 if there is one scale only.

    Returns
    -------
    Series (coefficient)

    Examples
    --------
    >>> conventions("feldt", 0, 0, False)["interval of alpha"]
    "Feldt's for alpha (psych::alpha.ci)"
    """
    latent = " of the responses behind the categories (polychoric correlations)" if ordinal else ""
    of_alpha, of_omega = _intervals(interval, bootstrap)
    said = {
        "alpha": f"Cronbach's alpha{latent}, " + ("standardised" if ordinal else "raw"),
        "interval of alpha": of_alpha,
        "omega_total of a scale": "omega total, unidimensional: one-factor ML model, observed "
        f"variance of the sum (semTools::compRelSEM){latent}",
        "interval of omega_total": of_omega,
        "coefficient_h": "maximal reliability of an optimally weighted sum (Hancock & Mueller 2001), "
        "from the loadings of the same model",
        "lambda6": "Guttman's lambda6 of standardised items (psych)",
    }
    if ordinal:
        said["omega_categorical"] = "categorical omega of the sum score (Green & Yang 2009, eq. 21)"
    if factors:
        base = (
            f"{factors} oblimin-rotated minres factors, Schmid-Leiman, standardised items{latent}"
        )
        said["omega_total of the total"] = f"omega total, multidimensional: {base} (psych::omega)"
        said["omega_hierarchical"] = f"omega hierarchical, general factor only: {base}"
        said["alpha_stratified"] = f"stratified alpha, the scales as strata{latent}"
        said["group_factors"] = "each item counts for the group factor it loads on most (psych)"
        if not bootstrap:
            said["interval of omega_total of the total"] = "none without a bootstrap"
    return pd.Series(said, name="convention").rename_axis("coefficient")
