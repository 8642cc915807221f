"""Past leads that scored alike: the nearest in points, never the lead itself, never an erased one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.advice.past_leads import CONVERTED, PastLeads, similar, summary_of
from leadscore.model.scoring.contract import Ending, PastLead
from leadscore.model.scoring.language import wording_in

fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)
NOBODY: frozenset[str] = frozenset()


def past_of(*rows: tuple[str, float, float]) -> PastLeads:
    points = np.array([row[1:] for row in rows], dtype=np.float32).reshape(len(rows), 2)
    outcomes: tuple[Ending, ...] = (CONVERTED,) * len(rows)
    return PastLeads(tuple(row[0] for row in rows), outcomes, tuple(map(float, range(len(rows)))), points)


@fast
@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=30),
    st.integers(1, 8),
    st.frozensets(st.integers(0, 29).map(str), max_size=10),
    st.integers(0, 29).map(str),
)
def test_they_are_the_nearest_by_distance_then_id(
    places: list[tuple[int, int]], k: int, erased: frozenset[str], lead_id: str
) -> None:
    past = past_of(*((str(i), x, y) for i, (x, y) in enumerate(places)))
    found = similar(past, np.array([0.5, 0.25]), k=k, hidden=erased | {lead_id})
    allowed = [str(i) for i in range(len(places)) if str(i) not in erased | {lead_id}]
    by_hand = sorted(allowed, key=lambda i: ((places[int(i)][0] - 0.5) ** 2 + (places[int(i)][1] - 0.25) ** 2, i))
    assert [lead.lead_id for lead in found] == by_hand[:k]
    assert [lead.days for lead in found] == [float(i) for i in by_hand[:k]]


def test_the_index_may_lie_on_disk_and_is_only_read(tmp_path: Path) -> None:
    past = past_of(("a", 0, 0), ("b", 1, 1), ("c", 5, 5))
    np.save(tmp_path / "points.npy", past.points)
    before = (tmp_path / "points.npy").read_bytes()
    mapped = PastLeads(past.ids, past.outcomes, past.days, np.load(tmp_path / "points.npy", mmap_mode="r"))
    point = np.array([4.0, 4.0])
    assert similar(mapped, point, k=2, hidden=NOBODY) == similar(past, point, k=2, hidden=NOBODY)
    assert (tmp_path / "points.npy").read_bytes() == before


def test_an_empty_index_has_nothing_alike() -> None:
    assert similar(past_of(), np.zeros(2), k=5, hidden=NOBODY) == ()


def test_a_similar_lead_is_told_as_plain_values() -> None:
    assert PastLead("L1", "lost", 3.5).as_dict() == {"lead_id": "L1", "outcome": "lost", "days": 3.5}


def ended(*leads: tuple[Ending, float | None]) -> list[PastLead]:
    return [PastLead(str(i), outcome, days) for i, (outcome, days) in enumerate(leads)]


WON, OPEN, LOST = ("converted", 12.0), ("open", None), ("lost", 90.0)


@pytest.mark.parametrize(
    ("leads", "english", "german"),
    [
        ([], "", ""),
        (
            [WON, ("converted", 39.2), ("converted", 30.0), LOST, OPEN],
            "3 of the 5 most similar past leads converted, within 12 to 40 days.",
            "3 der 5 ähnlichsten früheren Leads haben konvertiert, innerhalb von 12 bis 40 Tagen.",
        ),
        (
            [WON, LOST],
            "1 of the 2 most similar past leads converted, within 12 days.",
            "Einer der 2 ähnlichsten früheren Leads hat konvertiert, innerhalb von 12 Tagen.",
        ),
        (
            [("converted", 0.0), LOST],
            "1 of the 2 most similar past leads converted, within 1 day.",
            "Einer der 2 ähnlichsten früheren Leads hat konvertiert, innerhalb von 1 Tag.",
        ),
        (
            [("converted", None), LOST, ("converted", None)],
            "2 of the 3 most similar past leads converted.",
            "2 der 3 ähnlichsten früheren Leads haben konvertiert.",
        ),
        (
            [OPEN, LOST],
            "None of the 2 most similar past leads converted.",
            "Von den 2 ähnlichsten früheren Leads hat keiner konvertiert.",
        ),
        ([LOST], "The most similar past lead did not convert.", "Der ähnlichste frühere Lead hat nicht konvertiert."),
        (
            [WON],
            "The most similar past lead converted, within 12 days.",
            "Der ähnlichste frühere Lead hat konvertiert, innerhalb von 12 Tagen.",
        ),
        (
            [("converted", None)],
            "The most similar past lead converted.",
            "Der ähnlichste frühere Lead hat konvertiert.",
        ),
    ],
)
def test_how_they_ended_is_told_in_one_sentence(
    leads: list[tuple[Ending, float | None]], english: str, german: str
) -> None:
    found = ended(*leads)
    assert summary_of(found, wording_in("en")) == english
    assert summary_of(found, wording_in("de")) == german
