import json

import numpy as np
import pytest
from flat_leads import config_of, dated, flat

from leadscore.model.card import filled, plain
from leadscore.model.card.training_data import MaturityFacts
from leadscore.model.config import Config
from leadscore.model.data.quality import maturity
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.tables.tables import Tables
from leadscore.model.timestamps import DAY, NEVER, moment

FIRST, UNTIL = moment("2025-01-01"), moment("2026-01-01")


def year(*, recorded_from: str) -> Tables:
    """A year of leads, a tenth of which converts after twenty days on average."""
    random = np.random.default_rng(0)
    created = np.sort(random.integers(FIRST, UNTIL, 6_000))
    won = created + (random.exponential(20, 6_000) * DAY).astype(np.int64) + 1
    converted = (random.random(6_000) < 0.1) & (won >= moment(recorded_from)) & (won <= UNTIL)
    return dated(Watched(created, np.where(converted, won, NEVER), UNTIL))


def learning(**settings: object) -> Config:
    leads = {"path": "x", "id": "id", "created_at": "c"}
    outcomes = {"path": "o", "lead_id": "i", "occurred_at": "t"}
    return config_of({"leads": leads, "outcomes": outcomes, "learning": {"horizon_days": 45, **settings}})


def test_the_card_holds_months_delays_and_advice_as_plain_values() -> None:
    part = maturity(year(recorded_from="2025-01-01"), learning())
    assert json.loads(json.dumps(plain(part), allow_nan=False)) == plain(part)
    assert len(part.months) == 12
    assert part.months[-1].rate is None
    assert len(filled(part.delay).days) == len(filled(part.delay).high)
    assert "come within the horizon of 45 days" in filled(part.advice)
    assert part.truncated_before is None


@pytest.mark.parametrize(
    ("data_from", "proposed"),
    [(None, "2025-05-01"), ("2025-02-01", "2025-05-01"), ("2025-05-01", None), ("2025-06-15", None)],
)
def test_a_first_day_is_proposed_unless_one_as_late_is_set(data_from: str | None, proposed: str | None) -> None:
    settings = {} if data_from is None else {"data_from": data_from}
    assert maturity(year(recorded_from="2025-05-01"), learning(**settings)).truncated_before == proposed


def test_delays_leave_out_leads_from_before_conversions_were_recorded() -> None:
    truncated, whole = (
        filled(maturity(year(recorded_from=day), learning()).delay) for day in ("2025-05-01", "2025-01-01")
    )
    place = truncated.days.index(60)
    assert truncated.converted[place] == pytest.approx(whole.converted[place], abs=0.01)


def test_months_that_are_left_out_as_a_whole_are_not_in_the_card() -> None:
    part = maturity(year(recorded_from="2025-01-01"), learning(data_from="2025-03-10"))
    assert len(part.months) == 10
    assert part.months[0].month == "2025-03"
    assert filled(part.months[0].left_out) > 0


def test_data_without_dates_have_no_maturity() -> None:
    nothing = MaturityFacts(months=(), delay=None, advice=None, truncated_before=None)
    assert maturity(flat({}, [True, False]), config_of()) == nothing
