"""What is wrong with the comments: copies, contradictions, personal data, and careless exports.

Every person, number and address is made up: numbers are reserved for fiction or for tests, no bank,
person or provider uses them, and addresses end in example.com or example.org.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

BURST = date(2025, 10, 18)
COPIED = (
    "Best airline ever, the crew were so friendly and the flight was perfect, I will tell all my friends!",
    "Best airline ever, crew were so friendly and the flight was perfect. I will tell all my friends!!",
    "Best airline ever!! The crew was so friendly and the flight was perfect, I will tell all my friends",
    "The best airline ever, the crew were so friendly, the flight was perfect, I will tell all friends!",
)
COPIES = 14
CONTRADICTIONS = 10
PERSONAL = {
    "phone": {"en": "Call me on 020 7946 0{n}.", "nl": "Bel mij op +44 20 7946 0{n}.", "zh": "请打电话+44-20-7946-0{n}。"},
    "e-mail": {"en": "Write to j.smith{n}@example.com.", "nl": "Mail naar jansen{n}@example.org.", "zh": "邮箱wang{n}@example.com。"},
    "card": {"en": "My card 4111 1111 1111 1111 was charged.", "nl": "Mijn kaart 4111 1111 1111 1111 is belast.", "zh": "我的卡4111111111111111被扣款。"},
    "id": {"en": "My ID is 110101180001010015.", "nl": "Mijn BSN is 111222333.", "zh": "身份证110101180001010015。"},
}  # fmt: skip
EACH = 6
SPELLINGS = {
    "survey": ["survey", "Survey", "enquête", "问卷"],
    "online review": ["online review", "Review", "Google review"],
    "hotline": ["hotline", "Phone", "call centre"],
    "social media": ["social media", "Twitter", "Facebook", "微博"],
    "e-mail": ["e-mail", "E-Mail", "mail"],
}


def add_burst(rng: np.random.Generator, rows: list[dict[str, Any]]) -> None:
    """Add copied five-star reviews that came in within two days."""
    for number in range(COPIES):
        day = BURST + timedelta(int(number >= COPIES // 2 + 1))
        rows.append(
            {
                "received": day,
                "channel": "online review",
                "language": "en",
                "comment": COPIED[int(rng.integers(len(COPIED)))],
                "rating": 5,
                "cabin": "economy",
                "step": "on board",
                "owner": "Cabin crew",
                "topic": "crew",
                "class": "attitude",
                "dimension": "assurance",
                "polarity": "praise",
                "planted": "copied",
                "due": day + timedelta(14),
                "closed": day + timedelta(1),
                "status": "closed",
                "reply": "",
            }
        )


def add_contradictions(rng: np.random.Generator, rows: list[dict[str, Any]]) -> None:
    """Give clear words a rating that says the opposite."""
    clear = {"crew", "meals", "care", "cleanliness", "delay", "help"}
    able = [
        row
        for row in rows
        if row["rating"] in (1, 5) and not row["planted"] and row["topic"] in clear
    ]
    for at in rng.choice(len(able), CONTRADICTIONS, replace=False):
        able[at]["rating"] = 6 - able[at]["rating"]
        able[at]["planted"] = "contradiction"


def add_personal_data(rng: np.random.Generator, rows: list[dict[str, Any]]) -> None:
    free = [row for row in rows if not row["planted"]]
    chosen = rng.choice(len(free), EACH * len(PERSONAL), replace=False)
    kinds = [kind for kind in PERSONAL for _ in range(EACH)]
    for at, kind in zip(chosen, kinds, strict=True):
        row = free[at]
        said = PERSONAL[kind][row["language"]].format(n=int(rng.integers(100, 999)))
        row["comment"] += ("" if row["language"] == "zh" else " ") + said
        row["planted"] = kind


def written_date(day: date | None, channel: str) -> str | None:
    """Write a day as the channel's export does: the hotline's and the social one's differ."""
    if day is None:
        return None
    if channel == "hotline":
        return f"{day:%d/%m/%Y}"
    return f"{day:%Y.%m.%d}" if channel == "social media" else day.isoformat()


def as_written(
    rng: np.random.Generator, rows: list[dict[str, Any]]
) -> tuple[list[list[Any]], dict[str, Any]]:
    """Write the rows as careless exports do, and say what was spoilt where."""
    plain = [at for at, row in enumerate(rows) if not row["planted"] and row["closed"]]
    spoilt = rng.choice(plain, 23, replace=False)
    empty, unowned, wrong_date, future, unknown, backward = np.split(spoilt, [4, 14, 17, 18, 20])
    written = []
    for at, row in enumerate(rows):
        spelling = SPELLINGS[row["channel"]]
        common = rng.random() < 0.6
        name = spelling[0] if common else spelling[int(rng.integers(len(spelling)))]
        received = written_date(row["received"], row["channel"])
        closed = written_date(row["closed"], row["channel"])
        text = row["comment"]
        if at in empty:
            text = ["", " ", "-", "n/a"][list(empty).index(at)]
        elif at in wrong_date:
            received = ["soon", "2025-02-30", "??"][list(wrong_date).index(at)]
        elif at in future:
            received = f"{row['received']:2052-%m-%d}"
        elif at in unknown:
            name = ["fax", "carrier pigeon"][list(unknown).index(at)]
        elif at in backward:
            closed = written_date(row["received"] - timedelta(5), row["channel"])
        owner = None if at in unowned else row["owner"]
        written.append(
            [
                row["id"], received, name, text, row["rating"], row["cabin"], row["step"], owner,
                row["status"], written_date(row["due"], row["channel"]), closed, row["reply"],
            ]
        )  # fmt: skip
    copies = sorted(int(at) for at in rng.choice(len(written), 3, replace=False))
    names = {
        "empty_text": empty, "no_owner": unowned, "unreadable_date": wrong_date,
        "future_date": future, "unknown_channel": unknown, "closed_before_received": backward,
    }  # fmt: skip
    faults = {name: sorted(rows[at]["id"] for at in places) for name, places in names.items()}
    faults["row_twice"] = [rows[at]["id"] for at in copies]
    for at in copies:
        written.append(list(written[at]))
    return written, faults
