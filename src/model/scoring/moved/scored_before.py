"""An earlier scoring of one lead, as it was written down."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ScoredBefore:
    """What is left of an earlier scoring; ``start + sum of points + beyond_scale == score``.

    Attributes:
        as_of: The moment it was scored for; None in a model without dates.
        points: Whole points by the label of their signal; one that is not there had none.
        model, version, sha256: Name, version and hash of the model that scored it.
    """

    lead_id: str
    as_of: int | None
    score: int
    start: int
    beyond_scale: int
    points: Mapping[str, int]
    model: str
    version: str
    sha256: str
