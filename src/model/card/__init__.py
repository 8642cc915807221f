"""The card of a model: one typed, versioned declaration that training fills and everything else reads."""

from leadscore.model.card.card import CARD_VERSION, Card
from leadscore.model.card.figures import Estimate, Metrics, filled
from leadscore.model.card.reading import card_as_dict, card_from_dict, plain

__all__ = ["CARD_VERSION", "Card", "Estimate", "Metrics", "card_as_dict", "card_from_dict", "filled", "plain"]
