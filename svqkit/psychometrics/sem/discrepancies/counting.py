"""What a group's discrepancy is multiplied with to make χ²: its respondents, or fewer."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Counting"]


class Counting:
    """Counts respondents, less one a group where covariances have the divisor n − 1."""

    unbiased: bool = False

    def multipliers(self, sizes: Sequence[int]) -> list[float]:
        """Return what each group's F counts for, from the groups' sizes.

        Examples
        --------
        >>> Counting().multipliers([156, 145])
        [156.0, 145.0]
        """
        return [float(size - self.unbiased) for size in sizes]
