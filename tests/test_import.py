"""``import svqkit`` is light, and every public name loads when first touched."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import svqkit

HEAVY = ["numpy", "pandas", "scipy", "matplotlib", "seaborn", "pingouin", "plotly", "pydantic"]


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("statement", ["import svqkit", "import svqkit.cli"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    assert not loaded_by(statement) & set(HEAVY)


@pytest.mark.parametrize("name", sorted(svqkit.__all__))
def test_each_public_name_loads(name: str) -> None:
    assert getattr(svqkit, name) is not None
    assert name in dir(svqkit)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = svqkit.no_such_name


def test_the_version_is_the_packages_own() -> None:
    from importlib.metadata import version

    assert svqkit.__version__ == version("svqkit")
