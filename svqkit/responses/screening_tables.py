"""What screening counts: missing answers and crowded ends, item by item and scale by scale."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svqkit.responses.careless_signs import Rule
from svqkit.responses.responses import Responses

__all__ = ["count_checks", "screened_items", "screened_scales"]

CROWDED = 15.0
"""Per cent of respondents at one end of a score (Terwee et al. 2007)."""


def _crowding(values: np.ndarray, low: float, high: float) -> dict[str, np.ndarray]:
    """Count each column's answers, and the share of them at either end."""
    n = (~np.isnan(values)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        ends = [(values <= low + 1e-9).sum(axis=0), (values >= high - 1e-9).sum(axis=0)]
        floor, ceiling = (np.where(n > 0, 100 * end / np.maximum(n, 1), np.nan) for end in ends)
    return {"n": n, "floor_pct": floor, "ceiling_pct": ceiling}


def screened_items(forms: Mapping[str, pd.DataFrame], low: int, high: int) -> pd.DataFrame:
    """Count missing answers and those at either end, item by item.

    Parameters
    ----------
    forms : mapping of form to DataFrame (respondents × items)
    low, high : int
        Ends of the scale.

    Returns
    -------
    DataFrame, index ``form``, ``item``
        ``n missing_pct floor_pct ceiling_pct``.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1.0, 7, 7, None]})
    >>> screened_items({"perception": answers}, 1, 7).round(1).to_numpy().tolist()
    [[3.0, 25.0, 33.3, 66.7]]
    """
    tables = {}
    for form, frame in forms.items():
        found = _crowding(frame.to_numpy(dtype=float), low, high)
        table = pd.DataFrame(found, index=frame.columns)
        asked = max(len(frame), 1)
        table.insert(1, "missing_pct", 100 * (asked - found["n"]) / asked)
        tables[form] = table
    return pd.concat(tables, names=["form", "item"])


def screened_scales(forms: Mapping[str, pd.DataFrame], responses: Responses) -> pd.DataFrame:
    """Count respondents whose dimension score stands at either end.

    Parameters
    ----------
    forms : mapping of form to DataFrame (respondents × items)
    responses : Responses

    Returns
    -------
    DataFrame, index ``form``, ``dimension``
        ``n floor_pct ceiling_pct crowded``; crowded beyond 15 %.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> len(screened_scales({"perception": bank.perceptions}, bank))
    5
    """
    scale, mapping = responses.instrument.scale, responses.instrument.mapping
    tables = {}
    for form, frame in forms.items():
        values = frame.to_numpy(dtype=float)
        at = {code: place for place, code in enumerate(frame.columns)}
        scores = [
            values[:, [at[code] for code in codes]].mean(axis=1) for codes in mapping.values()
        ]
        found = _crowding(np.column_stack(scores), scale.low, scale.high)
        most = np.fmax(found["floor_pct"], found["ceiling_pct"])
        tables[form] = pd.DataFrame({**found, "crowded": most > CROWDED}, index=list(mapping))
    return pd.concat(tables, names=["form", "dimension"])


def _problem_count(responses: Responses, kind: str) -> int:
    problems = responses.problems
    return int(problems.loc[problems["kind"] == kind, "count"].sum())


def count_checks(
    responses: Responses,
    forms: Mapping[str, pd.DataFrame],
    table: pd.DataFrame,
    signs: pd.DataFrame,
    rules: Mapping[str, str],
    rule: Rule,
    scales: pd.DataFrame,
) -> pd.DataFrame:
    """Count what each check found, with the rule it went by.

    Parameters
    ----------
    responses : Responses
    forms : mapping of form to DataFrame (respondents × items)
    table : DataFrame
        Indices of the respondents, with ``careless`` and ``duplicate_of``.
    signs : DataFrame of bool (respondents × signs)
    rules : mapping of sign to its rule
    rule : Rule
    scales : DataFrame
        As :func:`screened_scales` gives it.

    Returns
    -------
    DataFrame
        ``check count of pct rule``.
    """
    n = responses.n
    cells = sum(frame.size for frame in forms.values())
    missing = int(sum(frame.isna().to_numpy().sum() for frame in forms.values()))
    judged = {
        "attention check failed": table["checks_failed"].notna(),
        "too fast": table["seconds_per_item"].notna(),
        "unusual pattern (Mahalanobis)": table["mahalanobis_p"].notna(),
        "inconsistent answers": table["even_odd"].notna()
        | table["synonyms"].notna()
        | table["antonyms"].notna(),
    }
    rows: list[tuple[str, int, int, str, str]] = [
        ("missing answers", missing, cells, "answers", "any item of any form"),
        ("answers out of range", _problem_count(responses, "out_of_range"), cells, "answers",
         "set to missing when the file was read"),
        ("repeated answers", int(table["duplicate_of"].notna().sum()), n, "respondents",
         "all answers as an earlier respondent's, at least two different codes"),
    ]  # fmt: skip
    examined = []
    for sign in signs.columns:
        of = int(judged[sign].sum()) if sign in judged else n
        if of or sign == "unusual pattern (Mahalanobis)":
            examined.append(sign)
            rows.append((sign, int(signs[sign].sum()), of, "respondents", rules[sign]))
    said = rule.said(examined)
    rows.append(("careless", int(table["careless"].sum()), n, "respondents", said))
    for form in forms:
        mine = scales.index.get_level_values("form") == form
        for end, word in (("floor", "lowest"), ("ceiling", "highest")):
            hits = int((scales[f"{end}_pct"].to_numpy()[mine] > CROWDED).sum())
            said = f"more than 15 % of respondents have the {word} score (Terwee et al. 2007)"
            rows.append((f"{form} scales at the {end}", hits, int(mine.sum()), "scales", said))
    if "expectation" in forms:
        rows += _of_expectations(forms["expectation"], forms["perception"], responses)
    check, count, total, kind, rule_of = (list(column) for column in zip(*rows, strict=True))
    asked = np.array(total, dtype=float)
    pct = 100 * np.array(count) / np.where(asked > 0, asked, np.nan)
    return pd.DataFrame({"check": check, "count": count, "of": kind, "pct": pct, "rule": rule_of})


def _of_expectations(
    expected: pd.DataFrame, perceived: pd.DataFrame, responses: Responses
) -> list[tuple[str, int, int, str, str]]:
    """Count who expects the best of everything, and who is never disappointed."""
    high = responses.instrument.scale.high
    wanted = expected.to_numpy(dtype=float)
    found = perceived.reindex(index=expected.index, columns=expected.columns).to_numpy(dtype=float)
    asked = ~np.isnan(wanted)
    pairs = asked & ~np.isnan(found)
    top = ((wanted == high) | ~asked).all(axis=1) & asked.any(axis=1)
    above = ((found >= wanted) | ~pairs).all(axis=1) & pairs.any(axis=1)
    return [
        ("expectations all at the ceiling", int(top.sum()), responses.n, "respondents",
         "every expectation answered with the highest code"),
        ("perceptions never below expectations", int(above.sum()), responses.n, "respondents",
         "no negative gap on any item"),
    ]  # fmt: skip
