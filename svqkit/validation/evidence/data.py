"""Evidence on whether the data can bear the analysis."""

from __future__ import annotations

from svqkit.validation.analysis_record import Analyses
from svqkit.validation.findings import Evidence

__all__ = ["evidence"]


def evidence(done: Analyses) -> list[Evidence]:
    """Gather n, missing answers, careless answering, factorability and the shape of answers.

    Parameters
    ----------
    done : Analyses

    Returns
    -------
    list of Evidence

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.validation.analyses import analyse
    >>> from svqkit.validation.analysis_record import Options
    >>> done = analyse(svq.load_dataset("bank"), Options())
    >>> evidence(done)[0].criterion
    'n'
    """
    names = [name for items in done.scales.values() for name in items]
    answers = done.responses.perceptions[names]
    complete = int(answers.notna().all(axis=1).sum())
    n = len(answers)
    swapped = done.responses.problems["kind"] == "swapped_forms"
    found = [Evidence("n", complete, note=f"of {n} respondents")]
    if done.responses.expectations is not None:
        found.append(Evidence("swapped_forms", int(swapped.sum())))
    if done.cfa is not None:
        found.append(Evidence("n_per_parameter", complete / float(done.cfa.fit["npar"])))
    found += [
        Evidence("missing", 100 * float(answers.isna().to_numpy().mean())),
        Evidence("listwise_loss", 100 * (n - complete) / n),
        Evidence("careless", 100 * len(done.screening.flagged) / n),
    ]
    if done.factorability is not None:
        lowest = str(done.factorability.msa.idxmin())
        found += [
            Evidence("kmo", float(done.factorability.kmo)),
            Evidence("msa", float(done.factorability.msa[lowest]), lowest),
            Evidence("bartlett", float(done.factorability.bartlett_p)),
        ]
    for criterion, column in (("skew", "skew"), ("kurtosis", "kurtosis")):
        size = done.items[column].abs()
        if size.notna().any():
            found.append(Evidence(criterion, float(size.max()), str(size.idxmax())))
    return found
