"""Columns that a model reads and that a table of leads lacks or must hide."""

from collections.abc import Collection
from dataclasses import replace

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec

_KIND_OF_ARRAY = {"numeric": "f", "date": "i", "category": "O", "email": "O"}


def unknown_columns(spec: FeatureSpec, leads: LeadTable, *, hidden: Collection[str] = ()) -> list[str]:
    """The columns that a model learned from and that these leads lack, hold in another type, or must hide."""
    return [
        column.name
        for column in spec.columns
        if column.learned
        and (
            column.name in hidden
            or column.name not in leads.columns
            or leads.columns[column.name].dtype.kind != _KIND_OF_ARRAY[column.role]
        )
    ]


def known_to(spec: FeatureSpec, leads: LeadTable, *, hidden: Collection[str] = ()) -> LeadTable:
    """The leads without the columns that a model, perhaps made for another table, cannot use.

    Their values count as missing.
    """
    unknown = unknown_columns(spec, leads, hidden=hidden)
    return replace(leads, columns={name: values for name, values in leads.columns.items() if name not in unknown})
