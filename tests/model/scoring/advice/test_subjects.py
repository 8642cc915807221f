"""What advice can be about, and how values of it are called."""

import pytest
from advised import learned

from leadscore.model.features.spec import Feature, FeatureSpec, LeadKind, Signal
from leadscore.model.scoring.advice.basis import ColumnSubject, columns_of, event_kinds_of
from leadscore.model.scoring.language import english

KINDS = ("company", "disposable", "free")


@pytest.mark.parametrize(
    ("kind", "levels", "value", "words"),
    [
        ("numeric", (), 5.0, "5"),
        ("numeric", (), 12345.0, "12,345"),
        ("category", ("Berlin", "now"), 1.0, "now"),
        ("email_kind", KINDS, 2.0, "one of a free provider"),
        ("days_since", (), 3.2, "3 days ago"),
    ],
)
def test_a_value_is_told_in_words(kind: LeadKind, levels: tuple[str, ...], value: float, words: str) -> None:
    column = ColumnSubject(0, Feature("f", "s", kind, "c", levels=levels), Signal("s", "S", "fit"))
    assert column.in_words(value, english()) == words


def test_columns_are_those_with_a_single_feature_and_a_wanted_signal() -> None:
    spec = learned().bundle.spec
    every = [column.signal.name for column in columns_of(spec, lambda _: True)]
    assert every == ["column.budget", "column.industry", "column.contact", "column.renewal", "column.rating",
                     "column.rated_at"]  # fmt: skip
    assert [c.signal.name for c in columns_of(spec, lambda signal: signal.bant == "budget")] == ["column.budget"]


def test_kinds_of_events_are_told_once_and_never_activity_as_such() -> None:
    spec = learned().bundle.spec
    assert [kind.type for kind in event_kinds_of(spec, lambda _: True)] == ["call", "demo", "page"]
    assert [kind.type for kind in event_kinds_of(spec, lambda signal: signal.actionable)] == ["call", "demo"]


def test_a_model_without_features_has_no_subjects() -> None:
    empty = FeatureSpec((), (), (), dated=False)
    assert not list(columns_of(empty, lambda _: True))
    assert not event_kinds_of(empty, lambda _: True)
