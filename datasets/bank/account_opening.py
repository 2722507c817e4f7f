"""Opening an account at the bank's branches, step by step: as it was, and redesigned.

Averages in minutes from a walk along the process; nothing is drawn at random. What the redesign
does: two approvals dropped (one stays, for one case in twelve), the form filled in on a screen
instead of being keyed in from paper, and one stop at one adviser instead of five.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

COLUMNS = {
    "state": ("string", "Before or after the redesign"),
    "step": ("string", "Step"),
    "role": ("string", "Who does it; customer: no staff"),
    "process_time": ("number", "Work on one case, minutes"),
    "process_cv": ("number", "Standard deviation of that time over its mean"),
    "wait": ("number", "Wait before the step, minutes"),
    "complete_accurate": (
        "number",
        "Cases that the next step can use as they are, per cent (%C&A)",
    ),
    "people": ("integer", "People of that role"),
    "value": ("string", "What the step is to the customer: adding, necessary, waste"),
    "waste": ("string", "Class of waste"),
    "taken_by": ("number", "Cases that take the step, per cent"),
}
ADDING, NEEDED, WASTE = "adding", "necessary", "waste"
BEFORE = [
    ("Ask at the desk", "host", 3, 0.6, 6, 97, 1, NEEDED, "", 100),
    ("Fill in the paper form", "customer", 12, 0.4, 2, 72, 1, WASTE, "extra processing", 100),
    ("Check identity", "adviser", 5, 0.4, 11, 94, 2, NEEDED, "", 100),
    ("Key in the data", "typist", 11, 0.4, 14, 88, 1, WASTE, "extra processing", 100),
    ("Approval by the team leader", "leader", 4, 0.8, 16, 98, 1, WASTE, "waiting", 100),
    ("Approval by the manager", "manager", 6, 1.0, 24, 99, 1, WASTE, "waiting", 100),
    ("Explain and sign", "adviser", 8, 0.4, 9, 96, 2, ADDING, "", 100),
    ("Fetch card and papers", "adviser", 4, 0.4, 3, 99, 2, WASTE, "motion", 100),
]
AFTER = [
    ("Welcome", "host", 1.5, 0.6, 2, 99, 1, NEEDED, "", 100),
    ("Fill in at the screen", "customer", 6, 0.4, 0, 93, 1, NEEDED, "", 100),
    ("Check identity", "adviser", 4, 0.4, 5, 98, 3, NEEDED, "", 100),
    ("Approval of exceptions", "leader", 6, 0.8, 6, 99, 1, NEEDED, "", 8),
    ("Explain, sign, hand over", "adviser", 9, 0.4, 0, 98, 3, ADDING, "", 100),
]
TRUTH = {
    "note": "By arithmetic from the table; minutes and per cent.",
    "before": {
        "lead_time": 138.0,
        "process_time": 53.0,
        "process_cycle_efficiency": 100 * 8 / 138,
        "bottleneck": "Key in the data",
    },
    "after": {
        "lead_time": 28.46,
        "process_time": 20.98,
        "process_cycle_efficiency": 100 * 9 / 28.46,
        "bottleneck": "Explain, sign, hand over",
    },
}


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Give the table and its truth."""
    rows = [
        (state, *row) for state, steps in (("before", BEFORE), ("after", AFTER)) for row in steps
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)), TRUTH
