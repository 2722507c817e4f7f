"""The section on missing answers and normality says what the results say."""

from __future__ import annotations

import svqkit as svq
from svqkit.present.report.sections.distribution import distribution


def shown(section: object) -> str:
    tables = section.tables  # type: ignore[attr-defined]
    return " ".join(cell.shown for table in tables for row in table.rows for cell in row)


def test_patterns_and_little_s_test_are_those_of_the_analysis() -> None:
    validation = svq.validate(svq.load_dataset("bank"), seed=1)
    section = distribution(validation)
    found = validation.missing
    names = [table.name for table in section.tables]
    assert names == ["missing-patterns", "normality"]
    assert f"{found.n - found.n_complete} of {found.n} respondents" in section.meaning
    assert f"χ²({found.little['df']:.0f}) = {found.little['chisq']:.1f}" in section.tables[0].note
    assert len(section.figures) == 1
    text = shown(section)
    assert "Henze–Zirkler" in text
    assert f"{validation.normality.multivariate.loc['Mardia kurtosis', 'estimate']:.2f}" in text
    assert "MLR" in section.meaning


def test_complete_answers_have_no_pattern_to_show() -> None:
    section = distribution(svq.validate(svq.simulate("servperf", 200, seed=1), seed=1))
    assert [table.name for table in section.tables] == ["normality"]
    assert "no answer is missing" in section.meaning
    assert section.figures == ()
