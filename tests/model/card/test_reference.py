"""Every field of the card is declared with a sentence, and the page is made from the declaration."""

from dataclasses import fields, is_dataclass
from pathlib import Path

from leadscore.model.card import evaluation, figures, grades, learner, signals, training_data, verdict
from leadscore.model.card.card import Card
from leadscore.model.card.figures import CardPart
from leadscore.model.card.reference import meanings, reference

PARTS = [
    part
    for module in (figures, training_data, evaluation, learner, signals, grades, verdict)
    for part in vars(module).values()
    if isinstance(part, type) and issubclass(part, CardPart) and is_dataclass(part)
]


def test_every_field_has_a_sentence() -> None:
    for part in (Card, *PARTS):
        sentences = meanings(part)
        assert list(sentences) == [field.name for field in fields(part)]
        assert all(sentence.endswith(".") for sentence in sentences.values())


def test_the_page_of_the_card_is_what_the_declaration_says() -> None:
    page = Path(__file__).parents[3] / "docs" / "card.md"
    assert page.read_text(encoding="utf-8") == reference(), "run `make docs`"


def test_the_page_names_every_part_that_a_card_may_hold() -> None:
    page = reference()
    named = {line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")}
    assert named == {Card.__name__} | {part.__name__ for part in PARTS} - {"GroupFigures"}
