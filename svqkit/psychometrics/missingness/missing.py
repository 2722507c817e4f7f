"""Missing answers: how many, which together, whether at random, and what to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.missingness.little import little_test
from svqkit.psychometrics.missingness.missing_advice import auxiliary_table, recommendation
from svqkit.psychometrics.missingness.missing_patterns import (
    coverage,
    gaps_by_item,
    gaps_by_respondent,
    pattern_table,
)
from svqkit.psychometrics.missingness.missing_tests import (
    category_tests,
    pairwise_correlations,
    separate_variance_tests,
)
from svqkit.psychometrics.sem.samples.patterns import PatternedSample, patterned_sample
from svqkit.psychometrics.sem.tables.missing_information import saturated_missing_information
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["MissingData", "missing_data"]

MOST_CATEGORIES = 20
"""Categories an auxiliary variable may have; with more, every one tells a respondent or two."""
SHOWN = 12
"""Patterns and tests shown in the display; the tables hold all."""
CONVENTION = (
    "Little's test with maximum-likelihood means and covariances (divisor n; as SPSS, Enders and "
    "naniar); t tests with separate variances, missing less answered, Holm over all of them (SPSS "
    "shows them unadjusted, and leaves out items with under 5 % missing); fraction of missing "
    "information from observed information, as lavaan"
)


@dataclass(frozen=True, eq=False, repr=False)
class MissingData(Result):
    """What is missing, whether it is missing at random, and what that asks for.

    Parameters
    ----------
    items : DataFrame (items)
        ``n missing missing_share mean sd``.
    respondents : DataFrame
        By the number of items missing: ``respondents share``.
    patterns : DataFrame
        ``respondents share items_missing missing`` and one column an item, True where missing;
        the most frequent first.
    coverage : DataFrame (items × items)
        Share of respondents who answered both.
    little : Series
        Little's test: ``chisq df pvalue patterns``; NaN where it cannot be computed.
    tests : DataFrame
        By item left out and variable: ``n_missing n_answered mean_missing mean_answered t df
        pvalue p_holm d r``.
    category_tests : DataFrame
        By item left out and categorical auxiliary variable: ``n chisq df pvalue p_holm v``.
    auxiliary : DataFrame
        By auxiliary variable: what it tells of gaps and of answers, and whether it is ``useful``.
    n, n_complete : int
        Respondents, and those who answered every item.
    sample : PatternedSample or None
        Sums by pattern with the EM moments; None where these cannot be estimated.
    not_estimated : str
        Why not; empty otherwise.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.missing_data(svq.load_dataset("bank"))
    >>> found.n_complete <= found.n, int(found.patterns["respondents"].sum()) == found.n
    (True, True)
    """

    items: pd.DataFrame
    respondents: pd.DataFrame
    patterns: pd.DataFrame
    coverage: pd.DataFrame
    little: pd.Series
    tests: pd.DataFrame
    category_tests: pd.DataFrame
    auxiliary: pd.DataFrame
    n: int
    n_complete: int
    sample: PatternedSample | None
    not_estimated: str

    @property
    def convention(self) -> str:
        """How the numbers were computed, where programs differ."""
        return CONVENTION

    @property
    def lost_listwise(self) -> float:
        """Share of respondents that listwise deletion leaves out."""
        return 1.0 - self.n_complete / self.n

    @cached_property
    def fmi(self) -> pd.DataFrame:
        """Fraction of missing information: ``lhs op rhs est se se_complete fmi``.

        Of means (``~1``), variances and covariances (``~~``) of the unrestricted model (Savalei &
        Rhemtulla 2012).

        Raises
        ------
        DataError
            If the unrestricted moments cannot be estimated.
        """
        if self.sample is None:
            raise DataError(f"there is no fraction of missing information: {self.not_estimated}")
        return saturated_missing_information(self.sample, list(self.items.index))

    @property
    def recommendation(self) -> str:
        """What to do, in one or two sentences."""
        empty = [str(name) for name in self.items.index[self.items["n"] == 0]]
        if empty:
            return (
                f"Nobody answered {', '.join(empty)}: leave that out, and look at the rest again."
            )
        return recommendation(self.n, self.n_complete, self.little, self.tests, self.auxiliary)

    def _title(self) -> str:
        return "Missing answers"

    def _parts(self) -> list[Part]:
        shown = self.patterns[["respondents", "share", "missing"]].head(SHOWN)
        tests = self.tests.sort_values("pvalue")[["t", "df", "p_holm", "d"]].head(SHOWN)
        parts: list[Part] = [
            ("Advice", self.recommendation),
            ("Items", self.items),
            (f"Patterns (of {len(self.patterns)})", shown),
            ("Little's test", self.little),
        ]
        if len(tests):
            parts.append((f"Who left items out (of {len(self.tests)} tests)", tests))
        if len(self.auxiliary):
            parts.append(("Auxiliary variables", self.auxiliary))
        if self.not_estimated:
            parts.append(("Not estimated", self.not_estimated))
        return [*parts, ("Convention", self.convention)]


def _split(source: Any, auxiliary: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take items and auxiliary variables apart."""
    table = getattr(source, "perceptions", source)
    if auxiliary is None:
        items = as_items(source)
        return items, pd.DataFrame(index=items.index)
    if isinstance(auxiliary, pd.DataFrame):
        items = as_items(source)
        if auxiliary.index.has_duplicates or not items.index.isin(auxiliary.index).all():
            raise DataError("auxiliary has another index than the items; align it on their rows")
        return items, auxiliary.loc[items.index]
    names = [auxiliary] if isinstance(auxiliary, str) else list(auxiliary)
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"items must be a DataFrame or Responses, not {type(table).__name__}")
    places = [table, getattr(source, "respondents", None)]
    found = {}
    for name in names:
        place = next((p for p in places if p is not None and name in p.columns), None)
        if place is None:
            raise DataError(f"auxiliary variable {name!r} is not a column", column=name)
        found[name] = place[name]
    items = as_items(table.drop(columns=[name for name in names if name in table.columns]))
    return items, pd.DataFrame(found, index=items.index)


def _numeric(variables: pd.DataFrame) -> list:
    return [
        c
        for c in variables.columns
        if pd.api.types.is_numeric_dtype(variables[c])
        and not pd.api.types.is_bool_dtype(variables[c])
    ]


def _summed_up(items: pd.DataFrame) -> tuple[PatternedSample | None, str]:
    """Estimate the unrestricted moments, or say why they cannot be."""
    answers = items.to_numpy()
    try:
        found = patterned_sample(
            answers[~np.isnan(answers).all(axis=1)], [str(c) for c in items.columns]
        )
    except (DataError, ConvergenceError) as reason:
        return None, str(reason)
    return found, ""


@single_threaded
def missing_data(
    items: Any, *, auxiliary: pd.DataFrame | Sequence[str] | None = None
) -> MissingData:
    """Analyse missing answers.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Missing answers are NaN.
    auxiliary : DataFrame or column names, optional
        Variables outside the analysis that may tell who leaves items out (age, branch …): on the
        index of the items, or names of columns of the table (then no items) or of
        ``.respondents``. Numbers are compared by t tests, other kinds as categories.

    Returns
    -------
    MissingData
        ``.items .respondents .patterns .coverage .little .tests .category_tests .auxiliary
        .fmi .recommendation .lost_listwise``

    Raises
    ------
    TypeError
        If ``items`` is no table.
    DataError
        If there are no respondents or fewer than two items, a column is not numeric, or an
        auxiliary variable is absent or has more than 20 categories.

    References
    ----------
    Little (1988); Savalei & Rhemtulla (2012); Enders, C. K. (2010). Applied missing data
    analysis. Guilford.

    Examples
    --------
    >>> import numpy as np
    >>> answers = pd.DataFrame(np.random.default_rng(1).normal(size=(200, 3)), columns=list("abc"))
    >>> answers.loc[answers["a"] > 1, "b"] = np.nan
    >>> found = missing_data(answers)
    >>> print(f"{found.little['chisq']:.1f} on {found.little['df']:.0f} df")
    81.7 on 2 df
    >>> found.tests["p_holm"].idxmin()
    ('b', 'a')
    """
    answers, extra = _split(items, auxiliary)
    if answers.shape[1] < 2:
        raise DataError("missing-data analysis needs at least two items")
    if len(answers) == 0:
        raise DataError("there are no respondents")
    numeric = _numeric(extra)
    numbers, categories = extra[numeric].astype(float), extra.drop(columns=numeric)
    for name, count in categories.nunique().items():
        if count > MOST_CATEGORIES:
            raise DataError(
                f"auxiliary variable {name!r} has {count} categories; join some, or leave it out",
                column=name,
            )
    both = [name for name in numbers.columns if name in answers.columns]
    if both:
        raise DataError(
            f"auxiliary variable {both[0]!r} is an item too; leave it out of one of them",
            column=both[0],
        )
    sample, reason = _summed_up(answers)
    nothing = pd.Series(
        {"chisq": np.nan, "df": np.nan, "pvalue": np.nan, "patterns": np.nan}, name="little"
    )
    numbers.index = answers.index
    tests = separate_variance_tests(answers, pd.concat([answers, numbers], axis=1))
    of_categories = category_tests(answers, categories)
    return MissingData(
        items=gaps_by_item(answers),
        respondents=gaps_by_respondent(answers),
        patterns=pattern_table(answers),
        coverage=coverage(answers),
        little=nothing if sample is None else little_test(sample),
        tests=tests,
        category_tests=of_categories,
        auxiliary=auxiliary_table(
            tests, of_categories, pairwise_correlations(answers, numbers), list(extra.columns)
        ),
        n=len(answers),
        n_complete=int(answers.notna().all(axis=1).sum()),
        sample=sample,
        not_estimated=reason,
    )
