"""The decisions that one validation rests on: what was taken, why, and where to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from svqkit.validation.analysis_record import Analyses

__all__ = ["decisions_table"]

_LEFT_OUT = "left out by rule"
"""As ``exclude`` notes it."""


def decisions_table(done: Analyses, settings: Mapping[str, object]) -> pd.DataFrame:
    """List the decisions of a validation, those taken by default among them.

    Parameters
    ----------
    done : Analyses
    settings : mapping
        The validation's settings: criteria and seed.

    Returns
    -------
    DataFrame
        Index ``decision``; ``taken``, ``because``, ``change`` (the option or call that decides
        otherwise).

    References
    ----------
    Rhemtulla, Brosseau-Liard & Savalei (2012): with five categories or more, answers may be
    analysed as continuous by robust maximum likelihood. Simmons, Nelson & Simonsohn (2011):
    choices taken after looking raise false positives, so each is to be stated.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> table = decisions_table(analyse(svq.load_dataset("bank"), Options()), {"seed": 1})
    >>> table.loc["Missing answers", "change"]
    'missing="fiml"'
    """
    rows = [
        ("Who is in", *_kept(done)),
        ("Careless answers", *_careless(done)),
        *_unusable(done),
        ("Missing answers", *_missing(done)),
        ("Correlations", *_correlation(done)),
        ("Estimator", *_estimator(done)),
        ("Number of factors", *_factors(done)),
        ("Criteria", *_criteria(settings)),
        ("Outcomes", *_outcomes(done)),
        ("Groups", *_groups(done)),
        ("Resampling", *_resampling(done)),
        ("Seed", str(settings.get("seed", done.options.seed)), "random draws repeat", "seed=…"),
    ]
    frame = pd.DataFrame(rows, columns=["decision", "taken", "because", "change"])
    return frame.set_index("decision")


def _kept(done: Analyses) -> tuple[str, str, str]:
    responses = done.responses
    dropped = responses.dropped
    read = responses.n + len(dropped)
    counts = dropped["reason"].astype(str).str.split(":").str[0].value_counts(sort=False)
    reasons = "; ".join(f"{reason}: {n}" for reason, n in counts.items())
    return (
        f"{responses.n} of {read} respondents" + (f" (left out: {reasons})" if reasons else ""),
        "a row without answers and the repetition of a respondent are no respondents; everybody "
        "else stays until a rule says otherwise",
        "svq.exclude(responses, who, reason=…)",
    )


def _careless(done: Analyses) -> tuple[str, str, str]:
    flagged = len(done.screening.flagged)
    problems = done.responses.problems
    gone = int(problems.loc[problems["handling"] == _LEFT_OUT, "count"].sum())
    taken = f"{flagged} flagged, all kept"
    if gone:
        taken = f"{gone} left out by rule; {flagged} of the others flagged and kept"
    return (
        taken,
        "a flag is a reason to look, no proof; the table of sensitivity gives the key numbers "
        "without the flagged",
        "svq.exclude(responses, svq.screen(responses))",
    )


def _unusable(done: Analyses) -> Iterator[tuple[str, str, str, str]]:
    if done.left_out:
        yield (
            "Items left out",
            "; ".join(f"{name}: {why}" for name, why in done.left_out.items()),
            "without variance an item has no correlation with anything",
            "mend the column, or name it with rename={…}",
        )


def _missing(done: Analyses) -> tuple[str, str, str]:
    used = [code for codes in done.scales.values() for code in codes]
    complete = int(done.responses.perceptions[used].notna().all(axis=1).sum())
    everybody = done.cfa is not None and done.options.missing != "listwise"
    if everybody:
        taken = "full information: the factor models use every answer that was given"
    elif done.cfa is not None:
        taken = f"listwise: the factor models use {int(done.cfa.n)} of {done.responses.n}"
    else:
        taken = f"listwise: {complete} of {done.responses.n} answered every item"
    because = (
        "nothing is missing"
        if done.missing is None and complete == done.responses.n
        else "not examined"
        if done.missing is None
        else _advice(done.missing.recommendation)
    )
    return taken, because, 'missing="listwise"' if everybody else 'missing="fiml"'


def _advice(text: str) -> str:
    """Keep what was found: how to change it stands in its own column."""
    kept = [one for one in text.split(". ") if not one.startswith("Use full information")]
    return ". ".join(kept).rstrip(".")


def _correlation(done: Analyses) -> tuple[str, str, str]:
    scale = done.responses.instrument.scale
    codes = int(scale.high - scale.low + 1)
    chosen = done.options.correlation
    because = (
        f"with {codes} answer codes Pearson's and polychoric correlations lead to much the same "
        "factors unless answers are very skewed (Rhemtulla et al. 2012)"
        if codes >= 5
        else f"{codes} answer codes are few: polychoric correlations suit them better "
        "(Rhemtulla et al. 2012)"
    )
    return chosen.capitalize(), because, _other("correlation", chosen, "pearson", "polychoric")


def _other(option: str, chosen: str, usual: str, other: str) -> str:
    return f'{option}="{usual if chosen != usual else other}"'


def _estimator(done: Analyses) -> tuple[str, str, str]:
    chosen = done.options.estimator
    because = "normality was not examined"
    if done.normality is not None:
        because = done.normality.recommendation.rstrip(".")
    other = 'estimator="MLR" (answers not normal) or "WLSMV" (few codes)'
    return chosen, because, other if chosen == "ML" else 'estimator="ML"'


def _factors(done: Analyses) -> tuple[str, str, str]:
    designed = len(done.scales)
    because = "the design is what is tested; what the answers alone suggest stands beside it"
    if done.n_factors is not None:
        rules = len(done.n_factors.suggestions)
        agree = int((done.n_factors.suggestions == designed).sum())
        because = (
            f"the design is what is tested; {agree} of {rules} rules suggest it from the answers"
        )
    return f"{designed}, as designed", because, "svq.efa(responses, n_factors=…), model=…"


def _criteria(settings: Mapping[str, object]) -> tuple[str, str, str]:
    return (
        str(settings.get("criteria", "default")),
        "cited guides, stated before looking; the section on reproducibility lists each with its "
        "source",
        "criteria={…} or the path of a TOML file",
    )


def _outcomes(done: Analyses) -> tuple[str, str, str]:
    names = ", ".join(done.options.outcomes)
    because = "scores should predict what quality is for" if names else "none were named"
    return names or "none", because, 'outcomes=["…"]'


def _groups(done: Analyses) -> tuple[str, str, str]:
    named = done.options.group
    because = (
        "scores are compared only where they measure the same"
        if named
        else "none were named, so whether groups may be compared stays open"
    )
    return named or "none", because, 'group="…"'


def _resampling(done: Analyses) -> tuple[str, str, str]:
    draws = done.options.bootstrap
    because = (
        "intervals without a formula, such as those of HTMT, come from resampling"
        if draws
        else "numbers without a formula for their interval, such as HTMT, stay points; a point "
        "alone supports no claim"
    )
    return f"{draws} draws" if draws else "none", because, f"bootstrap={0 if draws else 1000}"
