"""The same features in DuckDB SQL: written down directly, and by hand in stages that look at each event less often."""

from pathlib import Path

from benchmarks.activity import AGES_DAYS
from leadscore.model.features.event_features import TREND_WINDOWS_DAYS, VALUE_WINDOWS_DAYS, WINDOWS_DAYS
from leadscore.model.features.spec import Feature, FeatureSpec
from leadscore.model.timestamps import DAY

_COUNTED_DAYS = dict.fromkeys([*WINDOWS_DAYS, *(2 * days for days in TREND_WINDOWS_DAYS)])


def direct_query(spec: FeatureSpec, folder: Path) -> str:
    """One join and one aggregation with a filter per feature; one row per lead and age, in their order."""
    columns = ", ".join(f'{_direct(feature)} AS "{feature.name}"' for feature in spec.features)
    return f"WITH {_past_events(folder)} SELECT {columns} FROM known GROUP BY number ORDER BY number"


def staged_query(spec: FeatureSpec, folder: Path) -> str:
    """First per snapshot and kind of event, and per snapshot and day; only then the columns."""
    columns = ", ".join(f'{_staged(feature)} AS "{feature.name}"' for feature in spec.features)
    sums = [f"count(age_us){_within(days)} AS count_{days}" for days in _COUNTED_DAYS]
    sums += [f"sum(value){_within(days)} AS value_{days}" for days in VALUE_WINDOWS_DAYS]
    days = ", ".join(f"count(age_us){_within(days)} AS days_{days}" for days in WINDOWS_DAYS)
    return (
        f"WITH {_past_events(folder)},"
        " per_type AS (SELECT number, event_type, min(age_us) AS latest, max(age_us) AS earliest,"
        f" {', '.join(sums)} FROM known GROUP BY number, event_type),"
        " per_day AS (SELECT number, min(age_us) AS age_us FROM known GROUP BY number, day),"
        f" days AS (SELECT number, {days} FROM per_day GROUP BY number)"
        f" SELECT {columns} FROM per_type JOIN days USING (number) GROUP BY number ORDER BY number"
    )


def _past_events(folder: Path) -> str:
    """The events before each snapshot, and how long before it they happened."""
    return (
        "snapshot AS (SELECT row_number() OVER (ORDER BY lead_id, age_days) AS number, lead_id,"
        f" created_at + age_days * INTERVAL 1 DAY AS as_of FROM '{folder / 'leads.parquet'}',"
        f" unnest({list(AGES_DAYS)}) AS age(age_days)),"
        " known AS (SELECT number, event_type, value, CAST(occurred_at AS DATE) AS day,"
        " epoch_us(as_of) - epoch_us(occurred_at) AS age_us"
        f" FROM snapshot LEFT JOIN '{folder / 'events.parquet'}' AS event"
        " ON event.lead_id = snapshot.lead_id AND event.occurred_at < snapshot.as_of)"
    )


def _within(days: int | None) -> str:
    return "" if days is None else f" FILTER (age_us <= {days * DAY})"


def _direct(feature: Feature) -> str:
    days, kind = feature.window_days, f"event_type = '{feature.source}'" if feature.source else "age_us IS NOT NULL"
    chosen = kind if days is None else f"{kind} AND age_us <= {days * DAY}"
    match feature.kind:
        case "count":
            return f"count(*) FILTER ({chosen})"
        case "recency":
            return f"min(age_us) FILTER ({kind}) / {DAY}.0"
        case "value_sum":
            return f"coalesce(sum(value) FILTER ({chosen}), 0)"
        case "distinct_days":
            return f"count(DISTINCT day) FILTER ({chosen})"
        case "trend":
            recent, both = f"age_us <= {days * DAY}", f"age_us <= {2 * days * DAY}"  # type: ignore[operator]
            return f"count(*) FILTER ({recent}) - count(*) FILTER ({both} AND NOT {recent})"
        case "first":
            return "arg_max(event_type, age_us)"
        case _:
            return "arg_min(event_type, age_us)"


def _staged(feature: Feature) -> str:
    days, only = feature.window_days, f" FILTER (event_type = '{feature.source}')" if feature.source else ""
    match feature.kind:
        case "count":
            return f"CAST(coalesce(sum(count_{days}){only}, 0) AS BIGINT)"
        case "recency":
            return f"min(latest){only} / {DAY}.0"
        case "value_sum":
            return f"coalesce(sum(value_{days}){only}, 0)"
        case "distinct_days":
            return f"any_value(days_{days})"
        case "trend":
            return f"CAST(2 * sum(count_{days}) - sum(count_{2 * days}) AS BIGINT)"  # type: ignore[operator]
        case "first":
            return "arg_max(event_type, earliest)"
        case _:
            return "arg_min(event_type, latest)"
