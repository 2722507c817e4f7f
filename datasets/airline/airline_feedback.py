"""Comments of a year from five channels, with what became of each, and what is true of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import airline_faults
import numpy as np
from airline_table import Table, columns
from airline_traffic import PASSENGERS, YEAR
from airline_words import Writer

SEED = 20250708
ON = date(YEAR, 12, 31)
CHANGE = date(YEAR, 7, 1)
# topic: class, dimension, step, owner, complaints a million passengers before and after the change, share of praise
TOPICS: dict[str, tuple[str, str, str, str, float, float, float]] = {
    "meals": ("product", "tangibles", "on board", "Catering", 125, 38, 0.16),
    "entertainment": ("product", "tangibles", "on board", "Cabin products", 85, 24, 0.16),
    "seat": ("product", "tangibles", "on board", "Cabin products", 26, 26, 0.2),
    "delay": ("quality", "reliability", "departure", "Operations", 68, 68, 0.08),
    "baggage": ("quality", "reliability", "arrival", "Baggage", 62, 62, 0.08),
    "information": ("quality", "assurance", "check-in", "Ground staff", 30, 30, 0.15),
    "cleanliness": ("quality", "tangibles", "on board", "Cabin products", 22, 22, 0.15),
    "crew": ("attitude", "assurance", "on board", "Cabin crew", 24, 24, 0.45),
    "help": ("attitude", "responsiveness", "check-in", "Ground staff", 26, 26, 0.3),
    "care": ("attitude", "empathy", "on board", "Cabin crew", 18, 18, 0.4),
    "checkin": ("process", "responsiveness", "check-in", "Ground staff", 48, 48, 0.12),
    "boarding": ("process", "responsiveness", "boarding", "Ground staff", 46, 46, 0.08),
    "refund": ("process", "responsiveness", "after the flight", "Customer care", 44, 44, 0.08),
    "rebooking": ("process", "reliability", "after the flight", "Customer care", 20, 20, 0.1),
    "online": ("process", "empathy", "booking", "Web", 20, 20, 0.12),
}  # fmt: skip
CHANNELS = ("survey", "online review", "hotline", "social media", "e-mail")
CHANNEL_SHARES = (0.34, 0.22, 0.16, 0.12, 0.16)
LANGUAGE_SHARES = {"en": 0.5, "nl": 0.28, "zh": 0.22}
MEDIAN_DAYS = {"Baggage": 26.0}
USUAL_DAYS, SPREAD = 9.0, 0.75
REPLIES = {
    "en": "We have looked into this and told the team; thank you for telling us.",
    "nl": "Wij hebben dit uitgezocht en met het team besproken; dank voor uw melding.",
    "zh": "我们已经调查并与团队沟通，感谢您的反馈。",
}
CHANGED = {
    "en": "You were right. Since July we have a new caterer and new screens.",
    "nl": "U had gelijk. Sinds juli hebben we een nieuwe cateraar en nieuwe schermen.",
    "zh": "您说得对。从七月起我们换了新的配餐公司和屏幕。",
}


def month_days(month: int) -> int:
    return (date(YEAR + month // 12, month % 12 + 1, 1) - date(YEAR, month, 1)).days


def pick(rng: np.random.Generator, shares: Any, names: Any) -> str:
    return list(names)[int(rng.choice(len(list(names)), p=list(shares)))]


def comments(rng: np.random.Generator, writer: Writer) -> list[dict[str, Any]]:
    """Draw complaints at each topic's own rate a passenger, and praise beside them."""
    rows = []
    for month, passengers in PASSENGERS.items():
        for topic, (kind, dimension, step, owner, before, after, praise) in TOPICS.items():
            rate = before if date(YEAR, month, 1) < CHANGE else after
            complaints = rng.poisson(rate * passengers / 1e6)
            praised = rng.poisson(before * praise / (1 - praise) * passengers / 1e6)
            for number in range(complaints + praised):
                happy = number >= complaints
                language = pick(rng, LANGUAGE_SHARES.values(), LANGUAGE_SHARES)
                day = int(rng.integers(month_days(month)))
                rows.append(
                    {
                        "received": date(YEAR, month, 1) + timedelta(day),
                        "channel": pick(rng, CHANNEL_SHARES, CHANNELS),
                        "language": language,
                        "comment": writer.write(topic, happy, language),
                        "rating": rating(rng, happy),
                        "cabin": "business" if rng.random() < 0.18 else "economy",
                        "step": step,
                        "owner": owner,
                        "topic": topic,
                        "class": kind,
                        "dimension": dimension,
                        "polarity": "praise" if happy else "complaint",
                        "planted": "",
                    }
                )
    return rows


def rating(rng: np.random.Generator, happy: bool) -> int:
    return int(rng.choice([4, 5], p=[0.35, 0.65]) if happy else rng.choice([1, 2, 3], p=[0.5, 0.38, 0.12]))  # fmt: skip


def handle(rng: np.random.Generator, row: dict[str, Any]) -> None:
    """Close each comment after a time of its owner's, or leave it open where that lies ahead."""
    days = MEDIAN_DAYS.get(row["owner"], USUAL_DAYS) * np.exp(SPREAD * rng.standard_normal())
    closed = row["received"] + timedelta(round(float(days)))
    row["due"] = row["received"] + timedelta(14)
    row["closed"] = closed if closed <= ON else None
    row["status"] = "closed"
    if row["closed"] is None:
        row["status"] = pick(rng, (0.5, 0.3, 0.2), ("open", "in progress", "ask back"))
    row["reply"] = ""
    if row["closed"] is not None and rng.random() < 0.62:
        changed = row["topic"] in ("meals", "entertainment") and closed >= CHANGE
        row["reply"] = (CHANGED if changed else REPLIES)[row["language"]]
    if row["channel"] in ("hotline", "e-mail"):
        row["rating"] = None


def tables() -> dict[str, Table]:
    rng = np.random.default_rng(SEED)
    writer = Writer(rng)
    rows = comments(rng, writer)
    for row in rows:
        handle(rng, row)
    airline_faults.add_burst(rng, rows)
    airline_faults.add_contradictions(rng, rows)
    airline_faults.add_personal_data(rng, rows)
    rows.sort(key=lambda row: (row["received"], row["comment"]))
    for number, row in enumerate(rows, start=1):
        row["id"] = f"F{number:04}"
    labels = [
        [row[name] for name in ("id", "topic", "class", "dimension", "polarity", "language", "planted")]
        for row in rows
    ]  # fmt: skip
    written, faults = airline_faults.as_written(rng, rows)
    fields = columns(
        ("id", "string", "Number of the comment"),
        ("received", "string", "Day it came in, as each channel writes it"),
        ("channel", "string", "Channel, as the exports spell it"),
        ("comment", "string", "What was said, with the personal data in it"),
        ("rating", "integer", "Stars, 1 to 5; hotline and e-mail have none"),
        ("cabin", "string", "Cabin: economy or business"),
        ("process_step", "string", "Step of the journey"),
        ("owner", "string", "Team that looks after it"),
        ("status", "string", "Open, in progress, ask back or closed"),
        ("due", "string", "Day by which it should be closed"),
        ("closed", "string", "Day it was closed"),
        ("reply", "string", "What the customer was told"),
    )
    label_fields = columns(
        ("id", "string", "Number of the comment, as in airline_feedback"),
        ("topic", "string", "What it is about"),
        ("class", "string", "Attitude, quality, product or process"),
        ("dimension", "string", "SERVQUAL dimension"),
        ("polarity", "string", "Praise or complaint"),
        ("language", "string", "Language: en, nl or zh"),
        ("planted", "string", "Copied, contradiction, or personal data of which kind"),
    )
    return {
        "airline_feedback": Table(
            "Airline: comments from five channels in three languages (simulated)",
            fields,
            written,
            truth=truth(rows, faults),
            truth_file="truth_feedback.json",
        ),
        "airline_feedback_labels": Table(
            "Airline: what each comment is about, as it was made (simulated)",
            label_fields, labels, truth_file="truth_feedback.json", key="id",
        ),
    }  # fmt: skip


def truth(rows: list[dict[str, Any]], faults: dict[str, Any]) -> dict[str, Any]:
    return {
        "seed": SEED,
        "on": ON.isoformat(),
        "change": {"month": f"{CHANGE:%Y-%m}", "topics": ["meals", "entertainment"]},
        "complaints_per_million_passengers": {
            name: {"before": entry[4], "after": entry[5]} for name, entry in TOPICS.items()
        },
        "topics": {
            name: dict(zip(("class", "dimension", "step", "owner"), entry[:4], strict=True))
            for name, entry in TOPICS.items()
        },
        "days_to_closing": {
            "distribution": "lognormal", "median": USUAL_DAYS, "log_sd": SPREAD,
            "median_of": MEDIAN_DAYS,
        },
        "planted": {
            kind: sorted(row["id"] for row in rows if row["planted"] == kind)
            for kind in sorted({row["planted"] for row in rows} - {""})
        },
        "faults": faults,
    }  # fmt: skip
