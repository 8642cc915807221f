"""Names and values of columns and events as a person would write them."""

import re

_CODE = re.compile(r"[^\W_]+(_[^\W_]+)+")


def label_of(name: str) -> str:
    """A column's or event type's name in words.

    >>> label_of("company_size"), label_of("A_SUBMITTED"), label_of("jobTitle")
    ('Company size', 'A submitted', 'Job title')
    """
    spaced = "".join(f" {c}" if c.isupper() and p.islower() else c for p, c in zip(" " + name, name, strict=False))
    words = spaced.replace("_", " ").replace(".", " ").replace("-", " ").split()
    return " ".join(words).lower().capitalize() or name


def spoken(value: str) -> str:
    """A value as people say it: codes of several words without underscores, anything else as it is.

    >>> spoken("partner_marketplace"), spoken("A_SUBMITTED"), spoken("GmbH & Co. KG"), spoken("/my_page")
    ('partner marketplace', 'A submitted', 'GmbH & Co. KG', '/my_page')
    """
    if "_" not in value or not _CODE.fullmatch(value):
        return value
    return label_of(value) if value.isupper() else value.replace("_", " ")
