"""What is known about the public data sets and the sample, found from the configuration that a first look writes."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore.model.config import Config
from leadscore.model.data.inspection import inspect
from leadscore.model.data.leakage import Leak, leaks
from leadscore.model.data.sources import SourceAddress, connect, open_source
from leadscore.model.data.tables import read_tables
from leadscore.model.data.tables.tables import Tables
from leadscore.model.sample import AFTER_SALE_COLUMNS, SampleSettings, write_sample
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import moment

NOT_AFTER = moment("2026-11-01")
TIME_PROXIES = {
    *("contact", "month", "emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed"),
}


def looked_at(
    folder: Path, *, target: str | None = None, learning: dict[str, Any] | None = None, **files: str
) -> Config:
    """The configuration of a first look, with absolute paths and other keys of ``[learning]``."""
    paths = {name: str(folder / file) for name, file in files.items()}
    with closing(connect()) as connection:
        sources = {
            name: open_source(connection, SourceAddress.parse(path), folder=folder, name=name)
            for name, path in paths.items()
        }
        config = inspect(connection, sources, english(), target=target).config
    return config.model_copy(update={"learning": config.learning.model_copy(update=learning or {})})


def read(config: Config) -> Tables:
    return read_tables(config, not_after=NOT_AFTER)


def told(found: tuple[Leak, ...]) -> dict[str, str]:
    return {leak.name: leak.severity for leak in found}


@pytest.mark.slow
def test_bank_names_the_duration_of_the_call(real_data: Path) -> None:
    config = looked_at(real_data / "bank", leads="bank-additional-full.csv.gz")
    (leak,) = leaks(read(config), config)
    assert (leak.name, leak.severity, leak.excluded) == ("duration", "high", True)
    assert {sign.family for sign in leak.signs} == {"strength", "name"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bank_in_file_order_names_the_columns_that_tell_the_time_too(real_data: Path, seed: int) -> None:
    learning = {"split": "file_order", "seed": seed}
    config = looked_at(real_data / "bank", learning=learning, leads="bank-additional-full.csv.gz")
    assert told(leaks(read(config), config)) == {"duration": "high"} | dict.fromkeys(TIME_PROXIES, "medium")


def test_coil2000_and_olist_are_accused_of_nothing(real_data: Path) -> None:
    insurance = looked_at(real_data / "coil2000", leads="train.csv.gz")
    sellers = looked_at(real_data / "olist", leads="leads.csv.gz", outcomes="deals.csv.gz")
    assert leaks(read(insurance), insurance) == ()
    assert leaks(read(sellers), sellers) == ()


def test_olist_deals_joined_into_one_file_are_leaks_one_and_all(real_data: Path, tmp_path: Path) -> None:
    leads, deals = (pd.read_csv(real_data / "olist" / f"{name}.csv.gz", dtype=str) for name in ("leads", "deals"))
    joined = leads.merge(deals, on="mql_id", how="left")
    joined.assign(won=joined["won_date"].notna().astype(int)).to_csv(tmp_path / "flat.csv", index=False)
    config = looked_at(tmp_path, target="won", leads="flat.csv")
    assert config.outcomes is not None
    assert (config.outcomes.occurred_at, config.outcomes.open) == ("won_date", ("0",))
    found = leaks(read(config), config)
    assert told(found) == dict.fromkeys(deals.columns.drop(["mql_id", "won_date"]), "high")
    assert all(leak.excluded for leak in found)


def test_bpic2012_names_the_events_of_the_decision(real_data: Path) -> None:
    config = looked_at(real_data / "bpic2012", leads="leads.csv.gz", events="events.csv.gz", outcomes="outcomes.csv.gz")
    decisions = {"A_REGISTERED", "A_ACTIVATED", "A_APPROVED", "O_ACCEPTED", "O_DECLINED"}
    ends = {"A_DECLINED", "A_CANCELLED"}
    assert told(leaks(read(config), config)) == dict.fromkeys(decisions | ends, "note")


def sampled(folder: Path, seed: int, leads: int = 1_500) -> tuple[Tables, Config]:
    write_sample(SampleSettings(leads=leads, seed=seed), folder)
    config = looked_at(folder, leads="leads.csv", events="events.csv", outcomes="outcomes.csv")
    return read(config), config


def test_the_sample_has_one_leak(tmp_path: Path) -> None:
    found = leaks(*sampled(tmp_path, seed=0))
    assert {leak.name for leak in found if leak.excluded} == set(AFTER_SALE_COLUMNS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_no_column_of_a_sample_is_excluded_that_is_clean_and_the_back_filled_one_always_is(
    tmp_path: Path, seed: int
) -> None:
    tables, config = sampled(tmp_path, seed, leads=1_500 + 1_500 * (seed % 2))
    assert {leak.name for leak in leaks(tables, config) if leak.excluded} == set(AFTER_SALE_COLUMNS)


@pytest.mark.slow
def test_the_sample_with_a_shuffled_outcome_has_no_high_leak(tmp_path: Path) -> None:
    tables, config = sampled(tmp_path, seed=0)
    assert tables.leads.created_at is not None
    lead = tables.outcomes["lead"].to_numpy()
    delay = tables.outcomes["occurred_at"].to_numpy() - tables.leads.created_at[lead]
    for seed in range(20):
        other = np.random.default_rng(seed).permutation(len(tables.leads))[lead]
        outcomes = tables.outcomes.assign(lead=other, occurred_at=tables.leads.created_at[other] + delay)
        shuffled = replace(tables, outcomes=outcomes.sort_values("lead", ignore_index=True))
        assert [leak.name for leak in leaks(shuffled, config) if leak.severity == "high"] == []
