"""Criteria: read, replaced, refused."""

from __future__ import annotations

import pytest

from svqkit.errors import DataError
from svqkit.validation.criteria import CLAIMS, criteria_table, read_criteria
from svqkit.validation.findings import Evidence, findings_table


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
    with pytest.raises(DataError, match=r"nowhere\.toml"):
        read_criteria("nowhere.toml")


def test_a_file_of_one_s_own_is_read_and_its_faults_are_named(tmp_path):
    own = tmp_path / "own.toml"
    entry = (
        'name = "own"\ntitle = "Own"\n[criteria.alpha]\nclaim = "consistency"\n'
        'check = "Alpha"\nbetter = "more"\nthreshold = 0.8\nfail = {fail}\nbasis = "interval"\n'
        'weight = "decisive"\nsource = "Me (2026)"\nadvice = "Look."\n'
    )
    own.write_text(entry.format(fail=0.6))
    assert read_criteria(own).criteria["alpha"].text == "≥ .80 (poor < .60)"
    own.write_text(entry.format(fail=0.9))
    with pytest.raises(DataError, match=r"own\.toml, criteria\.alpha.*good side"):
        read_criteria(own)
    own.write_text("name = own")
    with pytest.raises(DataError, match=r"not valid TOML.*line 1"):
        read_criteria(own)


def test_a_set_of_one_s_own_may_hold_fewer_criteria(tmp_path):
    """Only what it names is judged; the rest is not examined."""
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\ntitle = "Own"\n[criteria.n]\nclaim = "data"\ncheck = "n"\n'
        'better = "more"\nthreshold = 100\nbasis = "exact"\nweight = "decisive"\n'
        'source = "Me (2026)"\nadvice = "Ask more people."\n'
    )
    evidence = [Evidence("n", 150), Evidence("kmo", 0.9)]
    assert list(findings_table(evidence, read_criteria(own))["id"]) == ["n"]
