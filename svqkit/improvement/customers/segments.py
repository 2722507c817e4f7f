"""Segments of customers, with what can be said for and against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.customers.candidates import CRITERIA, candidates
from svqkit.improvement.customers.columns import known_columns, numbers_of, one_row_each
from svqkit.improvement.customers.partitions import (
    divisible_rows,
    latent_classes,
    partition,
    silhouette,
)
from svqkit.improvement.customers.profile_cards import (
    card_sentences,
    segment_means,
    segment_sizes,
)
from svqkit.improvement.customers.segment_words import segments_convention, segments_sentence
from svqkit.improvement.customers.stability import bootstrap_jaccard, stability_table
from svqkit.improvement.customers.structure import without_segments
from svqkit.psychometrics.data.resampling import generator
from svqkit.psychometrics.planning.sample_plan import check_between, check_count
from svqkit.result import Part, Result

__all__ = ["Segmentation", "segments"]

_STARTS_AGAIN = 3
"""Starts in each bootstrap sample and reference."""


@dataclass(frozen=True, eq=False, repr=False)
class Segmentation(Result):
    """Segments with their number, stability, profile cards and expectations.

    Attributes
    ----------
    cards : Series (index: segment)
        A sentence or two each.
    sizes : DataFrame (index: segment)
        ``n share low high masked``.
    profiles : DataFrame (index: segment, variable)
        ``n mean low high all difference masked``: ``difference`` from all customers in standard
        deviations.
    expectations : DataFrame (index: segment, dimension)
        The same of what customers expect; empty without ``expectations=``.
    candidates : DataFrame (index: k)
        Every number tried: ``within silhouette gap gap_se smallest``, or ``loglik npar bic entropy
        certainty smallest``.
    stability : DataFrame (index: segment)
        ``jaccard low high dissolved verdict``.
    reference : Series
        ``observed``, ``usual`` and ``limit`` (mean and 95th percentile in data without segments), ``p``.
    members : Series (index: customer)
        Segment, from 1 (the largest); missing where an answer that k-means needs is missing.
    k : int
    method, criterion : str
    by : tuple of str
    sentence, convention : str

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> visits = np.r_[rng.normal(2, 1, 60), rng.normal(9, 1, 40)]
    >>> found = segments(pd.DataFrame({"visits": visits}), ["visits"], references=20, bootstrap=20)
    >>> found.sizes["n"].tolist()
    [60, 40]
    """

    cards: pd.Series
    sizes: pd.DataFrame
    profiles: pd.DataFrame
    expectations: pd.DataFrame
    candidates: pd.DataFrame
    stability: pd.DataFrame
    reference: pd.Series
    members: pd.Series
    k: int
    method: str
    criterion: str
    by: tuple[str, ...]
    sentence: str
    convention: str

    def _title(self) -> str:
        return f"{self.k} segments of {int(self.sizes['n'].sum())} customers"

    def _parts(self) -> list[Part]:
        cards = "\n".join(f"{segment}. {card}" for segment, card in self.cards.items())
        parts: list[Part] = [("", self.sentence), ("Cards", cards)]
        if len(self.expectations):
            shown = self.expectations[["n", "mean", "low", "high", "difference"]]
            parts.append(("Expectations", shown))
        return [
            *parts,
            ("Stability (bootstrap, Jaccard)", self.stability),
            ("Numbers tried", self.candidates),
            ("Data without segments", self.reference),
            ("Convention", self.convention),
        ]


def segments(
    table: pd.DataFrame,
    by: Sequence[str],
    *,
    k: int | None = None,
    method: Literal["kmeans", "latent"] = "kmeans",
    criterion: Literal["silhouette", "gap", "bic"] | None = None,
    log: Sequence[str] = (),
    describe: Sequence[str] = (),
    expectations: Sequence[str] = (),
    most: int = 6,
    restarts: int = 20,
    bootstrap: int = 100,
    references: int = 50,
    ci: float = 0.95,
    seed: int | None = 0,
    progress: bool = True,
) -> Segmentation:
    """Divide customers into segments, and say how far the segments can be trusted.

    Parameters
    ----------
    table : DataFrame (a row each customer)
    by : sequence of str
        Columns that make the segments: behaviour or answers, as numbers. k-means standardises them.
    k : int, optional
        Number of segments; chosen by the criterion otherwise.
    method : {"kmeans", "latent"}
        k-means, or latent classes (normal variables, or all yes/no ones, independent within a class).
    criterion : {"silhouette", "gap", "bic"}, optional
        ``"silhouette"`` (usual for k-means) cannot choose 1; ``"gap"`` can; ``"bic"`` for latent
        classes.
    log : sequence of str
        Columns of ``by`` that are taken as logarithms: times, amounts and counts with a long tail.
    describe : sequence of str
        Further columns on the cards; they do not make the segments.
    expectations : sequence of str
        Columns of expectations, a dimension each.
    most : int
        Largest number tried.
    restarts : int
        Random starts, the best of which is kept.
    bootstrap : int
        Samples for the stability.
    references : int
        Data sets without structure.
    ci : float in (0, 1)
        Level of intervals on the cards.
    seed : int, optional
    progress : bool

    Returns
    -------
    Segmentation
        ``.cards .sizes .profiles .expectations .candidates .stability .reference .members``.

    Raises
    ------
    DataError
        If a column is missing, holds text or does not vary, a customer comes twice, fewer than 30
        customers have answers, or yes/no columns are mixed with others in latent classes.
    ValueError
        If an option is impossible.
    MissingExtraError
        If scikit-learn or stepmix is not installed.

    References
    ----------
    Silhouette: Rousseeuw (1987). Gap: Tibshirani, Walther & Hastie (2001). Stability: Hennig (2007),
    Computational Statistics & Data Analysis 52, 258–271. Reference without segments: Hennig & Lin
    (2015).

    Examples
    --------
    >>> import svqkit as svq
    >>> customers = svq.load_dataset("shop_customers").drop_duplicates().set_index("customer")
    >>> found = segments(customers, ["visits", "conversion", "repurchase_days", "chatbot_share"],
    ...                  log=["visits", "repurchase_days"], references=20, bootstrap=20)
    >>> found.k, found.sizes["n"].tolist()
    (3, [464, 438, 298])
    """
    used = _options(method, criterion, k, most, restarts, bootstrap, references, ci)
    generator(seed)
    known_columns(table, by)
    one_row_each(table)
    if not len(by) or len(set(by)) < len(by):
        raise ValueError("by= names the columns that make segments, each once; give at least one")
    read = numbers_of(table, by, log)
    x, members = divisible_rows(read, method)
    if most > len(x) // 5 or (k or 1) > len(x) // 5:
        raise ValueError(f"{len(x)} customers are too few for so many segments; lower k or most")
    different = len(np.unique(x, axis=0))
    if method == "kmeans" and max(most, k or 1) > different:
        raise DataError(f"customers have only {different} different answers; lower k or most")
    tried, found, best = candidates(
        x, method, used, max(most, k or 1), restarts, min(references, 50), seed
    )
    chosen = best if k is None else k
    labels = found[chosen]
    if len(np.unique(labels)) < chosen:
        raise DataError(
            f"only {len(np.unique(labels))} of {chosen} segments hold customers; lower k"
        )
    named = pd.Series(labels + 1, read.index[members], name="segment")
    sizes = segment_sizes(named.to_numpy(), chosen, ci)
    shown = [name for name in (*by, *describe) if name not in expectations]
    profiles = segment_means(numbers_of(table, shown), named, ci, "variable")
    wanted = (
        segment_means(numbers_of(table, list(expectations)), named, ci, "dimension")
        if len(expectations)
        else pd.DataFrame()
    )
    similarity = bootstrap_jaccard(
        x,
        labels,
        lambda rows, again: partition(method, rows, chosen, _STARTS_AGAIN, again),
        bootstrap,
        seed,
        progress,
    )
    stability = stability_table(similarity)
    reference = _reference(x, labels, chosen, method, references, seed)
    return Segmentation(
        card_sentences(sizes, profiles, wanted),
        sizes,
        profiles,
        wanted,
        tried,
        stability,
        reference,
        named.reindex(table.index).astype("Int64"),
        chosen,
        method,
        used if k is None else "given",
        tuple(by),
        segments_sentence(chosen, used if k is None else "you", stability, reference, method),
        segments_convention(method, log, int((~members).sum()), sizes, ci),
    )


def _options(method: str, criterion: str | None, k: int | None, most: int, *counts: Any) -> str:
    if method not in CRITERIA:
        raise ValueError(f"method must be 'kmeans' or 'latent', not {method!r}")
    used = criterion or CRITERIA[method][0]
    if used not in CRITERIA[method]:
        raise ValueError(
            f"with method={method!r} criterion is one of {', '.join(CRITERIA[method])}, not {used!r}"
        )
    restarts, bootstrap, references, ci = counts
    check_count("most", most, 2)
    check_count("k", 1 if k is None else k, 1)
    check_count("restarts", restarts, 1)
    for name, value in {"bootstrap": bootstrap, "references": references}.items():
        check_count(name, value, 10)
    check_between("ci", ci, 0, 1)
    return used


def _reference(
    x: np.ndarray, labels: np.ndarray, k: int, method: str, references: int, seed: int | None
) -> pd.Series:
    """Compare how clustered the data are with data without segments."""

    def measure(rows: np.ndarray, own: np.ndarray | None = None) -> float:
        if method == "latent":
            one, many = (
                latent_classes(rows, j, _STARTS_AGAIN, seed, roughly=True)[1]["bic"] for j in (1, k)
            )
            return one - many
        divided = partition(method, rows, k, _STARTS_AGAIN, seed) if own is None else own
        return silhouette(rows, divided, seed)

    names = ["observed", "usual", "limit", "p"]
    measured = "silhouette" if method == "kmeans" else "BIC of one class less BIC of k"
    if k == 1:
        return pd.Series(np.nan, names, name=measured)
    observed = measure(x, labels)
    found = without_segments(x, references, seed, measure)
    p = (1 + (found >= observed).sum()) / (references + 1)
    return pd.Series([observed, found.mean(), np.quantile(found, 0.95), p], names, name=measured)
