"""Keys that exclude each other, or would have no effect, are refused; nothing that was set is ignored in silence."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import parse_config
from leadscore.model.errors import ConfigError

FLAT: dict[str, Any] = {"leads": {"path": "leads.csv", "target": "won", "positive": ["yes"]}}
DATED: dict[str, Any] = {
    "leads": {"path": "leads.csv", "id": "id", "created_at": "came"},
    "outcomes": {
        "path": "ends.csv",
        "lead_id": "id",
        "occurred_at": "at",
        "outcome": "how",
        "converted": ["won"],
        "disqualified": ["spam"],
    },
}
EVENTS = {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "kind"}


def changed(raw: dict[str, Any], **sections: dict[str, Any]) -> dict[str, Any]:
    copy = deepcopy(raw)
    for name, keys in sections.items():
        copy[name] = {key: value for key, value in (copy.get(name, {}) | keys).items() if value is not None}
    return copy


def column(**settings: Any) -> dict[str, Any]:
    return {"x": {"role": "category"} | settings}


CONTRADICTIONS = {
    "nothing converts": (
        changed(FLAT, leads={"target": None, "positive": None}),
        "Nothing says which leads converted",
        "name a column in `leads.target`, or a table of outcomes in `[outcomes]`",
    ),
    "two targets": (
        changed(DATED, leads={"target": "won", "positive": ["yes"]}),
        "Both `leads.target` and `[outcomes]` say which leads converted",
        "keep one of them",
    ),
    "outcomes of leads without an id": (
        changed(DATED, leads={"id": None}),
        "Events and outcomes need leads with an id and a date of creation",
        "set `leads.id` and `leads.created_at`",
    ),
    "events of leads without a date": (
        changed(FLAT, leads={"id": "id"}, events=EVENTS),
        "Events and outcomes need leads with an id and a date of creation",
        "set `leads.id` and `leads.created_at`",
    ),
    "a target without its values": (
        changed(FLAT, leads={"positive": None}),
        "`leads.positive` is missing",
        "list the target values that mean converted",
    ),
    "values without a target": (
        changed(DATED, leads={"positive": ["yes"]}),
        "`leads.positive` lists values, but `leads.target` names no column",
        "name the column, or remove the list",
    ),
    "outcomes without their column": (
        changed(DATED, outcomes={"outcome": None}),
        "`outcomes.converted` lists values, but `outcomes.outcome` names no column",
        'name the column, or set converted = "*"',
    ),
    "every row wins but some": (
        changed(DATED, outcomes={"converted": "*"}),
        '`outcomes.disqualified` lists values, but converted = "*" makes every row a win',
        "list in `outcomes.converted` which values mean converted",
    ),
    "a value that means both": (
        changed(DATED, outcomes={"disqualified": ["won"]}),
        "A value is listed both in `outcomes.converted` and in `outcomes.disqualified`",
        "remove it from one",
    ),
    "a moment that is none": (
        changed(DATED, learning={"data_from": "last year"}),
        "`learning.data_from`: 'last year' is not a date or time",
        "write it like 2026-03-31 or 2026-03-31T14:30:00Z",
    ),
    "a moment without dates": (
        changed(FLAT, learning={"data_until": "2026-01-01"}),
        "`learning.data_until` has no effect on leads without a date of creation",
        "set `leads.created_at`",
    ),
    "a moment of another split": (
        changed(DATED, learning={"split": "random", "test_from": "2026-01-01"}),
        '`learning.test_from` has no effect with split = "random"',
        'set split = "time", or remove `test_from`',
    ),
    "a column to ignore and to keep": (
        changed(FLAT, columns=column(ignore=True, keep=True)),
        "`columns.x` has both `ignore` and `keep`",
        "remove one of them",
    ),
    "two columns to group by": (
        changed(FLAT, columns={name: {"role": "category", "ignore": True, "group": True} for name in ("firm", "city")}),
        "Leads can be grouped by one column only, not by `columns.firm.group` and `columns.city.group`",
        "keep one of them",
    ),
    "a column known later than never": (
        changed(FLAT, columns=column(known_after=3)),
        "`columns.x.known_after` has no effect on leads without a date of creation",
        "set `leads.created_at`, or remove it",
    ),
    "the target to learn from": (
        changed(FLAT, leads={"target": "x"}, columns=column()),
        "The column `x` is the target, and one to learn from",
        "remove `[columns.x]`",
    ),
    "a person to learn from": (
        changed(FLAT, leads={"owner": "x"}, columns=column()),
        "The column `x` is shown to people as `leads.owner`, and one to learn from",
        "set `ignore = true` in `[columns.x]`, or remove `leads.owner`",
    ),
}


@pytest.mark.parametrize(("raw", "what", "remedy"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_refused(raw: dict[str, Any], what: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=r"\n  where: here\n") as refused:
        parse_config(raw, folder=Path(), where="here")
    assert (refused.value.what, refused.value.remedy) == (what, remedy)


CONSISTENT = {
    "as they are": DATED,
    "flat and dated": changed(FLAT, leads={"created_at": "came"}, learning={"data_until": "2026-01-01"}),
    "every row is a win": changed(DATED, outcomes={"converted": "*", "disqualified": None, "outcome": None}),
    "an end of the data whatever the split": changed(DATED, learning={"split": "random", "data_until": "2026-01-01"}),
    "a person kept from the model": changed(FLAT, leads={"name": "x"}, columns=column(ignore=True)),
    "an address whose kind counts": changed(FLAT, leads={"email": "x"}, columns=column(role="email")),
    "a company to group by": changed(FLAT, leads={"company": "x"}, columns=column(ignore=True, group=True)),
    "a target kept from the model": changed(FLAT, leads={"target": "x"}, columns=column(ignore=True)),
}


@pytest.mark.parametrize("raw", CONSISTENT.values(), ids=CONSISTENT)
def test_what_fits_together_is_taken(raw: dict[str, Any]) -> None:
    parse_config(raw, folder=Path())
