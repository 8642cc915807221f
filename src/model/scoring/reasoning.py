"""The reasons of scored leads: the strongest signals in words, with what was seen of past leads like them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.evidence import Seen, cell_texts, seen, works_together
from leadscore.model.scoring.explaining import Explained
from leadscore.model.scoring.reasons import Facts, Phrases, with_evidence
from leadscore.model.scoring.scoring import Reason


@dataclass(frozen=True)
class Precedents:
    """What was seen of past leads like some new ones.

    Attributes:
        seen: Rates per lead and signal.
        against: Where the points contradict them.
        typical: The rate of all past leads.
    """

    seen: Seen
    against: NDArray[np.bool_]
    typical: float


class Reasoner:
    """Tells the reasons of scores by one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._signals, self._evidence, self._phrases = bundle.spec.signals, bundle.evidence, Phrases(bundle.spec)
        self._in_part = _told_in_part(bundle)
        self._such = cell_texts(bundle.evidence, bundle.spec, self._phrases.wording) if bundle.evidence else ()

    def precedents(self, matrix: NDArray[np.float64], explained: Explained) -> Precedents | None:
        """What was seen of past leads like those in the rows; None by a bundle that does not tell."""
        if self._evidence is None:
            return None
        found, typical = seen(self._evidence, matrix), self._evidence.typical
        return Precedents(found, works_together(explained.points.signals, found.rates, typical), typical)

    def reasons(self, facts: Facts, explained: Explained, past: Precedents | None) -> tuple[Reason, ...]:
        """The strongest signals of one lead, as far as they have points."""
        points, strongest = explained.points.signals[facts.position], explained.strongest[facts.position]
        return tuple(self._reason(signal, int(points[signal]), facts, past) for signal in strongest if points[signal])

    def _reason(self, position: int, points: int, facts: Facts, past: Precedents | None) -> Reason:
        signal = self._signals[position]
        value, text = self._phrases.say(signal, facts)
        if past is None or not past.seen.leads[facts.position, position]:
            return Reason(signal.label, signal.axis, points, value, text)
        evidence = self._shown(past, facts.position, position)
        wording, against = self._phrases.wording, bool(past.against[facts.position, position])
        # rates that read alike contradict nothing that anybody could see
        together = against and wording.percent(evidence["rate"]) != wording.percent(past.typical)
        told = with_evidence(wording, text, evidence, together=together, in_part=self._in_part[position])
        return Reason(signal.label, signal.axis, points, value, told, evidence, together)

    def _shown(self, past: Precedents, lead: int, signal: int) -> dict[str, Any]:
        return {
            "rate": float(past.seen.rates[lead, signal]),
            "n": int(past.seen.leads[lead, signal]),
            "typical": past.typical,
            "such": self._such[signal][past.seen.cells[lead, signal]],
        }


def _told_in_part(bundle: Bundle) -> tuple[bool, ...]:
    """Per signal, whether its rates go by one of the features that its sentence speaks of, as of hour and weekday."""
    features = Counter(feature.signal for feature in bundle.spec.features)
    rates = bundle.evidence.rates if bundle.evidence else (None,) * len(bundle.spec.signals)
    return tuple(
        told is not None and len(told.bins) == 1 and features[signal.name] > 1
        for signal, told in zip(bundle.spec.signals, rates, strict=True)
    )
