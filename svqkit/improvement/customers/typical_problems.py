"""The six typical problems, what speaks of each, and the limits it is held to."""

from __future__ import annotations

__all__ = ["MEASURES", "PROBLEMS", "UNSEEN"]

PROBLEMS = {
    "weak service awareness": "listen in on contacts; train on assurance and empathy; see Gap 3 of "
    "the gap model",
    "imperfect processes": "map the process behind most repeat contacts with value_stream; find causes "
    "with cause_effect",
    "uneven staff": "let the best show how they work; train and coach the others; look at spread, "
    "never at one person's mean",
    "standards not uniform": "compare sites with benchmark; write one standard and check that it is "
    "followed",
    "poor feedback mechanism": "give each matter an owner and a day with route_feedback; tell customers "
    "what changed",
    "lacking technology": "service before the fault with fault_risk; look for what customers do where "
    "a machine is down",
}
"""Each with its next step where it is seen."""

_LEBRETON = "LeBreton & Senter (2008): .10 is a medium share"
MEASURES: dict[str, tuple[str, bool, float | None, str]] = {
    "assurance and empathy behind": (
        "weak service awareness",
        True,
        0.2,
        "Cohen (1988): .2 is a small difference",
    ),
    "repeat contacts": ("imperfect processes", True, None, ""),
    "variance between employees": ("uneven staff", True, 0.10, _LEBRETON),
    "variance between sites": ("standards not uniform", True, 0.10, _LEBRETON),
    "response rate": ("poor feedback mechanism", False, None, ""),
    "days until closed": ("poor feedback mechanism", True, None, ""),
    "told what changed": ("poor feedback mechanism", False, None, ""),
    "share of time down": ("lacking technology", True, None, ""),
}
"""Problem, whether a high value is bad, usual limit, and its source. Without a source the limit is the
organisation's own to set."""

UNSEEN = {
    "assurance and empathy behind": "a survey with assurance and empathy (perceptions=)",
    "repeat contacts": "contacts with a column of repeats",
    "variance between employees": "ratings of contacts with the employee",
    "variance between sites": "ratings of contacts with the site",
    "response rate": "contacts with ratings, some of them missing",
    "days until closed": "feedback with its days (feedback=closing_loop(…))",
    "told what changed": "feedback with what customers were told (feedback=closing_loop(…))",
    "share of time down": "machines with time up and down",
}
"""What would have to be collected."""
