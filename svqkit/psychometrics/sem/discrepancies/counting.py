"""What discrepancies share: how many respondents χ² counts, and what is so if unsaid."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Counting"]


class Counting:
    """Counts respondents, less one a group where covariances have the divisor n − 1."""

    unbiased: bool = False
    errors_rest_on: str = ""
    keeps_own_moments: bool = False

    def multipliers(self, sizes: Sequence[int]) -> list[float]:
        """Return what each group's F counts for, from the groups' sizes.

        Examples
        --------
        >>> Counting().multipliers([156, 145])
        [156.0, 145.0]
        """
        return [float(size - self.unbiased) for size in sizes]
