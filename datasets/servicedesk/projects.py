"""The desk's improvement log, as it stands: some entries are complete, some are not."""

from __future__ import annotations

from typing import Any

import pandas as pd

FIELDS = (
    "id", "problem", "gap", "owner", "team", "goal", "indicator", "baseline", "target", "deadline",
    "data", "cause", "cost", "hours", "action", "started", "implemented", "result", "measured",
    "evidence", "status", "resistance", "learned",
)  # fmt: skip
ENTRIES = (
    ("L1", "P2 tickets breach their target too often", "3", "desk lead", "second line; network",
     "nine of ten P2 within eight hours", "P2 within target, %", 78, 90, "2026-06-30",
     "tickets of the first quarter", "a ticket waits for the right team", 4200, 96,
     "meet at once on every P2 (swarming)", "2026-03-09", "2026-04-01", 92, "2026-06-30",
     "servicedesk_tickets", "monitored", "second line feared interruptions", ""),
    ("L2", "Monday mornings breach twice as often", "2", "desk lead", "first line",
     "Mondays as the other days", "breaches opened Monday 8 to 10, %", 31, 15, "2026-09-30",
     "tickets by hour of the week", "two people for twice the tickets", 0, 20,
     "two more people on Monday until 11", "2026-06-15", "2026-06-29", "", "2026-07-03",
     "", "implemented", "", ""),
    ("L3", "Users ask where their ticket is", "4", "portal owner", "portal",
     "half as many questions about status", "status questions a week", 140, 70, "2026-12-15",
     "contacts by reason", "", "", "", "", "", "", "", "", "", "planned", "", ""),
    ("L4", "Printing takes many small tickets", "3", "workplace lead", "hardware",
     "a third fewer printing tickets", "printing tickets a month", 40, 27, "2026-05-31",
     "tickets by category", "old drivers", 9800, 150, "replace printers on two floors",
     "2026-02-02", "2026-03-20", 38, "2026-06-30", "servicedesk_tickets", "stopped", "",
     "drivers were not the cause; most are about paper"),
)  # fmt: skip


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    table = pd.DataFrame(ENTRIES, columns=FIELDS)
    truth = {
        "complete": ["L1"],
        "lacks_result_and_evidence": ["L2"],
        "planned": ["L3"],
        "stopped": ["L4"],
    }
    return table, truth
