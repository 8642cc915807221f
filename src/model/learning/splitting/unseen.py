"""Which leads a model certainly never learned from, so that models can be compared on them."""

from dataclasses import replace

import numpy as np

from leadscore.model.arrays import Mask
from leadscore.model.card import Card
from leadscore.model.card.training_data import SplitFacts
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.assignment import created_at, drawn, ids_digest
from leadscore.model.timestamps import DAY, moment


def unseen_by_twin(facts: SplitFacts | None, labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Which snapshots belong to leads that the evaluated twin of a bundle certainly did not learn from.

    Leads that share a group with a lead it may have learned from are not among them. Where the facts leave it
    open, a lead counts as learned from.

    Args:
        facts: The ``split`` of the bundle's card.
        labelled: All matured snapshots of the tables at hand.
        leads: The leads of these tables.
    """
    if facts is None:
        return _none(labelled)
    never = _labels_known_after(facts.train_until, facts.horizon_days, labelled, leads)
    match facts.kind:
        case "time" if facts.test_from and leads.created_at is not None:
            never |= created_at(labelled, leads) >= moment(facts.test_from)
        case "file_order":
            never |= _after(facts.first_row, facts, labelled, leads)
        case "random":
            never |= _lots(facts, labelled, leads)
    return _whole_groups(never, labelled)


def unseen_by_model(card: Card, labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Which snapshots belong to leads that the shipped model of a bundle certainly did not learn from.

    With dates, these are leads so young that no label of theirs was known when it was trained. Without dates there
    are none, but for leads that were added below the others of a file that is split in its order.

    Args:
        card: The bundle's card.
        labelled: All matured snapshots of the tables at hand.
        leads: The leads of these tables.
    """
    if leads.created_at is not None:
        never = _labels_known_after(card.trained_until, card.horizon_days, labelled, leads)
    elif card.split is not None and card.split.kind == "file_order" and card.data is not None:
        never = _after(card.data.rows["leads"], card.split, labelled, leads)
    else:
        never = _none(labelled)
    return _whole_groups(never, labelled)


def _labels_known_after(
    until: str | None, horizon_days: int | None, labelled: LabelledSnapshots, leads: LeadTable
) -> Mask:
    """Leads whose first possible label became known only after ``until``."""
    if until is None or horizon_days is None or leads.created_at is None:
        return _none(labelled)
    young: Mask = created_at(labelled, leads) + horizon_days * DAY > moment(until)
    return young


def _after(n_leads: int | None, facts: SplitFacts, labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Leads after the first ``n_leads`` rows of the file, provided that those rows still hold the same leads."""
    if n_leads is None or facts.id_digests.get(str(n_leads)) != ids_digest(leads, n_leads):
        return _none(labelled)
    later: Mask = labelled.snapshots.lead >= n_leads
    return later


def _lots(facts: SplitFacts, labelled: LabelledSnapshots, leads: LeadTable) -> Mask:
    """Leads that the random split held out; a split drawn by group can be repeated only where groups are known."""
    grouped, share, seed = facts.grouped, facts.evaluation_share, facts.seed
    if grouped is None or share is None or seed is None or (grouped and not (labelled.group < 0).any()):
        return _none(labelled)
    as_drawn = labelled if grouped else replace(labelled, lead_group=None)
    return drawn(as_drawn, leads, share=share, seed=seed)


def _whole_groups(never: Mask, labelled: LabelledSnapshots) -> Mask:
    """The same leads, without those of groups that the model may have learned from."""
    known_groups: Mask = np.isin(labelled.group, labelled.group[~never])
    return never & ~known_groups


def _none(labelled: LabelledSnapshots) -> Mask:
    return np.zeros(len(labelled), dtype=bool)
