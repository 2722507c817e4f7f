"""The shop's tables: their faults are there as told, and what was planted can be found again."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((bundled("datasets") / "shop" / "truth.json").read_text(encoding="utf-8"))


def test_the_customers_faults_are_as_told(truth) -> None:
    table, told = svq.load_dataset("shop_customers"), truth["shop_customers"]["faults"]
    assert table.duplicated().sum() == told["same row twice"]
    own = table.drop_duplicates()
    assert len(own) == own["customer"].nunique() == len(truth["shop_customers"]["segments"])
    assert (own["basket"] > 1000).sum() == told["basket in cents"]
    answers = own.filter(regex="efficiency|availability|fulfilment|privacy")
    missing, cells = int(answers.isna().sum().sum()), answers.size
    share = told["unanswered"]
    assert abs(missing / cells - share) < 4 * np.sqrt(share * (1 - share) / cells)
    assert answers.min().min() >= 1
    assert answers.max().max() <= 7


def test_segments_have_their_shares_and_means(truth) -> None:
    planted = truth["shop_customers"]
    table = svq.load_dataset("shop_customers").drop_duplicates().sort_values("customer")
    kind = pd.Series(list(planted["segments"]), table.index).map(planted["letters"])
    for at, (name, share) in enumerate(planted["shares"].items()):
        own = table[kind == name]
        assert abs(len(own) / 1200 - share) < 4 * np.sqrt(share * (1 - share) / 1200)
        for column, means in planted["behaviour"].items():
            values = own[column]
            middle = (
                np.exp(np.log(values).mean())
                if column in ("visits", "repurchase_days")
                else values.mean()
            )
            error = values.std() / np.sqrt(len(own))
            assert abs(middle - means[at]) < 4 * error, (name, column)


def test_one_week_is_lost(truth) -> None:
    demand = svq.load_dataset("shop_demand")
    every = pd.date_range(demand["week"].min(), demand["week"].max(), freq="W-MON")
    lost = every.difference(demand["week"])
    assert [str(day.date()) for day in lost] == [truth["shop_demand"]["lost_week"]]
    assert demand["promotion"].isin([0, 1]).all()


def test_lockers_are_serviced_in_time_and_run_today(truth) -> None:
    lockers, planted = svq.load_dataset("shop_lockers"), truth["shop_lockers"]
    assert lockers["days"].max() == planted["preventive_service_after_days"]
    assert lockers["uses"].isna().sum() == planted["faults"]["uses not known"]
    assert not lockers.loc[lockers["running"] == 1, "fault"].any()
    assert lockers.groupby("locker")["running"].sum().max() == 1
    down = lockers.loc[lockers["fault"] == 1, "down"]
    assert abs(down.mean() - planted["mean_days_down"]) < 4 * down.std() / np.sqrt(len(down))


def test_contacts_come_back_as_often_as_told(truth) -> None:
    contacts, planted = svq.load_dataset("shop_contacts"), truth["shop_contacts"]
    for found, share in (
        (contacts["repeat"], planted["repeat"]),
        (contacts["rating"].notna(), planted["answered"]),
    ):
        assert abs(found.mean() - share) < 4 * np.sqrt(share * (1 - share) / len(contacts))
    assert contacts["rating"].dropna().between(1, 7).all()
