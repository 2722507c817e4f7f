"""The comparison of forms in words that claim no more than this sample supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.difference_scores.surface_reading import said_p
from svqkit.interface import joined

__all__ = ["FORM_TITLES", "forms_paragraph", "verdict_on"]

Say = Callable[..., str]
N_ = str
FORM_TITLES = {
    "servqual": N_("SERVQUAL (P − E)"),
    "weighted_servqual": N_("weighted SERVQUAL"),
    "servperf": N_("SERVPERF (P)"),
    "weighted_servperf": N_("weighted SERVPERF"),
    "direct": N_("direct question"),
    "components": N_("P and E separately"),
    "quadratic": N_("P and E, curved"),
}
"""English names of the forms; ``say`` gives them in other languages."""


def verdict_on(row: pd.Series, limit: float) -> str:
    """Tell whether a form predicts more than SERVPERF, less, or that nobody can tell.

    Parameters
    ----------
    row : Series
        Of ``prediction``. A form that contains SERVPERF never explains less in the same sample,
        so there the F test and a gain for respondents left out must agree; otherwise the interval
        of ΔR² decides.
    limit : float
        1 − level of the intervals.

    Returns
    -------
    {"more", "less", "cannot tell", "same", ""}
        Empty for SERVPERF itself, and where nothing was resampled.

    Examples
    --------
    >>> row = pd.Series({"delta_r_squared": -0.1, "delta_low": -0.2, "delta_high": 0.01,
    ...                  "contains_servperf": False, "p": float("nan")})
    >>> verdict_on(row, 0.05)
    'cannot tell'
    """
    if np.isnan(row["delta_r_squared"]):
        return ""
    if row["contains_servperf"]:
        return "more" if row["p"] < limit and row["cv_gain"] > 0 else "cannot tell"
    if row["delta_low"] == row["delta_high"] == 0:
        return "same"
    if np.isnan(row["delta_low"]):
        return ""
    if row["delta_low"] > 0:
        return "more"
    return "less" if row["delta_high"] < 0 else "cannot tell"


def forms_paragraph(found: Any, say: Say) -> str:
    """Tell what the comparison supports.

    Parameters
    ----------
    found : FormComparison
    say : callable
        From ``svqkit.interface.translator``.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> found = svq.compare_forms(svq.load_dataset("bank"), bootstrap=200, seed=1)
    >>> forms_paragraph(found, translator("en")).endswith("differ from what they expected.")
    True
    """
    sentences = [*_reliability(found, say), *_restriction(found, say)]
    for outcome in dict.fromkeys(found.prediction.index.get_level_values("outcome")):
        sentences += _prediction(found, str(outcome), say)
    if not len(found.prediction):
        sentences.append(say("Without outcomes nothing can be said about prediction."))
    sentences.append(
        say(
            "Predicting well is one use of a form; only expectations show by how much customers "
            "differ from what they expected."
        )
    )
    return joined(sentences)


def _two(value: float) -> str:
    shown = f"{round(value, 2) + 0.0:.2f}"
    return shown.replace("0.", ".", 1).replace("-", "−")


def _reliability(found: Any, say: Say) -> list[str]:
    totals = found.reliability.xs("total", level="scale") if len(found.reliability) else None
    if totals is None or totals["reliability"].isna().all():
        return []
    parts = []
    for name, row in totals.dropna(subset=["reliability"]).iterrows():
        title = say(FORM_TITLES[str(name)])
        if np.isnan(row["reliability_low"]):
            parts.append(say("{form} {value}", form=title, value=_two(row["reliability"])))
        else:
            parts.append(
                say(
                    "{form} {value} [{low}, {high}]",
                    form=title,
                    value=_two(row["reliability"]),
                    low=_two(row["reliability_low"]),
                    high=_two(row["reliability_high"]),
                )
            )
    n = int(totals["n"].max())
    sentences = [
        say("Reliability of the total (n = {n}): {list}.", n=n, list=say("; ").join(parts))
    ]
    if "servqual" in totals.index and not np.isnan(totals.loc["servqual", "by_formula"]):
        sentences.append(
            say(
                "By the formula for differences SERVQUAL has {value}.",
                value=_two(totals.loc["servqual", "by_formula"]),
            )
        )
    return sentences


def _restriction(found: Any, say: Say) -> list[str]:
    if not len(found.restriction):
        return []
    row = found.restriction.loc["total"]
    sentences = [
        say(
            "{higher} % of respondents expect more than they perceive, and {top} % of all "
            "expectations stand at the top of the scale.",
            higher=f"{row['expectation_higher_pct']:.0f}",
            top=f"{row['ceiling_pct']:.0f}",
        )
    ]
    if np.isnan(row["p_spread"]) or row["p_spread"] >= 1 - found.ci_level:
        sentences.append(
            say("That gaps vary less where more is expected cannot be told from this sample.")
        )
    elif row["r_spread"] < 0:
        sentences.append(
            say(
                "Gaps vary less where more is expected (r = {r}, {p}): their variance is "
                "restricted.",
                r=_two(row["r_spread"]),
                p=said_p(row["p_spread"]),
            )
        )
    else:
        sentences.append(
            say(
                "Gaps vary more where more is expected (r = {r}, {p}).",
                r=_two(row["r_spread"]),
                p=said_p(row["p_spread"]),
            )
        )
    return sentences


def _prediction(found: Any, outcome: str, say: Say) -> list[str]:
    """Total scores only; the table has the dimensions."""
    table = found.prediction.xs((outcome, "total"), level=("outcome", "level"))
    label = found.outcome_label(outcome)
    if "servperf" not in table.index:
        return []
    base = table.loc["servperf"]
    sentences = [
        say(
            "Of the variance of {outcome} (n = {n}) the total of SERVPERF explains {pct} %.",
            outcome=label,
            n=int(base["n"]),
            pct=f"{100 * base['r_squared']:.0f}",
        )
    ]
    if len(table) == 1:
        return [*sentences, say("No other form could be computed, so nothing is compared.")]
    limit = 1 - found.ci_level
    by_verdict: dict[str, list[str]] = {}
    for name, row in table.iterrows():
        verdict = verdict_on(row, limit)
        if verdict:
            by_verdict.setdefault(verdict, []).append(_gain(str(name), row, limit, say))
    if "more" in by_verdict:
        sentences.append(say("More: {list}.", list=say("; ").join(by_verdict["more"])))
    if "less" in by_verdict:
        sentences.append(say("Less: {list}.", list=say("; ").join(by_verdict["less"])))
    if "same" in by_verdict:
        sentences.append(say("The same: {list}.", list=say("; ").join(by_verdict["same"])))
    if "cannot tell" in by_verdict:
        sentences.append(
            say(
                "This sample cannot tell from SERVPERF: {list}.",
                list=say("; ").join(by_verdict["cannot tell"]),
            )
        )
    best = str(table["cv_r_squared"].idxmax())
    if best == "servperf":
        sentences.append(
            say(
                "For respondents left out no form predicts better than SERVPERF (R² {base}).",
                base=_two(base["cv_r_squared"]),
            )
        )
    else:
        sentences.append(
            say(
                "For respondents left out the smallest error is that of {form} (R² {best}; "
                "SERVPERF {base}).",
                form=say(FORM_TITLES[best]),
                best=_two(table.loc[best, "cv_r_squared"]),
                base=_two(base["cv_r_squared"]),
            )
        )
    return sentences


def _gain(name: str, row: pd.Series, limit: float, say: Say) -> str:
    title = say(FORM_TITLES[name])
    delta = _two(row["delta_r_squared"])
    if row["contains_servperf"] and row["p"] < limit and row["cv_gain"] <= 0:
        return say(
            "{form} (ΔR² {delta}, {p}, no gain for respondents left out)",
            form=title,
            delta=delta,
            p=said_p(row["p"]),
        )
    if row["contains_servperf"]:
        return say("{form} (ΔR² {delta}, {p})", form=title, delta=delta, p=said_p(row["p"]))
    if np.isnan(row["delta_low"]):
        return say("{form} (ΔR² {delta})", form=title, delta=delta)
    return say(
        "{form} (ΔR² {delta} [{low}, {high}])",
        form=title,
        delta=delta,
        low=_two(row["delta_low"]),
        high=_two(row["delta_high"]),
    )
