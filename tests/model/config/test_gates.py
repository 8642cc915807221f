"""Which columns gates look at, and what these hold."""

from typing import Any

import pytest
from flat_leads import config_of

from leadscore.model.config import Config, gate_columns, gates_of


def config() -> Config:
    sections: dict[str, Any] = {
        "columns": {
            "size": {"role": "numeric"},
            "mail": {"role": "email"},
            "code": {"role": "id_like"},
            "notes": {"role": "free_text", "ignore": True},
            "stage": {"role": "category"},
        },
        "gates": [
            {"name": "one", "never": "size > 1 or code = 'x' or notes contains 'spam'"},
            {"name": "two", "must": "size > 0 and mail is known and `land of origin` = 'DE'"},
        ],
    }
    return config_of(sections)


def test_columns_have_their_own_role_where_it_can_be_compared_and_are_text_otherwise() -> None:
    assert gate_columns(config()) == {
        "code": "category",
        "land of origin": "category",
        "mail": "email",
        "notes": "category",
        "size": "numeric",
    }


@pytest.mark.parametrize(("column", "names"), [("size", ["one", "two"]), ("code", ["one"]), ("stage", [])])
def test_the_gates_of_a_column_are_found(column: str, names: list[str]) -> None:
    assert gates_of(column, config()) == names


def test_gates_keep_the_order_of_the_configuration() -> None:
    assert [(gate.name, gate.kind) for gate in config().gates] == [("one", "never"), ("two", "must")]
    assert gate_columns(config_of()) == {}
