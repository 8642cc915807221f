"""Columns that a model learned from and that other leads cannot give to it."""

from collections.abc import Collection
from dataclasses import replace

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec

_KIND_OF_ARRAY = {"numeric": "f", "date": "i", "category": "O", "email": "O"}


def unknown_columns(spec: FeatureSpec, leads: LeadTable, *, hidden: Collection[str] = ()) -> list[str]:
    """The columns that a model learned from and that these leads cannot, or must not, give to it."""
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
    """The leads for a model that may have been made for other tables: a column that it cannot use is left out.

    What is left out counts as not known.
    """
    unknown = unknown_columns(spec, leads, hidden=hidden)
    return replace(leads, columns={name: values for name, values in leads.columns.items() if name not in unknown})
