"""The texts of a decision in the readers' language: the rule that decided, and the next step."""

from dataclasses import dataclass

from leadscore.model.config import Route
from leadscore.model.scoring.contract import Grade
from leadscore.model.scoring.decision.decision import Override
from leadscore.model.scoring.decision.policy import Policy
from leadscore.model.scoring.decision.rules import DecisionInput, Step
from leadscore.model.scoring.language import Wording


@dataclass(frozen=True)
class DecisionTexts:
    """Writes the texts of decisions made by one policy."""

    policy: Policy
    wording: Wording

    def rule(self, step: Step, decided_on: DecisionInput) -> str:
        """The text of the rule that applied (``step``), with its figures."""
        match step:
            case "gate" if decided_on.gate is not None:
                return self.wording.say("decision.gate", name=decided_on.gate.name)
            case "override" if decided_on.override is not None:
                return self._override(decided_on.override)
            case "missing" if decided_on.doubtful:
                gates, labels = ", ".join(decided_on.doubtful), ", ".join(decided_on.missing)
                return self.wording.say("decision.doubtful", name=gates, labels=labels)
            case "missing":
                return self.wording.say("decision.missing", labels=", ".join(decided_on.missing))
            case "product_use":
                return self._product_use(decided_on.product_use)
            case "too_low":
                cut = self.policy.disqualify_below
                return self.wording.say("decision.too_low", score=decided_on.score, cut=cut)
            case _:
                rule = self._grade(decided_on.grade, decided_on.score)
                return self._silent(rule) if decided_on.silent and decided_on.grade != "A" else rule

    def next_step(self, route: Route) -> str:
        """The next step: the analyst's own text for the route, else the language's."""
        return self.policy.next_steps.get(route) or self.wording.say(f"next_steps.{route}")

    def explains(self, machine: Grade, by: str) -> str:
        """The note that score, points and reasons belong to the grade without the override."""
        return self.wording.say("decision.explains", grade=machine, by=by)

    def _override(self, override: Override) -> str:
        date = self.wording.formats.date(override.at)
        return self.wording.say("decision.override", by=override.by, date=date, reason=override.reason)

    def _product_use(self, count: int) -> str:
        window = self.wording.say("time.window", count=self.policy.product_use_days)
        least = self.policy.product_use_at_least
        return self.wording.say("decision.product_use", count=count, window=window, least=least)

    def _grade(self, grade: Grade, score: int) -> str:
        """The points, and where the next better grade starts; ``cut`` is for the sentences of earlier models."""
        cuts = self.policy.cuts
        starts = {"A": cuts.first, "B": cuts.second, "C": cuts.third, "D": cuts.third}
        better = {"A": "A", "B": "A", "C": "B", "D": "C"}[grade]
        key = "decision.lowest_grade" if grade == "D" else "decision.grade"
        ends = {"cut": starts[grade], "better": better, "start": starts[better]}
        return self.wording.say(key, grade=grade, score=score, **ends)

    def _silent(self, rule: str) -> str:
        window = self.wording.say("time.window", count=self.policy.silent_days)
        return self.wording.say("decision.silent", rule=rule, window=window)
