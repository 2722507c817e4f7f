"""Rules: each fires where its pattern is complete, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.improvement.control.rules import RULES, choose_rules, fired

CASES = {
    "Nelson 1": ([0, 3.1, 0, -3.2], [1, 3]),
    "Nelson 2": ([0.5] * 10 + [-1] + [0.1] * 8, [8, 9]),
    "Nelson 3": ([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0], [5, 6, 11, 12]),
    "Nelson 4": ([0, 1] * 7 + [1], [13]),
    "Nelson 5": ([2.1, 0, 2.2, 0, 0, -2.1, -2.3, 2.5], [2, 6]),
    "Nelson 6": ([1.1, 1.1, 0, 1.1, 1.1, 1.2], [4, 5]),
    "Nelson 7": ([0.9, -0.9] * 8, [14, 15]),
    "Nelson 8": ([1.1, -1.1] * 4 + [1.2, 0], [7, 8]),
    "Western Electric 1": ([0, 3.1], [1]),
    "Western Electric 2": ([2.1, 2.1], [1]),
    "Western Electric 3": ([-1.1] * 4, [3]),
    "Western Electric 4": ([-0.1] * 9, [7, 8]),
}


@pytest.mark.parametrize("name", list(RULES))
def test_a_rule_fires_where_its_pattern_is_complete(name: str) -> None:
    z, places = CASES[name]
    values = np.array(z, dtype=float)
    found = fired(values, np.abs(values) > 3, [RULES[name]])[0]
    assert np.flatnonzero(found).tolist() == places


def slowly(name: str, z: np.ndarray) -> list[int]:
    """Look at every window by itself, as the rule's words say."""
    rule, found = RULES[name], []
    for i in range(len(z)):
        last = z[max(0, i - rule.window + 1) : i + 1]
        whole = len(last) == rule.window
        step = np.diff(last)
        kind = name.replace("Western Electric ", "W").replace("Nelson ", "N")
        if kind in ("N1", "W1"):
            holds = abs(z[i]) > 3
        elif kind in ("N2", "W4"):
            holds = whole and (bool((last > 0).all()) or bool((last < 0).all()))
        elif kind == "N3":
            holds = whole and (bool((step > 0).all()) or bool((step < 0).all()))
        elif kind == "N4":
            holds = whole and bool((step[1:] * step[:-1] < 0).all())
        elif kind in ("N5", "W2", "N6", "W3"):
            edge, needed = (2, 2) if kind in ("N5", "W2") else (1, 4)
            holds = (z[i] > edge and (last > edge).sum() >= needed) or (
                z[i] < -edge and (last < -edge).sum() >= needed
            )
        elif kind == "N7":
            holds = whole and bool((np.abs(last) < 1).all())
        else:
            away = bool((np.abs(last) > 1).all())
            holds = whole and away and bool((last > 1).any()) and bool((last < -1).any())
        if holds:
            found.append(i)
    return found


@pytest.mark.parametrize("name", list(RULES))
@given(
    z=arrays(
        float,
        st.integers(1, 40),
        elements=st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, 3.5]),
    )
)
def test_vectorised_rules_are_the_slow_ones(name: str, z: np.ndarray) -> None:
    assert np.flatnonzero(fired(z, np.abs(z) > 3, [RULES[name]])[0]).tolist() == slowly(name, z)


@given(z=arrays(float, 60, elements=st.floats(-4, 4)))
def test_a_mirror_changes_nothing(z: np.ndarray) -> None:
    rules = choose_rules("Nelson")
    assert (fired(z, np.abs(z) > 3, rules) == fired(-z, np.abs(z) > 3, rules)).all()


def test_false_alarms_are_as_rare_as_the_field_says() -> None:
    """Shares of 200,000 normal points; the exact share of test 1 is 0.0027."""
    z = np.random.default_rng(7).normal(size=200_000)
    share = fired(z, np.abs(z) > 3, [RULES["Nelson 1"]]).mean()
    error = (0.0026998 * 0.9973 / len(z)) ** 0.5
    assert abs(share - 0.0026998) < 4 * error


def test_sets_and_names() -> None:
    assert len(choose_rules("nelson")) == 8
    assert len(choose_rules(["Western Electric", "Nelson 3"])) == 5
    assert [rule.name for rule in choose_rules(["Nelson 2", "Nelson 2"])] == ["Nelson 2"]
    with pytest.raises(ValueError, match="no rule 'Nelson 9'; there are the sets limits, Nelson"):
        choose_rules("Nelson 9")
