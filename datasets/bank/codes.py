"""Mean answers turned into a population's figures, and answers turned back as they were written."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import ndtr

import svqkit as svq
from svqkit.responses.keying import turned
from svqkit.responses.population import thresholds
from svqkit.responses.responses import Responses

SHAPE = (4.2, 2.3)


def shift_for(mean: float, shape: tuple[float, float] = SHAPE) -> float:
    """Shift of a standard normal latent variable whose codes 1 to 7 have this mean."""
    cuts = thresholds(shape, 7)
    return float(brentq(lambda shift: 1 + ndtr(shift - cuts).sum() - mean, -6, 6, xtol=1e-13))


def item_means(
    instrument: str, by_item: Mapping[str, float], by_dimension: Mapping[str, float]
) -> dict[str, float]:
    """Mean code of every item: its own, or its dimension's a little up and down from item to item.

    Reversed items are meant as keyed, in the direction of their dimension.
    """
    means = dict(by_item)
    for name, codes in svq.load_instrument(instrument).mapping.items():
        if name in by_dimension:
            steps = np.linspace(-0.2, 0.2, len(codes))
            means |= {
                code: by_dimension[name] + step for code, step in zip(codes, steps, strict=True)
            }
    return {code: float(means[code]) for code in svq.load_instrument(instrument).codes}


def correlations(
    instrument: str, common: float, pairs: Mapping[tuple[str, str], float]
) -> pd.DataFrame:
    """Correlations of an instrument's factors: one for all, but for these pairs."""
    names = [dimension.name for dimension in svq.load_instrument(instrument).dimensions]
    table = pd.DataFrame(common, index=names, columns=names)
    for name in names:
        table.loc[name, name] = 1.0
    for (one, other), value in pairs.items():
        table.loc[one, other] = table.loc[other, one] = value
    return table


def as_written(drawn: Responses) -> pd.DataFrame:
    """Answers as they stand on the form: reversed items not yet keyed."""
    return turned(drawn.perceptions, drawn.instrument)
