"""What the levels of invariance that hold allow, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["parameter_words", "what_holds"]

ALLOWED = {
    "configural": "the same items form the same factors, but nothing may be compared on one scale",
    "thresholds": "the categories mean the same, but factors have no common scale yet",
    "metric": "relations of the factors may be compared (variances, covariances, regressions), "
    "means not",
    "scalar": "relations and latent means may be compared, and means of scale scores",
    "strict": "relations and latent means may be compared, and means and variances of scale scores",
    "variances": "factors vary and hang together alike",
    "means": "latent means do not differ",
}
"""What holds, or may be compared, at each level (Putnick & Bornstein 2016)."""

WORDS = {
    " =~ ": "the loading of {rhs} on {lhs}",
    " ~~ ": "the residual variance of {lhs}",
    " | ": "threshold {number} of {lhs}",
    " ~ 1": "the intercept of {lhs}",
}
ORDERED_SCALAR = (
    "relations and latent means may be compared; means of scale scores depend on residual "
    "variances too, which the strict level holds equal"
)
SCORES = {"scalar", "strict"}


def parameter_words(name: str) -> str:
    """Say what a parameter is: a loading, an intercept, a threshold or a residual variance.

    Parameters
    ----------
    name : str
        As in ``freed``, such as ``"empathy =~ Q20"`` or ``"Q2 ~ 1"``.

    Returns
    -------
    str

    Examples
    --------
    >>> parameter_words("empathy =~ Q20"), parameter_words("Q2 ~ 1"), parameter_words("Q2 | t3")
    ('the loading of Q20 on empathy', 'the intercept of Q2', 'threshold 3 of Q2')
    """
    for operator, words in WORDS.items():
        lhs, found, rhs = name.partition(operator)
        if found:
            number = rhs.strip().removeprefix("t")
            return words.format(lhs=lhs.strip(), rhs=rhs.strip(), number=number)
    return name


def _listed(freed: Sequence[str]) -> str:
    words = [parameter_words(name) for name in freed]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def what_holds(levels: Sequence[str], freed: Sequence[str], *, ordered: bool = False) -> str:
    """Say how far invariance goes, and what that allows.

    Parameters
    ----------
    levels : sequence of str
        Those that hold, in their order.
    freed : sequence of str
        Parameters freed on the way.
    ordered : bool
        Whether answers are ordered categories: the mean answer then depends on the residual
        variance of the response behind it too.

    Returns
    -------
    str

    References
    ----------
    Byrne, B. M., Shavelson, R. J., & Muthén, B. (1989). Testing for the equivalence of factor
    covariance and mean structures. Psychological Bulletin, 105, 456–466. Putnick, D. L., &
    Bornstein, M. H. (2016). Measurement invariance conventions and reporting. Developmental
    Review, 41, 71–90. Wu, H., & Estabrook, R. (2016). Identification of confirmatory factor
    analysis models of different levels of invariance for ordered categorical outcomes.
    Psychometrika, 81, 1014–1045.

    Examples
    --------
    >>> print(what_holds(["configural", "metric"], []))
    metric: relations of the factors may be compared (variances, covariances, regressions), means not.
    """
    measured = [level for level in levels if level not in ("variances", "means")]
    last = measured[-1]
    partly = f" (partial, without {_listed(freed)})" if freed else ""
    said = ALLOWED[last]
    if ordered and last == "scalar":
        said = ORDERED_SCALAR
    elif freed and last in SCORES:
        said = (
            "relations and latent means may be compared; means of scale scores only as far as the "
            "free items matter little (see .effect_sizes)"
        )
    further = [ALLOWED[level] for level in levels if level in ("variances", "means")]
    return f"{levels[-1]}{partly}: {'; '.join([said, *further])}."
