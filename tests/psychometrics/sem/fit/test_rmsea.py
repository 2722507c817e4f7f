"""RMSEA's interval where the noncentral χ² runs out of digits."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from svqkit.psychometrics.cfa import cfa

HS = pd.read_csv(Path(__file__).resolve().parents[3] / "oracles" / "cfa" / "holzinger.csv")


def test_least_squares_in_large_units_have_an_rmsea_interval() -> None:
    """χ² of ULS grows with the fourth power of the unit; the noncentral series then gives out."""
    items = 1000 * HS[[f"x{i}" for i in range(1, 7)]]
    fit = cfa(items, "f =~ x1 + x2 + x3 + x4 + x5 + x6", estimator="ULS").fit
    assert fit["chisq"] > 1e9
    assert 0 < fit["rmsea_ci_lower"] < fit["rmsea"] < fit["rmsea_ci_upper"]
