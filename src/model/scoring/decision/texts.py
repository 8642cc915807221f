"""Decisions in the words of the readers' language: the rule that decided, and what to do next."""

from dataclasses import dataclass

from leadscore.model.config import Route
from leadscore.model.scoring.contract import Grade
from leadscore.model.scoring.decision.decision import Override
from leadscore.model.scoring.decision.policy import Policy
from leadscore.model.scoring.decision.rules import DecisionInput, Step
from leadscore.model.scoring.language import Wording


@dataclass(frozen=True)
class DecisionTexts:
    """What is said of decisions under one policy."""

    policy: Policy
    wording: Wording

    def rule(self, step: Step, situation: DecisionInput) -> str:
        """The rule of a step, with its figures; the step applies to the situation."""
        match step:
            case "gate" if situation.gate is not None:
                return self.wording.say("decision.gate", name=situation.gate.name)
            case "override" if situation.override is not None:
                return self._override(situation.override)
            case "missing":
                return self.wording.say("decision.missing", labels=", ".join(situation.missing))
            case "product_use":
                return self._product_use(situation.product_use)
            case _:
                rule = self._grade(situation.grade, situation.score)
                return self._silent(rule) if situation.silent and situation.grade != "A" else rule

    def next_step(self, route: Route) -> str:
        """What to do: the analyst's own words, else those of the language."""
        return self.policy.next_steps.get(route) or self.wording.say(f"next_steps.{route}")

    def explains(self, machine: Grade, by: str) -> str:
        """Which grade the score, its points and its reasons are about, and which not."""
        return self.wording.say("decision.explains", grade=machine, by=by)

    def _override(self, override: Override) -> str:
        date = self.wording.formats.date(override.at)
        return self.wording.say("decision.override", by=override.by, date=date, reason=override.reason)

    def _product_use(self, count: int) -> str:
        window = self.wording.say("time.window", count=self.policy.product_use_days)
        least = self.policy.product_use_at_least
        return self.wording.say("decision.product_use", count=count, window=window, least=least)

    def _grade(self, grade: Grade, score: int) -> str:
        cuts = self.policy.cuts
        if grade == "D":
            return self.wording.say("decision.lowest_grade", grade=grade, score=score, cut=cuts.third)
        cut = {"A": cuts.first, "B": cuts.second, "C": cuts.third}[grade]
        return self.wording.say("decision.grade", grade=grade, score=score, cut=cut)

    def _silent(self, rule: str) -> str:
        window = self.wording.say("time.window", count=self.policy.silent_days)
        return self.wording.say("decision.silent", rule=rule, window=window)
