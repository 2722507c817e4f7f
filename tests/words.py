"""The program's own sentences, as translators get them: found in the code, kept in ``locale/*.po``.

``make words`` brings the three catalogues up to date: translations stay, new sentences come in
empty, vanished ones go. Sentences are found in the syntax tree, because Babel's own extraction joins
the two halves of ``say("a" if x else "b")``; the catalogues are read by Babel.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "svqkit"
LOCALE = PACKAGE / "locale"
TRANSLATED = ("zh-Hans", "zh-Hant", "nl")
OWN_TEXTS = (
    "svqkit/instruments/",  # an instrument brings its words along
    "svqkit/responses/collecting/",  # words.yaml, by key
    "svqkit/gaps/organisation/prescription_",  # prescriptions.yaml, by key
    "svqkit/present/report/as_docx.py",  # its say writes a paragraph that is worded already
)
"""Modules whose ``say`` is another one."""


@dataclass
class Found:
    """The sentences of the package with the files that say them, and the calls that are refused."""

    places: dict[str, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def _called(node: ast.Call) -> str:
    to = node.func
    return to.id if isinstance(to, ast.Name) else to.attr if isinstance(to, ast.Attribute) else ""


def _calls(tree: ast.Module) -> list[ast.Call]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in ("say", "N_")
    ]
    return sorted(calls, key=lambda node: (node.lineno, node.col_offset))


def _imported(tree: ast.Module) -> set[str]:
    return {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }


def extract(modules: Mapping[str, str]) -> Found:
    """Find what is said in modules; names of files (as in the repository) to their source."""
    found = Found()
    trees = {name: ast.parse(source) for name, source in sorted(modules.items())}
    tables = {
        name.removesuffix(".py").replace("/", ".")
        for name, tree in trees.items()
        if any(_called(call) == "N_" for call in _calls(tree))
    }
    for name, tree in trees.items():
        here = name.removesuffix(".py").replace("/", ".")
        has_table = here in tables or bool(tables & _imported(tree))
        for call in _calls(tree):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                files = found.places.setdefault(first.value, [])
                if name not in files:
                    files.append(name)
            elif not (
                _called(call) == "say" and has_table and isinstance(first, ast.Name | ast.Subscript)
            ):
                found.refused.append(f"{name}:{call.lineno}: {ast.unparse(call)[:90]}")
    return found


def package_modules() -> dict[str, str]:
    """Read every module that says things by the translator."""
    names = ((path, path.relative_to(ROOT).as_posix()) for path in PACKAGE.rglob("*.py"))
    return {
        name: path.read_text(encoding="utf-8")
        for path, name in names
        if not name.startswith(OWN_TEXTS)
    }


def places_to_fill(sentence: str) -> set[str]:
    """Name the places in braces, with the way they are shown."""
    return {
        f"{name}!{shown}" if shown else name
        for _, name, _, shown in Formatter().parse(sentence)
        if name is not None
    }


def translations(path: Path) -> dict[str, str]:
    """Read a catalogue: sentence to translation, empty where there is none."""
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def written(language: str, found: Found, known: Mapping[str, str]) -> str:
    """Write a catalogue: no dates, no line numbers and no wrapping, so that a change is small."""
    return "\n".join(_lines(language, found, known))


def _lines(language: str, found: Found, known: Mapping[str, str]) -> Iterator[str]:
    yield from (
        'msgid ""',
        'msgstr ""',
        '"Project-Id-Version: svqkit\\n"',
        f'"Language: {language.replace("-", "_")}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        "",
    )
    for sentence, files in found.places.items():
        yield from (f"#: {name}" for name in files)
        if places_to_fill(sentence):
            yield "#, python-brace-format"
        yield f"msgid {normalize(sentence, width=0)}"
        yield f"msgstr {normalize(known.get(sentence, ''), width=0)}"
        yield ""


def differences(found: Found, known: Mapping[str, str]) -> list[str]:
    """List what a catalogue lacks and what it holds that nobody says any more."""
    missing = (f"not translated: {one!r}" for one in found.places if not known.get(one))
    stale = (f"not said any more: {one!r}" for one in known if one not in found.places)
    return [*missing, *stale]


def update(languages: Iterable[str] = TRANSLATED) -> int:
    """Bring the catalogues up to date; say what is left to translate, and give its count."""
    found, left = extract(package_modules()), 0
    for language in languages:
        path = LOCALE / f"{language}.po"
        known = translations(path)
        path.write_text(written(language, found, known), encoding="utf-8")
        lines = differences(found, known)
        left += sum(line.startswith("not translated") for line in lines)
        print("\n".join([f"{language}: {len(found.places)} sentences", *lines]))
    print("\n".join(found.refused))
    return left


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
