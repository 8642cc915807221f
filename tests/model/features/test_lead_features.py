"""Features of the leads themselves: what is known when, and which codes stand for what."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import DISPOSABLE, FREE, LeadTable, Snapshots, email_kind
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, LeadKind, Signal
from leadscore.model.timestamps import DAY, NEVER, of_datetime
from leadscore.model.values import canonical

NAN = float("nan")


def column(
    kind: LeadKind, values: NDArray[Any], *, as_of: int = 10 * DAY, known_after: int | str | None = None, **more: Any
) -> list[float]:
    """The feature of one column, of leads created at moment zero; ``more`` holds levels or further columns."""
    role: Any = {"category": "category", "email_kind": "email", "days_since": "date"}.get(kind, "numeric")
    feature = Feature("f", "s", kind, "c", levels=more.pop("levels", ()))
    spec = FeatureSpec((InputColumn("c", role, (), known_after),), (Signal("s", "S", "fit"),), (feature,), True)
    n = len(values)
    leads = LeadTable(tuple(map(str, range(n))), {"c": values, **more}, np.zeros(n, np.int64))
    snapshots = Snapshots(np.arange(n), np.full(n, as_of))
    found: list[float] = feature_matrix(spec, leads, EventLog.empty(n), snapshots)[:, 0].tolist()
    return found


def objects(*values: str | None) -> NDArray[Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def same(found: list[float], expected: list[float]) -> None:
    np.testing.assert_array_equal(found, expected)


def test_a_number_that_is_not_finite_is_unknown() -> None:
    same(column("numeric", np.array([1.5, NAN, np.inf, -np.inf, 1e300])), [1.5, NAN, NAN, NAN, 1e300])


def test_a_category_has_its_level_s_code_and_any_other_value_the_last_one() -> None:
    same(column("category", objects("b", "a", "z", None), levels=("a", "b")), [1, 0, 2, NAN])


def test_an_address_gives_the_kind_of_its_domain() -> None:
    kinds = objects("a@acme.io", "a@yopmail.com", "A@GMAIL.com ", "none", None)
    same(column("email_kind", kinds, levels=("company", "disposable", "free")), [0, 1, 2, NAN, NAN])


def test_a_date_counts_from_the_moment_it_has_passed() -> None:
    dates = np.array([9 * DAY, 10 * DAY - 1, 10 * DAY, 11 * DAY, NEVER])
    same(column("days_since", dates), [1.0, 1 / DAY, NAN, NAN, NAN])


@pytest.mark.parametrize(("as_of", "known"), [(3 * DAY - 1, False), (3 * DAY, True), (30 * DAY, True)])
def test_a_column_known_after_days_is_hidden_before(as_of: int, known: bool) -> None:
    same(column("numeric", np.array([7.0]), as_of=as_of, known_after=3), [7.0 if known else NAN])


def test_a_column_known_after_a_date_is_hidden_up_to_it_and_without_it() -> None:
    dates = np.array([10 * DAY - 1, 10 * DAY, NEVER])
    same(column("numeric", np.array([7.0, 7.0, 7.0]), known_after="d", d=dates), [7.0, NAN, NAN])


def test_a_column_whose_date_column_is_absent_stays_hidden() -> None:
    same(column("numeric", np.array([7.0]), known_after="d"), [NAN])


@pytest.mark.parametrize("kind", ["numeric", "category", "email_kind", "days_since"])
def test_an_absent_column_is_unknown(kind: LeadKind) -> None:
    spec = FeatureSpec((), (Signal("s", "S", "fit"),), (Feature("f", "s", kind, "gone", levels=("a",)),), True)
    leads = LeadTable(("1",), {}, np.zeros(1, np.int64))
    assert np.isnan(feature_matrix(spec, leads, EventLog.empty(1), Snapshots(np.zeros(1, int), np.zeros(1, int)))).all()


@pytest.mark.parametrize(
    "created",
    [
        datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
        datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    ],
)
def test_calendar_parts_are_those_of_the_calendar(created: datetime) -> None:
    parts: tuple[LeadKind, ...] = ("hour", "weekday", "day_of_month", "month", "age")
    features = tuple(Feature(part, "s", part) for part in parts)
    spec = FeatureSpec((), (Signal("s", "S", "context"),), features, True)
    created_at = np.array([of_datetime(created)])
    leads, snapshots = LeadTable(("1",), {}, created_at), Snapshots(np.zeros(1, int), created_at + DAY // 2)
    found = feature_matrix(spec, leads, EventLog.empty(1), snapshots)[0].tolist()
    assert found == [created.hour, created.weekday(), created.day, created.month, 0.5]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("ann@acme.io", "company"),
        ("Ann Lee <ann@GMail.com>", "free"),
        ("ann@mailinator.com", "disposable"),
        ("ann@sub.gmail.com", "company"),
        ("odd@name@web.de", "free"),
        ("ann@", None),
        ("ann@localhost", None),
        ("gmail.com", None),
        ("", None),
        (None, None),
    ],
)
def test_email_kinds(address: str | None, kind: str | None) -> None:
    assert email_kind(address) == kind


def test_no_domain_is_both_free_and_disposable() -> None:
    assert not FREE & DISPOSABLE
    assert all(domain == domain.lower() and "." in domain for domain in FREE | DISPOSABLE)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Web ", "Web"),
        (True, "true"),
        ("FALSE", "false"),
        (np.True_, "true"),
        (33, "33"),
        (33.0, "33"),
        (np.float64(33), "33"),
        (np.int64(33), "33"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (10**30, "1" + "0" * 30),
        ("N/A", None),
        ("null", None),
        (" ", None),
        (NAN, None),
        (None, None),
        ("unknown", "unknown"),
    ],
)
def test_a_category_is_written_the_same_wherever_it_comes_from(value: Any, text: str | None) -> None:
    assert canonical(value) == text
