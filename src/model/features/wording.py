"""Names of columns and events as a person would write them."""


def label_of(name: str) -> str:
    """A column's or event type's name in words.

    >>> label_of("company_size"), label_of("A_SUBMITTED"), label_of("jobTitle")
    ('Company size', 'A submitted', 'Job title')
    """
    spaced = "".join(f" {c}" if c.isupper() and p.islower() else c for p, c in zip(" " + name, name, strict=False))
    words = spaced.replace("_", " ").replace(".", " ").replace("-", " ").split()
    return " ".join(words).lower().capitalize() or name
