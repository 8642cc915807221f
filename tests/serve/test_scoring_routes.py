from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from fastapi.testclient import TestClient
from tiny_bundle import write_telling_bundle, write_tiny_bundle
from tiny_service import tiny_client, tiny_model

from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import moment
from leadscore.serve.answers import BatchAnswer, ScoreAnswer
from leadscore.serve.service import LoadedModel, load_model

LEAD: dict[str, Any] = {
    "lead_id": "L-1",
    "created_at": "2026-01-01T08:00:00Z",
    "budget": 120,
    "industry": "Health",
    "e mail": "ann@acme.example",
    "renewal": "2025-12-01",
}
DEMO = {"event_id": "e1", "occurred_at": "2026-01-20T09:00:00Z", "type": "demo", "page": "/pricing"}
DEMO_WITHOUT_PAGE = {key: value for key, value in DEMO.items() if key != "page"}


def scored(client: TestClient, **request: Any) -> dict[str, Any]:
    response = client.post("/v1/score", json=request)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def without_record(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "record_id"}


ON_REQUEST = ("help", "similar", "why_not", "summary")
ABSENT = {*ON_REQUEST, "override"}


def test_an_answer_has_exactly_the_documented_fields_and_its_points_add_up(client: TestClient) -> None:
    answer = scored(client, lead=LEAD, events=[DEMO])

    ScoreAnswer.model_validate(answer)
    assert list(answer) == [name for name in ScoreAnswer.model_fields if name not in ABSENT]
    assert UUID(answer["record_id"]).version == 4
    assert (answer["lead_id"], answer["as_of"], answer["scored_at"]) == (
        "L-1", "2026-02-01T12:00:00Z", "2026-02-01T12:00:00Z",
    )  # fmt: skip
    points = sum(reason["points"] for reason in answer["reasons"])
    assert answer["start"] + points + answer["other_points"] + answer["beyond_scale"] == answer["score"]
    assert sum(signal["points"] for signal in answer["signals"]) == points + answer["other_points"]
    assert answer["interval"]["low"] <= answer["probability"] <= answer["interval"]["high"]
    assert answer["warnings"] == []


def test_what_is_asked_for_is_answered_and_nothing_else(client: TestClient) -> None:
    lead = LEAD | {"industry": "Whaling"}  # ended by a gate, so there is something to tell it
    plain = scored(client, lead=lead)
    assert plain.keys().isdisjoint(ON_REQUEST)
    for name in ON_REQUEST:
        answer = scored(client, lead=lead, include=[name])
        ScoreAnswer.model_validate(answer)
        assert answer.keys() - plain.keys() == {name}
        assert {key: answer[key] for key in plain if key != "record_id"} == without_record(plain)


def test_what_to_ask_is_the_usual_order_or_on_request_this_leads_own(client: TestClient) -> None:
    lead = {"lead_id": "L-1", "created_at": "2026-01-01T08:00:00Z"}
    usual, own = scored(client, lead=lead), scored(client, lead=lead, include=["ask"])
    assert [(asked["field"], asked["points"]) for asked in usual["ask"]] == [("Industry", 4.0), ("Budget", 2.0)]
    assert own["ask"] == []  # of this lead, no answer would move the score by two points
    assert all(not fact["known"] for fact in usual["bant"]["budget"] + usual["bant"]["need"])
    assert usual["bant"]["authority"] == usual["bant"]["timeline"] == []


@pytest.mark.parametrize("number", [1.7976931348623157e308, -1.7976931348623157e308, 5e-324, -0.0, 1e300])
def test_the_largest_and_smallest_of_numbers_are_answered(client: TestClient, number: float) -> None:
    event = DEMO | {"value": number}
    answer = scored(client, lead=LEAD | {"budget": number}, events=[event, event], include=[*ON_REQUEST, "ask"])
    ScoreAnswer.model_validate(answer)
    assert number in [reason["value"] for reason in answer["reasons"] if reason["signal"] == "Budget"]


def test_an_answer_names_the_rule_that_decided_and_what_the_lead_may_be_told(client: TestClient) -> None:
    answer = scored(client, lead=LEAD | {"industry": "whaling"}, include=["why_not"])
    assert answer["decision"]["qualification"] == "not_qualified"
    assert answer["decision"]["route"] == "disqualify"
    assert "Whalers" in answer["decision"]["rule"]
    assert "We do not sell to whalers." in answer["why_not"]["text"]
    assert "Our newsletter." in answer["why_not"]["html"]


def test_an_erased_lead_is_not_shown_from_the_moment_it_is_listed(tmp_path: Path) -> None:
    erased = tmp_path / "erased.txt"
    erased.write_text("p1\n", encoding="utf-8")
    write_telling_bundle(tmp_path)
    with tiny_client(load_model(tmp_path / "bundle", "leadscore", "7", erased=erased)) as client:
        first = scored(client, lead=LEAD, include=["similar"])["similar"]["leads"]
        erased.write_text("p1\np3\n", encoding="utf-8")
        second = scored(client, lead=LEAD | {"lead_id": "p2"}, include=["similar"])["similar"]["leads"]
        erased.unlink()
        gone = client.post("/v1/score", json={"lead": LEAD, "include": ["similar"]})
    assert [lead["lead_id"] for lead in first] == ["p2", "p3"]
    assert second == []
    assert gone.status_code == 500  # nobody is shown rather than somebody who must not be


@pytest.mark.parametrize("include", [["everything"], "ask", [1], None])
def test_another_wish_is_refused(client: TestClient, include: Any) -> None:
    response = client.post("/v1/score", json={"lead": LEAD, "include": include})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].startswith("include")


def test_a_batch_gives_each_lead_what_it_asked_for(client: TestClient) -> None:
    wishes: list[list[str]] = [["help"], [], ["similar", "help"], ["help"]]
    leads = [{"lead": LEAD | {"lead_id": str(i)}, "include": wish} for i, wish in enumerate(wishes)]
    answers = client.post("/v1/score/batch", json={"leads": leads}).json()["answers"]
    assert [answer["scoring"]["lead_id"] for answer in answers] == ["0", "1", "2", "3"]
    assert [[name for name in ("help", "similar") if name in answer["scoring"]] for answer in answers] == [
        ["help"],
        [],
        ["help", "similar"],
        ["help"],
    ]


def test_a_model_from_before_there_was_evidence_answers_with_what_it_has(tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path)
    with tiny_client(load_model(tmp_path, "leadscore", "7")) as client:
        answer = scored(client, lead=LEAD, events=[DEMO], include=["ask", "help", "similar", "why_not"])
    ScoreAnswer.model_validate(answer)
    absent = {"interval", "grade", "cell", "expected_value", "decision", "override", "similar", "why_not", "summary"}
    assert ScoreAnswer.model_fields.keys() - answer.keys() == absent
    assert all("evidence" not in reason for reason in answer["reasons"])


def test_an_answer_equals_the_scorers_own_for_the_same_tables(client: TestClient, loaded: LoadedModel) -> None:
    def text(value: str) -> np.ndarray[Any, Any]:
        return np.array([value], dtype=object)

    columns = {
        "budget": np.array([120.0]),
        "industry": text("Health"),
        "e mail": text("ann@acme.example"),
        "renewal": np.array([moment("2025-12-01")]),
    }
    leads = LeadTable(("L-1",), columns, np.array([moment("2026-01-01T08:00:00Z")]))
    rows = EventRows(
        np.array([moment("2026-01-20T09:00:00Z")]), Coded.of(text("demo")), np.array([np.nan]),
        {"page": Coded.of(text("/pricing"))},
    )  # fmt: skip
    events = EventLog.build(np.array([0]), rows, n_leads=1)
    (expected,) = loaded.scorer.score(leads, events, np.array([moment("2026-01-25")]))

    answer = scored(client, lead=LEAD, events=[DEMO], as_of="2026-01-25")

    told = expected.as_dict(sparse=True)
    assert {key: answer[key] for key in told} == told
    assert answer["model"] == {"name": "leadscore", "version": "7", "sha256": loaded.scorer.bundle.sha256}


def test_a_batch_answers_in_order_what_single_requests_answer(client: TestClient) -> None:
    requests: list[dict[str, Any]] = [
        {"lead": LEAD, "events": [DEMO]},
        {"lead": LEAD | {"lead_id": "L-2", "budget": None}},
        {"lead": LEAD, "as_of": "2026-01-10T00:00:00+02:00", "events": [DEMO]},
    ]
    response = client.post("/v1/score/batch", json={"leads": requests})
    assert response.status_code == 200
    BatchAnswer.model_validate(response.json())
    answers = [without_record(entry["scoring"]) for entry in response.json()["answers"]]
    assert answers == [without_record(scored(client, **request)) for request in requests]


def test_a_lead_that_does_not_fit_gets_a_problem_and_the_others_their_scores(client: TestClient) -> None:
    requests: list[Any] = [{"lead": LEAD}, {"lead": LEAD | {"budget": True}}, "x", {"lead": LEAD}]
    answers = client.post("/v1/score/batch", json={"leads": requests}).json()["answers"]
    assert [list(entry) for entry in answers] == [["scoring"], ["problem"], ["problem"], ["scoring"]]
    assert answers[1]["problem"]["errors"] == [{"field": "lead.budget", "problem": "should be a number"}]
    assert answers[2]["problem"]["errors"] == [{"field": "the whole", "problem": "should be an object"}]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ({"budget": "€ 5,500"}, {"budget": 5500}),
        ({"budget": "N/A"}, {"budget": None}),
        ({"renewal": "01.03.2026 13:57"}, {"renewal": "2026-03-01T13:57:00Z"}),
        ({"renewal": "N/A"}, {"renewal": None}),
        ({"created_at": "01.01.2026 13:57"}, {"created_at": "2026-01-01T13:57:00Z"}),
    ],
)
def test_values_are_taken_in_the_forms_that_files_have(
    client: TestClient, written: dict[str, Any], plain: dict[str, Any]
) -> None:
    asked = {"as_of": "2026-04-01T00:00:00Z"}
    answers = [without_record(scored(client, lead=LEAD | fields, **asked)) for fields in (written, plain)]
    assert answers[0] == answers[1]


def test_a_batch_of_nothing_but_misfits_is_still_answered(client: TestClient) -> None:
    response = client.post("/v1/score/batch", json={"leads": [{}]})
    assert response.status_code == 200
    assert response.json()["answers"][0]["problem"]["status"] == 422


def test_columns_left_out_are_missing_values(client: TestClient) -> None:
    bare = {key: LEAD[key] for key in ("lead_id", "created_at")}
    nulls = LEAD | dict.fromkeys(["budget", "industry", "e mail", "renewal"])
    assert without_record(scored(client, lead=bare)) == without_record(scored(client, lead=nulls))


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("industry", "Health", " Health "),
        ("industry", None, "n/a"),
        ("industry", 33, 33.0),
        ("budget", 120, 120.0),
        ("created_at", "2026-01-01T08:00:00Z", "2026-01-01T10:00:00+02:00"),
        ("created_at", "2026-01-01T08:00:00Z", "2026-01-01T08:00:00"),
        ("lead_id", "12", 12),
        ("lead_id", 12, 12.0),
    ],
)
def test_two_ways_to_write_a_value_score_alike(client: TestClient, column: str, one: object, other: object) -> None:
    answers = [scored(client, lead=LEAD | {column: value}) for value in (one, other)]
    assert without_record(answers[0]) == without_record(answers[1])


def test_events_at_or_after_as_of_change_nothing_but_a_warning(client: TestClient) -> None:
    moments = {"e2": "2026-01-25", "e3": "2027-01-01"}
    late = [DEMO | {"event_id": key, "occurred_at": when} for key, when in moments.items()]
    plain = scored(client, lead=LEAD, events=[DEMO], as_of="2026-01-25")
    warned = scored(client, lead=LEAD, events=[DEMO, *late], as_of="2026-01-25")
    assert warned["warnings"] == ["Events that are not before as_of were ignored: 2"]
    assert without_record(plain) == without_record(warned | {"warnings": []})


@pytest.mark.parametrize("event", [DEMO, {key: DEMO[key] for key in ("occurred_at", "type", "page")}])
def test_an_event_sent_twice_counts_once(client: TestClient, event: dict[str, Any]) -> None:
    once = scored(client, lead=LEAD, events=[event])
    twice = scored(client, lead=LEAD, events=[event, event])
    assert without_record(once) == without_record(twice)


def test_the_same_event_id_of_two_leads_in_a_batch_counts_for_both(client: TestClient) -> None:
    both = client.post("/v1/score/batch", json={"leads": [{"lead": LEAD, "events": [DEMO]}] * 2}).json()["answers"]
    assert without_record(both[0]["scoring"]) == without_record(both[1]["scoring"])


def test_unknown_fields_of_the_lead_are_named_in_a_warning(client: TestClient) -> None:
    answer = scored(client, lead=LEAD | {"column_0": 3, "Nickname": {"deep": [1]}, "x" * 100: 1})
    assert answer["warnings"] == [f"The model does not know these fields of the lead: Nickname, column_0, {'x' * 60}…"]


def test_a_value_rare_in_training_and_a_lead_from_the_future_are_warned_about(client: TestClient) -> None:
    answer = scored(client, lead=LEAD | {"industry": "Whaling"}, as_of="2025-12-31")
    assert len(answer["warnings"]) == 2
    assert answer["warnings"][0].startswith("Industry: ")
    assert answer["warnings"][1] == "The lead was created after as_of"


@pytest.mark.parametrize(("as_of", "warned"), [("2026-02-02T12:00:00Z", False), ("2026-02-02T12:00:01Z", True)])
def test_as_of_more_than_a_day_ahead_of_the_clock_is_warned_about(client: TestClient, as_of: str, warned: bool) -> None:
    warnings = ["as_of lies in the future; what happens until then is not known"]
    assert scored(client, lead=LEAD, as_of=as_of)["warnings"] == (warnings if warned else [])


def test_an_event_without_id_counts_once_however_its_values_are_written(client: TestClient) -> None:
    event = {"occurred_at": "2026-01-20T09:00:00Z", "type": "demo", "value": 3, "page": "/pricing"}
    again = {"occurred_at": "2026-01-20T10:00:00+01:00", "type": " demo ", "value": 3.0, "page": " /pricing"}
    once, twice = (scored(client, lead=LEAD, events=events) for events in ([event], [event, again]))
    assert without_record(once) == without_record(twice)


def test_a_model_without_dates_needs_no_dates_and_ignores_events(tmp_path: Path) -> None:
    with tiny_client(tiny_model(tmp_path, dated=False)) as undated:
        answer = scored(undated, lead={"lead_id": 5, "budget": 80}, events=[DEMO_WITHOUT_PAGE])
    assert (answer["lead_id"], answer["as_of"]) == ("5", None)
    assert answer["warnings"] == [
        "Thin evidence: 50% of what the model weighs is not known of this lead",
        "The model looks at no events; ignored: 1",
    ]
