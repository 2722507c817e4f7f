"""The chapters on what is taken for granted: Kano questions, penalties and rewards."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..columns import head, num, text, whole
from ..document import Figure, Section, table
from ..numbers import number
from .frame import Frame

__all__ = ["kano", "penalty_reward"]


def kano(on: Frame) -> Section | None:
    """Compose the section on Kano questions.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.kano import plot_kano

    found: Any = on.diagnosis.kano
    say = on.say
    if found is None:
        return None
    words = {
        "M": say("must-be"),
        "O": say("one-dimensional"),
        "A": say("attractive"),
        "I": say("indifferent"),
        "R": say("reverse"),
        "Q": say("questionable"),
    }
    flat = found.categories.join(found.items.drop(columns="n", errors="ignore"), rsuffix="_of_item")
    flat = flat.rename_axis("code").reset_index()
    flat["label"] = [found.labels[code] for code in flat["code"]]
    flat["kind"] = [words.get(str(one), str(one)) for one in flat["category"]]
    flat["sure"] = [say("clear") if one else say("not clear") for one in flat["clear"]]
    counts = flat["kind"].value_counts()
    said = say("; ").join(f"{kind} {n}" for kind, n in counts.items())
    picture = Figure(
        "picture-kano",
        say("What having a feature adds, and what lacking it costs"),
        say("Features by what having them adds and lacking them costs. {values}.", values=said),
        partial(plot_kano, found),
    )
    made = table(
        "kano",
        flat,
        say("Features asked in pairs of questions"),
        [
            head("code", say("Code")),
            text("label", say("Feature"), language=on.foreign),
            whole("n", say("n")),
            text("kind", say("Category")),
            text("sure", say("Certainty")),
            on.estimate(("better", "better_low", "better_high"), say("Better"), bounded=True),
            on.estimate(("worse", "worse_low", "worse_high"), say("Worse"), bounded=True),
        ],
    )
    return Section(
        "kano",
        say("What is taken for granted"),
        say(
            "{n} features were asked in pairs: as if they were there, and as if not. Counted by "
            "their most frequent category: {values}.",
            n=len(flat),
            values=said,
        ),
        (made,),
        (picture,),
        found.convention,
    )


def penalty_reward(on: Frame) -> Section | None:
    """Compose the section on what bad performance costs and good performance earns.

    Parameters
    ----------
    on : Frame

    Returns
    -------
    Section or None
    """
    from svqkit.present.plots.penalty_reward import plot_penalty_reward

    found: Any = on.diagnosis.penalty_reward
    say = on.say
    if found is None:
        return None
    words = {
        "basic": say("basic"),
        "performance": say("performance"),
        "excitement": say("excitement"),
        "cannot tell": say("cannot tell"),
        "too few": say("too few"),
    }
    flat = on.dimensions(found.items.join(found.groups))
    flat["kind"] = [words.get(str(one), str(one)) for one in flat["category"]]
    clear = [
        f"{name}: {kind}"
        for name, kind, category in zip(flat["scale"], flat["kind"], flat["category"], strict=True)
        if category in ("basic", "performance", "excitement")
    ]
    made = table(
        "penalty-reward",
        flat,
        say("What bad performance costs and good performance earns"),
        [
            head("scale", say("Dimension"), on.foreign),
            on.estimate(("penalty", "penalty_low", "penalty_high"), say("Penalty")),
            on.estimate(("reward", "reward_low", "reward_high"), say("Reward")),
            text("kind", say("Category")),
            whole("n_low", say("n low")),
            whole("n_high", say("n high")),
            num("gvif", "GVIF", 1),
        ],
    )
    said = say("; ").join(
        f"{row['scale']} {number(row['penalty'])} / {number(row['reward'])}"
        for _, row in flat.iterrows()
    )
    picture = Figure(
        "picture-penalty-reward",
        say("Penalty and reward of each dimension"),
        say("Penalty and reward of each dimension: {values}.", values=said),
        partial(plot_penalty_reward, found, instrument=on.instrument),
    )
    return Section(
        "penalty-reward",
        say("What costs and what earns"),
        say("Clearly of one kind: {values}.", values=say("; ").join(clear))
        if clear
        else say("No dimension is clearly of one kind."),
        (made,),
        (picture,),
        found.convention,
    )
