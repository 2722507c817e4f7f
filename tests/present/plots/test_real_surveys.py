"""The pictures of the bundled bank survey and of the real kiosk survey, from their own results."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import svqkit as svq
from svqkit.present.plots.labels import number


def analysed(responses):
    """Run what the pictures need."""
    mapping = responses.instrument.mapping
    items = responses.perceptions[[code for codes in mapping.values() for code in codes]]
    fit = svq.cfa(items, mapping)
    forms = {
        form: svq.reliability(getattr(responses, form), mapping)
        for form in ("perceptions", "expectations", "gaps")
    }
    return SimpleNamespace(
        responses=responses,
        instrument=responses.instrument,
        items=items,
        cfa=fit,
        reliability=forms,
        screening=svq.screen(responses),
        factorability=svq.factorability(items),
        n_factors=svq.n_factors(items, draws=20, seed=1),
        efa=svq.efa(items, len(mapping), design=mapping),
        validity=svq.validity(fit, items=items),
        gaps=svq.gap_scores(responses),
        segments=svq.gap_scores(
            responses, by="branch" if "branch" in responses.respondents else "sex"
        ),
        priorities=svq.priorities(responses, importance="derived", level="item"),
        stated=svq.priorities(responses),
    )


@pytest.fixture(scope="session")
def bank():
    return analysed(svq.load_dataset("bank"))


@pytest.fixture(scope="session")
def kiosk(kiosk_folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SVQKIT_DATA", str(kiosk_folder))
        return analysed(svq.load_dataset("kiosk"))


@pytest.fixture(params=["bank", pytest.param("kiosk", marks=pytest.mark.kiosk)])
def survey(request):
    return request.getfixturevalue(request.param)


PICTURES = {
    "sample": lambda s: svq.plot_sample(s.responses),
    "screening": lambda s: svq.plot_screening(s.screening),
    "respondents": lambda s: svq.plot_screening(s.screening, kind="respondents"),
    "perceptions": lambda s: svq.plot_items(s.responses),
    "gap answers": lambda s: svq.plot_items(s.responses, form="gaps"),
    "reliability": lambda s: svq.plot_reliability(s.reliability, instrument=s.instrument),
    "factorability": lambda s: svq.plot_factorability(s.factorability, instrument=s.instrument),
    "scree": lambda s: svq.plot_scree(s.n_factors),
    "loadings": lambda s: svq.plot_loadings(s.efa, instrument=s.instrument),
    "path": lambda s: svq.plot_path(s.cfa, instrument=s.instrument),
    "htmt": lambda s: svq.plot_htmt(s.validity, instrument=s.instrument),
    "dumbbells": lambda s: svq.plot_gaps(s.gaps, kind="dumbbell", level="item", intervals=True),
    "radar": lambda s: svq.plot_gaps(s.gaps, kind="radar"),
    "segments": lambda s: svq.plot_segments(s.segments),
    "segments of items": lambda s: svq.plot_segments(s.segments, level="item"),
    "htmt and correlations": lambda s: svq.plot_htmt(
        s.validity, instrument=s.instrument, correlations=True
    ),
    "discriminant": lambda s: svq.plot_discriminant(s.validity, instrument=s.instrument),
    "gaps": lambda s: svq.plot_gaps(s.gaps),
    "gaps of items": lambda s: svq.plot_gaps(s.gaps, level="item"),
    "plain dumbbells": lambda s: svq.plot_gaps(s.gaps, level="item", kind="dumbbell"),
    "priorities": lambda s: svq.plot_priorities(s.priorities),
    "stated priorities": lambda s: svq.plot_priorities(s.stated),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_every_word_can_be_read(survey, picture, texts_of, overlaps):
    figure = PICTURES[picture](survey).figure
    entries = texts_of(figure)
    assert overlaps(entries) == []
    width, height = figure.bbox.width, figure.bbox.height
    cut = [
        text.get_text()
        for text, box in entries
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    assert cut == []


def test_path_diagram_shows_the_models_estimates(survey):
    texts = [
        text.get_text() for text in svq.plot_path(survey.cfa, instrument=survey.instrument).texts
    ]
    table = survey.cfa.parameters
    loadings = table.loc[table["op"] == "=~", "std_all"]
    assert {number(value) for value in loadings} <= set(texts)
    words = {text.replace("\n", " ") for text in texts}
    assert set(survey.instrument.dimension_titles.values()) <= words


def test_gaps_are_drawn_where_they_are(survey):
    ax = svq.plot_gaps(survey.gaps)
    drawn = sorted(
        x for line in ax.lines if not line.get_label().startswith("_") for x in line.get_xdata()
    )
    np.testing.assert_allclose(
        drawn, sorted([*survey.gaps.dimensions["gap"], survey.gaps.total["gap"]])
    )


def test_items_show_every_answer(survey):
    ax = svq.plot_items(survey.responses)
    corners = np.array(
        [[path.vertices[:4, 0] for path in group.get_paths()] for group in ax.collections]
    )
    widths = np.ptp(corners, axis=2)
    np.testing.assert_allclose(widths.sum(axis=0), 100)
    assert len(widths) == 7


def test_reliability_draws_every_known_coefficient(survey):
    ax = svq.plot_reliability(survey.reliability["gaps"], instrument=survey.instrument)
    alpha = next(line for line in ax.lines if line.get_label() == "alpha")
    table = survey.reliability["gaps"].coefficients
    np.testing.assert_allclose(alpha.get_xdata(), table["alpha"].dropna())


def test_sample_counts_add_up(survey):
    ax = svq.plot_sample(survey.responses)
    lost = sum(bar.get_width() for bar in ax.patches if bar.get_hatch())
    read, kept = survey.responses.source["rows_read"], survey.responses.n
    assert read - lost == kept
