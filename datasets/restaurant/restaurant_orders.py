"""Timed orders of the restaurant, before and after its lean weeks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20260216
CASES = 80
PROCESS_CV, WAIT_CV = 0.35, 0.6
LOST, TWICE, IN_SECONDS = 0.02, 3, 5
# step, where, role, people, value, waste; then for each state: work, wait (minutes), %C&A.
STEPS: list[tuple[Any, ...]] = [
    ("Seat the guests", "floor", "host", 1, "necessary", "", (1.5, 3.0, 98), (1.5, 2.0, 98)),
    ("Take the order", "floor", "waiter", 4, "adding", "", (4.0, 6.0, 88), (3.5, 4.0, 96)),
    ("Carry the slip to the kitchen", "floor", "waiter", 4, "waste", "motion", (1.5, 2.0, 94), None),
    ("Fetch ingredients", "kitchen", "cook", 4, "waste", "motion", (3.5, 5.0, 93), (0.8, 2.0, 97)),
    ("Cook", "kitchen", "cook", 4, "adding", "", (11.0, 2.0, 92), (10.0, 0.5, 95)),
    ("Plate and check", "kitchen", "cook", 4, "adding", "", (2.0, 1.0, 95), (2.0, 0.5, 97)),
    ("Put back what was prepared too much", "kitchen", "cook", 4, "waste", "overproduction",
     (1.8, 0.0, 100), (0.4, 0.0, 100)),
    ("Carry to the table", "floor", "waiter", 4, "adding", "", (1.5, 3.0, 96), (1.2, 1.0, 98)),
    ("Bring the bill", "floor", "waiter", 4, "necessary", "", (2.5, 6.0, 97), (1.5, 2.5, 99)),
    ("Clear and lay the table", "floor", "waiter", 4, "necessary", "", (4.0, 4.0, 99), (3.0, 2.0, 99)),
]  # fmt: skip
STEP_COLUMNS = {
    "state": ("string", "Before or after the lean weeks"),
    "step": ("string", "Step"),
    "where": ("string", "Kitchen or floor"),
    "role": ("string", "Who does it"),
    "people": ("integer", "People of that role at dinner"),
    "value": ("string", "What the step is to the guest: adding, necessary, waste"),
    "waste": ("string", "Class of waste: motion (needless steps), overproduction (overuse)"),
}
ORDER_COLUMNS = {
    "state": ("string", "Before or after the lean weeks"),
    "case": ("string", "Number of the order"),
    "step": ("string", "Step"),
    "unit": ("string", "Unit of the two times: min, or s where the watch stood on seconds"),
    "process_time": ("number", "Work on the order, in unit"),
    "wait": ("number", "Wait before the step, in unit"),
    "complete_accurate": ("integer", "1 if the next step could use the order as it was, else 0"),
}


def steps() -> pd.DataFrame:
    """Lay out the steps of both states."""
    rows = [
        (state, *step[:6])
        for k, state in enumerate(("before", "after"))
        for step in STEPS
        if step[6 + k] is not None
    ]
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def _gamma(rng: np.random.Generator, mean: float, cv: float) -> np.ndarray:
    return mean * cv**2 * rng.standard_gamma(1 / cv**2, CASES)


def draw() -> pd.DataFrame:
    """Draw the times of 80 orders in each state, with the faults of people with stop-watches."""
    rng = np.random.default_rng(SEED)
    parts = []
    for k, state in enumerate(("before", "after")):
        for step in STEPS:
            if step[6 + k] is None:
                continue
            work, wait, usable = step[6 + k]
            parts.append(
                pd.DataFrame(
                    {
                        "state": state,
                        "case": [f"{state[0].upper()}{n:03d}" for n in range(1, CASES + 1)],
                        "step": step[0],
                        "unit": "min",
                        "process_time": _gamma(rng, work, PROCESS_CV),
                        "wait": _gamma(rng, wait, WAIT_CV) if wait else np.zeros(CASES),
                        "complete_accurate": (rng.random(CASES) * 100 < usable).astype(int),
                    }
                )
            )
    table = pd.concat(parts, ignore_index=True).sort_values(["state", "case"], kind="stable")
    table = table.sort_values("state", ascending=False, kind="stable").reset_index(drop=True)
    table[["process_time", "wait"]] = table[["process_time", "wait"]].round(2)
    table.loc[rng.random(len(table)) < LOST, "process_time"] = np.nan
    seconds = table["case"].isin([f"B{n:03d}" for n in range(41, 41 + IN_SECONDS)])
    table.loc[seconds, ["process_time", "wait"]] *= 60
    table.loc[seconds, "unit"] = "s"
    again = table[(table["case"] == "A012") & table["step"].isin([s[0] for s in STEPS[3:6]])]
    return pd.concat([table, again], ignore_index=True)


def truth() -> dict[str, Any]:
    """State the population's totals, by arithmetic."""
    found: dict[str, Any] = {
        "timed_twice": {"case": "A012", "steps": [step[0] for step in STEPS[3:6]]},
        "in_seconds": [f"B{n:03d}" for n in range(41, 41 + IN_SECONDS)],
        "lost": LOST,
    }
    for k, state in enumerate(("before", "after")):
        own = [(step, *step[6 + k]) for step in STEPS if step[6 + k] is not None]
        work = sum(one[1] for one in own)
        lead = work + sum(one[2] for one in own)
        adding = sum(one[1] for one in own if one[0][4] == "adding")
        wasted: dict[str, float] = {"waiting": lead - work}
        for one in own:
            if one[0][5]:
                wasted[one[0][5]] = wasted.get(one[0][5], 0.0) + one[1]
        found[state] = {
            "lead_time": lead,
            "process_time": work,
            "process_cycle_efficiency": 100 * adding / lead,
            "rolled_complete_accurate": 100 * float(np.prod([one[3] / 100 for one in own])),
            "wastes": wasted,
        }
    return found
