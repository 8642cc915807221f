"""What past leads like this one did, behind a sentence."""

from collections.abc import Mapping
from typing import Any

from leadscore.model.scoring.wording import Wording


def with_evidence(
    wording: Wording, sentence: str, evidence: Mapping[str, Any], *, together: bool, in_part: bool = False
) -> str:
    """A sentence with its evidence.

    Args:
        wording: The phrases of the readers' language.
        sentence: What is true of the lead.
        evidence: ``rate`` of the past leads of which it was true that converted, ``n`` of them, and the ``typical``
            rate; rates from 0 to 1.
        together: Whether the points go against that rate, so that other facts must have a part in them.
        in_part: Whether the past leads share only a part of what the sentence says, which ``such`` then names.
    """
    plain = sentence.removesuffix(".")
    told = wording.say(
        "evidence.rate_after_colon" if ":" in plain else "evidence.rate",
        sentence=plain,
        rate=wording.percent(evidence["rate"]),
        leads=wording.count(evidence["n"]),
        typical=wording.percent(evidence["typical"]),
    )
    if in_part:
        told = wording.say("evidence.counted", sentence=told, such=evidence["such"])
    return wording.say("evidence.together", sentence=told) if together else told
