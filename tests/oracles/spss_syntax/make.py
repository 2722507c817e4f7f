"""Let PSPP run the syntax that svqkit writes, and keep what it computed.

Run from the repository: python tests/oracles/spss_syntax/make.py (needs the program pspp).
Written: answers.csv (simulated), form.sps (the syntax), scores.csv (PSPP's cases after it) and
pspp.json (versions, variable labels and missing codes as PSPP holds them).
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "instruments" / "forms"))

import full_instrument  # noqa: E402

from svqkit.instruments.form_plan import form_plan  # noqa: E402
from svqkit.instruments.forms.html_form import form_columns  # noqa: E402
from svqkit.instruments.forms.spss_syntax import write  # noqa: E402

N, SEED = 80, 20261121


def answers(plan) -> list[dict[str, str]]:
    """Answers with missing codes, empty cells, quotes and commas."""
    draw = np.random.default_rng(SEED)
    rows = []
    for at in range(N):
        row = {"respondent": f"r{at:03d}", "started": "2026-11-21T10:00:00Z", "language": "en"}
        row |= {"submitted": "2026-11-21T10:05:00Z", "seconds": str(300 + at / 4)}
        for field in plan.fields:
            if field.kind in ("scale", "check", "choice"):
                row[field.column] = str(draw.choice(list(field.choices)))
                if field.item and draw.random() < 0.15:
                    row[field.column] = str(draw.choice(["-9", "99", ""]))
            elif field.kind == "number":
                row[field.column] = str(draw.integers(16, 90))
            elif field.kind == "text":
                row[field.column] = 'He said, "it\'s fine"' if at % 3 else ""
        first = int(draw.integers(0, 101))
        row |= {"points_looks": str(first), "points_speed": str(100 - first)}
        rows.append(row)
    return rows


def main() -> None:
    plan = form_plan(full_instrument.instrument(), attention=1, seed=1)
    columns = form_columns(plan)
    with (HERE / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(answers(plan))
    syntax = write(plan, data="answers.csv")
    (HERE / "form.sps").write_bytes(syntax)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "answers.csv").write_bytes((HERE / "answers.csv").read_bytes())
        more = (
            "FORMATS ALL (F20.10).\n"
            "SAVE TRANSLATE /OUTFILE='scores.csv' /TYPE=CSV /REPLACE /FIELDNAMES.\n"
            "DISPLAY DICTIONARY.\n"
        )
        more = more.replace("FORMATS ALL (F20.10).\n", _formats(plan))
        (place / "run.sps").write_bytes(syntax + more.encode())
        done = subprocess.run(
            ["pspp", "-O", "format=csv", "-o", "shown.csv", "run.sps"],
            cwd=place,
            capture_output=True,
            text=True,
            check=True,
        )
        shown = (place / "shown.csv").read_text(encoding="utf-8")
        said = done.stdout + done.stderr + shown
        if "error:" in said or "warning:" in said:
            raise SystemExit(said)
        (HERE / "scores.csv").write_bytes((place / "scores.csv").read_bytes())
    version = subprocess.run(["pspp", "--version"], capture_output=True, text=True, check=True)
    about = {
        "pspp": version.stdout.splitlines()[0],
        "n": N,
        "seed": SEED,
        "labels": _labels(shown),
        "values": _values(shown),
    }
    (HERE / "pspp.json").write_text(
        json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _formats(plan) -> str:
    names = [f"mean_{letter}_{d.name}" for d in plan.instrument.dimensions for letter in "PE"]
    names += [f"gap_{d.name}" for d in plan.instrument.dimensions]
    return f"FORMATS {' '.join(names)} (F20.12).\n"


def _tables(shown: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    title = ""
    for row in csv.reader(shown.splitlines()):
        if row and row[0].startswith("Table: "):
            title = row[0].removeprefix("Table: ")
            found[title] = []
        elif row and title:
            found[title].append(row)
    return found


def _labels(shown: str) -> dict[str, dict[str, str]]:
    """Each variable's label and missing codes."""
    head, *rows = _tables(shown)["Variables"]
    told = [dict(zip(head, row, strict=False)) for row in rows]
    return {
        row["Name"]: {"label": row["Label"], "missing": row.get("Missing Values", "")}
        for row in told
    }


def _values(shown: str) -> list[list[str]]:
    return _tables(shown)["Value Labels"][1:]


if __name__ == "__main__":
    main()
