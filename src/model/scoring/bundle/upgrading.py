"""Converts files of earlier protocols to the current format, when a bundle is loaded."""

from collections.abc import Mapping
from typing import Any

from leadscore.model.errors import BundleError, ConfigError


def upgraded_policy(raw: Mapping[str, Any], protocol: int) -> Mapping[str, Any]:
    """The contents of ``policy.json``: before protocol 3, the gates were expressions written as text.

    Raises:
        BundleError: The expression of a gate cannot be read; the gate is named.
    """
    if protocol >= 3 or not isinstance(raw.get("gates"), list):
        return raw
    return {**raw, "gates": [_with_condition(gate) for gate in raw["gates"]]}


def _with_condition(gate: object) -> object:
    # imported here: a server with a bundle of the current protocol never needs the parser
    from leadscore.model.expressions import expression_as_dict
    from leadscore.model.expressions.parsing import parse

    if not isinstance(gate, dict) or not isinstance(gate.get("expression"), str):
        return gate
    try:
        condition = expression_as_dict(parse(gate["expression"]))
    except ConfigError as error:
        raise BundleError(f'the gate "{gate.get("name")}" cannot be read: {error.what}', where=error.where) from error
    return {key: value for key, value in gate.items() if key != "expression"} | {"condition": condition}
