"""Criteria: read, replaced, refused."""

from __future__ import annotations

import pytest

from svqkit.errors import DataError
from svqkit.validation.criteria import CLAIMS, criteria_table, read_criteria


def test_every_claim_has_a_decisive_criterion_and_every_criterion_a_source():
    table = criteria_table(read_criteria("default"))
    decisive = set(table.loc[table["weight"] == "decisive", "claim"])
    assert decisive == set(CLAIMS.values())
    assert (table["source"].str.contains(r"\d{4}|McDonald|Kline")).all()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("cfi", "≥ .95 (poor < .90)"),
        ("rmsea", "≤ .06 (poor > .10)"),
        ("n", "≥ 200 (poor < 100)"),
        ("metric", "≥ -.01"),
        ("metric_rmsea", "≤ .015"),
        ("factor_correlation", "≤ .85 (poor > 1)"),
        ("misplaced", "≤ 0 (poor > 2)"),
    ],
)
def test_criteria_are_written_as_people_write_them(key, text):
    assert read_criteria("default").criteria[key].text == text


def test_a_mapping_replaces_thresholds_and_says_so():
    changed = read_criteria({"cfi": 0.9, "alpha": 0.8})
    assert changed.criteria["cfi"].threshold == 0.9
    assert changed.criteria["cfi"].fail is None
    assert changed.criteria["cfi"].source == "set by the user"
    assert changed.criteria["rmsea"] == read_criteria("default").criteria["rmsea"]
    assert "cfi .90, alpha .80" in changed.title


def test_an_unknown_criterion_is_named():
    with pytest.raises(DataError, match=r"no criterion 'cfy'.*cfi"):
        read_criteria({"cfy": 0.9})


def test_a_missing_file_is_named():
    with pytest.raises(DataError, match=r"nowhere\.yaml"):
        read_criteria("nowhere.yaml")


def test_a_file_of_one_s_own_is_read_and_its_faults_are_named(tmp_path):
    own = tmp_path / "own.yaml"
    entry = (
        "name: own\ntitle: Own\ncriteria:\n  alpha:\n    claim: consistency\n    check: Alpha\n"
        "    better: more\n    threshold: 0.8\n    fail: {fail}\n    basis: interval\n"
        "    weight: decisive\n    source: Me (2026)\n    advice: Look.\n"
    )
    own.write_text(entry.format(fail=0.6))
    assert read_criteria(own).criteria["alpha"].text == "≥ .80 (poor < .60)"
    own.write_text(entry.format(fail=0.9))
    with pytest.raises(DataError, match=r"own\.yaml, criteria\.alpha.*good side"):
        read_criteria(own)
    own.write_text("name: [")
    with pytest.raises(DataError, match="not valid YAML"):
        read_criteria(own)
