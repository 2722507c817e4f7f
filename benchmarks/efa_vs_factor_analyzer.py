"""Five factors and oblimin by ours and by factor_analyzer, whose own fit current scikit-learn breaks."""

from __future__ import annotations

from typing import Any

import numpy as np
from efa_vs_r import FACTORS, answers
from measure import Timing, repeat

TIMES = 10


def _by_steps(items: Any) -> Any:
    """Do what its ``fit`` does after the check that fails: extraction, then rotation."""
    from factor_analyzer import FactorAnalyzer, Rotator

    analyzer = FactorAnalyzer(n_factors=FACTORS, method="minres", rotation=None)
    loadings = analyzer._fit_factor_analysis(np.corrcoef(items.to_numpy(), rowvar=False))
    return Rotator(method="oblimin").fit_transform(loadings)


def timings() -> tuple[list[Timing], str]:
    """Timings, and a sentence on what of it works."""
    from importlib.metadata import version

    from factor_analyzer import FactorAnalyzer

    import svqkit as svq

    items = answers()
    ours = repeat(f"`efa`, {FACTORS} factors, every index", lambda: svq.efa(items, FACTORS), TIMES)
    name = f"factor_analyzer {version('factor-analyzer')}"

    def whole() -> Any:
        return FactorAnalyzer(n_factors=FACTORS, method="minres", rotation="oblimin").fit(items)

    try:
        whole()
    except TypeError as broken:
        theirs = repeat(f"{name}, extraction and rotation alone", lambda: _by_steps(items), TIMES)
        return [ours, theirs], (
            f"`FactorAnalyzer.fit` fails with scikit-learn {version('scikit-learn')} ({broken}); its "
            "extraction and rotation were called one by one, without any index of fit."
        )
    return [ours, repeat(f"{name}, `fit`", whole, TIMES)], "factor_analyzer fits again."
