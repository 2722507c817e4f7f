"""An adapted instrument says so: in the methods text, and in a table of the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import svqkit as svq

HOSTILE = "<script>alert(1)</script> no uniforms"


@pytest.fixture(scope="module")
def validation() -> Any:
    bank = svq.load_dataset("bank")
    answers = pd.concat(
        [
            bank.perceptions.rename(columns=lambda code: f"P{code[1:]}"),
            bank.expectations.rename(columns=lambda code: f"E{code[1:]}"),
        ],
        axis=1,
    ).drop(columns=["P3", "E3"])
    mine = svq.adapt(
        svq.load_instrument("servqual"),
        service="bank",
        drop=["Q3"],
        reword={"Q1": "Counters are modern."},
        reasons={"Q3": HOSTILE},
    )
    return svq.validate(svq.read_responses(answers, mine))


def test_the_methods_text_says_what_was_changed(validation: Any) -> None:
    said = validation.methods_text()
    assert (
        "SERVQUAL was adapted: 1 item dropped (Q3); 1 item reworded (Q1); "
        'its items name the organisation "bank".' in said
    )


def test_the_report_lists_every_change(validation: Any, tmp_path: Path) -> None:
    path = svq.report(validation, tmp_path / "report.html")
    page = path.read_text(encoding="utf-8")
    assert "How the instrument was adapted" in page
    assert "Counters are modern." in page
    assert "This bank is represented by staff" in page
    assert "no longer names the organisation" in page
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; no uniforms" in page


def test_an_instrument_as_it_is_has_no_such_table(tmp_path: Path) -> None:
    validation = svq.validate(svq.load_dataset("bank"))
    assert "adapted" not in validation.methods_text()
    page = svq.report(validation, tmp_path / "report.html").read_text(encoding="utf-8")
    assert "How the instrument was adapted" not in page
