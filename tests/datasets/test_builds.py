"""Every simulated case: its script makes its files, and its description fits them."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from svqkit.bundled import bundled

CASES = sorted(path.parent for path in bundled("datasets").glob("*/build.py"))
BUILD = "import sys; sys.path.insert(0, sys.argv[1]); import build; build.build(__import__('pathlib').Path(sys.argv[2]))"


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def package_of(case: Path) -> dict:
    return json.loads((case / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_script_makes_the_same_files(case: Path, tmp_path: Path) -> None:
    """In a process of its own: cases may name their modules alike."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", BUILD, case, tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(p.name for p in case.iterdir() if p.suffix in {".csv", ".json"})
    if np.__version__ == package_of(case)["svqkit"]["numpy"]:
        for name in made:
            assert (tmp_path / name).read_bytes() == (case / name).read_bytes(), name
        return
    for name in made:
        if name.endswith(".csv"):
            assert cells(tmp_path / name) == cells(case / name), name


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_description_fits_the_files(case: Path) -> None:
    package = package_of(case)
    assert package["licenses"][0]["name"] == "CC0-1.0"
    for resource in package["resources"]:
        data = (case / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        table = cells(case / resource["path"])
        assert [field["name"] for field in resource["schema"]["fields"]] == table[0]
        about = resource["svqkit"]
        assert len(table) - 1 == about.get("rows", about.get("respondents"))
        assert (case / about.get("truth", "truth.json")).is_file()
        assert resource.get("licenses", package["licenses"])[0]["name"] == "CC0-1.0"
        if "primaryKey" in resource["schema"]:
            key = resource["schema"]["primaryKey"]
            keys = [key] if isinstance(key, str) else key
            places = [table[0].index(name) for name in keys]
            assert len({tuple(row[at] for at in places) for row in table}) == len(table)
        columns = zip(*table[1:], strict=True)
        for field, column in zip(resource["schema"]["fields"], columns, strict=True):
            if field["type"] == "integer":
                wrong = [cell for cell in column if cell and not cell.removeprefix("-").isdigit()]
                assert wrong == [], field["name"]
