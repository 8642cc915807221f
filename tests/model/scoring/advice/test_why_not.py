"""A letter to a lead that does not qualify: true, shareable, and without a word about the model."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from advised import SHAREABLE, basis, known, learned
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.expressions.parsing import parse
from leadscore.model.features.spec import Signal
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.advice.why_not import FACTS_SHOWN, Declined, why_not
from leadscore.model.scoring.contract import WhyNot
from leadscore.model.scoring.decision import Gate
from leadscore.model.scoring.language import shipped, wording_in
from leadscore.model.scoring.points import Explainer, KnownLeads, whole
from leadscore.model.timestamps import moment

few = settings(max_examples=10, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)
AGAIN = moment("2026-03-05")
MODEL_TALK = r"model|score|scoring|point|probab|algorithm|predict|punkt|modell|wahrscheinlich|algorithm|bewert"


def one(seed: int, lead: int = 0) -> KnownLeads:
    leads, chosen = known(seed), np.array([lead])
    return KnownLeads(
        leads.leads.take(chosen), leads.events.take_leads(chosen), leads.as_of[chosen], leads.matrix[chosen]
    )


def describe(signal: Signal) -> str:
    """A sentence that gives away whose it is."""
    return f"told of <{signal.name}>"


def grade_above(cut: int) -> Callable[[int], str]:
    return lambda score: "A" if score >= cut else "D"


def declined(leads: KnownLeads, **changes: Any) -> Declined:
    points = Explainer(learned().bundle).explain(leads.matrix, most=1).points.signals[0]
    unreachable = Declined(leads, points, describe, grade_above(101), frozenset("A"), "nurture", again_on=AGAIN)
    return replace(unreachable, **changes)


def letter(leads: KnownLeads, model: Basis | None = None, **changes: Any) -> WhyNot:
    return why_not(basis() if model is None else model, declined(leads, **changes))


def of(*points: tuple[str, int]) -> Any:
    """Whole points of some signals, by name; no others have any."""
    given_points = dict(points)
    return np.array([given_points.get(signal.name, 0) for signal in basis().spec.signals])


def test_the_facts_are_the_strongest_shareable_ones_that_speak_against_the_lead() -> None:
    points = of(
        ("column.budget", -2), ("column.industry", -10), ("column.renewal", -5), ("event.demo", -9), ("event.page", -1)
    )
    found = letter(one(1), points=points)
    told = re.findall(r"told of <(.*?)>", found.text)
    assert told == ["event.demo", "column.renewal", "column.budget"]
    assert len(told) == FACTS_SHOWN
    assert "If any of this is not right" in found.text
    assert found.note is None


def test_where_they_carry_less_than_half_no_fact_is_named_and_the_seller_reads_why() -> None:
    found = letter(one(1), points=of(("column.budget", -2), ("event.demo", -7), ("column.industry", -10)))
    assert not re.search(r"told of|rests on|If any of this", found.text)
    assert found.note == (
        "The letter names no facts: those that may be shared are only 47% of what speaks against the lead."
    )
    assert "told of" in letter(one(1), points=of(("event.demo", -10), ("column.industry", -10))).text


def test_so_many_facts_are_named_as_carry_half() -> None:
    alike = replace(basis(), spec=replace(basis().spec, signals=tuple(
        replace(signal, shareable=True) for signal in basis().spec.signals)))  # fmt: skip
    points = np.array([-2] * len(alike.spec.signals))
    told = re.findall(r"told of <(.*?)>", letter(one(1), alike, points=points).text)
    assert len(told) == -(-len(points) // 2)


@pytest.mark.parametrize(
    ("route", "opening"),
    [
        ("nurture", "A personal talk does not seem to be the next step yet"),
        ("re_engage", "We would be glad to hear from you again"),
        ("enrich_first", "We still need to know a little more"),
        ("disqualify", "At present we cannot take it further"),
    ],
)
def test_the_opening_follows_the_route_and_only_who_is_not_pursued_is_refused(route: str, opening: str) -> None:
    text = letter(one(1), route=route, again_on=None).text
    assert opening in text
    assert ("cannot take it further" in text) == (route == "disqualify")
    assert "early" not in text


def test_what_speaks_for_the_lead_is_no_reason_against_it() -> None:
    text = letter(one(1), points=of(("column.budget", 2), ("column.industry", -3))).text
    assert "told of" not in text
    assert "rests on" not in text


@pytest.mark.parametrize(
    ("gate", "policy", "said"),
    [
        (Gate("n", "never", parse("x = 1"), "We do not sell to Norway.", "Ask <Acme>."), "A course.", "Ask <Acme>."),
        (Gate("n", "never", parse("x = 1"), "We do not sell to Norway."), "A course.", "A course."),
        (Gate("secret rule", "never", parse("x = 1")), None, None),
    ],
)
def test_a_gate_that_decided_speaks_alone(gate: Gate, policy: str | None, said: str | None) -> None:
    reachable = grade_above(0)  # every change would qualify the lead, were it not for the gate
    text = letter(
        one(1),
        by_lead(),
        route="disqualify",
        gate=gate,
        alternative=policy,
        points=of(("column.budget", -9)),
        grade_of=reachable,
        again_on=None,
    ).text
    assert "told of" not in text
    assert "After any one" not in text
    assert "secret" not in text
    assert (gate.say is None) or (f"- {gate.say}" in text)
    assert said is None or said in text.split("\n\n")


def by_lead() -> Basis:
    """The basis of a model in which the lead itself can change whatever it may be told of."""
    signals = tuple(replace(signal, by_lead=signal.shareable) for signal in basis().spec.signals)
    return replace(basis(), spec=replace(basis().spec, signals=signals))


@few
@given(seeds)
def test_a_change_told_would_have_the_lead_contacted(seed: int) -> None:
    leads = one(seed)
    now = int(whole(basis().scores(leads.matrix))[0])
    cut = min(now + 5, 100)
    text = letter(leads, by_lead(), grade_of=grade_above(cut), points=of()).text
    budget = re.search(r"^- Budget: ([−\d.,]+)$", text, re.MULTILINE)
    if budget:
        position = [feature.name for feature in basis().spec.features].index("column.budget")
        seen = next(c for c in basis().rates.candidates if c.position == position)  # type: ignore[union-attr]
        named = [value for value in seen.values if basis().wording.formats.amount(value) == budget[1]]
        scores = []
        for value in named:
            edited = leads.matrix.copy()
            edited[0, position] = value
            scores.append(int(whole(basis().scores(edited))[0]))
        assert max(scores) >= cut
    else:
        assert "Budget" not in text


def test_some_changes_are_told_and_then_no_date() -> None:
    leads = one(3, 1)
    now = int(whole(basis().scores(leads.matrix))[0])
    text = letter(leads, by_lead(), grade_of=grade_above(now + 3)).text
    assert "- Budget: " in text
    assert "After any one of these" in text
    assert "5 March 2026" not in text


def test_nothing_is_offered_that_the_lead_could_only_say_or_that_would_not_matter() -> None:
    leads = one(3, 1)
    now = int(whole(basis().scores(leads.matrix))[0])
    assert "After any one" not in letter(leads, grade_of=grade_above(now + 3)).text
    assert "After any one" not in letter(leads, by_lead(), grade_of=grade_above(now + 3), enough=frozenset()).text


def test_where_no_single_change_would_do_the_date_is_told() -> None:
    text = letter(one(3), by_lead()).text
    assert "We will look at it again on 5 March 2026." in text
    assert "After any one" not in text
    assert "look at it again" not in letter(one(3), again_on=None).text


@few
@given(seeds, st.integers(0, 100), st.sampled_from(["en", "de"]))
def test_nothing_is_said_of_what_may_not_be_shared(seed: int, cut: int, language: str) -> None:
    signals = tuple(replace(s, label=f"Label of {s.name}") for s in basis().spec.signals)
    features = tuple(replace(f, levels=tuple(f"{f.name}/{level}" for level in f.levels)) if f.kind == "category" else f
                     for f in basis().spec.features)  # fmt: skip
    spec = replace(basis().spec, signals=signals, features=features)
    model = replace(basis(), spec=spec, wording=wording_in(language))
    found = letter(one(seed), model, grade_of=grade_above(cut))
    hidden = [s.name for s in signals if s.name not in SHAREABLE]
    for text in (found.text, found.html):
        assert not [name for name in hidden if name in text]
        assert not re.search(MODEL_TALK, text, re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_phrases_do_not_speak_of_the_model(language: str) -> None:
    phrases = {name: str(text) for name, text in shipped(language)["why_not"].items()}
    assert phrases
    assert not [phrase for phrase in phrases.values() if re.search(MODEL_TALK, phrase, re.IGNORECASE)]


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


# without surrogates and controls: no file or request can hold them
PLAIN = st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=20)
TEXTS = PLAIN | st.just("<script>alert('x')</script> & <a href=\"http://x\">\n\n- more\r\n</ul>")


@few
@given(TEXTS, TEXTS)
def test_html_is_paragraphs_and_lists_whatever_is_in_the_facts(fact: str, alternative: str) -> None:
    points = of(("column.budget", -2), ("event.demo", -3))
    found = letter(one(1), describe=lambda _: fact, alternative=alternative, points=points)
    seen = Tags(found.html)
    assert {tag for tag, _ in seen.tags} <= {"p", "ul", "li"}
    assert not any(attributes for _, attributes in seen.tags)
    plain = re.sub(r"(?m)^- ", "", found.text)
    assert seen.text.split() == plain.split()


def test_the_whole_letter() -> None:
    found = letter(one(1), alternative="Our free course is open to you.", points=of(("event.demo", -3)))
    assert found.text == (
        "Thank you for your interest. A personal talk does not seem to be the next step yet; "
        "we would like to stay in touch.\n\n"
        "This is what our answer rests on:\n\n"
        "- told of <event.demo>\n\n"
        "We will look at it again on 5 March 2026.\n\n"
        "Our free course is open to you.\n\n"
        "If any of this is not right, please tell us.\n"
    )
    assert found.html.splitlines()[1:5] == [
        "<p>This is what our answer rests on:</p>",
        "<ul>",
        "<li>told of &lt;event.demo&gt;</li>",
        "</ul>",
    ]
    assert found.as_dict() == {"text": found.text, "html": found.html, "note": None}


def test_a_bundle_without_evidence_or_tags_still_has_a_polite_answer() -> None:
    spec = replace(basis().spec, signals=tuple(replace(s, shareable=False) for s in basis().spec.signals))
    text = letter(one(1), replace(basis(), spec=spec, rates=None), grade_of=grade_above(0), again_on=None).text
    assert text.count("\n\n") == 0
    assert text.startswith("Thank you")
