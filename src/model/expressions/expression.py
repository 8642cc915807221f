"""An expression over the columns of leads: the analyst's point rules, and what a decision asks of a lead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.expressions.evaluating import bounds, holds
from leadscore.model.expressions.kinds import kind_of_role, refuse_senseless
from leadscore.model.expressions.nodes import Leaf, Node, leaves
from leadscore.model.expressions.rendering import render


@dataclass(frozen=True)
class Expression:
    """A condition that holds for a lead or does not; as text, in one canonical form that parses to an equal one.

    A comparison says something about a *known* value: for a missing one, each of them is false, ``!=`` and
    ``not in`` included. ``not (...)`` is for all other leads, those with a missing value included: every lead
    either matches an expression or its ``not``, so that a rule and its exception leave nobody out.

    Texts are compared without regard to case and surrounding blanks. A date without a time is the whole day (UTC).
    """

    node: Node

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are looked at."""
        return frozenset(leaf.column for leaf in leaves(self.node))

    def matches(self, columns: Mapping[str, NDArray[Any]]) -> Mask:
        """For which rows the expression holds.

        Args:
            columns: Arrays of equal length, as in ``LeadTable``: numbers as float64, NaN or infinite where missing;
                texts as objects, None where missing; dates as int64 moments, ``NEVER`` where missing.

        Raises:
            ConfigError: A column is not there, or is compared with what it cannot hold.
        """
        for leaf in leaves(self.node):
            _require_column(leaf, columns)
        return holds(self.node, columns)

    def bounds(self, columns: Mapping[str, NDArray[Any]], unread: Mapping[str, Mask]) -> tuple[Mask, Mask]:
        """For which rows the expression certainly holds, and for which it may, where some values cannot be read.

        Args:
            columns: As for ``matches``.
            unread: By column, where its value cannot be read.

        Raises:
            ConfigError: As for ``matches``.
        """
        for leaf in leaves(self.node):
            _require_column(leaf, columns)
        return bounds(self.node, columns, unread)

    def check(self, roles: Mapping[str, str]) -> None:
        """Refuse what could never be meant, before there is any row.

        Args:
            roles: The role of each column, as configured: ``numeric``, ``date``, or any other for text.

        Raises:
            ConfigError: An unknown column, or a comparison that makes no sense for the column's role.
        """
        for leaf in leaves(self.node):
            _require_column(leaf, roles)
        self.check_known(roles)

    def check_known(self, roles: Mapping[str, str]) -> None:
        """The same for the columns whose role is known; the others are left for later.

        Raises:
            ConfigError: A comparison that makes no sense for the column's role.
        """
        for leaf in leaves(self.node):
            if leaf.column in roles:
                refuse_senseless(leaf, kind_of_role(roles[leaf.column]))

    def __str__(self) -> str:
        return render(self.node)


def _require_column(leaf: Leaf, known: Collection[str]) -> None:
    if leaf.column not in known:
        raise ConfigError(
            f"There is no column `{leaf.column}` to compare", where=render(leaf), remedy=nearest(leaf.column, known)
        )
