"""Maximum likelihood as EQS and AMOS count it; the discrepancy itself is the same."""

from __future__ import annotations

from collections.abc import Sequence

from svqkit.psychometrics.sem.discrepancies.discrepancy import MaximumLikelihood

__all__ = ["AmosLikelihood", "WishartLikelihood"]


class WishartLikelihood(MaximumLikelihood):
    """The likelihood of the covariance matrix itself, which is Wishart with n − 1 (EQS, LISREL)."""

    unbiased = True
    convention = (
        "maximum likelihood on the covariance matrix with divisor N − 1 (Wishart); "
        "χ² = (N − 1)·F, summed over groups, as EQS and LISREL"
    )


class AmosLikelihood(MaximumLikelihood):
    """Covariances with divisor n, and χ² = (N − groups)·F."""

    convention = (
        "maximum likelihood on the covariance matrix with divisor N; χ² = (N − groups)·F, as AMOS"
    )
    errors_rest_on = "expected information, with N − groups in the errors too"

    def multipliers(self, sizes: Sequence[int]) -> list[float]:
        """Share N − groups out by the groups' sizes."""
        whole = sum(sizes)
        return [size * (whole - len(sizes)) / whole for size in sizes]
