"""The columns of gates belong to what a model reads, and stay there whatever its features."""

from dataclasses import replace
from typing import Any

import numpy as np
from flat_leads import config_of, texts

from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import known_values
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal, spec_from_dict
from leadscore.model.features.spec_learning import with_gate_columns
from leadscore.model.timestamps import DAY, NEVER

SPEC = FeatureSpec(
    (InputColumn("size", "numeric"), InputColumn("city", "category", levels=("Rome",))),
    (Signal("column.size", "Size", "fit"), Signal("column.city", "City", "fit")),
    (
        Feature("size", "column.size", "numeric", "size"),
        Feature("city", "column.city", "category", "city", levels=("Rome",)),
    ),
    dated=True,
)
SECTIONS: dict[str, Any] = {
    "leads": {"path": "x", "created_at": "at", "target": "y", "positive": ["1"]},
    "columns": {
        "size": {"role": "numeric"},
        "city": {"role": "category"},
        "optout": {"role": "category", "ignore": True, "label": "No contact", "known_after": "asked"},
        "seen": {"role": "date", "known_after": 2},
    },
    "gates": [{"name": "G", "never": "size > 1 and optout = 'yes' and seen is known and land = 'DE'"}],
}
ADDED = (
    InputColumn("land", "category", learned=False),
    InputColumn("optout", "category", known_after="asked", learned=False, label="No contact"),
    InputColumn("seen", "date", known_after=2, learned=False),
    InputColumn("asked", "date", learned=False),
)


def test_columns_that_no_feature_reads_are_added_with_the_dates_they_wait_for() -> None:
    made = with_gate_columns(SPEC, config_of(SECTIONS))
    assert made == replace(SPEC, columns=(*SPEC.columns, *ADDED))
    assert with_gate_columns(made, config_of(SECTIONS)) == made
    assert with_gate_columns(SPEC, config_of()) == SPEC


def test_they_survive_the_loss_of_features_and_the_way_to_a_file_and_back() -> None:
    made = with_gate_columns(SPEC, config_of(SECTIONS))
    assert made.keep([0]).columns == (SPEC.columns[0], *ADDED)
    assert spec_from_dict(made.as_dict()) == made


def test_a_specification_of_an_older_bundle_has_no_such_columns() -> None:
    raw = SPEC.as_dict()
    raw["columns"] = [{k: v for k, v in c.items() if k not in ("learned", "label")} for c in raw["columns"]]
    assert spec_from_dict(raw) == SPEC


LEADS = LeadTable(
    ("a", "b", "c"),
    {
        "n": np.array([1.0, 2.0, np.nan]),
        "t": texts(["x", None, "z"]),
        "d": np.array([4 * DAY, NEVER, 6 * DAY]),
        "from": np.array([4 * DAY, 5 * DAY, NEVER]),
    },
    np.array([0, 3 * DAY, 0]),
)
LOOKS = Snapshots(np.arange(3), np.full(3, 5 * DAY))


def values(name: str, known_after: int | str | None = None, leads: LeadTable = LEADS) -> list[Any]:
    return list(known_values(InputColumn(name, "category", known_after=known_after), leads, LOOKS).tolist())


def test_what_nobody_could_know_yet_is_missing() -> None:
    assert values("t") == ["x", None, "z"]
    assert values("t", 3) == ["x", None, "z"]
    assert values("t", 6) == [None, None, None]
    np.testing.assert_array_equal(values("n", 3), [1.0, np.nan, np.nan])
    assert values("t", "from") == ["x", None, None]
    assert values("d") == [4 * DAY, NEVER, NEVER]


def test_in_data_without_dates_no_date_lies_ahead() -> None:
    assert values("d", leads=LeadTable(LEADS.ids, LEADS.columns)) == [4 * DAY, NEVER, 6 * DAY]
