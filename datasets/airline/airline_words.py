"""Comments put together from phrases in three languages, no two of them nearly alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "nl", "zh")
CITIES = {
    "en": ["Lisbon", "Oslo", "Prague", "Athens", "Shanghai", "Porto", "Vienna", "Dublin"],
    "nl": ["Lissabon", "Oslo", "Praag", "Athene", "Shanghai", "Porto", "Wenen", "Dublin"],
    "zh": ["里斯本", "奥斯陆", "布拉格", "雅典", "上海", "波尔图", "维也纳", "都柏林"],
}  # fmt: skip
TOO_ALIKE = 78


def phrases(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = (HERE / f"phrases_{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("# "):
            found[line[2:]] = []
        elif line:
            found[list(found)[-1]].append(line)
    return found


class Writer:
    """Writes comments: a core on the topic, with or without an opening, a detail and an ending."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.words = {language: phrases(language) for language in LANGUAGES}
        self.written: dict[str, list[str]] = {language: [] for language in LANGUAGES}

    def one(self, choices: list[str]) -> str:
        return choices[int(self.rng.integers(len(choices)))]

    def filled(self, text: str, language: str) -> str:
        return text.format(
            city=self.one(CITIES[language]),
            flight=f"SV{self.rng.integers(100, 999)}",
            seat=f"{self.rng.integers(1, 38)}{self.one(list('ABCDEF'))}",
            row=int(self.rng.integers(3, 38)),
        )

    def draw(self, topic: str, praise: bool, language: str) -> str:
        words, sign = self.words[language], "+" if praise else "-"
        full_stop = "。" if language == "zh" else "."
        core = self.one(words[f"{topic}{sign}"]) + full_stop
        parts = [core]
        if self.rng.random() < 0.55:
            parts.insert(0, self.one(words["opener"]))
        if self.rng.random() < 0.6 or len(parts) == 1:
            parts.append(self.one(words["detail"]))
        if self.rng.random() < 0.45:
            parts.append(self.one(words[f"closer{sign}"]))
        return self.filled(("" if language == "zh" else " ").join(parts), language)

    def write(self, topic: str, praise: bool, language: str) -> str:
        """Draw until the comment is unlike all others of its language."""
        while True:
            text = self.draw(topic, praise, language)
            if not process.extractOne(
                text, self.written[language], scorer=fuzz.ratio, score_cutoff=TOO_ALIKE
            ):
                self.written[language].append(text)
                return text
