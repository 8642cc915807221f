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
        "The value 'won' stands in two of the lists of `[outcomes]`",
        "keep it in one",
    ),
    "a value that means both lost and open": (
        changed(DATED, outcomes={"lost": ["no", "later"], "open": ["later"]}),
        "The value 'later' stands in two of the lists of `[outcomes]`",
        "keep it in one",
    ),
    "a question that nobody has answered": (
        changed(DATED, outcomes={"unclear": ["S1", "S2"]}),
        "Nobody has said what these values of the column `how` mean: 'S1', 'S2'",
        "move each from `outcomes.unclear` to one of `converted`, `disqualified`, `lost`, `open`",
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


GATED = changed(DATED, columns={"size": {"role": "numeric"}, "mail": {"role": "email"}})


def gated(*gates: dict[str, Any], **sections: dict[str, Any]) -> dict[str, Any]:
    return changed(GATED, **sections) | {"gates": [{"name": "G", **gate} for gate in gates]}


DECISIONS = {
    "a gate of both kinds": (
        gated({"never": "size > 1", "must": "size > 1"}),
        'The gate "G" needs either `never` or `must`',
        "set exactly one of them",
    ),
    "a gate of neither kind": (
        gated({"say": "no"}),
        'The gate "G" needs either `never` or `must`',
        "set exactly one of them",
    ),
    "two gates of one name": (
        gated({"never": "size > 1"}, {"must": "size > 1"}),
        'Two gates are called "G"',
        "give each a name of its own: it is what people read",
    ),
    "a gate that is no expression": (
        gated({"must": "size >"}),
        'The gate "G" cannot be used: The expression is not understood: expected a value: a number, a "text", true or '
        "false, found the end, at character 7\n    size >\n          ^",
        "correct the expression",
    ),
    "a gate that compares what has no order": (
        gated({"must": "land > 5"}),
        'The gate "G" cannot be used: The column `land` holds text, and `>` needs an order, at land > 5',
        "use =, in, contains, or give the column another role",
    ),
    "a gate on the outcome": (
        changed(FLAT) | {"gates": [{"name": "G", "never": "won = 'no'"}]},
        'The gate "G" looks at the target, which nobody knows of an open lead',
        "name other columns, or remove the gate",
    ),
    "cuts out of order": (
        changed(FLAT, policy={"cuts": [70, 70, 50]}),
        "`policy.cuts` are not in order",
        "list three scores from 100 to 0, each lower than the one before it",
    ),
    "cuts beyond the scale": (
        changed(FLAT, policy={"cuts": [101, 60, 50]}),
        "`policy.cuts` are not in order",
        "list three scores from 100 to 0, each lower than the one before it",
    ),
    "grade C would be disqualified": (
        changed(FLAT, policy={"disqualify_below": 51}),
        "`policy.disqualify_below` (51) would disqualify leads of grade C, which begins at 50",
        "set it to 50 at most, or lower the last of `policy.cuts`",
    ),
    "cuts by a capacity that is not given": (
        changed(DATED, policy={"cut_by": "capacity"}),
        '`policy.cut_by` is "capacity", but none is given',
        "set `policy.capacity_per_week`",
    ),
    "cuts by capacity without dates": (
        changed(FLAT, policy={"cut_by": "capacity", "capacity_per_week": 9}),
        '`policy.cut_by = "capacity"` needs leads with a date of creation, or no week has any',
        'set `leads.created_at`, or cut_by = "points"',
    ),
    "a capacity without effect": (
        changed(DATED, policy={"capacity_per_week": 9}),
        '`policy.capacity_per_week` has no effect with cut_by = "points"',
        'set cut_by = "capacity", or remove it',
    ),
    "cuts by money without a sum": (
        changed(DATED, policy={"cut_by": "money", "win_value": 9.0}),
        '`policy.cut_by` is "money", but not both sums are given',
        "set `policy.win_value` and `policy.contact_cost`",
    ),
    "a contact that costs more than a win": (
        changed(DATED, policy={"cut_by": "money", "win_value": 9.0, "contact_cost": 9.0}),
        "`policy.contact_cost` is not below `policy.win_value`, so that no contact ever pays",
        "check both sums: they are in the same currency",
    ),
    "a kind of event without events": (
        changed(DATED, event_types={"login": {"product_use": True}}),
        "`event_types.login` is about an event, but there is no `[events]`",
        "remove it, or add `[events]`",
    ),
    "overrides of leads without an id": (
        changed(FLAT, overrides={"path": "overrides.csv"}),
        "Overrides need leads with an id",
        "set `leads.id`, or remove `[overrides]`",
    ),
    "a point rule about what is ignored": (
        changed(FLAT, columns=column(ignore=True)) | {"point_rules": [{"points": 1.0, "when": "x = 'a'"}]},
        "`point_rules` number 1 looks at `x`, which is ignored",
        "remove `ignore` from `[columns.x]`, or the rule",
    ),
    "a point rule that is no expression": (
        DATED | {"point_rules": [{"points": 1.0, "event": "demo"}, {"points": 1.0, "when": "size = = 5"}]},
        "`point_rules` number 2 cannot be used: The expression is not understood: expected a value: a number, a "
        '"text", true or false, found `=`, at character 8\n    size = = 5\n           ^',
        "correct the expression",
    ),
    "a point rule that compares what has no order": (
        GATED | {"point_rules": [{"points": 1.0, "when": "other > 5 or mail > 5"}]},
        "`point_rules` number 1 cannot be used: The column `mail` holds text, and `>` needs an order, at mail > 5",
        "use =, in, contains, or give the column another role",
    ),
}


@pytest.mark.parametrize(("raw", "what", "remedy"), DECISIONS.values(), ids=DECISIONS)
def test_a_contradiction_of_decisions_is_refused(raw: dict[str, Any], what: str, remedy: str) -> None:
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
    "gates on columns of every kind": gated({"never": "size > 1 and mail contains 'x' and `land we ship to` = 'DE'"}),
    "a gate on a date that another column waits for": gated(
        {"never": "seen < '2025-01-01'"}, columns={"size": {"role": "numeric", "known_after": "seen"}}
    ),
    "a point rule on a column that nothing is known of yet": GATED
    | {"point_rules": [{"points": 1.0, "when": "other > 5 and size > 5"}]},
    "everything below grade C disqualified": changed(FLAT, policy={"disqualify_below": 50}),
    "cuts at both ends of the scale": changed(FLAT, policy={"cuts": [100, 1, 0]}),
    "both sums without cuts by money": changed(FLAT, policy={"win_value": 1.0, "contact_cost": 2.0}),
    "cuts by capacity": changed(DATED, policy={"cut_by": "capacity", "capacity_per_week": 9}),
    "overrides": changed(DATED, overrides={"path": "overrides.csv"}),
    "a target kept from the model": changed(FLAT, leads={"target": "x"}, columns=column(ignore=True)),
}


@pytest.mark.parametrize("raw", CONSISTENT.values(), ids=CONSISTENT)
def test_what_fits_together_is_taken(raw: dict[str, Any]) -> None:
    parse_config(raw, folder=Path())


@pytest.mark.parametrize("below", [0, -1, 101, 30.5, "low"])
def test_a_limit_of_disqualification_off_the_scale_is_refused(below: Any) -> None:
    with pytest.raises(ConfigError, match="disqualify_below"):
        parse_config(changed(FLAT, policy={"disqualify_below": below}), folder=Path())
