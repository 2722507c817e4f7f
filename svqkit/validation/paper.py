"""Sentences for the paper: what was done, and what was found, from the numbers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from svqkit.instruments.adaptation_log import adaptation_sentence
from svqkit.validation.analysis_record import Analyses
from svqkit.validation.evidence.prediction import outcome_label
from svqkit.validation.fit_choice import judged, judged_fit, judged_form, judged_test

__all__ = ["methods_paragraph", "results_paragraph"]


_ESTIMATORS = {
    "ML": "maximum likelihood",
    "MLM": "maximum likelihood with Satorra-Bentler corrections",
    "MLR": "maximum likelihood with Huber-White errors and the Yuan-Bentler test",
    "ULS": "unweighted least squares",
    "GLS": "generalised least squares",
    "WLSMV": "ordered answers by diagonally weighted least squares with a scaled and shifted test",
    "ULSMV": "ordered answers by unweighted least squares with a scaled and shifted test",
    "DWLS": "ordered answers by diagonally weighted least squares",
}
_CORRELATIONS = {"pearson": "Pearson", "spearman": "Spearman"}
_MISSING = {"listwise": "listwise deletion", "fiml": "full information on missing answers"}


def methods_paragraph(done: Analyses, settings: Mapping[str, object]) -> str:
    """Write the methods paragraph.

    Parameters
    ----------
    done : Analyses
    settings : mapping
        The validation's settings: criteria, seed, versions, estimator, correlation.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> "maximum likelihood" in methods_paragraph(done, {"estimator": "ML"})
    True
    """
    responses, instrument = done.responses, done.responses.instrument
    dropped = len(responses.dropped)
    scale = instrument.scale
    asked = "expectations and perceptions" if responses.expectations is not None else "perceptions"
    sentences = [
        f"Service quality was measured with {instrument.title} ({len(instrument.items)} items, "
        f"{len(instrument.dimensions)} dimensions; answers from {scale.low} to {scale.high}), "
        f"asking {asked}.",
        *([adapted] if (adapted := adaptation_sentence(instrument)) else []),
        f"Of {responses.n + dropped:,} records, {dropped:,} were left out before the analysis"
        + (f" ({_reasons(responses.dropped)})" if dropped else "")
        + f"; {responses.n:,} respondents remained. {_screened(done)}",
    ]
    if done.left_out:
        listed = "; ".join(f"{name}: {why}" for name, why in done.left_out.items())
        sentences.append(f"Left out of the scales: {listed}.")
    sentences.append(_reliability_method(done))
    if done.n_factors is not None:
        sentences.append(
            "The number of factors was examined by parallel analysis "
            f"({done.n_factors.draws} random draws, 95th percentile), the minimum average partial "
            "test and eigenvalue rules, and the pattern by exploratory factor analysis (minimum "
            f"residuals, oblimin rotation, {_CORRELATIONS.get(done.options.correlation, done.options.correlation)} "
            "correlations)."
        )
    if done.cfa is not None:
        estimator = str(settings.get("estimator", "ML"))
        missing = str(settings.get("missing", "listwise"))
        sentences.append(
            "The designed structure was tested by confirmatory factor analysis "
            f"({_ESTIMATORS.get(estimator, estimator)}, "
            f"{_MISSING.get(missing, missing)}, n = {int(done.cfa.n):,}) and compared with rival models. "
            "Convergent validity was judged by standardised loadings, average variance extracted "
            "and composite reliability; discriminant validity by the correlations of the factors "
            "and by heterotrait-monotrait ratios."
        )
    if done.gaps is not None:
        sentences.append(
            "Gaps (perception minus expectation) were tested by paired t tests with Holm's "
            "correction, beside Wilcoxon's signed-rank test."
        )
    version = settings.get("version", "")
    sentences.append(
        f"Analyses were run with svqkit {version} (criteria: {settings.get('criteria', 'default')}; "
        f"seed {settings.get('seed', 'none')})."
    )
    return " ".join(sentences)


def results_paragraph(done: Analyses, claims: pd.DataFrame) -> str:
    """Write the results paragraph.

    Parameters
    ----------
    done : Analyses
    claims : DataFrame
        As ``claims_table`` makes it.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> "Alpha ranged from" in results_paragraph(done, pd.DataFrame({"verdict": []}))
    True
    """
    parts = [_reliability(done), _structure(done), _validity(done), _prediction(done), _gaps(done)]
    for verdict in ("supported", "uncertain", "not supported"):
        named = claims[claims["verdict"] == verdict] if len(claims) else claims
        if len(named):
            listed = "; ".join(text[0].lower() + text[1:] for text in named["claim"])
            parts.append(f"Judged {verdict}: {listed}.")
    return " ".join(part for part in parts if part)


def _reliability_method(done: Analyses) -> str:
    resamples = done.options.bootstrap
    if done.options.correlation == "polychoric":
        return (
            "Reliability was estimated by ordinal alpha and by omega from a one-factor maximum "
            "likelihood model of each scale, both from polychoric correlations."
        )
    interval = f"percentile intervals of {resamples:,} resamples" if resamples else ""
    return (
        f"Reliability was estimated by coefficient alpha ({interval or 'Feldt interval'}) and by "
        f"omega from a one-factor maximum likelihood model of each scale"
        f"{'' if resamples else ' (delta-method interval)'}."
    )


def _reasons(dropped: pd.DataFrame) -> str:
    counts = dropped["reason"].value_counts()
    return "; ".join(f"{reason}: {count}" for reason, count in counts.items())


def _screened(done: Analyses) -> str:
    flagged = len(done.screening.flagged)
    if not flagged:
        return "Screening flagged nobody as careless."
    return (
        f"Screening flagged {flagged:,} of them as possibly careless; they were kept, and the key "
        "results were computed with and without them."
    )


def _two(value: float) -> str:
    """Two decimals without the leading zero, for statistics that cannot pass 1."""
    text = f"{abs(value):.2f}"
    text = text[1:] if text.startswith("0") else text
    return f"−{text}" if value < 0 and float(f"{value:.2f}") else text


def _three(value: float) -> str:
    text = f"{abs(value):.3f}"
    return text[1:] if text.startswith("0") else text


def _p(value: float) -> str:
    return "p < .001" if value < 0.001 else f"p = {_three(value)}"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _reliability(done: Analyses) -> str:
    if "perceptions" not in done.reliability:
        return ""
    table = done.reliability["perceptions"].coefficients.loc[list(done.scales)]
    titles = done.responses.instrument.dimension_titles
    alpha, omega = table["alpha"].dropna(), table["omega_total"].dropna()
    if alpha.empty:
        return ""
    low, high = str(alpha.idxmin()), str(alpha.idxmax())
    lowest: Any = table.loc[low]
    text = (
        f"Alpha ranged from {_two(alpha[low])} ({titles[low]}, "
        f"95% CI [{_two(lowest['alpha_low'])}, {_two(lowest['alpha_high'])}]) "
        f"to {_two(alpha[high])} ({titles[high]})"
    )
    if not omega.empty:
        text += f", omega from {_two(omega.min())} to {_two(omega.max())}"
    return text + "."


def _structure(done: Analyses) -> str:
    if done.cfa is None:
        return ""
    fit = done.cfa.fit
    chisq, df, pvalue, kind = judged_test(fit)
    form = judged_form(fit)
    lead = f"; in their {form} form" if form else ","
    text = (
        f"The designed model gave {kind}{' ' if kind else ''}χ²({df:.0f}, N = {int(done.cfa.n)}) = "
        f"{chisq:.2f}, {_p(pvalue)}{lead} CFI = {_three(judged(fit, 'cfi'))}, "
        f"TLI = {_three(judged(fit, 'tli'))}, RMSEA = {_three(judged(fit, 'rmsea'))}, 90% CI "
        f"[{_three(judged(fit, 'rmsea_ci_lower'))}, {_three(judged(fit, 'rmsea_ci_upper'))}], "
        f"SRMR = {_three(fit['srmr'])}."
    )
    if done.models is not None and "one factor" in done.models.table.index:
        rows: Any = done.models.table
        one: Any = judged_fit(rows.loc["one factor"])
        text += (
            f" A single factor gave χ²({int(one['df'])}) = {one['chisq']:.2f}, "
            f"CFI = {_three(one['cfi'])}, RMSEA = {_three(one['rmsea'])}."
        )
    return text


def _validity(done: Analyses) -> str:
    if done.validity is None:
        return ""
    ave, cr = done.validity.ave.dropna(), done.validity.cr.dropna()
    pairs = done.validity.correlations
    titles = done.responses.instrument.dimension_titles
    text = ""
    if len(ave) and len(cr):
        text = (
            f"Average variance extracted lay between {_two(ave.min())} and {_two(ave.max())}, "
            f"composite reliability between {_two(cr.min())} and {_two(cr.max())}."
        )
    if len(pairs):
        closest: Any = pairs.iloc[int(pairs["r"].abs().argmax())]
        first, second = (titles.get(closest[c], closest[c]) for c in ("factor_1", "factor_2"))
        text += (
            f" The closest factors were {first} and {second} (r = {_two(closest['r'])}, 95% CI "
            f"[{_two(closest['low'])}, {_two(closest['high'])}]; HTMT = {_two(closest['htmt'])})."
        )
    return text.strip()


def _prediction(done: Analyses) -> str:
    if done.prediction is None or done.prediction.empty:
        return ""
    listed = ", ".join(
        f"{outcome_label(done, str(outcome)).lower()} (r = {_two(row['r_perception'])}, 95% CI [{_two(row['low'])}, "
        f"{_two(row['high'])}])"
        for outcome, row in done.prediction.iterrows()
    )
    return f"The total perception score correlated with {listed}."


def _gaps(done: Analyses) -> str:
    if done.gaps is None:
        return ""
    table, total = done.gaps.dimensions, done.gaps.total
    titles = done.responses.instrument.dimension_titles
    widest = str(table["gap"].idxmin())
    row: Any = table.loc[widest]
    return (
        f"Perceptions and expectations differed by {_signed(total['gap'])} on average (95% CI "
        f"[{_signed(total['low'])}, {_signed(total['high'])}], d_z = {_signed(total['dz'])}); the "
        f"widest shortfall was in {titles[widest]} ({_signed(row['gap'])}, 95% CI "
        f"[{_signed(row['low'])}, {_signed(row['high'])}])."
    )
