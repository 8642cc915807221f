"""Cells of CSV files, written so that no spreadsheet takes for a formula what a stranger typed into a form.

See https://owasp.org/www-community/attacks/CSV_Injection.
"""

import re

_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?\s?%?")
_MARK = "'"


def defused(text: str) -> str:
    """The text with an apostrophe in front where it would be a formula; ``as_given`` takes it away again.

    >>> defused("=1+1"), defused("-12.5"), defused("a@b.example")
    ("'=1+1", '-12.5', 'a@b.example')
    """
    return _MARK + text if _is_formula(text.lstrip(_MARK)) else text


def as_given(cell: str) -> str:
    """The text that a cell was written from.

    >>> as_given(defused("=1+1"))
    '=1+1'
    """
    return cell[1:] if cell.startswith(_MARK) and _is_formula(cell.lstrip(_MARK)) else cell


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute it: numbers begin with a sign, too, and stay what they are."""
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
