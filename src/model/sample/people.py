"""Names, companies and addresses of people who do not exist."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.sample.funnel import Prospects

Texts = NDArray[Any]

_FIRST_NAMES = """
    Ada Amir Anna Bruno Carla Chen Dana David Elif Emma Farid Grace Hana Hugo Ines Ivan Jonas Julia Karl
    Lea Lina Luca Maria Mateo Mina Nils Nora Omar Paula Pedro Priya Rosa Sam Sofia Tara Tim Uma Vera
    Will Yara
"""
_LAST_NAMES = """
    Adler Bauer Becker Costa Dubois Evans Fischer Garcia Haas Ito Jansen Keller Kowalski Kumar Lopez
    Martin Meyer Moreau Novak Okafor Patel Quinn Rossi Santos Schmidt Silva Smit Tanaka Taylor Vogel
    Wagner Walker Weber Wolf Young Zimmer
"""
_STARTS = """
    Alder Amber Birch Blue Bright Cedar Clear Copper Delta Dune Ember Falcon Fern Gold Green Harbor
    Hazel Iron Juniper Lake Maple Meadow Mint North Oak Ocean Pine Quartz River Silver Sky Stone Summit
    Swift Terra Velvet Vista West Willow Zephyr
"""
_ENDS = """
    bridge craft field flow forge gate grid hill hub labs line link loop mark mill path port scale shift
    soft spark stack stream tide track vale ware wave works yard
"""
_OWNERS = "a.brandt c.moreno d.osei j.lindqvist m.fontaine r.takeda"
_COLOURS = "blue green orange purple red teal white yellow"
_TERMS = "crm+tool lead+list sales+app top+crm pipeline+help score+leads b2b+growth deal+desk"
_FREE_MAIL = "gmail.com outlook.com yahoo.com gmx.de web.de"
_DISPOSABLE_MAIL = "mailinator.com 10minutemail.com"
_DIAL = {"Germany": 49, "United States": 1, "United Kingdom": 44, "France": 33, "Netherlands": 31}
_DIAL |= {"Spain": 34, "Poland": 48, "Brazil": 55, "India": 91}


def draw_people(prospects: Prospects, rng: np.random.Generator) -> Mapping[str, Texts]:
    """The columns that say who to talk to, and those that say nothing; all independent of converting."""
    count = len(prospects)
    first, last = _pick(_FIRST_NAMES, count, rng), _pick(_LAST_NAMES, count, rng)
    company = _pick(_STARTS, count, rng) + _pick(_ENDS, count, rng)
    return {
        "company": company,
        "name": first + " " + last,
        "email": _addresses(prospects, first + "." + last, company, rng),
        "phone": _phones(prospects, rng),
        "owner": _pick(_OWNERS, count, rng),
        "newsletter_colour": _pick(_COLOURS, count, rng),
        "utm_term": _pick(_TERMS, count, rng),
        "badge_number": rng.integers(1, 1000, count),
    }


def managers(count: int, rng: np.random.Generator) -> Texts:
    """Names of the colleagues who take new customers on board."""
    return _pick("Fay Gil Kim Mo Zoe", count, rng)


def _pick(words: str, count: int, rng: np.random.Generator) -> Texts:
    choices = words.split()
    return np.array(choices, dtype=object)[rng.integers(0, len(choices), count)]


def _addresses(prospects: Prospects, person: Texts, company: Texts, rng: np.random.Generator) -> Texts:
    """Companies are under the reserved domain ``.example``; elsewhere the lead's number makes the address unlikely."""
    count = len(prospects)
    kind = prospects.texts("email_kind")
    numbered = person + "." + prospects.number.astype(str).astype(object)
    free, disposable = _pick(_FREE_MAIL, count, rng), _pick(_DISPOSABLE_MAIL, count, rng)
    private = numbered + "@" + np.where(kind == "free", free, disposable)
    return _lower(np.where(kind == "company", person + "@" + company + ".example", private))


def _phones(prospects: Prospects, rng: np.random.Generator) -> Texts:
    dial = np.array([f"+{_DIAL[country]} 555 01" for country in prospects.texts("country")], dtype=object)
    number = np.array([f"{end:04d}" for end in rng.integers(0, 10_000, len(prospects))], dtype=object)
    return np.asarray(dial + number)


def _lower(texts: Texts) -> Texts:
    return np.array([text.lower() for text in texts], dtype=object)
