"""Conditions over the columns of leads: written as text, checked, stored as plain values; never run as code.

Whoever reads text imports ``parse`` from ``leadscore.model.expressions.parsing``; whoever only scores does without it.
"""

from leadscore.model.expressions.conditions import expression_as_dict, expression_from_dict
from leadscore.model.expressions.expression import Expression

__all__ = ["Expression", "expression_as_dict", "expression_from_dict"]
