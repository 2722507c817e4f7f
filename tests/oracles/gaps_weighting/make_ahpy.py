"""Weights and consistency ratios by AHPy; run in this folder with AHPy installed.

AHPy's "saaty" random indices are later ones than those of Saaty (1980); the file keeps the index
it used, so that the consistency index can be compared.
"""

import json
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

UPPERS = {
    "four": [3, 5, 1 / 2, 2, 1 / 4, 1 / 7],
    "five": [2, 3, 1 / 2, 5, 2, 1 / 3, 4, 1 / 4, 3, 7],
    "drinks": [
        *[9, 5, 2, 1, 1, 1 / 2, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        *[1 / 3, 1 / 4, 1 / 3, 1 / 9, 1 / 2, 1, 1 / 3, 2, 1 / 2, 1 / 3],
    ],
}
INDICES = {4: 0.89, 5: 1.11, 7: 1.35}


def main() -> None:
    import ahpy

    found = {"made_with": {"ahpy": version("ahpy")}}
    for name, upper in UPPERS.items():
        n = int((1 + (1 + 8 * len(upper)) ** 0.5) / 2)
        pairs = dict(zip(combinations([f"x{k}" for k in range(n)], 2), upper, strict=True))
        made = ahpy.Compare(name, pairs, precision=10, random_index="saaty", tolerance=1e-12)
        found[name] = {
            "upper": upper,
            "weights": [made.target_weights[f"x{k}"] for k in range(n)],
            "ratio": made.consistency_ratio,
            "random_index": INDICES[n],
        }
    Path("ahpy.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
