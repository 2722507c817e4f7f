"""Small made-up results with the fields of the real ones, for what the bundled surveys don't show."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

WORDS = {
    "tangibles": (
        "Tangibles",
        ["Modern equipment", "Appealing rooms", "Tidy staff", "Clear leaflets"],
    ),
    "reliability": (
        "Reliability",
        [
            "Promises kept",
            "Sincere interest",
            "Right first time",
            "On time",
            "No errors in records",
        ],
    ),
    "responsiveness": (
        "Responsiveness",
        ["Says when it is done", "Prompt service", "Willing to help", "Never too busy"],
    ),
    "assurance": (
        "Assurance",
        [
            "Staff inspire confidence",
            "Safe transactions",
            "Courteous staff",
            "Staff know the answers",
        ],
    ),
    "empathy": (
        "Empathy and care",
        [
            "Individual attention",
            "Hours that suit customers",
            "Personal service",
            "Customers' interests first",
            "Understands needs",
        ],
    ),
    "aesthetics": ("Aesthetics", ["Pleasant looks", "Pleasant sounds"]),
}
CJK = {
    "tangibles": ("有形性", ["设备现代", "环境舒适", "员工整洁", "说明清楚"]),
    "reliability": ("可靠性", ["履行承诺", "真诚关心", "一次做对", "按时完成", "记录无误"]),
}


def make_instrument(words=WORDS, name="test"):
    mapping, labels, number = {}, {}, 0
    for dimension, (_, texts) in words.items():
        codes = [f"Q{number + k + 1}" for k in range(len(texts))]
        number += len(texts)
        mapping[dimension] = codes
        labels.update(zip(codes, texts, strict=True))
    return SimpleNamespace(
        name=name,
        mapping=mapping,
        labels=labels,
        dimension_titles={dimension: title for dimension, (title, _) in words.items()},
        scale=SimpleNamespace(
            low=1,
            high=7,
            anchors={1: "strongly disagree", 7: "strongly agree"},
            missing_codes=(99,),
        ),
    )


def make_parameters(mapping, seed=0):
    """Write a parameter table of a correlated-factors model."""
    rng = np.random.default_rng(seed)
    rows = []
    for factor, codes in mapping.items():
        rows += [
            (factor, "=~", code, 1.0, v)
            for code, v in zip(codes, rng.uniform(0.5, 0.9, len(codes)), strict=True)
        ]
    for codes in mapping.values():
        rows += [(code, "~~", code, 0.6, 0.4) for code in codes]
    names = list(mapping)
    for i, a in enumerate(names):
        rows.append((a, "~~", a, 1.1, 1.0))
        rows += [(a, "~~", b, 0.5, rng.uniform(0.3, 0.9)) for b in names[i + 1 :]]
    return pd.DataFrame(rows, columns=["lhs", "op", "rhs", "est", "std_all"])


@pytest.fixture(scope="session")
def instrument():
    return make_instrument()


@pytest.fixture(scope="session")
def chinese():
    return make_instrument(CJK, "中文")


@pytest.fixture(scope="session")
def cfa_24(instrument):
    return SimpleNamespace(parameters=make_parameters(instrument.mapping))
