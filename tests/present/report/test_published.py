"""Published reliabilities stand beside one's own, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

import svqkit as svq
from svqkit.present.report.sections.published import beside_published, published_rows

PUBLISHED = """
based_on: servqual
name: mine
published:
  - {scale: tangibles, form: perception, low: 0.52, high: 0.82, sample: four services, source: "A (1999)"}
  - {scale: total, form: gap, value: 0.92, n: 200, sample: banks, source: "B (2001), table 2"}
  - {scale: empathy, coefficient: omega, form: perception, value: 0.8, sample: hotels, source: "C (2010)"}
"""


@pytest.fixture(scope="module")
def validation(tmp_path_factory: pytest.TempPathFactory) -> object:
    path = Path(tmp_path_factory.mktemp("own")) / "mine.yaml"
    path.write_text(PUBLISHED, encoding="utf-8")
    return svq.validate(svq.simulate(svq.read_instrument(path), 200, seed=1), seed=1)


def test_each_published_value_stands_beside_one_s_own(validation) -> None:
    rows = published_rows(validation).set_index("scale")
    own = validation.reliability
    alpha = own["perceptions"].coefficients.loc["tangibles", "alpha"]
    assert rows.loc["Tangibles", "own"] == alpha
    assert rows.loc["Tangibles", ["range_low", "range_high"]].tolist() == [0.52, 0.82]
    assert rows.loc["Total", "own"] == own["gaps"].coefficients.loc["total", "alpha"]
    assert rows.loc["Total", "sample"] == "banks (n = 200)"
    omega = own["perceptions"].coefficients.loc["empathy", "omega_total"]
    assert rows.loc["Empathy", "own"] == omega
    assert rows["own_low"].notna().all()


def test_the_report_shows_them(validation, tmp_path) -> None:
    svq.report(validation, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Published reliabilities, and those of these answers" in page
    assert "B (2001), table 2" in page
    assert "Reliability belongs to answers" in page


def test_an_instrument_without_any_has_no_such_table() -> None:
    servperf = svq.simulate("servperf", 150, seed=2)
    assert servperf.instrument.published.empty
    assert beside_published(svq.validate(servperf, seed=1), "95% CI") is None


def test_the_kiosk_survey_s_values_come_along() -> None:
    published = svq.load_instrument("kiosk").published
    assert published.set_index("scale")["value"].to_dict() == {
        "tangible": 0.789,
        "security": 0.832,
        "economy": 0.777,
        "convenience": 0.725,
        "reliability": 0.644,
        "control": 0.759,
    }
    assert set(published["form"]) == {"perception"}
