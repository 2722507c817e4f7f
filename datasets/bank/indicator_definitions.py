"""The bank's indicator system: fifteen indicators, three for each dimension, as management wrote them."""

from __future__ import annotations

from typing import Any

import pandas as pd

COLUMNS = {
    "id": ("string", "Short code"),
    "name": ("string", "Name"),
    "area": ("string", "Area assessed"),
    "dimension": ("string", "Dimension of service quality"),
    "definition": ("string", "What is counted or rated"),
    "kind": ("string", "quantitative or qualitative"),
    "method": ("string", "How it is measured"),
    "formula": ("string", "Formula"),
    "unit": ("string", "Unit"),
    "goal": ("string", "Linked goal"),
    "review": ("date", "When the indicator itself is looked at again"),
    "direction": ("string", "more or less is better"),
    "target": ("number", "Target, in its unit"),
    "source": ("string", "Where the figures come from"),
    "frequency": ("string", "How often"),
    "owner": ("string", "Who answers for it"),
    "weight": ("number", "Points out of 100, agreed by management"),
    "transform": ("string", "How a value becomes a score"),
    "worst": ("number", "Value that scores 0"),
    "best": ("number", "Value that scores 100"),
}
KEY = "id"
GOALS = {
    "right": "Right the first time",
    "fast": "Served within the hour",
    "trust": "A bank one can rely on",
    "care": "Every customer known",
    "place": "Branches one likes to enter",
}
LATER, PASSED = "2026-12-31", "2026-01-31"
QUANTITY, QUALITY = "quantitative", "qualitative"
ROWS = [
    ("transaction_accuracy", "Transactions without error", "consistency", "reliability",
     "Transactions that needed no correction", QUANTITY, "sample of 1,200 a month",
     "100 × without correction / checked", "%", GOALS["right"], LATER, "more", 99.8,
     "core banking system", "monthly", "operations", 10, 98.0, 100.0),
    ("repair_time", "Time to repair a fault", "efficiency", "reliability",
     "From report to working again", QUANTITY, "ticket system", "mean of repaired − reported", "h",
     GOALS["right"], LATER, "less", 4.0, "maintenance tickets", "monthly", "facilities", 6, 12.0, 1.0),
    ("loans_on_time", "Loans decided on time", "satisfaction", "reliability",
     "Loan decisions within the promised five working days", QUANTITY, "loan system",
     "100 × on time / decided", "%", GOALS["right"], LATER, "more", 90.0, "loan system", "monthly",
     "credit", 8, 60.0, 100.0),
    ("enquiry_time", "Time to answer an enquiry", "satisfaction", "responsiveness",
     "From a written enquiry to its answer, working hours", QUANTITY, "mail system",
     "mean of answered − received", "h", GOALS["fast"], LATER, "less", 4.0, "mail system",
     "monthly", "service centre", 8, 24.0, 0.5),
    ("queue_time", "Queue time at the branch", "efficiency", "responsiveness",
     "From drawing a number to being called", QUANTITY, "ticket machine",
     "mean of called − drawn", "min", GOALS["fast"], LATER, "less", 6.0, "ticket machine",
     "monthly", "branch manager", 10, 20.0, 1.0),
    ("faults_in_time", "Self-service faults handled in time", "efficiency", "responsiveness",
     "Faults of cash and deposit machines cleared within four hours", QUANTITY, "machine log",
     "100 × within four hours / faults", "%", GOALS["fast"], LATER, "more", 90.0, "machine log",
     "monthly", "facilities", 6, 50.0, 100.0),
    ("qualified_staff", "Staff qualified for their work", "satisfaction", "assurance",
     "Contact staff with a valid certificate for what they advise on", QUANTITY, "staff register",
     "100 × certified / contact staff", "%", GOALS["trust"], LATER, "more", 95.0, "staff register",
     "quarterly", "personnel", 7, 70.0, 100.0),
    ("promises_kept", "Promises kept", "consistency", "assurance",
     "Call-backs and appointments kept as agreed", QUANTITY, "diary audit",
     "100 × kept / agreed", "%", GOALS["trust"], LATER, "more", 95.0, "diary audit", "monthly",
     "branch manager", 9, 70.0, 100.0),
    ("privacy", "Privacy at the counter and on paper", "brand image", "assurance",
     "Points of the privacy checklist that were met", QUALITY, "unannounced audit",
     "100 × met / 40 points", "%", GOALS["trust"], LATER, "more", 100.0, "audit", "monthly",
     "compliance", 7, 90.0, 100.0),
    ("complaint_care", "Satisfaction with complaint handling", "satisfaction", "empathy",
     "Rating by customers whose complaint was closed", QUALITY, "call after closing",
     "mean rating, 1 to 7", "points", GOALS["care"], LATER, "more", 5.5, "complaint calls",
     "monthly", "service centre", 8, 1.0, 7.0),
    ("personal_advice", "Recommendations that fit the customer", "perceived value", "empathy",
     "Advised customers who say the recommendation fitted their needs", QUALITY, "short survey",
     "100 × fitted / asked", "%", GOALS["care"], PASSED, "more", 40.0, "advice survey", "monthly",
     "marketing", 5, 0.0, 60.0),
    ("care_contacts", "Care contacts", "loyalty", "empathy",
     "Contacts without a sale in mind", QUANTITY, "diary", "contacts / 100 customers",
     "per 100 customers", "", LATER, "more", 12.0, "diary", "monthly", "branch manager", 4, 0.0,
     20.0),
    ("cleanliness", "Cleanliness", "brand image", "tangibles",
     "Points of the cleanliness checklist that were met", QUALITY, "unannounced audit",
     "100 × met / 40 points", "%", GOALS["place"], LATER, "more", 95.0, "audit", "monthly",
     "facilities", 4, 70.0, 100.0),
    ("maintenance_done", "Maintenance and renewal done", "consistency", "tangibles",
     "Planned maintenance and renewal done within its month", QUANTITY, "maintenance plan",
     "100 × done / planned", "%", GOALS["place"], LATER, "more", 95.0, "maintenance plan",
     "monthly", "facilities", 4, 60.0, 100.0),
    ("appearance", "Staff appearance and etiquette", "brand image", "tangibles",
     "Points of the etiquette checklist that were met", QUALITY, "mystery visit",
     "100 × met / 40 points", "%", GOALS["place"], LATER, "more", 95.0, "mystery visits",
     "monthly", "branch manager", 4, 70.0, 100.0),
]  # fmt: skip


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Give the definitions and what is wrong with them."""
    columns = [name for name in COLUMNS if name != "transform"]
    table = pd.DataFrame(ROWS, columns=columns)
    table.insert(17, "transform", "anchors")
    table["target"] = table["target"].astype(float)
    return table, {
        "note": "Invented; the names are those of a bank's usual figures.",
        "review_passed_on_2026_07_01": ["personal_advice"],
        "without_goal": ["care_contacts"],
        "areas_with_fewer_than_two": ["perceived value", "loyalty"],
    }
