"""A sample as a stream of blocks of leads, each with the events, outcomes and truth of its leads."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.sample.activities import TYPES, Doings, draw_doings
from leadscore.model.sample.dirt import soil
from leadscore.model.sample.funnel import Prospects, Truth, draw_prospects, true_log_odds
from leadscore.model.sample.outcomes import OUTCOMES, Endings, draw_endings
from leadscore.model.sample.people import draw_people, managers
from leadscore.model.sample.settings import SampleSettings, Table, laid_out

_HOUR_S = 3_600
_YEAR_S = 365.25 * 86_400

GROWTH_A_YEAR = 1.3
MONTHS = (0.9, 1.0, 1.15, 1.1, 1.0, 1.0, 0.8, 0.65, 1.15, 1.2, 1.15, 0.6)
"""Relative volume from January to December."""
WEEKDAYS = (1.1, 1.2, 1.2, 1.1, 0.9, 0.25, 0.25)
"""Relative volume from Monday to Sunday."""
HOURS = (2, 1, 1, 1, 1, 2, 4, 10, 20, 28, 30, 28, 20, 24, 28, 26, 22, 16, 10, 8, 7, 6, 4, 3)
"""Relative volume from midnight on, UTC."""


def creation_seconds(settings: SampleSettings, quantiles: Floats) -> Integers:
    """The seconds (from 1970, UTC) by which these shares of all leads, in [0, 1), have come."""
    hours = np.arange(settings.starts_s, settings.ends_s, _HOUR_S, dtype=np.int64)
    volume = np.concatenate([[0.0], np.cumsum(_volume(hours))])
    edges = np.append(hours, settings.ends_s)
    return np.asarray(np.interp(quantiles, volume / volume[-1], edges), dtype=np.int64)


def _volume(hours: Integers) -> Floats:
    days = hours // 86_400
    month = hours.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
    hour = hours // _HOUR_S % 24
    growth = GROWTH_A_YEAR ** ((hours - hours[0]) / _YEAR_S)
    return np.asarray(growth * np.array(MONTHS)[month] * np.array(WEEKDAYS)[weekday] * np.array(HOURS)[hour])


Block = Mapping[str, Table]
"""The tables of some neighbouring leads, by the names of ``LAYOUT``."""

_STREAMS = 5
_EVENT_IDS_PER_LEAD = 64


def sample_blocks(settings: SampleSettings) -> Iterator[Block]:
    """The sample, a block of leads at a time, in order of creation.

    Every block has random streams of its own, so that any block can be made without the ones before it.
    """
    for number in range(settings.n_blocks):
        yield soil(clean_block(settings, number), np.random.default_rng([settings.seed, number, _STREAMS]))


def clean_block(settings: SampleSettings, number: int) -> Block:
    """Block ``number``, from 0, as an export without any dirt would show it."""
    leads, people, ends, does, extra = (
        np.random.default_rng([settings.seed, number, stream]) for stream in range(_STREAMS)
    )
    prospects = _draw_block(settings, number, leads)
    truth = true_log_odds(prospects)
    endings = draw_endings(prospects, truth, ends)
    doings = draw_doings(prospects, endings, settings.ends_s, does)
    written = endings.written(settings.ends_s)
    manager = managers(len(prospects), extra)
    manager[~(written & (endings.kind == 0))] = None
    ids = _ids(prospects)
    return {
        "leads": _leads(prospects, ids, {**draw_people(prospects, people), "onboarding_manager": manager}),
        "events": _events(doings, ids, first_id=1 + number * settings.block_leads * _EVENT_IDS_PER_LEAD),
        "outcomes": _outcomes(endings, ids, written),
        "truth": _truth(truth, endings, ids),
    }


def _draw_block(settings: SampleSettings, number: int, rng: np.random.Generator) -> Prospects:
    first = number * settings.block_leads
    position = np.arange(first, min(first + settings.block_leads, settings.leads), dtype=np.int64)
    quantiles = (position + rng.random(len(position))) / settings.leads
    created_s = creation_seconds(settings, quantiles)
    elapsed = (created_s - settings.starts_s) / (settings.ends_s - settings.starts_s)
    return draw_prospects(position + 1, created_s, elapsed, rng)


def _leads(prospects: Prospects, ids: NDArray[Any], others: Mapping[str, NDArray[Any]]) -> Table:
    shown = ("source", "campaign", "country", "industry", "job_title", "timeline")
    columns = {trait: prospects.texts(trait) for trait in shown}
    created_at, budget = _iso(prospects.created_s), _money(prospects.budget)
    known = {"lead_id": ids, "created_at": created_at, "company_size": prospects.employees, "budget": budget}
    return laid_out("leads", {**known, **columns, **others})


def _events(doings: Doings, ids: NDArray[Any], first_id: int) -> Table:
    columns = {
        "event_id": np.arange(first_id, first_id + len(doings.lead)),
        "lead_id": ids[doings.lead],
        "occurred_at": _iso(doings.at_s),
        "type": np.array([activity.type for activity in TYPES], dtype=object)[doings.type],
        "value": doings.value,
    }
    return laid_out("events", columns)


def _outcomes(endings: Endings, ids: NDArray[Any], written: Mask) -> Table:
    columns = {
        "lead_id": ids[written],
        "occurred_at": _iso(endings.at_s[written]),
        "outcome": np.array(OUTCOMES, dtype=object)[endings.kind[written]],
        "amount": endings.amount[written],
        "reason": endings.reason[written],
    }
    return laid_out("outcomes", columns)


def _truth(truth: Truth, endings: Endings, ids: NDArray[Any]) -> Table:
    columns = {
        "lead_id": ids,
        "probability": np.round(truth.probability, 6),
        "log_odds": truth.log_odds,
        "fit": truth.fit,
        "interest": truth.interest,
        "context": truth.context,
        "converts": endings.converts.astype(np.int64),
    }
    return laid_out("truth", columns)


def _ids(prospects: Prospects) -> NDArray[Any]:
    return np.array([f"L{number:06d}" for number in prospects.number], dtype=object)


def _money(euros: Floats) -> NDArray[Any]:
    return np.array([None if np.isnan(amount) else str(int(amount)) for amount in euros], dtype=object)


def _iso(seconds: Integers) -> NDArray[Any]:
    texts = seconds.astype("datetime64[s]").astype(str)
    return np.array([text.replace("T", " ") for text in texts.tolist()], dtype=object)
