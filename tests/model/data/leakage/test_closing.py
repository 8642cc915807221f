"""Columns that closing a lead fills in, and honest ones that merely go with age."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from suspect_tables import CONVERTED, CREATED, HONEST, NOISE, WON_AT, N, configured, dated, text

from leadscore.model.arrays import Mask
from leadscore.model.data.leakage import Leak, leaks
from leadscore.model.data.tables.tables import Tables

SHARE = (CREATED - CREATED.min()) / (CREATED.max() - CREATED.min())
OPEN = ~CONVERTED & (np.random.default_rng(5).random(N) < 0.1 + 0.7 * SHARE)
"""Most of the young leads are still open, few of the old ones."""

LOST = ~CONVERTED & ~OPEN


def closed(account: Mask) -> list[Leak]:
    columns = {**HONEST, "account": text(NOISE.round(1), account)}
    return list(leaks(_with_losses(dated(columns)), configured(columns)))


def _with_losses(tables: Tables) -> Tables:
    ended = np.flatnonzero(CONVERTED | LOST)
    kinds = np.where(CONVERTED[ended], "converted", "lost")
    outcomes = pd.DataFrame({"lead": ended, "occurred_at": WON_AT[ended], "outcome": kinds})
    return replace(tables, outcomes=outcomes)


@pytest.mark.parametrize(
    ("account", "severity"),
    [
        (~OPEN | (NOISE < 0.3), "high"),
        (OPEN & (NOISE < 0.6), "high"),
        (np.where(OPEN, 0.2, 0.7) > NOISE, "medium"),
    ],
    ids=["filled for every ended lead", "emptied at the end", "filled for most ended leads"],
)
def test_presence_that_goes_with_being_open_is_a_sign(account: Mask, severity: str) -> None:
    (found,) = (leak for leak in closed(account) if leak.name == "account")
    assert found.severity == severity
    assert any(sign.sign in ("filled_at_end", "presence_follows_end") for sign in found.signs)


@pytest.mark.parametrize(
    "account",
    [SHARE > 0.5, SHARE < 0.5, NOISE < 0.5, NOISE < 0.3 + 0.5 * SHARE],
    ids=["introduced late", "given up early", "by chance", "filled ever more often"],
)
def test_presence_that_goes_with_the_age_of_a_lead_is_none(account: Mask) -> None:
    signs = {sign.sign for leak in closed(account) if leak.name == "account" for sign in leak.signs}
    assert not signs & {"filled_at_end", "presence_follows_end"}
