"""The answer of a scoring in a few words: a headline of one line, and a summary of eight lines at most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN, Change, Question, Reason
from leadscore.model.scoring.decision import Decided
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import REFERENCE_SCORE

REASONS_SUMMED_UP = 3
"""Reasons in a summary at most: with the headline, a question, two lines on what to say and do, and a note, eight."""

_RARE = 0.075
_SURE = 0.95
_NEVER = 0.001
_ROUND = (15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000)


@dataclass(frozen=True)
class Answer:
    """What a headline and a summary are made from.

    Attributes:
        score: In whole points.
        probability: From 0 to 1.
        reasons: The reasons, the strongest first.
        decided: The decision; None for a bundle without a policy.
    """

    score: int
    probability: float
    reasons: Sequence[Reason]
    decided: Decided | None


@dataclass(frozen=True)
class Beside:
    """What a summary holds beside the headline.

    Attributes:
        sentences: Per reason the plain sentence, without rates.
        ask: Questions, the most informative first.
        help: Changes that would raise the score, the most first.
        warnings: What to know about the input.
    """

    sentences: Sequence[str]
    ask: Sequence[Question]
    help: Sequence[Change]
    warnings: Sequence[str]


def chance_in_words(probability: float, wording: Wording) -> str:
    """A probability as a person would say it: so many in ten, or one in so many where it is small.

    >>> from leadscore.model.scoring.language import english
    >>> [chance_in_words(probability, english()) for probability in (0.31, 0.12, 0.021, 0.0002, 0.97)]
    ['about 3 in 10', 'about 1 in 8', 'about 1 in 50', 'fewer than 1 in 1,000', 'more than 19 in 20']
    """
    if probability > _SURE:
        return wording.say("summary.more", count=19, of=20)
    if probability < _NEVER:
        return wording.say("summary.fewer", count=1, of=round(1 / _NEVER))
    if probability >= 2 * _RARE:
        return wording.say("summary.about", count=min(round(10 * probability), 9), of=10)
    exact = 1 / probability
    of = round(exact) if probability >= _RARE else min(_ROUND, key=lambda each: abs(each / exact - exact / each))
    return wording.say("summary.about", count=1, of=of)


def headline(answer: Answer, wording: Wording) -> str:
    """Whether to call, the chance, and what decided: the strongest signal that way, or the rule beside the score."""
    chance, decided = chance_in_words(answer.probability, wording), answer.decided
    if decided is None:
        action = wording.say("summary.score", score=answer.score)
    else:
        action = wording.say(f"summary.{decided.decision.route}")
    if decided is not None and not decided.by_score:
        return _on_one_line(wording.say("summary.by_rule", action=action, rule=decided.decision.rule, chance=chance))
    if (reason := _deciding(answer)) is None:
        return _on_one_line(wording.say("summary.chance", action=action, chance=chance))
    key = "summary.speaks_for" if reason.points > 0 else "summary.speaks_against"
    return _on_one_line(wording.say(key, action=action, chance=chance, label=reason.signal))


def below_headline(answer: Answer, beside: Beside, wording: Wording) -> list[str]:
    """The lines of a summary below its headline, seven at most: reasons, what to ask, to say and to do, and a note."""
    return [_on_one_line(line) for line in _lines(answer, beside, wording)]


def _lines(answer: Answer, beside: Beside, wording: Wording) -> Iterator[str]:
    told = [
        pair for pair in zip(answer.reasons, beside.sentences, strict=True) if abs(pair[0].points) >= LEAST_POINTS_SHOWN
    ]
    for reason, sentence in told[:REASONS_SUMMED_UP]:
        points = wording.formats.points(reason.points)
        yield wording.say("summary.reason", points=points, sentence=sentence)
    if answer.decided is None or answer.decided.decision.route != "disqualify":
        if beside.ask:
            yield wording.say("summary.ask", question=beside.ask[0].question)
        if opening := _opening(told, wording):
            yield wording.say("summary.say", sentence=opening)
        elif beside.help:
            yield wording.say("summary.suggest", change=beside.help[0].text)
    if answer.decided is not None:
        yield wording.say("summary.next", step=answer.decided.decision.next_step)
    if beside.warnings:
        yield wording.say("summary.note", warning=beside.warnings[0])


def _deciding(answer: Answer) -> Reason | None:
    """The strongest reason for a lead that is called, and against one that is not; without a decision, by the score."""
    called = answer.score >= REFERENCE_SCORE if answer.decided is None else answer.decided.decision.route == "sales"
    sign = 1 if called else -1
    return next((reason for reason in answer.reasons if sign * reason.points >= LEAST_POINTS_SHOWN), None)


def _opening(told: Sequence[tuple[Reason, str]], wording: Wording) -> str | None:
    """What a talk can begin with: the strongest kind of thing that the lead did and that speaks for it."""
    overall = wording.say("labels.any")
    did = ((reason, text) for reason, text in told if reason.axis == "interest" and reason.signal != overall)
    return next((text for reason, text in did if reason.points > 0 and reason.value), None)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
