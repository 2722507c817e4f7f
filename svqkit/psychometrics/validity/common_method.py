"""Common method variance: Harman's test with its warning, and a common latent factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.cfa import CFA, cfa
from svqkit.psychometrics.comparison.compare import compare_models
from svqkit.psychometrics.comparison.readable_fit import readable_fit
from svqkit.psychometrics.extraction.extraction import extract
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["CommonMethod", "common_method"]

MAJORITY = 0.5
LARGE_CHANGE = 0.2
WARNING = (
    "Harman's test can neither show nor rule out common method variance: a strong real factor "
    "looks the same, and a method factor may explain less than half (Podsakoff, MacKenzie, Lee & "
    "Podsakoff 2003). It is shown because readers ask for it."
)


@dataclass(frozen=True, eq=False, repr=False)
class CommonMethod(Result):
    """What speaks for variance that comes from the method, not from what was asked.

    ``harman`` (Series) holds the shares of Harman's test, ``models`` the models compared,
    ``summary`` (Series) the test of the common latent factor and the variance it takes,
    ``loadings`` one row a loading without and with it, ``correlations`` the same for factors.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.common_method(bank, bank.instrument.mapping)
    >>> len(found.loadings), "neither show nor rule out" in found.warning
    (22, True)
    """

    harman: pd.Series
    summary: pd.Series
    models: pd.DataFrame
    loadings: pd.DataFrame
    correlations: pd.DataFrame
    fits: dict[str, CFA]
    convention: str

    @property
    def warning(self) -> str:
        """What Harman's test cannot do."""
        return WARNING

    @property
    def sentence(self) -> str:
        """Say what the common latent factor takes and what it moves."""
        found = self.summary
        if found["method_variance"] < 0:
            return (
                "The variance of the common latent factor is estimated below zero: the items share "
                "no variance with one sign beyond their factors."
            )
        p = float(found["delta_p"])
        shown = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
        moved = int((self.loadings["change"].abs() > LARGE_CHANGE).sum())
        return (
            f"A common latent factor takes {found['shared_method_variance']:.1%} of the items' "
            f"variance (Δχ² = {found['delta_chisq']:.2f} on {found['delta_df']:.0f} df, "
            f"{shown}, ΔCFI = {found['delta_cfi']:+.3f}); {moved} of "
            f"{len(self.loadings)} standardised loadings change by more than {LARGE_CHANGE:g}."
        )

    def _title(self) -> str:
        return "Common method variance"

    def _parts(self) -> list[Part]:
        return [
            ("Common latent factor", self.sentence),
            ("", self.summary),
            ("Models", readable_fit(self.models)),
            ("Standardised loadings", self.loadings.set_index(["factor", "item"])),
            ("Correlations of factors", self.correlations.set_index(["factor_1", "factor_2"])),
            ("Harman's single-factor test", self.harman),
            ("Warning", self.warning),
            ("Convention", self.convention),
        ]


def _harman(fit: CFA, items: Sequence[str]) -> pd.Series:
    """Share of the first unrotated component and factor in the items' variance."""
    at = [fit.items.index(name) for name in items]
    covariance = fit.problem.samples[0].covariance[np.ix_(at, at)]
    sd = np.sqrt(np.diag(covariance))
    R = covariance / np.outer(sd, sd)
    first = extract(R, 1, "paf").loadings[:, 0]
    shares = {
        "first_component": float(np.linalg.eigvalsh(R)[-1] / len(R)),
        "first_factor": float((first**2).sum() / len(R)),
    }
    return pd.Series(shares, name="share")


def _method_lines(fit: CFA, items: Sequence[str], name: str, equal: bool) -> str:
    weight = "1*" if equal else "NA*"
    lines = [f"{name} =~ {' + '.join(weight + item for item in items)}"]
    lines += [] if equal else [f"{name} ~~ 1*{name}"]
    lines += [f"{name} ~~ 0*{factor}" for factor in fit.table.roles.exogenous]
    return "\n".join(lines)


@single_threaded
def common_method(
    items: Any,
    model: str | Mapping[str, Sequence[str]],
    *,
    equal: bool = True,
    name: str = "method",
    **options: Any,
) -> CommonMethod:
    """Look for variance that all items share beyond their own factors.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
    model : str or mapping
        The measurement model, as ``cfa`` takes it, of one group.
    equal : bool
        All items load alike (unstandardised) on the common latent factor, which then has one
        parameter, its variance; otherwise freely, which often borrows from the real factors.
    name : str
        Of the common latent factor.
    **options
        To ``cfa``: estimator, missing …

    Returns
    -------
    CommonMethod
        ``.summary`` (method_variance, shared_method_variance: mean share of the items' variance;
        delta_chisq, delta_df, delta_p: what the factor gains; delta_cfi, delta_rmsea;
        largest_change), ``.loadings`` (factor item without with_method change method),
        ``.correlations`` (factor_1 factor_2 without with_method change), ``.harman``
        (first_component, first_factor: shares of the items' variance), ``.models``, ``.fits``,
        ``.sentence``, ``.warning``.

    Raises
    ------
    ModelError
        If the model has groups, or already has a factor or item of that name.
    ConvergenceError
        If the estimates with the common latent factor do not settle.

    Notes
    -----
    The variance of the factor is not bounded, so that its χ² difference has one degree of freedom
    without a correction for a boundary; a negative estimate says that there is no such factor.
    With equal loadings it is told apart from the factors' correlations only by items of a factor
    that load differently on it; where they load alike the model is not identified.
    Many papers square the unstandardised loading instead of averaging shares of variance.

    References
    ----------
    Podsakoff, P. M., MacKenzie, S. B., Lee, J.-Y., & Podsakoff, N. P. (2003). Common method biases
    in behavioral research. Journal of Applied Psychology, 88, 879–903. Richardson, H. A., Simmering,
    M. J., & Sturman, M. C. (2009). A tale of three perspectives. Organizational Research Methods,
    12, 762–800, who find that no such factor tells reliably whether there is method variance.

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> style, one, other = random.normal(size=(3, 500, 1))
    >>> answers = np.repeat(np.hstack([one, other]), 4, axis=1) * ([1.5, 1.2, 0.9, 0.6] * 2)
    >>> answers = answers + 0.6 * style
    >>> data = pd.DataFrame(answers + random.normal(size=(500, 8)), columns=list("abcdefgh"))
    >>> loads = {"one": list("abcd"), "other": list("efgh")}
    >>> bool(0 < common_method(data, loads).summary["shared_method_variance"] < 0.4)
    True
    """
    plain = cfa(items, model, **options)
    if plain.groups:
        raise ModelError("common_method takes a model of one group; look at each group on its own")
    if name in plain.items or name in plain.factors:
        raise ModelError(f"name={name!r} is the name of an item or factor; choose another")
    indicators = plain.table.roles.indicators
    measured = {item for names in indicators.values() for item in names}
    asked = [item for item in plain.items if item in measured]
    text = f"{plain.model}\n{_method_lines(plain, asked, name, equal)}"
    fits = {"without": plain, "with method": cfa(items, text, **options)}
    with_method = fits["with method"]
    compared = compare_models(fits)
    row: pd.Series = compared.table.iloc[1]
    loadings = _loadings(plain, with_method, name)
    variance = with_method.parameters.query("lhs == @name and rhs == @name")["est"].iloc[0]
    shares = loadings.groupby("item", sort=False)["method"].first() ** 2
    sign = 1.0 if variance >= 0 else -1.0
    summary = {
        "method_variance": float(variance),
        "shared_method_variance": sign * float(shares.mean()),
        "delta_chisq": -float(row["delta_chisq"]),
        "delta_df": -float(row["delta_df"]),
        "delta_p": float(row["delta_p"]),
        "delta_cfi": float(row["delta_cfi"]),
        "delta_rmsea": float(row["delta_rmsea"]),
        "largest_change": float(loadings["change"].abs().max()),
    }
    return CommonMethod(
        harman=_harman(plain, asked),
        summary=pd.Series(summary, name="value"),
        models=compared.table,
        loadings=loadings,
        correlations=_correlations(plain, with_method),
        fits=fits,
        convention=(
            f"{'equal unstandardised' if equal else 'free'} loadings on a factor uncorrelated with "
            "the others; shared_method_variance is the mean of its squared standardised loadings; "
            f"differences are what the factor brings. {compared.convention}"
        ),
    )


def _loadings(plain: CFA, with_method: CFA, name: str) -> pd.DataFrame:
    """Standardised loadings of items without and with the method factor, one row each."""
    before = plain.parameters
    before = before[(before["op"] == "=~") & before["rhs"].isin(plain.items)]
    rows = with_method.parameters
    after = rows[rows["op"] == "=~"].set_index(["lhs", "rhs"])["std_all"]
    keys = list(zip(before["lhs"], before["rhs"], strict=True))
    table = pd.DataFrame(keys, columns=["factor", "item"])
    table["without"] = before["std_all"].to_numpy()
    table["with_method"] = [after.loc[key] for key in keys]
    table["change"] = table["with_method"] - table["without"]
    table["method"] = _method_loadings(with_method, name, list(table["item"]))
    return table


def _method_loadings(fit: CFA, name: str, items: Sequence[str]) -> list[float]:
    """Standardised loadings on the method factor; of the variance's size where it is negative."""
    state = fit.found.states[0]
    at = state.p + fit.factors.index(name)
    size = np.sqrt(abs(state.spread[at, at]))
    rows = [fit.items.index(item) for item in items]
    return [float(state.paths[r, at] * size / np.sqrt(state.total[r, r])) for r in rows]


def _correlations(plain: CFA, with_method: CFA) -> pd.DataFrame:
    before, after = plain.factor_correlations, with_method.factor_correlations
    names = list(before.columns)
    rows = [
        (one, other, before.loc[one, other], after.loc[one, other])
        for k, one in enumerate(names)
        for other in names[k + 1 :]
    ]
    table = pd.DataFrame(rows, columns=["factor_1", "factor_2", "without", "with_method"])
    table["change"] = table["with_method"] - table["without"]
    return table
