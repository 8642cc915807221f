"""Which leads a model certainly never learned from, so that models can be compared on them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from leadscore.model.arrays import Mask
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.assignment import created_at, drawn, roll
from leadscore.model.timestamps import DAY, moment


def unseen_by_twin(split_facts: Mapping[str, Any], labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Which snapshots belong to leads that the evaluated twin of a bundle certainly never saw in training.

    Leads that share a group with one it may have seen are not among them. What cannot be told from the facts
    counts as seen.

    Args:
        split_facts: The ``split`` of the bundle's card.
        labelled: All matured snapshots of the tables at hand.
        leads: The leads of these tables.
    """
    never = _labels_known_after(split_facts.get("train_until"), split_facts.get("horizon_days"), labelled, leads)
    match split_facts.get("kind"):
        case "time" if split_facts.get("test_from") and leads.created_at is not None:
            never |= created_at(labelled, leads) >= moment(split_facts["test_from"])
        case "file_order":
            never |= _after(split_facts.get("first_row"), split_facts, labelled, leads)
        case "random":
            never |= _lots(split_facts, labelled, leads)
    return _whole_groups(never, labelled)


def unseen_by_model(card: Mapping[str, Any], labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Which snapshots belong to leads that the shipped model of a bundle certainly never saw in training.

    With dates, these are leads so young that no label of theirs was known when it was trained. Without dates there
    are none, but for leads that were added below the others of a file that is split in its order.

    Args:
        card: The bundle's card.
        labelled: All matured snapshots of the tables at hand.
        leads: The leads of these tables.
    """
    facts = card.get("split", {})
    if leads.created_at is not None:
        never = _labels_known_after(card.get("trained_until"), card.get("horizon_days"), labelled, leads)
    elif facts.get("kind") == "file_order":
        never = _after(card["data"]["rows"]["leads"], facts, labelled, leads)
    else:
        never = _none(labelled)
    return _whole_groups(never, labelled)


def _labels_known_after(
    until: str | None, horizon_days: int | None, labelled: LabelledSnapshots, leads: LeadTable
) -> Mask:
    """Leads of which even the first possible snapshot got its label only after the moment."""
    if until is None or horizon_days is None or leads.created_at is None:
        return _none(labelled)
    young: Mask = created_at(labelled, leads) + horizon_days * DAY > moment(until)
    return young


def _after(n_leads: int | None, facts: Mapping[str, Any], labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Leads after the first so many of the file, if these are still the same ones."""
    if n_leads is None or facts.get("rolls", {}).get(str(n_leads)) != roll(leads, n_leads):
        return _none(labelled)
    later: Mask = labelled.snapshots.lead >= n_leads
    return later


def _lots(facts: Mapping[str, Any], labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Leads whose lot held them out; lots that were drawn for groups cannot be drawn again without them."""
    grouped = facts.get("grouped")
    if grouped is None or (grouped and not (labelled.group < 0).any()):
        return _none(labelled)
    as_drawn = labelled if grouped else replace(labelled, lead_group=None)
    return drawn(as_drawn, leads, share=facts["evaluation_share"], seed=facts["seed"])


def _whole_groups(never: Mask, labelled: LabelledSnapshots) -> Mask:
    """Without the groups of which the model may have seen a lead."""
    known_groups: Mask = np.isin(labelled.group, labelled.group[~never])
    return never & ~known_groups


def _none(labelled: LabelledSnapshots) -> Mask:
    return np.zeros(len(labelled), dtype=bool)
