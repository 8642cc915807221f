"""Every window feature, recomputed as a join in SQL."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from activity import Activity, draw_activity, event_features, whole_spec

from leadscore.model.arrays import Floats
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import TYPE, Feature
from leadscore.model.timestamps import DAY

_ORDER = "e.occurred_at, e.type NULLS FIRST, coalesce(e.value, 'inf'::DOUBLE), e.page NULLS FIRST"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_window_feature_equals_the_same_join_in_sql(seed: int) -> None:
    drawn = draw_activity(seed)
    matrix = feature_matrix(whole_spec(), drawn.leads, drawn.log, drawn.snapshots)
    names = [feature.name for feature in whole_spec().features]
    expected = _in_sql(drawn)
    for feature in event_features():
        found = matrix[:, names.index(feature.name)]
        tolerance = 1e-9 if feature.kind in ("value_sum", "recency") else 0.0
        np.testing.assert_allclose(found, expected[feature.name], rtol=0, atol=tolerance, err_msg=feature.name)


def test_the_generated_events_hold_the_awkward_cases() -> None:
    drawn = draw_activity(0)
    joined = drawn.events.merge(pd.DataFrame({"lead": drawn.snapshots.lead, "as_of": drawn.snapshots.as_of}))
    apart = joined["as_of"] - joined["occurred_at"]
    assert {-1, 0, 1, 7 * DAY, 7 * DAY - 1, 7 * DAY + 1} <= set(apart)
    assert drawn.events.duplicated(["lead", "occurred_at"]).any()
    assert not drawn.events["lead"].is_monotonic_increasing
    assert len(set(drawn.snapshots.lead) - set(drawn.events["lead"])) > 0


def _in_sql(drawn: Activity) -> dict[str, Floats]:
    snapshots = pd.DataFrame({"lead": drawn.snapshots.lead, "as_of": drawn.snapshots.as_of})
    columns = [f'{_expression(feature)} AS "{feature.name}"' for feature in event_features()]
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.register("s", snapshots.reset_index(names="row"))
        connection.register("drawn_events", drawn.events)
        connection.execute("CREATE TABLE e AS SELECT DISTINCT * FROM drawn_events")
        answer = connection.execute(
            f"""SELECT {", ".join(columns)}
            FROM s LEFT JOIN e ON e.lead = s.lead AND e.occurred_at < s.as_of
            GROUP BY s.row ORDER BY s.row"""  # noqa: S608 - the features are our own
        )
        values: dict[str, Floats] = {
            name: np.ma.filled(np.ma.asarray(column).astype(float), np.nan)
            for name, column in answer.fetchnumpy().items()
        }
        return values


def _expression(feature: Feature) -> str:
    source = f"e.type = '{feature.source}'" if feature.source else "true"
    window = f"e.lead IS NOT NULL AND {source} AND {_since(feature.window_days)}"
    if feature.kind in ("first", "last"):
        return _edge(feature)
    return {
        "count": f"count(*) FILTER ({window})",
        "value_sum": f"coalesce(sum(e.value) FILTER ({window}), 0)",
        "recency": f"(any_value(s.as_of) - max(e.occurred_at) FILTER ({window})) / {DAY}",
        "distinct_days": f"count(DISTINCT e.occurred_at // {DAY}) FILTER ({window})",
        "trend": _trend(feature.window_days or 0),
        "distinct": "count(DISTINCT e.page)",
    }[feature.kind]


def _since(days: int | None) -> str:
    return "true" if days is None else f"e.occurred_at >= s.as_of - {days} * {DAY}"


def _trend(days: int) -> str:
    recent = f"count(e.lead) FILTER ({_since(days)})"
    before = f"count(e.lead) FILTER ({_since(2 * days)} AND NOT {_since(days)})"
    return f"{recent} - {before}"


def _edge(feature: Feature) -> str:
    column = "e.type" if feature.source == TYPE else "e.page"
    cases = "".join(f" WHEN {column} = '{level}' THEN {code}" for code, level in enumerate(feature.levels))
    code = f"CASE{cases} WHEN {column} IS NULL THEN -1 ELSE {len(feature.levels)} END"
    position = 1 if feature.kind == "first" else -1
    codes = f"list({code} ORDER BY {_ORDER}) FILTER (e.lead IS NOT NULL)"
    return f"nullif(({codes})[{position}], -1)"
