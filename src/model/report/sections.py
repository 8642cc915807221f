"""The sections of the report, in their order, and the parts of the card that each needs."""

from dataclasses import dataclass

from leadscore.model.card import Card


@dataclass(frozen=True)
class ReportSection:
    """One section.

    Attributes:
        name: Of its template, of its anchor, and of its heading and the sentence on how to read it.
        needs: Parts of the card that it draws; where it has none of them, the section is left out.
    """

    name: str
    needs: tuple[str, ...]


SECTIONS = (
    ReportSection("verdict", ("verdict",)),
    ReportSection("judged", ("split", "evaluation")),
    ReportSection("rivals", ("metrics",)),
    ReportSection("forward", ("backtest", "random_claim")),
    ReportSection("calibration", ("calibration_curve",)),
    ReportSection("gains", ("gains",)),
    ReportSection("grades", ("grades",)),
    ReportSection("leaks", ("leaks",)),
    ReportSection("maturity", ("maturity",)),
    ReportSection("drivers", ("drivers",)),
    ReportSection("slopes", ("checks",)),
    ReportSection("breakdown", ("by_age", "by_month", "slices")),
    ReportSection("champion", ("champion",)),
    ReportSection("learner", ("learner",)),
    ReportSection("card", ("question",)),
)


def present(section: ReportSection, card: Card) -> bool:
    """Whether the card has a part that the section shows."""
    return any(getattr(card, part) for part in section.needs)
