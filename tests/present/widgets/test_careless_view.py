"""The careless lab's numbers: those of reliability, cfa and screen on the same answers."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.widgets.careless_answers import KINDS, CarelessChoice, mixed, prepare
from svqkit.present.widgets.careless_view import compute


@pytest.fixture(scope="module")
def tables():
    return prepare()


@pytest.mark.parametrize(
    "choice",
    [
        CarelessChoice(),
        CarelessChoice(straight=15, random=10),
        CarelessChoice(midpoint=12, extreme=9, screened=True),
    ],
)
def test_numbers_are_those_of_the_package_on_the_same_answers(tables, choice):
    shown = compute(tables, choice)
    responses, kinds = mixed(tables, choice)
    found = svq.screen(responses)
    mapping = responses.instrument.mapping
    assert shown.flagged == len(found.flagged)
    assert shown.careless == int((kinds != "").sum())
    truth, said = kinds != "", found.respondents["careless"]
    if truth.any():
        assert shown.sensitivity == pytest.approx(said[truth].mean())
    assert shown.specificity == pytest.approx(1 - said[~truth].mean())
    states = {"mixed": responses}
    if choice.screened:
        states["screened"] = svq.exclude(responses, found)
    for column, answers in states.items():
        alphas = svq.reliability(answers, mapping).coefficients["alpha"]
        names = list(mapping)
        np.testing.assert_allclose(shown.rows.loc[names, column], alphas[names], rtol=1e-9)
        assert shown.rows.loc["total", column] == pytest.approx(alphas["total"], rel=1e-9)
        r = answers.perceptions.corr().to_numpy()
        expected = r[np.triu_indices(len(r), 1)].mean()
        assert shown.rows.loc["mean_r", column] == pytest.approx(expected, rel=1e-9)
        cfi = svq.cfa(answers, mapping).fit["cfi"]
        assert shown.rows.loc["cfi", column] == pytest.approx(cfi, abs=1e-6)


def test_straight_lines_raise_alpha_and_random_answers_lower_it(tables):
    scales = list(tables.mapping)
    alike = compute(tables, CarelessChoice(straight=25)).rows.loc[scales]
    chance = compute(tables, CarelessChoice(random=25)).rows.loc[scales]
    assert (alike["mixed"] > alike["attentive"]).all()
    assert (chance["mixed"] < chance["attentive"]).all()
    for rows in (alike, chance):
        assert rows["attentive"].equals(tables.attentive[scales].rename("attentive"))


def test_a_growing_share_keeps_who_was_careless_before(tables):
    before = mixed(tables, CarelessChoice(random=10))[1] != ""
    after = mixed(tables, CarelessChoice(random=30))[1] != ""
    assert before.sum() == 40
    assert after.sum() == 120
    assert after[before].all()


def test_a_seed_repeats_and_another_differs():
    choice = CarelessChoice(random=20)
    first, again, other = (compute(prepare(n=100, seed=s), choice).rows for s in (3, 3, 4))
    assert first.equals(again)
    assert not first["mixed"].equals(other["mixed"])


def test_somebody_must_read(tables):
    with pytest.raises(DataError, match="leave at least 10"):
        compute(tables, CarelessChoice(straight=50, random=50))


def test_another_instrument_can_be_asked():
    tables = prepare(svq.load_instrument("servqual", "nl"), n=120, language="nl")
    assert tables.labels["reliability"] == "Betrouwbaarheid"


@settings(max_examples=25, deadline=None)
@given(shares=st.tuples(*[st.integers(0, 22)] * 4), screened=st.booleans())
def test_any_mix_is_counted_right(tables, shares, screened):
    choice = CarelessChoice(*shares, screened=screened)
    responses, kinds = mixed(tables, choice)
    for field, share in zip(KINDS, shares, strict=True):
        assert (kinds == field).sum() == round(share * 400 / 100)
    same = (responses.perceptions == tables.people.perceptions).all(axis=1)
    assert same[kinds == ""].all()
    shown = compute(tables, choice)
    assert shown.rows["mixed"].between(-1, 1).all()
    assert shown.rows["screened"].notna().all() == screened


@pytest.mark.parametrize("dimensions", [1, 7, 8, 10, 14])
def test_an_instrument_of_any_number_of_dimensions_can_be_drawn(tmp_path, dimensions):
    instrument = made_of(tmp_path, dimensions=dimensions, items=2 * dimensions)
    tables = prepare(instrument, n=120)
    assert len(tables.mapping) == dimensions


def test_scales_of_one_item_are_answered_by_a_sentence(tmp_path):
    with pytest.raises(DataError, match="two items or more"):
        prepare(made_of(tmp_path, dimensions=3, items=3), n=60)


def made_of(folder, *, dimensions: int, items: int):
    """Make an instrument of one's own: so many dimensions, items dealt out among them."""
    path = folder / "own.yaml"
    svq.export_instrument(svq.load_instrument("servqual"), path)
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = [f"dimension_{i}" for i in range(dimensions)]
    first, question = held["dimensions"][0], held["items"][0]
    held["dimensions"] = [{**first, "name": name} for name in names]
    held["items"] = [
        {**question, "code": f"Q{i + 1}", "dimension": names[i % dimensions]} for i in range(items)
    ]
    path.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    return svq.read_instrument(path)
