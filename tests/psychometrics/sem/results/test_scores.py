"""Factor scores: what they are taken from, and what must not change them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments

HS = pd.read_csv(Path(__file__).resolve().parents[3] / "oracles" / "cfa" / "holzinger.csv")


def test_scores_of_what_are_no_answers_are_refused_by_name() -> None:
    items = HS[["x1", "x2", "x3"]]
    fit = cfa(items, "f =~ x1 + x2 + x3")
    for strange, message in [
        (items.assign(x1="agree"), "column 'x1' is not numeric"),
        (items.assign(x2=np.inf), "column 'x2' is infinite"),
        (pd.concat([items, items[["x3"]]], axis=1), "column 'x3' stands twice"),
        (moments(items), "factor scores need the single answers"),
    ]:
        with pytest.raises(DataError, match=message):
            fit.scores(strange)


def test_scores_do_not_depend_on_the_parameterisation() -> None:
    items = HS[[f"x{i}" for i in range(1, 5)]].apply(pd.qcut, q=4, labels=False)
    found = [
        cfa(
            items, "f =~ x1 + x2 + x3 + x4", ordered=True, parameterization=one, std_lv=True
        ).scores(items)
        for one in ("delta", "theta")
    ]
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)
