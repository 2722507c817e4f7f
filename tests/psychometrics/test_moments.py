from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, MissingExtraError
from svqkit.psychometrics.data import table_moments as module
from svqkit.psychometrics.moments import as_moments, moments

Answers = Callable[[str], pd.DataFrame]


def test_every_source_gives_the_same_moments(
    oracle_answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agree: Any
) -> None:
    answers = oracle_answers("holes")
    expected = moments(answers)
    complete = answers.dropna()
    agree("moments: means", expected.mean, complete.mean(), oracle="closed form", rtol=1e-12)
    agree("moments: covariances", expected.cov, complete.cov(), oracle="closed form", rtol=1e-10)
    monkeypatch.setattr(module, "BLOCK_ROWS", 37)
    answers.to_csv(tmp_path / "a.csv", index=False)
    answers.to_csv(tmp_path / "a.csv.gz", index=False)
    answers.to_csv(tmp_path / "a.tsv", index=False, sep="\t")
    answers.to_csv(tmp_path / "a.txt", index=False, sep=";")
    answers.to_parquet(tmp_path / "a.parquet")
    pieces = [answers.iloc[:100], answers.iloc[100:101], answers.iloc[101:]]
    sources = [
        answers,
        SimpleNamespace(perceptions=answers),
        iter(pieces),
        pieces,
        (piece for piece in pieces),
        str(tmp_path / "a.csv"),
        *(tmp_path / f"a.{suffix}" for suffix in ("csv.gz", "tsv", "txt", "parquet")),
        expected,
    ]
    for source in sources:
        found = moments(source)
        assert (found.n, found.n_total, found.columns) == (250, 400, expected.columns)
        np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-12)
        np.testing.assert_allclose(found.cov, expected.cov, rtol=1e-11)
        assert found.missing_counts.tolist() == answers.isna().sum().tolist()


def test_columns_are_taken_in_the_order_given(tmp_path: Path) -> None:
    answers = pd.DataFrame({"id": ["x", "y", "z"], "b": [1, 2, 4], "a": [5, 5, 6]})
    path = tmp_path / "a.csv"
    answers.to_csv(path, index=False)
    assert moments(path, columns=["a", "b"]).columns == ("a", "b")
    assert moments(answers, columns=["a", "b"]).cov.loc["a", "b"] == pytest.approx(
        answers[["a", "b"]].cov().loc["a", "b"]
    )
    with pytest.raises(DataError, match="column 'id' is not numeric"):
        moments(path)
    with pytest.raises(DataError, match="'c'"):
        moments(path, columns=["c"])
    with pytest.raises(DataError, match="'c'"):
        moments(answers, columns=["c"])


def test_a_dask_frame_is_reduced_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = pd.DataFrame(np.random.default_rng(0).normal(size=(30, 3)), columns=list("abc"))
    fake = ModuleType("dask")
    fake.delayed = lambda function: lambda part: lambda: function(part)
    fake.compute = lambda *tasks: tuple(task() for task in tasks)
    monkeypatch.setitem(sys.modules, "dask", fake)
    frame = SimpleNamespace(to_delayed=lambda: [answers.iloc[:11], answers.iloc[11:]])
    np.testing.assert_allclose(moments(frame).cov, answers.cov(), rtol=1e-12)


def test_without_dask_the_install_line_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(MissingExtraError, match="pip install"):
        moments(SimpleNamespace(to_delayed=lambda: []))


def test_unusable_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        moments(tmp_path / "nowhere.csv")
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(ValueError, match=r"\.csv, \.tsv, \.txt or \.parquet"):
        moments(tmp_path / "a.docx")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(DataError, match="is empty"):
        moments(tmp_path / "empty.csv")
    (tmp_path / "header.csv").write_text("a,b\n")
    with pytest.raises(DataError, match="header but no rows"):
        moments(tmp_path / "header.csv")
    with pytest.raises(TypeError, match="not int"):
        moments(3)
    with pytest.raises(DataError, match="no rows"):
        moments([])
    with pytest.raises(DataError, match="no items"):
        moments(pd.DataFrame(index=[0, 1]))
    with pytest.raises(ValueError, match="listwise"):
        moments(pd.DataFrame({"a": [1]}), missing="imputed")
    with pytest.raises(TypeError, match="each chunk must be a DataFrame"):
        moments([1, 2], columns=["a"])


def test_without_pyarrow_the_install_line_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match="pyarrow"):
        moments(tmp_path / "a.parquet")


def test_analyses_need_two_respondents() -> None:
    with pytest.raises(DataError, match="only 1 of 1"):
        as_moments(pd.DataFrame({"a": [1.0]}))
