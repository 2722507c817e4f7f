"""Run every analysis that a verdict rests on, once, in order; what cannot run says why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from svqkit.errors import DataError
from svqkit.validation.analysis_record import Analyses, Options
from svqkit.validation.attempt import attempt
from svqkit.validation.fitted_models import fit_models
from svqkit.validation.prediction import predict_outcomes

if TYPE_CHECKING:
    from svqkit.responses.responses import Responses

__all__ = ["analyse", "usable_scales"]


def usable_scales(responses: Responses) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Leave out items nobody answered, or everybody answered alike, and scales left empty.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    scales : dict
        Dimension to the items that carry information.
    left_out : dict
        Item, or dimension, to the reason why it was left out.

    Examples
    --------
    >>> import svqkit as svq
    >>> scales, left_out = usable_scales(svq.load_dataset("bank"))
    >>> len(scales), left_out
    (5, {})
    """
    answers = responses.perceptions
    left_out: dict[str, str] = {}
    scales: dict[str, list[str]] = {}
    for dimension, names in responses.instrument.mapping.items():
        for name in names:
            kinds = answers[name].nunique()
            if kinds == 0:
                left_out[name] = "nobody answered it"
            elif kinds == 1:
                left_out[name] = "everybody gave the same answer"
        kept = [name for name in names if name not in left_out]
        if kept:
            scales[dimension] = kept
        else:
            left_out[dimension] = "none of its items can be used"
    if not scales:
        raise DataError("no item of the questionnaire holds answers that differ; check the file")
    return scales, left_out


def analyse(responses: Responses, options: Options) -> Analyses:
    """Run all analyses for one validation.

    Parameters
    ----------
    responses : Responses
    options : Options

    Returns
    -------
    Analyses

    Notes
    -----
    Only our own typed errors about the data or the model are taken down as "not run", with
    their words; anything else is a defect and surfaces.

    Examples
    --------
    >>> import svqkit as svq
    >>> analyse(svq.load_dataset("bank"), Options()).not_run["groups"]
    'no groups were named'
    """
    from svqkit.gaps.scores import gap_scores
    from svqkit.psychometrics.exploratory.efa import efa
    from svqkit.psychometrics.exploratory.factorability import factorability
    from svqkit.psychometrics.factor_number.factor_number import n_factors
    from svqkit.psychometrics.missingness.missing import missing_data
    from svqkit.psychometrics.normality import normality
    from svqkit.psychometrics.reliability.items import item_analysis
    from svqkit.psychometrics.reliability.reliability import reliability
    from svqkit.psychometrics.validity.validity import validity
    from svqkit.responses.screening import screen

    scales, left_out = usable_scales(responses)
    names = [name for items in scales.values() for name in items]
    answers = responses.perceptions[names]
    scale = responses.instrument.scale
    done = Analyses(
        responses=responses,
        options=options,
        scales=scales,
        left_out=left_out,
        screening=screen(responses),
        items=item_analysis(answers, scales, scale=(scale.low, scale.high)),
    )

    if answers.isna().to_numpy().any():
        done.missing = attempt(done, "missing answers", lambda: missing_data(answers))
    else:
        done.not_run["missing answers"] = "no answer is missing"
    done.normality = attempt(done, "normality", lambda: normality(answers))
    for form in ("perceptions", "expectations", "gaps"):
        frame = getattr(responses, form)
        if frame is None:
            done.not_run[f"reliability of {form}"] = "expectations were not asked"
            continue
        run = partial(
            reliability,
            frame[names],
            scales,
            correlation=options.correlation,
            bootstrap=options.bootstrap,
            seed=options.seed,
            progress=False,
        )
        found = attempt(done, f"reliability of {form}", run)
        if found is not None:
            done.reliability[form] = found
    done.factorability = attempt(
        done, "factorability", lambda: factorability(answers, correlation=options.correlation)
    )
    done.n_factors = attempt(
        done,
        "number of factors",
        lambda: n_factors(answers, correlation=options.correlation, seed=options.seed),
    )
    done.efa = attempt(
        done,
        "exploratory factor analysis",
        lambda: efa(answers, len(scales), correlation=options.correlation, design=scales),
    )
    fit_models(done, answers)
    fit = done.cfa
    if fit is not None:
        done.validity = attempt(
            done,
            "convergent and discriminant validity",
            lambda: validity(
                fit,
                items=answers,
                # full information leaves no complete sample to draw from
                bootstrap=0 if options.missing == "fiml" else options.bootstrap,
                seed=options.seed,
            ),
        )
    if options.outcomes:
        done.prediction = predict_outcomes(responses, scales, options.outcomes)
    else:
        done.not_run["prediction"] = "no outcome was asked or named"
    if responses.expectations is None:
        done.not_run["gaps"] = "expectations were not asked, so there are no gaps"
    else:
        done.gaps = attempt(done, "gaps", lambda: gap_scores(responses, by=options.group))
    return done
