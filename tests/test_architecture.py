"""The house rules that a program can check: imports flow one way, modules stay small."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import svqkit

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "svqkit"
ROOMS = [
    "psychometrics",
    "instruments",
    "responses",
    "gaps",
    "validation",
    "improvement",
    "present",
    "teach",
    "cli",
]
FOUNDATIONS = {"errors", "result", "bundled", "interface"}
FRONT_DOOR = {
    "cli",
    "cli_class",
    "cli_collect",
    "cli_diagnose",
    "cli_form",
    "cli_guard",
    "cli_lab",
    "cli_plan",
    "cli_present",
    "cli_run",
    "cli_simulate",
    "cli_validate",
    "doctor",
}
HEAVY = {
    "anywidget",
    "babel",
    "factor_analyzer",
    "ipywidgets",
    "jieba",
    "jupyterlab",
    "matplotlib",
    "openpyxl",
    "pingouin",
    "plotly",
    "pooch",
    "pymcdm",
    "seaborn",
    "segno",
    "simpy",
    "sklearn",
    "starlette",
    "statsmodels",
    "stepmix",
    "uvicorn",
    "voila",
}
STREETS = [
    "threads",
    "data",
    "moments",
    "normality",
    "rotation",
    "extraction",
    "correlations",
    "reliability",
    "factor_number",
    "exploratory",
    "sem",
    "cfa",
    "missingness",
    "comparison",
    "validity",
    "planning",
    "dimensionality",
    "invariance",
    "prediction",
]
ENGINE = [
    "syntax",
    "matrices",
    "samples",
    "discrepancies",
    "estimation",
    "fit",
    "estimators",
    "tables",
    "batches",
    "results",
]
TELLERS = {"cli_guard.py", "board.py"}
"""Where whatever went wrong is told to a person: the command line, and a widget before an audience."""
GAP_STREETS = [
    "pairs",
    "scores",
    "weighting",
    "groups",
    "tolerance",
    "kano",
    "difference_scores",
    "organisation",
    "diagnosis",
]
IMPROVEMENT_STREETS = [
    "weighting",
    "indicators",
    "priorities",
    "drivers",
    "control",
    "listening",
    "change",
    "processes",
    "goals",
    "customers",
]
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "vendor" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and "vendor" not in path.parts]


def room_of(name: str) -> str | None:
    """The room of a dotted module name; None for the package itself and its foundations."""
    parts = name.split(".")
    if parts[0] != "svqkit" or len(parts) == 1 or parts[1] in FOUNDATIONS:
        return None
    return "cli" if parts[1] in FRONT_DOOR else parts[1]


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, wherever in the file, relative ones made absolute."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            if base == "svqkit":
                for alias in node.names:
                    yield node.lineno, f"svqkit.{alias.name}"
            else:
                yield node.lineno, base


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_imports_flow_from_left_to_right(path: Path) -> None:
    own = room_of(dotted(path))
    if own is None:
        backward = [(line, name) for line, name in imports(path) if room_of(name)]
        assert not backward, f"a foundation imports a room: {backward}"
        return
    assert own in ROOMS, f"{own} is no room of the house; add it to docs/architecture.md and here"
    backward = [
        f"line {line}: {name}"
        for line, name in imports(path)
        if (other := room_of(name)) in ROOMS and ROOMS.index(other) > ROOMS.index(own)
    ]
    assert not backward, f"{own} imports from a room to its right: {backward}"


@pytest.mark.parametrize("path", [p for p in MODULES if "psychometrics" in p.parts], ids=names)
def test_psychometrics_could_be_published_alone(path: Path) -> None:
    allowed = ("svqkit.errors", "svqkit.result", "svqkit.psychometrics")
    ours = [name for _, name in imports(path) if name.split(".")[0] == "svqkit"]
    assert [name for name in ours if not name.startswith(allowed)] == []


@pytest.mark.parametrize(
    ("above", "order"),
    [
        ("psychometrics", STREETS),
        ("psychometrics.sem", ENGINE),
        ("gaps", GAP_STREETS),
        ("improvement", IMPROVEMENT_STREETS),
    ],
)
def test_streets_run_one_way(above: str, order: list[str]) -> None:
    begins = f"svqkit.{above}."
    backward = []
    for path in MODULES:
        name = dotted(path)
        if not name.startswith(begins):
            continue
        own = name.removeprefix(begins).split(".")[0]
        for line, other in imports(path):
            street = other.removeprefix(begins).split(".")[0]
            if other.startswith(begins) and order.index(street) > order.index(own):
                backward.append(f"{name}, line {line}: {other}")
    assert backward == []


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_modules_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{lines} lines: split it by idea"
    name = path.stem.strip("_")
    assert name != "common"
    assert not name.startswith(("utils", "helpers", "misc"))


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_heavy_libraries_wait_inside_functions(path: Path) -> None:
    heavy = []
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            heavy += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            heavy.append(node.module or "")
    assert sorted({name.split(".")[0] for name in heavy} & HEAVY) == []


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_a_module_says_what_it_is_and_offers(path: Path) -> None:
    tree = tree_of(path)
    if path.name == "__init__.py" and not tree.body:
        return
    assert ast.get_docstring(tree), "a module begins with what it is for"
    defines = any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
    public = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    offers = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    ]
    assert offers or not (defines and public), "__all__ lists what others may use"
    for offer in offers:
        if path != PACKAGE / "__init__.py":
            assert isinstance(ast.literal_eval(offer.value), list)


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_no_error_is_swallowed_and_no_check_vanishes(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: raise a typed error"
        if isinstance(node, ast.ExceptHandler) and path.name not in TELLERS:
            assert node.type is not None, f"line {node.lineno}: bare except"
            caught = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
            assert not caught & {"Exception", "BaseException"}, f"line {node.lineno}: too broad"


@pytest.mark.parametrize("path", TESTS, ids=names)
def test_nothing_is_skipped(path: Path) -> None:
    escapes = {"skip", "skipif", "xfail", "importorskip"}
    used = [
        f"line {node.lineno}: {node.attr}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in escapes
    ]
    assert used == []


@pytest.mark.parametrize("name", sorted(svqkit.__all__))
def test_a_public_name_shows_how_it_is_used(name: str) -> None:
    text = inspect.getdoc(getattr(svqkit, name)) or ""
    assert ">>>" in text, "its docstring needs an example that runs"
    assert text.splitlines()[0].endswith("."), "its docstring begins with one plain sentence"


def test_notebooks_are_committed_clean() -> None:
    books = [path for path in tracked() if path.suffix == ".ipynb"]
    for path in books:
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            where = f"{names(path)}, cell {number}"
            assert not cell.get("outputs"), f"{where} holds outputs"
            assert cell.get("execution_count") is None, f"{where} holds an execution count"


def test_committed_files_name_no_machine() -> None:
    folders = re.compile(r"(?<![\w.:/~{}-])/(?:root|opt|work|home/\w+|Users/\w+|private)/\w")
    hosts = re.compile(
        r"\b(?:files|registry|pypi|npm|deb|mirrors?)\.[\w.-]*(?:org|com|net|io|dev)\b"
    )
    found = []
    for path in tracked():
        if path.suffix in {".png", ".ico", ".woff2", ".xlsx", ".gz"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if folders.search(line) or hosts.search(line):
                found.append(f"{names(path)}:{number}: {line.strip()[:80]}")
    assert found == []
