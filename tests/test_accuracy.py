"""The ledger of accuracy: it must fail where numbers differ, and keep the largest difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def ledger(agree: Any) -> Any:
    return type(agree)()


def test_a_difference_beyond_the_tolerance_fails(ledger: Any) -> None:
    with pytest.raises(AssertionError, match="reliability: alpha"):
        ledger("reliability: alpha", 0.81, 0.8, oracle="psych", atol=1e-3)
    with pytest.raises(AssertionError):
        ledger("reliability: alpha", [0.8, np.nan], [0.8, 0.7], oracle="psych", atol=1.0)
    with pytest.raises(AssertionError, match=r"\(2,\) against \(1,\)"):
        ledger("reliability: alpha", [0.8, 0.8], 0.8, oracle="psych")
    with pytest.raises(AssertionError, match="<topic>: <quantity>"):
        ledger("alpha", 0.8, 0.8, oracle="psych")
    assert not ledger.kept


def test_the_largest_difference_is_kept_and_written(ledger: Any, tmp_path: Path) -> None:
    ledger("cfa: chisq", 100.001, 100.0, oracle="lavaan", rtol=1e-3)
    ledger("cfa: chisq", pd.Series([2.0, np.nan]), [2.0, np.nan], oracle="lavaan", atol=1e-9)
    again = type(ledger)()
    again.merge(ledger.plain())
    again.merge(ledger.plain())
    again.write(tmp_path / "accuracy.md")
    assert (
        "| chisq | lavaan | 4 | 1.0e-03 | 1.0e-05 | 1e-09 + 0.001 relative |"
        in (tmp_path / "accuracy.md").read_text()
    )
