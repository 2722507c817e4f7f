from .errors import (
    ConvergenceError,
    DataError,
    DownloadError,
    InstrumentError,
    MissingExtraError,
    ModelError,
    SvqkitWarning,
)
from .gaps.diagnosis.diagnose import diagnose
from .gaps.difference_scores.forms import compare_forms
from .gaps.difference_scores.surface import response_surface
from .gaps.groups.comparison import compare_groups
from .gaps.groups.multilevel import multilevel_gaps
from .gaps.groups.trend import gap_trend
from .gaps.kano.kano import kano
from .gaps.kano.penalty_reward import penalty_reward
from .gaps.organisation.gap_model import gap_model
from .gaps.organisation.prescriptions import prescriptions
from .gaps.scores import gap_scores
from .gaps.tolerance.zone import zone_of_tolerance
from .gaps.weighting.ahp import weights_ahp
from .gaps.weighting.derived import derived_importance
from .gaps.weighting.weights import weighted_gaps
from .improvement.change.before_after import before_after
from .improvement.change.difference_in_differences import difference_in_differences
from .improvement.change.interrupted_series import interrupted_series
from .improvement.change.planning import plan_before_after
from .improvement.change.series_planning import plan_interrupted_series
from .improvement.change.training_effect import training_effect
from .improvement.control.capability import capability
from .improvement.control.constants import chart_constants
from .improvement.control.control_chart import control_chart
from .improvement.control.defects import defects
from .improvement.control.pareto import pareto
from .improvement.control.rolled_yield import rolled_yield
from .improvement.control.run_length import average_run_length
from .improvement.control.which_chart import which_chart
from .improvement.customers.churn import churn
from .improvement.customers.fault_risk import fault_risk
from .improvement.customers.forecast import forecast
from .improvement.customers.segments import segments
from .improvement.customers.self_assessment import self_assessment
from .improvement.drivers.drivers import drivers
from .improvement.drivers.nps import nps
from .improvement.goals.attainment import attainment
from .improvement.goals.benchmark import benchmark
from .improvement.goals.error_budget import error_budget
from .improvement.goals.goal import Goal
from .improvement.goals.improvement_log import improvement_log
from .improvement.goals.sla import sla
from .improvement.goals.smart import smart_checks
from .improvement.goals.working_hours import WorkingHours
from .improvement.indicators.checks import indicator_checks
from .improvement.indicators.drilling import drill_down
from .improvement.indicators.reading import read_indicators, starter_indicators
from .improvement.indicators.scores import indicator_scores
from .improvement.indicators.sensitivity import rank_sensitivity
from .improvement.indicators.system import IndicatorSystem
from .improvement.listening.classifying import classify_feedback
from .improvement.listening.closing import closing_loop
from .improvement.listening.cross_table import feedback_map
from .improvement.listening.reading import read_feedback
from .improvement.listening.routing import best_practice, route_feedback
from .improvement.listening.screening import screen_feedback
from .improvement.listening.training import train_classifier
from .improvement.listening.trend import feedback_trend
from .improvement.priorities.importance_performance import priorities
from .improvement.priorities.opportunity import opportunity
from .improvement.priorities.potential import improvement_potential
from .improvement.processes.boarding import simulate_boarding
from .improvement.processes.branch import simulate_branch
from .improvement.processes.cause_effect import cause_effect
from .improvement.processes.continuity import continuity
from .improvement.processes.queue import queue
from .improvement.processes.risk_register import risk_register
from .improvement.processes.sipoc import sipoc
from .improvement.processes.staffing import staffing
from .improvement.processes.stream_comparison import compare_value_streams
from .improvement.processes.value_stream import value_stream
from .improvement.weighting.combined import weights_combined, weights_nested
from .improvement.weighting.objective import weights_critic, weights_entropy
from .improvement.weighting.panel import weights_panel
from .improvement.weighting.points import weights_points
from .instruments.adaptation import adapt
from .instruments.catalogue_index import list_instruments, load_instrument
from .instruments.content_validity import content_validity
from .instruments.export import export_instrument
from .instruments.industries import list_industries
from .instruments.readability import wording_hints
from .instruments.reading import read_instrument
from .instruments.translation_table import read_translations, translation_table
from .present.plots.attainment import plot_attainment
from .present.plots.before_after import plot_before_after
from .present.plots.boarding import plot_boarding
from .present.plots.branch import plot_branch
from .present.plots.branches import plot_branches
from .present.plots.calibration import plot_calibration
from .present.plots.cause_effect import plot_cause_effect
from .present.plots.class_report import plot_class
from .present.plots.closing_loop import plot_closing_loop
from .present.plots.confusion import plot_confusion
from .present.plots.control import plot_control
from .present.plots.control_capability import plot_capability
from .present.plots.control_pareto import plot_pareto
from .present.plots.discriminant import plot_discriminant
from .present.plots.drivers import plot_drivers
from .present.plots.error_budget import plot_error_budget
from .present.plots.factors import plot_factorability, plot_loadings
from .present.plots.feedback_map import plot_feedback_map
from .present.plots.feedback_trend import plot_feedback_trend
from .present.plots.forecast import plot_forecast
from .present.plots.forms import plot_forms
from .present.plots.funnel import plot_funnel
from .present.plots.gap_model import plot_gap_model
from .present.plots.gaps import plot_gaps
from .present.plots.groups import plot_groups
from .present.plots.indicators import plot_indicators
from .present.plots.interrupted import plot_interrupted
from .present.plots.items import plot_items
from .present.plots.kano import plot_kano
from .present.plots.missing import plot_missing
from .present.plots.nps import plot_nps
from .present.plots.path import path_positions, plot_path
from .present.plots.path_text import describe_path
from .present.plots.penalty_reward import plot_penalty_reward
from .present.plots.power import plot_cutoffs, plot_power
from .present.plots.priorities import plot_priorities
from .present.plots.rank_sensitivity import plot_rank_sensitivity
from .present.plots.reliability import plot_reliability
from .present.plots.risks import plot_risks
from .present.plots.sample import plot_sample, plot_screening
from .present.plots.saving import save_picture
from .present.plots.scree import plot_scree
from .present.plots.segments import plot_segments
from .present.plots.segments_profile import plot_segments_profile
from .present.plots.self_assessment import plot_self_assessment
from .present.plots.service_level import plot_breaches
from .present.plots.sipoc import plot_sipoc
from .present.plots.staffing import plot_staffing
from .present.plots.surface import plot_surface
from .present.plots.training import plot_training
from .present.plots.trend import plot_trend
from .present.plots.validity import plot_htmt
from .present.plots.value_stream import plot_value_stream
from .present.plots.weights import plot_weights
from .present.plots.zone import plot_zone
from .present.report.section_view import report_section
from .present.report.write import report
from .psychometrics.cfa import cfa
from .psychometrics.comparison.compare import compare_models
from .psychometrics.correlations.correlation import correlations
from .psychometrics.correlations.correlation_table import correlation_table
from .psychometrics.correlations.mixed_correlations import mixed_correlations
from .psychometrics.correlations.polychoric import polychoric
from .psychometrics.correlations.polyserial import polyserial
from .psychometrics.dimensionality.bifactor import bifactor_indices
from .psychometrics.dimensionality.structures import compare_structures
from .psychometrics.exploratory.efa import efa
from .psychometrics.exploratory.factorability import factorability
from .psychometrics.factor_number.factor_number import n_factors
from .psychometrics.invariance.dmacs import dmacs
from .psychometrics.invariance.invariance import invariance
from .psychometrics.missingness.missing import missing_data
from .psychometrics.moments import moments
from .psychometrics.normality import normality
from .psychometrics.planning.dynamic_cutoffs import dynamic_cutoffs
from .psychometrics.planning.plan import plan_sample
from .psychometrics.prediction.predictive_validity import predictive_validity
from .psychometrics.reliability.item_distribution import response_frequencies
from .psychometrics.reliability.items import item_analysis
from .psychometrics.reliability.reliability import reliability
from .psychometrics.reliability.score_precision import (
    combination_reliability,
    difference_reliability,
)
from .psychometrics.validity.categorical_reliability import categorical_reliability
from .psychometrics.validity.common_method import common_method
from .psychometrics.validity.htmt import htmt
from .psychometrics.validity.validity import validity
from .responses.collecting.collected import collected
from .responses.collecting.live import live_counts
from .responses.datasets import list_datasets, load_dataset
from .responses.exclusion import exclude
from .responses.form_files import join_forms
from .responses.plan_reading import plan_reading
from .responses.reading import read_responses
from .responses.screening import screen
from .responses.simulation import simulate
from .validation.validate import validate

__version__: str

__all__ = [
    "ConvergenceError",
    "DataError",
    "DownloadError",
    "Goal",
    "IndicatorSystem",
    "InstrumentError",
    "MissingExtraError",
    "ModelError",
    "SvqkitWarning",
    "WorkingHours",
    "adapt",
    "attainment",
    "average_run_length",
    "before_after",
    "benchmark",
    "best_practice",
    "bifactor_indices",
    "capability",
    "categorical_reliability",
    "cause_effect",
    "cfa",
    "chart_constants",
    "churn",
    "classify_feedback",
    "closing_loop",
    "collected",
    "combination_reliability",
    "common_method",
    "compare_forms",
    "compare_groups",
    "compare_models",
    "compare_structures",
    "compare_value_streams",
    "content_validity",
    "continuity",
    "control_chart",
    "correlation_table",
    "correlations",
    "defects",
    "derived_importance",
    "describe_path",
    "diagnose",
    "difference_in_differences",
    "difference_reliability",
    "dmacs",
    "drill_down",
    "drivers",
    "dynamic_cutoffs",
    "efa",
    "error_budget",
    "exclude",
    "export_instrument",
    "factorability",
    "fault_risk",
    "feedback_map",
    "feedback_trend",
    "forecast",
    "gap_model",
    "gap_scores",
    "gap_trend",
    "htmt",
    "improvement_log",
    "improvement_potential",
    "indicator_checks",
    "indicator_scores",
    "interrupted_series",
    "invariance",
    "item_analysis",
    "join_forms",
    "kano",
    "list_datasets",
    "list_industries",
    "list_instruments",
    "live_counts",
    "load_dataset",
    "load_instrument",
    "missing_data",
    "mixed_correlations",
    "moments",
    "multilevel_gaps",
    "n_factors",
    "normality",
    "nps",
    "opportunity",
    "pareto",
    "path_positions",
    "penalty_reward",
    "plan_before_after",
    "plan_interrupted_series",
    "plan_reading",
    "plan_sample",
    "plot_attainment",
    "plot_before_after",
    "plot_boarding",
    "plot_branch",
    "plot_branches",
    "plot_breaches",
    "plot_calibration",
    "plot_capability",
    "plot_cause_effect",
    "plot_class",
    "plot_closing_loop",
    "plot_confusion",
    "plot_control",
    "plot_cutoffs",
    "plot_discriminant",
    "plot_drivers",
    "plot_error_budget",
    "plot_factorability",
    "plot_feedback_map",
    "plot_feedback_trend",
    "plot_forecast",
    "plot_forms",
    "plot_funnel",
    "plot_gap_model",
    "plot_gaps",
    "plot_groups",
    "plot_htmt",
    "plot_indicators",
    "plot_interrupted",
    "plot_items",
    "plot_kano",
    "plot_loadings",
    "plot_missing",
    "plot_nps",
    "plot_pareto",
    "plot_path",
    "plot_penalty_reward",
    "plot_power",
    "plot_priorities",
    "plot_rank_sensitivity",
    "plot_reliability",
    "plot_risks",
    "plot_sample",
    "plot_scree",
    "plot_screening",
    "plot_segments",
    "plot_segments_profile",
    "plot_self_assessment",
    "plot_sipoc",
    "plot_staffing",
    "plot_surface",
    "plot_training",
    "plot_trend",
    "plot_value_stream",
    "plot_weights",
    "plot_zone",
    "polychoric",
    "polyserial",
    "predictive_validity",
    "prescriptions",
    "priorities",
    "queue",
    "rank_sensitivity",
    "read_feedback",
    "read_indicators",
    "read_instrument",
    "read_responses",
    "read_translations",
    "reliability",
    "report",
    "report_section",
    "response_frequencies",
    "response_surface",
    "risk_register",
    "rolled_yield",
    "route_feedback",
    "save_picture",
    "screen",
    "screen_feedback",
    "segments",
    "self_assessment",
    "simulate",
    "simulate_boarding",
    "simulate_branch",
    "sipoc",
    "sla",
    "smart_checks",
    "staffing",
    "starter_indicators",
    "train_classifier",
    "training_effect",
    "translation_table",
    "validate",
    "validity",
    "value_stream",
    "weighted_gaps",
    "weights_ahp",
    "weights_combined",
    "weights_critic",
    "weights_entropy",
    "weights_nested",
    "weights_panel",
    "weights_points",
    "which_chart",
    "wording_hints",
    "zone_of_tolerance",
]
