"""The airline's comments: as many of each kind as was planted, and nobody real in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled

AIRLINE = bundled("datasets") / "airline"


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((AIRLINE / "truth_feedback.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def labels() -> pd.DataFrame:
    return svq.load_dataset("airline_feedback_labels")


def test_the_script_makes_the_same_tables(tmp_path) -> None:
    """Byte for byte, in a process of its own (tests/datasets/test_builds.py does so for all cases)."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import build, pathlib; "
        "build.build(pathlib.Path(sys.argv[2]))"
    )
    done = subprocess.run([sys.executable, "-B", "-c", program, AIRLINE, tmp_path], check=False)
    assert done.returncode == 0
    for name in ("feedback.csv", "feedback_labels.csv", "traffic.csv", "truth_feedback.json"):
        assert (tmp_path / name).read_bytes() == (AIRLINE / name).read_bytes(), name


def test_the_tables_load_with_their_types(labels) -> None:
    table = svq.load_dataset("airline_feedback")
    assert len(table) == 765
    assert len(labels) == 762
    traffic = svq.load_dataset("airline_traffic")
    assert traffic["month"].dt.month.tolist() == list(range(1, 13))
    assert traffic["passengers"].dtype == "int64"
    assert set(labels.index) == set(table["id"])
    listed = svq.list_datasets().loc[["airline_feedback", "airline_traffic"], "kind"]
    assert (listed == "simulated").all()


def test_complaints_come_at_their_planted_rates(labels, truth) -> None:
    """Each topic's count before and after against its Poisson mean: none of 30 beyond 3.5 errors."""
    table = svq.load_dataset("airline_feedback").drop_duplicates("id").set_index("id")
    traffic = svq.load_dataset("airline_traffic").set_index("month")["passengers"]
    change = pd.Timestamp(f"{truth['change']['month']}-01")
    heard = svq.read_feedback(table.reset_index(), on=truth["on"])
    days = heard.comments["received"]
    # days that were spoilt are known by the order of the file, which is that of time
    days = days.ffill()
    rows = labels.loc[days.index]
    plain = rows["planted"] != "copied"
    for topic, rates in truth["complaints_per_million_passengers"].items():
        own = (rows["topic"] == topic) & (rows["polarity"] == "complaint") & plain
        for when, rate in (("before", rates["before"]), ("after", rates["after"])):
            there = days < change if when == "before" else days >= change
            flew = traffic[traffic.index < change if when == "before" else traffic.index >= change]
            mean = rate * flew.sum() / 1e6
            assert abs((own & there).sum() - mean) < 3.5 * mean**0.5 + 1, (topic, when)


def test_classes_topics_and_languages_are_all_there(labels, truth) -> None:
    assert set(labels["topic"]) == set(truth["topics"])
    assert set(labels["class"]) == {"attitude", "quality", "product", "process"}
    assert labels["dimension"].nunique() == 5
    assert labels["language"].value_counts(normalize=True).round(1).to_dict() == {
        "en": 0.5, "nl": 0.3, "zh": 0.2,
    }  # fmt: skip
    for topic, about in truth["topics"].items():
        own = labels[labels["topic"] == topic]
        assert (own["class"] == about["class"]).all()
        assert (own["dimension"] == about["dimension"]).all()


def test_personal_data_are_those_that_belong_to_nobody() -> None:
    text = " ".join(svq.load_dataset("airline_feedback")["comment"].dropna())
    assert set(re.findall(r"@([\w.]+\w)", text)) <= {"example.com", "example.org"}
    phones = re.findall(r"(?:020|20)[ -]7946[ -]0\d{3}", text)
    assert len(phones) == 6
    cards = {re.sub(r"\D", "", c) for c in re.findall(r"4111(?:[ ]?1111){3}", text)}
    assert cards == {"4111111111111111"}
    left = re.sub(r"(?:\+44[ -])?(?:020|20)[ -]7946[ -]0\d{3}|4111(?:[ ]?1111){3}", "", text)
    assert set(re.findall(r"\d{6,}", left)) <= {"110101180001010015", "111222333"}
