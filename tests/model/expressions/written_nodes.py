"""Expressions of every form, drawn by hypothesis, over four columns."""

from typing import get_args

from hypothesis import strategies as st

from leadscore.model.expressions.nodes import (
    Comparison,
    Membership,
    Node,
    NumberValue,
    Operator,
    Presence,
    TextOperator,
    TextTest,
    TextValue,
    TruthValue,
    all_of,
    any_of,
    negation,
)

_COLUMNS = st.sampled_from(["budget", "First Contact", "or", "a`b", "größe", "5"])
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(NumberValue)
_TEXTS = st.text(max_size=8).map(TextValue)
_CONSTANTS = _NUMBERS | _TEXTS | st.booleans().map(TruthValue)
_LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Comparison, _COLUMNS, st.sampled_from(get_args(Operator)), _CONSTANTS),
    st.builds(Membership, _COLUMNS, st.lists(_CONSTANTS, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(TextTest, _COLUMNS, st.sampled_from(get_args(TextOperator)), _TEXTS),
    st.builds(Presence, _COLUMNS, st.booleans()),
)


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Nodes one level above these."""
    several = st.lists(parts, min_size=1, max_size=3)
    return several.map(all_of) | several.map(any_of) | parts.map(negation)


NODES: st.SearchStrategy[Node] = st.recursive(_LEAVES, joined, max_leaves=10)
