"""What past leads like this one did, behind a sentence."""

from leadscore.model.scoring.wording import Wording


def with_evidence(wording: Wording, sentence: str, *, rate: float, leads: int, typical: float, together: bool) -> str:
    """A sentence with its evidence.

    Args:
        wording: The phrases of the readers' language.
        sentence: What is true of the lead.
        rate: Conversion rate of the past leads of which it was true, 0 to 1.
        leads: How many they were.
        typical: Conversion rate of all past leads, 0 to 1.
        together: Whether the points go against that rate, so that other facts must have a part in them.
    """
    plain = sentence.removesuffix(".")
    told = wording.say(
        "evidence.rate_after_colon" if ":" in plain else "evidence.rate",
        sentence=plain,
        rate=wording.percent(rate),
        leads=wording.count(leads),
        typical=wording.percent(typical),
    )
    return wording.say("evidence.together", sentence=told) if together else told
