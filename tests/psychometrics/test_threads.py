"""BLAS threads are limited within, and given back, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import scipy.linalg  # noqa: F401  (its library has threads too)
from threadpoolctl import threadpool_info, threadpool_limits

import svqkit as svq
from svqkit.psychometrics.threads import one_thread, single_threaded

ITEMS = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]


def threads():
    return sorted(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")


@pytest.fixture(autouse=True)
def two_threads():
    """Start from two threads a library, on any machine and with any environment."""
    with threadpool_limits(2, "blas"):
        yield


def test_one_within_and_as_many_as_before_afterwards():
    before = threads()
    assert before[0] == 2
    with one_thread():
        assert set(threads()) == {1}
        with one_thread():
            assert set(threads()) == {1}
        assert set(threads()) == {1}
    assert threads() == before


def test_threads_come_back_after_an_error():
    before = threads()
    with pytest.raises(ZeroDivisionError), one_thread():
        raise ZeroDivisionError
    assert threads() == before


OVERLAP = """
import threading
from threadpoolctl import threadpool_info
from svqkit.psychometrics.threads import one_thread

def threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

inside, leave, said = threading.Event(), threading.Event(), []

def first():
    with one_thread():
        said.append(threads())
        inside.set()
        leave.wait(20)

other = threading.Thread(target=first)
other.start()
inside.wait(20)
with one_thread():
    said.append(threads())
    leave.set()
    other.join()
said.append(threads())
with one_thread():
    said.append(threads())
said.append(threads())
print(said)
"""


def test_callers_that_overlap_leave_no_limit_behind():
    two = {**os.environ, "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", OVERLAP], env=two, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[{1}, {1}, {2}, {1}, {2}]"


def test_a_function_keeps_its_name_arguments_and_answer():
    @single_threaded
    def scaled(x, *, by=2):
        """Scale."""
        return by * x, set(threads())

    assert scaled(3, by=4) == (12, {1})
    assert (scaled.__name__, scaled.__doc__) == ("scaled", "Scale.")


def numbers():
    rng = np.random.default_rng(3)
    common = rng.normal(size=(200, 1))
    return pd.DataFrame(common + rng.normal(size=(200, 6)), columns=ITEMS)


@pytest.mark.parametrize(
    ("where", "run"),
    [
        ("svqkit.psychometrics.cfa.read_model", lambda x: svq.cfa(x, {"quality": ITEMS})),
        ("svqkit.psychometrics.exploratory.efa.extract", lambda x: svq.efa(x, 1)),
    ],
)
def test_analyses_run_with_one_thread(monkeypatch, where, run):
    import importlib

    module_name, _, name = where.rpartition(".")
    module = importlib.import_module(module_name)
    seen = []
    if not hasattr(module, name):
        pytest.fail(f"{where} is no more: watch another step of the analysis")
    original = getattr(module, name)

    def watched(*args, **kwargs):
        seen.append(set(threads()))
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, watched)
    before = threads()
    run(numbers())
    assert seen
    assert set().union(*seen) == {1}
    assert threads() == before
