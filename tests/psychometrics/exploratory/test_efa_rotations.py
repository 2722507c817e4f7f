from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.extraction.matching import nearest_order
from svqkit.psychometrics.rotation.rotation import search

Answers = Callable[[str], pd.DataFrame]
GPA = {"oracle": "GPArotation, to a gradient of 1e-10"}
SURVEY = {
    "tangibles": ["Q1", "Q2", "Q3", "Q4"],
    "reliability": ["Q5", "Q6", "Q7", "Q8", "Q9"],
    "responsiveness": ["Q10", "Q11", "Q12", "Q13"],
    "assurance": ["Q14", "Q15", "Q16", "Q17"],
    "empathy": ["Q18", "Q19", "Q20", "Q21", "Q22"],
}
NAMES = {
    "target_full": ("target", None),
    "target_full_orthogonal": ("target_orthogonal", None),
    "target_free": ("target", None),
    "target_free_orthogonal": ("target_orthogonal", None),
    "quartimax": ("quartimax", None),
    "equamax": ("equamax", None),
    "geomin_orthogonal": ("geomin_orthogonal", None),
    "geomin": ("geomin", None),
    "oblimin": ("oblimin", None),
    "quartimin": ("quartimin", None),
    "bifactor": ("bifactor", None),
    "oblimin_normalized": ("oblimin", True),
}


@pytest.mark.parametrize("case", list(NAMES))
def test_rotations_agree_with_gparotation(oracle: Any, agree: Any, case: str) -> None:
    stored = oracle("efa/survey_more")
    expected = stored["rotated"][case]
    A = np.array(stored["unrotated"])
    method, normalize = NAMES[case]
    target = None
    if method.startswith("target"):
        target = np.array(stored["full" if "full" in case else "free"], dtype=float)
    found = search(
        A,
        method,
        normalize=normalize,
        target=target,
        starts=60 if method in ("bifactor", "geomin_orthogonal") else 0,
        rng=np.random.default_rng(1),
    )
    # GPArotation's value of quartimax is −Σλ⁴/4, ours is that plus a constant of the communalities
    ours = found.values.min()
    if case == "quartimax":
        ours -= ((A**2).sum(axis=1) ** 2).sum() / 4
    assert ours <= expected["value"] + 1e-6
    if ours < expected["value"] - 1e-6:
        assert method in ("bifactor", "geomin_orthogonal")  # it ended in a higher minimum
        return
    pattern = np.array(expected["loadings"])
    order, signs = nearest_order(found.rotated.loadings, pattern)
    said = f"EFA: rotation {method}"
    agree(said, found.rotated.loadings[:, order] * signs, pattern, atol=1e-5, **GPA)
    phi = found.rotated.phi[np.ix_(order, order)] * np.outer(signs, signs)
    agree(f"{said}, factor correlations", phi, expected["phi"], atol=1e-5, **GPA)


@pytest.mark.parametrize("rotation", ["target", "target_orthogonal"])
def test_the_design_is_the_target(oracle_answers: Answers, rotation: str) -> None:
    answers = oracle_answers("survey")
    found = efa(answers, 5, rotation=rotation, design=SURVEY)
    assert found.factors == tuple(SURVEY)
    assert found.congruence is not None
    assert found.congruence.index.tolist() == list(SURVEY)
    assert found.target is not None
    assert found.target.isna().to_numpy().sum() == 22
    given = efa(answers, 5, rotation=rotation, target=SURVEY)
    np.testing.assert_allclose(given.loadings, found.loadings)
    assert given.congruence is None
    table = efa(answers, 5, rotation=rotation, target=found.target.iloc[::-1])
    np.testing.assert_allclose(table.loadings, found.loadings)
    other = efa(answers, 5, rotation=rotation, target=found.target[list(SURVEY)[::-1]])
    np.testing.assert_allclose(other.loadings[list(SURVEY)], found.loadings, atol=1e-6)
    if rotation == "target":
        assert "Oblique rotation to a target" not in found.convention
        assert "oblique rotation to a target" in found.convention


def test_a_target_that_does_not_fit_is_refused(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(ValueError, match="needs a target, or a design"):
        efa(answers, 3, rotation="target")
    with pytest.raises(ValueError, match='a target is for rotation="target"'):
        efa(answers, 3, target={"a": ["Q1"]})
    with pytest.raises(ModelError, match="the target has 2 factors, but 3"):
        efa(answers, 3, rotation="target", target={"a": ["Q1"], "b": ["Q2"]})
    with pytest.raises(DataError, match="no row for item 'Q1'"):
        efa(answers, 2, rotation="target", target=pd.DataFrame({"a": [0.0], "b": [0.0]}, ["Q2"]))
    with pytest.raises(TypeError, match="target must be a mapping"):
        efa(answers, 2, rotation="target", target=np.zeros((12, 2)))
    free = pd.DataFrame(np.nan, answers.columns, ["a", "b"])
    with pytest.raises(ModelError, match="leaves factor 'a' too free"):
        efa(answers, 2, rotation="target", target=free)
    with pytest.raises(ModelError, match="gives 0 loadings; an orthogonal rotation of 2"):
        efa(answers, 2, rotation="target_orthogonal", target=free)


@pytest.mark.parametrize("rotation", ["bifactor", "bigeomin"])
def test_the_general_factor_comes_first(oracle_answers: Answers, rotation: str) -> None:
    answers = oracle_answers("survey")
    found = efa(answers, 6, rotation=rotation, starts=20, seed=2, design=SURVEY)
    assert found.factors == ("general", *SURVEY)
    assert (found.loadings["general"] > 0).all()
    assert found.congruence is not None
    assert np.isnan(found.congruence["general"])
    np.testing.assert_array_equal(found.phi, np.eye(6))
    plain = efa(answers, 6, rotation=rotation, starts=20, seed=2)
    assert plain.factors[:2] == ("general", "F1")
    with pytest.raises(ModelError, match="n_factors of 3 or more, not 2"):
        efa(answers, 2, rotation=rotation)


@pytest.mark.parametrize("rotation", ["oblimin", "geomin", "target", "promax", "equamax"])
def test_order_of_items_and_respondents_and_seeds_change_nothing(
    oracle_answers: Answers, rotation: str
) -> None:
    answers = oracle_answers("survey")
    found = efa(answers, 5, rotation=rotation, design=SURVEY, starts=5, seed=1)
    mixed = answers.sample(frac=1, random_state=3).sample(frac=1, axis=1, random_state=4)
    again = efa(mixed, 5, rotation=rotation, design=SURVEY, starts=5, seed=99)
    np.testing.assert_allclose(again.loadings.loc[answers.columns], found.loadings, atol=2e-5)
    np.testing.assert_allclose(again.phi, found.phi, atol=2e-5)
    assert again.factors == found.factors
    backwards = dict(reversed(SURVEY.items()))
    other = efa(answers, 5, rotation=rotation, design=backwards, starts=5, seed=5)
    np.testing.assert_allclose(other.loadings[list(SURVEY)], found.loadings, atol=2e-5)


def test_minima_are_counted(oracle_answers: Answers) -> None:
    one = efa(oracle_answers("survey"), 5, starts=20, seed=1)
    assert one.minima is not None
    assert one.minima["starts"].tolist() == [22]
    assert one.minima["congruence"].iloc[0] == pytest.approx(1)
    assert not any("minim" in sentence for sentence in one.warnings)
    many = efa(oracle_answers("survey"), 5, rotation="geomin_orthogonal", starts=40, seed=1)
    assert many.minima is not None
    assert len(many.minima) > 1
    assert many.minima["starts"].sum() == 42
    assert (np.diff(many.minima["criterion"]) > 0).all()
    assert many.minima["congruence"].iloc[1:].max() < 1
    assert any("Other starts of the rotation led to" in sentence for sentence in many.warnings)
    assert efa(oracle_answers("survey"), 5, rotation="promax").minima is None


def test_kaiser_normalisation_is_said(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    assert "varimax, with Kaiser" in efa(answers, 2, rotation="varimax").convention
    assert "varimax, without Kaiser" in (
        efa(answers, 2, rotation="varimax", normalize=False).convention
    )
    assert "(quartimin), without Kaiser" in efa(answers, 2).convention
    assert efa(answers, 2, normalize=True).normalized
