"""Whatever is sent, the answer is a problem that says what is wrong, where, and what to do."""

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from leadscore.serve.bodies import read_body
from leadscore.serve.problems import RefusedError, problem_of

LEAD = {"lead_id": "a", "created_at": "2026-01-01"}
JSON = {"Content-Type": "application/json"}


def refused(
    client: TestClient, body: Any, *, path: str = "/v1/score", headers: dict[str, str] = JSON
) -> dict[str, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = client.post(path, content=content, headers=headers)
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert problem["detail"].startswith("Where: ")
    assert "What to do: " in problem["detail"]
    return problem


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "line 1 column 0"),
        (b"lead=1", "line 1 column 1"),
        (b'{"lead": {"lead_id": "a",\n "budget": NaN}}', "line 2 column 12"),
        (b'{"lead": {"budget": -Infinity}}', "line 1 column 22"),
        (b"[" * 5_000, "line 1 column 202"),
        (b'{"lead": {"budget": ' + b"9" * 5_000 + b"}}", "line 1 column 4322"),
        (b'{"lead": "\xff"}', "line 1 column 11"),
        (b'{"lead": "\\ud800"}', "line 1 column 17"),
        (b"{} {}", "line 1 column 4"),
    ],
)
def test_a_body_that_is_not_json_is_told_where_it_stops_being_json(client: TestClient, body: bytes, place: str) -> None:
    problem = refused(client, body)
    assert (problem["status"], problem["title"]) == (400, "The request body is not JSON")
    assert problem["detail"] == (
        f"Where: the request body, {place}. What to do: send one JSON object, without NaN or Infinity."
    )


@pytest.mark.parametrize(
    ("body", "field", "should"),
    [
        ([], "the whole", "should be an object"),
        ({}, "lead", "is missing"),
        ({"lead": None}, "lead", "should be an object"),
        ({"lead": {"lead_id": "a"}}, "lead.created_at", "is missing"),
        ({"lead": {"created_at": "2026-01-01"}}, "lead.lead_id", "is missing"),
        ({"lead": LEAD, "as_off": "2026-01-01"}, "as_off", "is not a known field"),
        ({"lead": LEAD, "as_of": 1767225600}, "as_of", "should be a date or time like 2026-03-31T14:30:00Z"),
        ({"lead": LEAD, "as_of": "31/03/2026"}, "as_of", "should be a date or time like 2026-03-31T14:30:00Z"),
        ({"lead": LEAD | {"lead_id": True}}, "lead.lead_id", "should be text or a whole number"),
        ({"lead": LEAD | {"lead_id": "  "}}, "lead.lead_id", "should not be blank"),
        ({"lead": LEAD | {"lead_id": 2**64}}, "lead.lead_id", "should be a whole number of at most 63 bits"),
        ({"lead": LEAD | {"budget": True}}, "lead.budget", "should be a number"),
        ({"lead": LEAD | {"budget": "about 120"}}, "lead.budget", "should be a number"),
        ({"lead": LEAD | {"budget": [1]}}, "lead.budget", "should be a number"),
        ({"lead": LEAD | {"budget": 10**400}}, "lead.budget", "should be a number"),
        ({"lead": LEAD | {"industry": ["x"]}}, "lead.industry", "should be text, a number, true, false or null"),
        ({"lead": LEAD | {"industry": "x" * 1_001}}, "lead.industry", "should have at most 1,000 characters"),
        ({"lead": LEAD | {"industry": 2**63}}, "lead.industry", "should be a whole number of at most 63 bits"),
        ({"lead": LEAD | {"industry": -1e300}}, "lead.industry", "should be a number of at most 63 bits"),
        ({"lead": LEAD | {"e mail": 5}}, "lead.e mail", "should be text or null"),
        ({"lead": LEAD | {"renewal": "soon"}}, "lead.renewal", "should be a date or time like 2026-03-31T14:30:00Z"),
        ({"lead": LEAD, "events": {}}, "events", "should be a list"),
        ({"lead": LEAD, "events": None}, "events", "should be a list"),
        ({"lead": LEAD, "events": [{"type": "demo"}]}, "events.0.occurred_at", "is missing"),
        ({"lead": LEAD, "events": [{"occurred_at": "2026-01-02"}]}, "events.0.type", "is missing"),
        (
            {"lead": LEAD, "events": [{"occurred_at": "2026-01-02", "type": ""}]},
            "events.0.type",
            "should not be blank",
        ),
        (
            {"lead": LEAD, "events": [{"occurred_at": "2026-01-02", "type": "demo", "value": False}]},
            "events.0.value",
            "should be a number",
        ),
        (
            {"lead": LEAD, "events": [{"occurred_at": "2026-01-02", "type": "demo", "colour": 1}]},
            "events.0.colour",
            "is not a known field",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_what_it_should_be(
    client: TestClient, body: Any, field: str, should: str
) -> None:
    problem = refused(client, body)
    assert (problem["status"], problem["title"]) == (422, "The request does not fit the contract")
    assert problem["errors"] == [{"field": field, "problem": should}]
    assert problem["detail"] == "Where: the request body. What to do: correct the fields that `errors` names."


@pytest.mark.parametrize("column", ["budget", "industry"])
def test_a_number_beyond_every_range_is_not_taken_for_infinity(client: TestClient, column: str) -> None:
    body = b'{"lead": {"lead_id": "a", "created_at": "2026-01-01", "%b": 1e400}}' % column.encode()
    assert refused(client, body)["errors"] == [{"field": f"lead.{column}", "problem": "should be a finite number"}]


def test_no_value_of_a_refused_request_comes_back(client: TestClient) -> None:
    private = "ann@private.example"
    lead = LEAD | {"budget": private, "renewal": private, "created_at": private, "industry": [private]}
    assert private not in json.dumps(refused(client, {"lead": lead, "as_of": private, "events": [private]}))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"lead": {"lead_id": "a", "lead_id": "b", "created_at": "2026-01-01"}}', "lead_id"),
        (b'{"lead": {"lead_id": "a", "created_at": "2026-01-01", "budget": 1, "bud\\u0067et": 1}}', "budget"),
        (b'{"lead": {}, "lead": {"lead_id": "a", "created_at": "2026-01-01"}}', "lead"),
        (b'{"as_of": "2026-01-01", "as_of": "2026-01-02", "lead": {}}', "as_of"),
        (b'{"lead": {"extra": {"' + b"y" * 100 + b'": 1, "' + b"y" * 100 + b'": 2}}}', "y" * 60 + "…"),
    ],
)
def test_a_field_that_is_there_twice_is_refused_whichever_was_meant(client: TestClient, body: bytes, name: str) -> None:
    problem = refused(client, body)
    assert (problem["status"], problem["errors"]) == (422, [{"field": name, "problem": "is there more than once"}])


@pytest.mark.parametrize("moment", ["0001-01-01", "1899-12-31T23:59:59Z", "2262-01-01", "9999-12-31T23:59:59-23:59"])
def test_moments_outside_the_years_that_files_may_hold_are_refused(client: TestClient, moment: str) -> None:
    lead = LEAD | {"created_at": moment, "renewal": moment}
    event = {"occurred_at": moment, "type": "demo"}
    problem = refused(client, {"lead": lead, "events": [event], "as_of": moment})
    assert {error["field"]: error["problem"] for error in problem["errors"]} == dict.fromkeys(
        ["lead.created_at", "lead.renewal", "events.0.occurred_at", "as_of"], "should lie between 1900 and 2261"
    )


def test_many_misfits_are_told_up_to_twenty(client: TestClient) -> None:
    problem = refused(client, {"lead": LEAD, **{f"field {i}": 1 for i in range(100)}})
    assert len(problem["errors"]) == 20


def test_of_many_events_that_do_not_fit_the_first_is_told(client: TestClient) -> None:
    event = {"occurred_at": "2026-01-02", "type": "demo"}
    problem = refused(client, {"lead": LEAD | {"budget": "x"}, "events": [event, *[{}] * 10_000]})
    assert [error["field"] for error in problem["errors"]] == ["lead.budget", "events.1.occurred_at", "events.1.type"]


def test_a_flood_of_unknown_fields_is_not_spelled_out(client: TestClient) -> None:
    flood = b",".join(b'"%d":1' % number for number in range(10_001))
    problem = refused(client, b'{"leads": [], ' + flood + b"}", path="/v1/score/batch")
    assert problem["errors"] == [{"field": "the whole", "problem": "has more than 10,000 fields that do not fit"}]


def test_long_names_of_unknown_fields_are_cut(client: TestClient) -> None:
    (error,) = refused(client, {"lead": LEAD, "y" * 10_000: 1})["errors"]
    assert error["field"] == "y" * 60 + "…"


@pytest.mark.parametrize(("path", "limit"), [("/v1/score", "50,000"), ("/v1/score/batch", "100,000")])
@pytest.mark.parametrize("content", [b"x" * 10_485_760, [b"x" * 65_536] * 160], ids=["declared", "streamed"])
def test_ten_megabytes_of_text_are_refused_before_they_are_parsed(
    client: TestClient, path: str, limit: str, content: Any
) -> None:
    response = client.post(path, content=content if isinstance(content, bytes) else iter(content), headers=JSON)
    problem = response.json()
    assert (response.status_code, problem["title"]) == (413, "The request body is too large")
    assert problem["detail"] == (
        f"Where: the request body, of which {limit} bytes are allowed. "
        "What to do: send less text, or fewer leads at once."
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain"},
        {},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": 'application/json; profile=x; Charset="UTF-16"'},
        JSON | {"Content-Encoding": "gzip"},
    ],
)
def test_a_body_not_declared_as_plain_json_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    problem = refused(client, {"lead": LEAD}, headers=headers)
    assert (problem["status"], problem["title"]) == (415, "The request body is not declared as JSON")
    assert "set Content-Type: application/json, in UTF-8, without compression" in problem["detail"]


@pytest.mark.parametrize(
    ("leads", "errors"),
    [
        ([], [{"field": "leads", "problem": "should not be empty"}]),
        ({}, [{"field": "leads", "problem": "should be a list"}]),
    ],
)
def test_an_empty_batch_is_refused(client: TestClient, leads: Any, errors: list[dict[str, str]]) -> None:
    problem = refused(client, {"leads": leads}, path="/v1/score/batch")
    assert (problem["status"], problem["errors"]) == (422, errors)


def test_a_batch_above_the_limit_is_refused(client: TestClient) -> None:
    problem = refused(client, {"leads": [{"lead": LEAD}] * 6}, path="/v1/score/batch")
    assert (problem["status"], problem["title"]) == (422, "There are too many leads in one request")
    assert problem["detail"] == "Where: leads: 6, of which 5 are allowed. What to do: send them in several requests."


def test_a_wrong_method_names_the_right_ones(client: TestClient) -> None:
    response = client.get("/v1/score")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "This address does not take that method"


def test_a_lead_is_not_sent_on_to_another_host_for_a_slash_too_many(client: TestClient) -> None:
    headers = JSON | {"Host": "elsewhere.example"}
    response = client.post("/v1/score/", json={"lead": LEAD}, headers=headers, follow_redirects=False)
    assert response.status_code == 404
    assert "location" not in response.headers


@pytest.mark.parametrize("path", ["/", "/v1/nothing", "/v1/model/", "/v2/score", "/docs"])
def test_an_unknown_address_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == {
        "type": "urn:leadscore:problem:no-such-route",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "Where: the request line. What to do: /openapi.json lists what there is.",
    }


def test_a_streamed_body_is_read_no_further_than_the_limit() -> None:
    received = 0

    async def receive() -> dict[str, Any]:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    request = Request({"type": "http", "headers": [(b"content-type", b"application/json")]}, receive)
    with pytest.raises(RefusedError, match="The request body is too large"):
        asyncio.run(read_body(request, 3_500, within_s=10))
    assert received == 4


def test_a_body_that_never_arrives_is_not_waited_for() -> None:
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": False}

    request = Request({"type": "http", "headers": [(b"content-type", b"application/json")]}, receive)
    with pytest.raises(RefusedError, match="The request body did not arrive in time") as refusal:
        asyncio.run(read_body(request, 3_500, within_s=0.05))
    problem = problem_of(refusal.value)
    assert problem["status"] == 408
    assert "for which 0.05 seconds are allowed" in problem["detail"]
