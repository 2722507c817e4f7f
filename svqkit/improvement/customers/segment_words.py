"""What is said of segments: their number, their stability, and what they do not say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

__all__ = ["segments_convention", "segments_sentence"]


def segments_sentence(
    k: int, chosen_by: str, stability: pd.DataFrame, reference: pd.Series, method: str
) -> str:
    """Say how many segments there are, how stable, and how clear beside data without any.

    Examples
    --------
    >>> segments_sentence(1, "gap", pd.DataFrame(), pd.Series(dtype=float), "kmeans")[:27]
    'One segment, chosen by gap:'
    """
    if k == 1:
        return (
            f"One segment, chosen by {chosen_by}: the data give no reason to divide these customers. "
            "Any method divides any data if it is told to."
        )
    counts = stability["verdict"].value_counts()
    verdicts = ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
    what = "silhouette" if method == "kmeans" else "gain in BIC"
    found = f"{what} {reference['observed']:.3g}, {reference['usual']:.3g} without segments"
    clear = (
        f"These data are more clustered than that ({found}; p {reference['p']:.3f})."
        if reference["p"] <= 0.05
        else f"These data are not more clustered than that ({found}; p {reference['p']:.3f}): the "
        "segments cut up one cloud, and their borders are arbitrary."
    )
    return (
        f"{k} segments, chosen by {chosen_by}: {verdicts} in bootstrap samples. Segments are found in "
        f"any data, also where there are none. {clear}"
    )


def segments_convention(
    method: str, log: Sequence[str], left_out: int, sizes: pd.DataFrame, ci: float
) -> str:
    """Say how the segments were made, and what they do not say.

    Examples
    --------
    >>> sizes = pd.DataFrame({"masked": [False]})
    >>> segments_convention("kmeans", ["visits"], 0, sizes, 0.95)[:51]
    'k-means on standardised columns, logarithms of visi'
    """
    how = {
        "kmeans": "k-means on standardised columns",
        "latent": "Latent classes (independent variables within a class; the likeliest class counts)",
    }[method]
    logs = f", logarithms of {', '.join(log)}" if len(log) else ""
    gone = f" {left_out} customers lack an answer and belong to no segment." if left_out else ""
    masked = " Segments under ten customers show no numbers." if sizes["masked"].any() else ""
    return (
        f"{how}{logs}.{gone}{masked} Intervals ({ci:.0%}) take the segments as given, and so are too "
        "short for the columns that made them. Jaccard: under .6 dissolved, under .75 doubtful, from "
        ".75 stable, from .85 highly stable (Hennig 2007). A segment describes; it does not say why, "
        "nor what would happen if its customers were served otherwise."
    )
