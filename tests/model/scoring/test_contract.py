"""A scoring is declared once: whatever is declared is in files, answers, JSON and documentation alike."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_back import read_back

from leadscore.model.errors import DataError
from leadscore.model.scoring.contract import Reason, Record, Scoring, SignalPoints
from leadscore.model.scoring.declaration import Declared, Meaning, Part, declared
from leadscore.model.scoring.reference import reference
from leadscore.model.scoring.score_change import ScoredBefore
from leadscore.model.scoring.score_files.columns import (
    SCHEMA,
    arrow_schema,
    csv_cells,
    csv_columns,
    csv_fields,
    from_csv_cells,
    row_of,
)
from leadscore.model.scoring.score_files.writing import ScoreFile, Stamp
from leadscore.serve.answers import ScoreAnswer
from leadscore.serve.shapes import shape_of

few = settings(max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
some = settings(few, max_examples=25)

TEXTS = st.sampled_from(["a", "Größe, in m²", '"so",\nand; {x}', "=1+1", "7", " ", "None", "null"])
WHOLES = st.integers(-100, 100)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
CELLS = st.sampled_from([f"{letter}{number}" for letter in "ABCD" for number in range(1, 5)])


@dataclass(frozen=True)
class Team(Part):
    """Whose lead it is."""

    name: Annotated[str, Meaning("Its name.")]
    size: Annotated[int | None, Meaning("How many they are.", unit="people", low=1)]


@dataclass(frozen=True, kw_only=True)
class Further(Record):
    """A record with two more fields."""

    team: Annotated[Team | None, Meaning("Whose lead it is.")] = None
    urgency: Annotated[float, Meaning("How urgent it is.", low=0, high=1)]


def one_of(field: Declared) -> st.SearchStrategy[Any]:
    meaning = field.meaning
    if field.part is not None:
        return parts(field.part)
    if field.choices:
        return st.sampled_from(field.choices)
    if field.kind in ("number", "whole") and meaning.low is not None:
        low, high = meaning.low, meaning.high
        return (
            st.floats(low, high, allow_infinity=False)
            if field.kind == "number"
            else st.integers(int(low), None if high is None else int(high))
        )
    return {
        "text": CELLS if meaning.pattern else TEXTS,
        "whole": WHOLES,
        "number": NUMBERS,
        "truth": st.booleans(),
        "moment": st.integers(0, 2**50),
        "value": TEXTS | WHOLES | NUMBERS,
    }[field.kind]


def values(field: Declared) -> st.SearchStrategy[Any]:
    one = one_of(field)
    found = st.lists(one, max_size=2).map(tuple) if field.many else one
    return found | st.none() if field.nullable else found


@cache
def parts(kind: type[Part]) -> st.SearchStrategy[Any]:
    """Any part of this kind, as it is declared."""
    return st.builds(kind, **{field.name: values(field) for field in declared(kind)})


@some
@given(parts(Record))
def test_json_holds_a_record_and_gives_it_back(record: Record) -> None:
    for sparse in (False, True):
        plain = json.loads(json.dumps(record.as_dict(sparse=sparse), allow_nan=False))
        assert Record.from_dict(plain) == record


@some
@given(parts(Record))
def test_any_answer_is_as_documented(record: Record) -> None:
    answer = record.as_dict(sparse=True)
    ScoreAnswer.model_validate(answer)
    assert answer.keys() == {f.name for f in declared(Record) if not f.optional or getattr(record, f.name) is not None}


@some
@given(parts(Record))
def test_cells_of_text_give_a_row_back_but_for_warnings_with_a_semicolon(record: Record) -> None:
    row = row_of(record) | {"warnings": ["one", "two"]}
    cells = dict.fromkeys(csv_columns(), "")
    cells |= {name: "" if cell is None else str(cell) for name, cell in csv_cells(Record, row).items()}
    assert from_csv_cells(Record, cells, list(row)) == row


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
@few
@given(parts(Record))
def test_a_score_file_gives_a_record_back_with_values_as_text(
    tmp_path_factory: pytest.TempPathFactory, name: str, record: Record
) -> None:
    path = tmp_path_factory.mktemp("scores") / name
    with ScoreFile(path, Stamp(record.scored_at, record.model)) as file:
        file.write([scoring_of(record)], [record.record_id])
    expected = Record.from_dict(row_of(record) | {"warnings": []})
    assert read_back(path, record.lead_id) == expected


def scoring_of(record: Record) -> Scoring:
    fields = {field.name: getattr(record, field.name) for field in declared(Scoring)}
    return Scoring(**fields | {"warnings": ()})  # a semicolon in one of these makes it two


@pytest.mark.parametrize("kind", [Record, Further])
def test_a_field_that_is_declared_is_everywhere(kind: type[Part]) -> None:
    names = [field.name for field in declared(kind)]
    page, schema = reference(kind), shape_of(kind).model_json_schema()
    assert arrow_schema(kind).names == names
    assert list(schema["properties"]) == names
    assert all(f"| `{name}` |" in page for name in names)
    assert csv_fields(kind, csv_columns(kind)) == set(names)


def test_a_further_field_is_in_each_of_them_with_its_type_and_range() -> None:
    schema = shape_of(Further).model_json_schema()
    assert set(csv_columns(Further)) - set(csv_columns()) == {"team_name", "team_size", "urgency"}
    assert str(arrow_schema(Further).field("team").type) == "struct<name: string, size: int64>"
    assert (schema["properties"]["urgency"]["minimum"], schema["properties"]["urgency"]["maximum"]) == (0, 1)
    assert schema["$defs"]["Team"]["additionalProperties"] is False
    assert "| `size` | whole number, from 1, in people, or null | How many they are. |" in reference(Further)


def test_what_is_written_and_answered_is_the_declared_record() -> None:
    assert SCHEMA.equals(arrow_schema(Record))
    assert list(ScoreAnswer.model_fields) == [field.name for field in declared(Record)]
    assert [field.name for field in declared(Record) if field.name in declared_names(Scoring)] == declared_names(
        Scoring
    )
    assert set(ScoredBefore.__dataclass_fields__) <= set(declared_names(Record))


def declared_names(kind: type[Part]) -> list[str]:
    return [field.name for field in declared(kind)]


def test_the_document_is_closed_and_names_choices_formats_and_ranges() -> None:
    schema = ScoreAnswer.model_json_schema()
    assert all(found["additionalProperties"] is False for found in (schema, *schema["$defs"].values()))
    fields, parts_of = schema["properties"], schema["$defs"]
    assert (fields["score"]["minimum"], fields["score"]["maximum"]) == (0, 100)
    assert fields["grade"]["enum"] == ["A", "B", "C", "D"]
    assert fields["scored_at"]["format"] == fields["as_of"]["format"] == "date-time"
    assert parts_of["Decision"]["properties"]["reenter_on"]["format"] == "date"
    assert {"as_of", "signals", "warnings"} <= set(schema["required"])
    assert "override" not in schema["required"]
    assert set(parts_of["Decision"]["required"]) == set(parts_of["Decision"]["properties"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"points": "3"}, "`points` should be a whole"),
        ({"points": True}, "`points` should be a whole"),
        ({"points": 1.5}, "`points` should be a whole"),
        ({"axis": "luck"}, "`axis` should be one of fit, interest, context"),
        ({"probability_without": "0.5"}, "`probability_without` should be a number"),
        ({"text": None}, "`text` should be a text"),
        ({"evidence": []}, "`evidence` should be a part"),
        ({"colour": "red"}, "`colour` is not known"),
    ],
)
def test_what_is_not_as_declared_is_refused_by_name(change: dict[str, Any], problem: str) -> None:
    reason = Reason("Budget", "fit", 3, "secret", "It is").as_dict()
    with pytest.raises(DataError, match=f"^{problem}") as refused:
        Reason.from_dict(reason | change)
    assert refused.value.where == "a Reason"
    assert "secret" not in str(refused.value)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(DataError, match=r"^`points` is missing"):
        SignalPoints.from_dict({"signal": "Budget"})


def test_a_field_without_a_meaning_cannot_be_declared() -> None:
    @dataclass(frozen=True)
    class Silent(Part):
        points: int

    @dataclass(frozen=True)
    class Strange(Part):
        points: Annotated[complex, Meaning("A number.")]

    with pytest.raises(TypeError, match=r"Silent\.points is not annotated with its meaning"):
        declared(Silent)
    with pytest.raises(TypeError, match=r"Strange\.points is of a type that has no place in a file"):
        declared(Strange)
