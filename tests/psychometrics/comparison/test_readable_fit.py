"""The page's choice of indices is that of the analysis: robust where all have it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.psychometrics.comparison.readable_fit import readable_differences, readable_fit

TABLE = pd.DataFrame(
    {
        "chisq": [8.0, 9.0, np.nan],
        "df": [4.0, 5.0, np.nan],
        "cfi": [0.98, 0.97, np.nan],
        "chisq_scaled": [7.0, 8.0, np.nan],
        "cfi_scaled": [0.96, 0.95, np.nan],
        "cfi_robust": [0.97, 0.96, np.nan],
        "delta_cfi": [np.nan, -0.01, np.nan],
        "nested": [False, True, False],
    },
    index=["one", "two", "untestable"],
)


def test_robust_indices_are_shown_where_every_fitted_row_has_them():
    assert list(readable_fit(TABLE)) == ["chisq_scaled", "df", "cfi_robust"]
    torn = TABLE.assign(cfi_robust=[0.97, np.nan, np.nan])
    assert list(readable_fit(torn)) == ["chisq_scaled", "df", "cfi_scaled"]
    assert readable_fit(TABLE).index.tolist() == TABLE.index.tolist()


def test_rows_without_a_reference_have_no_difference():
    shown = readable_differences(TABLE, "nested")
    assert shown.index.tolist() == ["two"]
    assert list(shown) == ["nested", "delta_cfi"]
