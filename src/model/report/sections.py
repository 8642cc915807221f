"""What the report has sections about, in this order, and how each is to be read."""

from dataclasses import dataclass

from leadscore.model.card import Card


@dataclass(frozen=True)
class ReportSection:
    """One section.

    Attributes:
        name: Of its template, and of its anchor.
        title: Its heading.
        reading: One sentence on how to read it.
        needs: Parts of the card that it draws; where it has none of them, the section is left out.
    """

    name: str
    title: str
    reading: str
    needs: tuple[str, ...]


SECTIONS = (
    ReportSection(
        "verdict",
        "Verdict",
        "Each rule was fixed before the training; one that fails makes the model not ready, "
        "one that asks for care makes it usable with care.",
        ("verdict",),
    ),
    ReportSection(
        "judged",
        "What was judged",
        "Every figure below comes from leads that the judged model had never seen, weighted so that each lead counts "
        "about once however often it was looked at.",
        ("split", "evaluation"),
    ),
    ReportSection(
        "rivals",
        "Against its rivals",
        "All rivals predict the same leads; a difference is sure when its interval does not reach zero.",
        ("metrics",),
    ),
    ReportSection(
        "forward",
        "Forward in time",
        "The same recipe was trained and judged again as of earlier dates; expect the next months to fall within the "
        "spread of these figures, not at the best of them.",
        ("backtest", "random_claim"),
    ),
    ReportSection(
        "calibration",
        "Do the probabilities hold?",
        "Of the leads given 20%, one in five should convert: points on the dashed line keep that promise.",
        ("calibration_curve",),
    ),
    ReportSection(
        "gains",
        "What contacting the best-scored leads brings",
        "Read upwards from a share of leads that you can contact to the share of all conversions among them.",
        ("gains",),
    ),
    ReportSection(
        "grades",
        "Grades, and the rules beside them",
        "A lead counts in a grade if it had it at one judged look at least; rates should fall from A to D, and where "
        "their intervals overlap, two grades may be worth the same.",
        ("grades",),
    ),
    ReportSection(
        "leaks",
        "Columns and events that may know the future",
        "A column that is written after the outcome makes a model look good and then fail; "
        "high means evidence enough to leave it out, medium is a question for you.",
        ("leaks",),
    ),
    ReportSection(
        "maturity",
        "Maturity: which leads are old enough to tell",
        "A lead that is silent but younger than the horizon is not lost; such looks are left out and counted.",
        ("maturity",),
    ),
    ReportSection(
        "drivers",
        "What moves the score",
        "Longer bars move more scores, up or down; they show what the model looks at, not what causes a conversion.",
        ("drivers",),
    ),
    ReportSection(
        "breakdown",
        "By age, month and slice",
        "Look for groups where the mean prediction is far from what was observed, and mistrust small ones.",
        ("by_age", "by_month", "slices"),
    ),
    ReportSection(
        "champion",
        "Against the champion",
        "Both models predict leads that neither was trained on; below zero the new one is better.",
        ("champion",),
    ),
    ReportSection(
        "learner",
        "How it was learned",
        "The parts add up on the log-odds, so that every score is an exact sum of its reasons.",
        ("learner",),
    ),
    ReportSection(
        "card",
        "Card",
        "Equal data give equal fingerprints; the same data, settings and seed give the same model again.",
        ("question",),
    ),
)


def present(section: ReportSection, card: Card) -> bool:
    """Whether the card tells anything that the section is about."""
    return any(getattr(card, part) for part in section.needs)
