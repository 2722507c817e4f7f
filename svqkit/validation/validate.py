"""The main job: from answers to a verdict."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.threads import single_threaded
from svqkit.validation.analyses import analyse
from svqkit.validation.analysis_record import Analyses, Options
from svqkit.validation.claims import claims_table
from svqkit.validation.criteria import criteria_table, read_criteria
from svqkit.validation.evidence import (
    consistency,
    convergence,
    data,
    differences,
    groups,
    items,
    prediction,
    structure,
)
from svqkit.validation.findings import findings_table
from svqkit.validation.result import Validation
from svqkit.validation.sensitivity import with_and_without
from svqkit.validation.verdict import overall_verdict

if TYPE_CHECKING:
    from svqkit.responses.responses import Responses

__all__ = ["validate"]

_EVIDENCE = (data, items, consistency, structure, convergence, prediction, groups, differences)
_PACKAGES = ("svqkit", "numpy", "scipy", "pandas", "factor-analyzer", "pingouin")


@single_threaded
def validate(
    responses: Responses,
    *,
    model: str | Mapping[str, Sequence[str]] | None = None,
    criteria: str | Path | Mapping[str, float] = "default",
    correlation: str = "pearson",
    estimator: str = "ML",
    missing: str = "listwise",
    group: str | None = None,
    outcomes: Sequence[str] = (),
    bootstrap: int = 0,
    seed: int | None = None,
) -> Validation:
    """Find out, claim by claim, what these answers to a questionnaire may be used for.

    Parameters
    ----------
    responses : Responses
        As ``read_responses`` or ``load_dataset`` gives them.
    model : str or mapping of factor to items, optional
        lavaan syntax, or a mapping; the instrument's own dimensions if left out.
    criteria : "default", path of a TOML file, or mapping of criterion to threshold
        Replace them before looking at the data; the result names the set.
    correlation : str
        Correlations that reliability and exploratory analyses use.
    estimator : str
        Estimator of the factor models.
    missing : str
        How the factor models treat missing answers.
    group : str, optional
        Column of ``responses.respondents`` whose groups are to be compared.
    outcomes : sequence of str
        Columns of ``responses.respondents`` that scores should predict; the responses' own
        outcomes if left out.
    bootstrap : int
        Draws for intervals that need them (HTMT); 0 leaves those out.
    seed : int, optional
        Makes random draws repeat; one is chosen, and written down, if left out.

    Returns
    -------
    Validation
        ``.findings``, ``.claims``, ``.verdict``, every result behind them, ``.methods_text()``
        and ``.results_text()``.

    Raises
    ------
    DataError
        If no item holds answers that differ, or a named column is missing.
    TypeError
        If ``responses`` is no ``Responses``.

    Notes
    -----
    Validity belongs to a use of scores (Messick 1989; AERA, APA & NCME 2014), so the verdict is
    given claim by claim. A finding compares an interval with its criterion; where a number has
    no usual interval, the point decides, is marked, and alone supports no claim.

    Examples
    --------
    >>> import svqkit as svq
    >>> result = svq.validate(svq.load_dataset("bank"), seed=1)
    >>> result.claims["verdict"].isin(
    ...     ["supported", "uncertain", "not supported", "not examined"]).all()
    np.True_
    """
    if not hasattr(responses, "perceptions") or not hasattr(responses, "instrument"):
        raise TypeError(
            "validate takes Responses: read them with svq.read_responses(path) first, "
            f"not {type(responses).__name__}"
        )
    if group is not None and group not in responses.respondents.columns:
        raise DataError(
            f"group {group!r} is not among the columns of the respondents: "
            f"{', '.join(map(str, responses.respondents.columns[:12]))}",
            column=group,
        )
    chosen = read_criteria(criteria)
    options = Options(
        model=model,
        correlation=correlation,
        estimator=estimator,
        missing=missing,
        group=group,
        outcomes=tuple(outcomes) or tuple(responses.outcomes),
        bootstrap=bootstrap,
        seed=int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else int(seed),
    )
    done = analyse(responses, options)
    findings = findings_table(
        (one for module in _EVIDENCE for one in module.evidence(done)), chosen
    )
    claims = claims_table(findings, _unexamined(done))
    form = "SERVPERF" if responses.expectations is None else "SERVQUAL"
    return Validation(
        findings=findings,
        claims=claims,
        verdict=overall_verdict(claims, responses.instrument.title, responses.n, form),
        sensitivity=with_and_without(done),
        criteria=criteria_table(chosen),
        settings=_settings(done, options, chosen.title),
        analyses=done,
    )


def _unexamined(done: Analyses) -> dict[str, str]:
    """Map each claim to the reason why none of its analyses ran."""
    sources = {
        "data": ("designed model",),
        "items": ("reliability of perceptions",),
        "consistency": ("reliability of perceptions",),
        "structure": ("designed model",),
        "convergence": (
            "designed model",
            "convergent and discriminant validity",
        ),
        "prediction": ("prediction",),
        "groups": ("groups",),
        "differences": ("gaps",),
    }
    return {
        claim: next((done.not_run[s] for s in sections if s in done.not_run), "")
        or "nothing that speaks to it could be computed"
        for claim, sections in sources.items()
    }


@cache
def _versions() -> dict[str, str]:
    """Versions of what computes; they cannot change while the program runs."""
    return {package: version(package) for package in _PACKAGES}


def _settings(done: Analyses, options: Options, criteria: str) -> dict[str, Any]:
    source = done.responses.source
    given = {
        name: value
        for name, value in vars(options).items()
        if value != getattr(Options, name) and name != "seed"
    }
    arguments = "".join(f", {name}={value!r}" for name, value in given.items())
    return {
        "call": f"validate(responses{arguments}, seed={options.seed})",
        "criteria": criteria,
        "estimator": options.estimator,
        "correlation": options.correlation,
        "missing": options.missing,
        "bootstrap": options.bootstrap,
        "seed": options.seed,
        "date": date.today().isoformat(),
        "data": source.get("name", ""),
        "data_sha256": source.get("sha256", ""),
        "instrument": done.responses.instrument.name,
        "version": _versions()["svqkit"],
        "versions": {
            "python": platform.python_version(),
            **_versions(),
        },
    }
