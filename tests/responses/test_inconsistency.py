"""Consistency within respondents, against loops that follow the definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.responses.inconsistency import even_odd, item_pairs_like, pair_consistency
from svqkit.responses.response_style import response_styles

SCALES = {
    "a": ["a1", "a2", "a3"],
    "b": ["b1", "b2"],
    "c": ["c1", "c2", "c3", "c4"],
    "d": ["d1", "d2"],
}
COLUMNS = [code for codes in SCALES.values() for code in codes]


def survey(seed: int, n: int = 60, holes: float = 0.1) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    answers = draw.integers(1, 8, (n, len(COLUMNS))).astype(float)
    answers[draw.random(answers.shape) < holes] = np.nan
    return pd.DataFrame(answers, columns=COLUMNS)


def correlated(first: list[float], second: list[float]) -> float:
    pairs = [(x, y) for x, y in zip(first, second, strict=True) if not np.isnan(x + y)]
    if len(pairs) < 3:
        return np.nan
    x, y = np.array(pairs).T
    return np.nan if x.std() < 1e-12 or y.std() < 1e-12 else float(np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize("seed", range(4))
def test_even_odd_follows_its_definition(seed: int, agree: Any) -> None:
    answers = survey(seed)
    expected = []
    for _, row in answers.iterrows():
        odd = [np.nanmean([*row[codes[::2]], np.nan]) if row[codes[::2]].notna().any() else np.nan
               for codes in SCALES.values()]  # fmt: skip
        even = [np.nanmean([*row[codes[1::2]], np.nan]) if row[codes[1::2]].notna().any() else np.nan
                for codes in SCALES.values()]  # fmt: skip
        r = correlated(odd, even)
        expected.append(np.nan if np.isnan(r) else -1.0 if r <= -1 / 3 else 2 * r / (1 + r))
    ours = even_odd({"perception": answers}, SCALES)
    agree(
        "screening: even-odd consistency", ours, np.array(expected), oracle="closed form", atol=1e-9
    )


@pytest.mark.parametrize("opposite", [False, True])
def test_synonyms_follow_their_definition(opposite: bool, agree: Any) -> None:
    draw = np.random.default_rng(5)
    common = draw.standard_normal((200, 3))
    latent = np.repeat(common, 4, axis=1) + 0.5 * draw.standard_normal((200, 12))
    latent[:, ::2] *= -1 if opposite else 1
    answers = pd.DataFrame(np.round(latent * 1.5 + 4), columns=[f"i{k}" for k in range(12)])
    answers.iloc[3, 4] = np.nan
    pairs = item_pairs_like(answers)[opposite]
    r = answers.corr()
    wanted = {
        (one, other)
        for at, one in enumerate(answers)
        for other in list(answers)[at + 1 :]
        if (r.loc[one, other] <= -0.6 if opposite else r.loc[one, other] >= 0.6)
    }
    assert set(pairs) == wanted
    assert len(pairs) >= 6
    expected = [
        correlated([row[one] for one, _ in pairs], [row[other] for _, other in pairs])
        for _, row in answers.iterrows()
    ]
    ours = pair_consistency(answers, pairs)
    agree(
        "screening: synonyms and antonyms",
        ours,
        np.array(expected),
        oracle="closed form",
        atol=1e-9,
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-3, 3), scale=st.floats(0.1, 5))
def test_consistency_does_not_care_for_units_or_order(
    seed: int, shift: float, scale: float
) -> None:
    answers = survey(seed, n=12)
    before = even_odd({"perception": answers}, SCALES)
    moved = even_odd({"perception": (answers * scale + shift).iloc[::-1]}, SCALES)
    pd.testing.assert_series_equal(moved.iloc[::-1], before, atol=1e-6)
    turned = even_odd({"perception": 8 - answers}, SCALES)
    pd.testing.assert_series_equal(turned, before, atol=1e-6)


def test_too_little_to_judge_is_missing() -> None:
    answers = survey(1)
    two = {"a": SCALES["a"], "b": SCALES["b"]}
    assert even_odd({"perception": answers}, two).isna().all()
    assert pair_consistency(answers, [("a1", "a2")]).isna().all()
    flat = pd.DataFrame(4.0, index=range(3), columns=COLUMNS)
    assert even_odd({"perception": flat}, SCALES).isna().all()


def test_styles_count_what_they_say() -> None:
    answers = pd.DataFrame([[1, 4, 7, 7], [2, 3, 5, np.nan], [np.nan] * 4], dtype=float)
    found = response_styles(answers, 1, 7)
    assert found.loc[0].tolist() == [0.25, 0.75, 0.25]
    assert found.loc[1].round(6).tolist() == [round(-1 / 3, 6), 0.0, 0.0]
    assert found.loc[2].isna().all()
    assert response_styles(answers, 1, 6)["midpoint"].isna().all()
    mirrored = response_styles(8 - answers, 1, 7)
    np.testing.assert_allclose(mirrored["acquiescence"], -found["acquiescence"])
    np.testing.assert_allclose(mirrored["extreme"], found["extreme"])


def test_random_answers_are_less_consistent_than_honest_ones() -> None:
    drawn = svq.simulate(n=600, careless=0.2, seed=3)
    found = svq.screen(drawn).respondents
    kinds = drawn.truth["careless"]
    random = [who for who, kind in kinds.items() if kind == "random"]
    honest = found.index.difference(list(kinds))
    assert found.loc[random, "even_odd"].mean() < found.loc[honest, "even_odd"].mean() - 0.3
