"""What the extended gap model asks, and where: direct measures and antecedents of each gap.

Zeithaml, Berry & Parasuraman (1988), Communication and control processes in the delivery of service
quality, *Journal of Marketing* 52(2), 35–48; Zeithaml, Parasuraman & Berry (1990), *Delivering
Quality Service*, appendices A and B.
"""

from __future__ import annotations

__all__ = [
    "ANTECEDENTS",
    "DIMENSION_OF_SUFFIX",
    "DIRECT",
    "EXPECTED",
    "GAPS",
    "SURVEY_OF",
    "TOTAL",
]

GAPS = (1, 2, 3, 4, 5)
TOTAL = "total"

EXPECTED = "expected_"
"""Managers' view of what customers expect: ``expected_tangibles`` stands for ``tangibles``."""

SURVEY_OF = {1: "managers", 2: "managers", 3: "employees", 4: "employees"}
"""Whose answers a provider gap needs, beside the customers' for Gap 1."""

DIRECT = {2: "standards", 3: "ability_to_meet_standards", 4: "ability_to_keep_promises"}
"""The dimension whose items ask for a gap directly, one item a dimension of service."""

DIMENSION_OF_SUFFIX = {
    "TAN": "tangibles",
    "REL": "reliability",
    "RES": "responsiveness",
    "ASS": "assurance",
    "EMP": "empathy",
}
"""The dimension of service that a direct item asks about, by the end of its code: ``STD_TAN``."""

ANTECEDENTS: dict[str, tuple[int, str]] = {
    "marketing_research_orientation": (1, "high"),
    "upward_communication": (1, "high"),
    "levels_of_management": (1, "low"),
    "management_commitment": (2, "high"),
    "goal_setting": (2, "high"),
    "task_standardisation": (2, "high"),
    "perception_of_feasibility": (2, "high"),
    "teamwork": (3, "high"),
    "employee_job_fit": (3, "high"),
    "technology_job_fit": (3, "high"),
    "perceived_control": (3, "high"),
    "supervisory_control": (3, "high"),
    "role_conflict": (3, "low"),
    "role_ambiguity": (3, "low"),
    "horizontal_communication": (4, "high"),
    "propensity_to_overpromise": (4, "low"),
}
"""Antecedent → the gap it lies behind, and which end of its scale is desirable."""
