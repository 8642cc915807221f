"""Conditions over the columns of leads, written as text: read, checked, evaluated over arrays; never run as code."""

from leadscore.model.expressions.expression import Expression, parse

__all__ = ["Expression", "parse"]
