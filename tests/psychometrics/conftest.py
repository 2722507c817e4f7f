"""The answers that the classical oracles were computed from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

ANSWERS = Path(__file__).resolve().parent.parent / "oracles" / "answers"


@pytest.fixture(scope="session")
def oracle_answers() -> Callable[[str], pd.DataFrame]:
    """Read the input of an oracle, ``oracle_answers("survey")``."""

    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(ANSWERS / f"{name}.csv")

    return read


COUNTS = ("npar", "df", "baseline_df", "df_scaled", "baseline_df_scaled", "ntotal")
LIKELIHOODS = ("logl", "unrestricted_logl", "aic", "bic", "bic2")
RESIDUAL = ("rmr", "srmr", "crmr")


def _family(index: str) -> tuple[str, float, float]:
    """The line of docs/accuracy.md a fit index belongs to, and how near it must be."""
    if "chisq" in index or index in ("fmin", "cn_05", "cn_01"):
        return "χ²", 1e-6, 1e-3
    if index in LIKELIHOODS:
        return "log-likelihood, AIC, BIC", 1e-2, 0.0
    if "pvalue" in index:
        return "p values", 1e-4, 0.0
    if "rmsea" in index:
        return "RMSEA and its interval", 1e-4, 0.0
    if index.startswith(RESIDUAL):
        return "RMR, SRMR, CRMR", 1e-4, 0.0
    return "CFI, TLI, GFI and other indices", 1e-4, 0.0


@pytest.fixture(scope="session")
def agree_fit(agree: Any) -> Callable[..., None]:
    """Hold every fit index to lavaan's: ``agree_fit("cfa ML", fit, theirs, leave=…)``."""

    def hold(
        topic: str, ours: pd.Series, theirs: Mapping[str, Any], *, leave: Collection[str] = ()
    ) -> None:
        named = {name.replace(".", "_"): value for name, value in theirs.items()}
        assert set(named) - set(ours.index) == set()
        for index, value in named.items():
            if index in leave:
                continue
            expected = float(value) if isinstance(value, int | float) else np.nan
            if index in COUNTS:
                assert ours[index] == expected, index
                continue
            family, absolute, relative = _family(index)
            agree(
                f"{topic}: {family}",
                ours[index],
                expected,
                oracle="lavaan 0.6-14",
                atol=absolute,
                rtol=relative,
            )

    return hold
