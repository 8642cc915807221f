"""Amounts: how many digits of a number, and of a share, people care to read."""

import math

_WHOLE_UP_TO = 1e15


def rounded(value: float) -> float | int:
    """Whole numbers and all from a thousand on without decimals, others to four significant digits.

    >>> rounded(3.0), rounded(12345.67), rounded(0.123456), rounded(1e300)
    (3, 12346, 0.1235, 1e+300)
    """
    short = float(f"{value:.4g}")
    if abs(value) >= _WHOLE_UP_TO:
        return short if math.isfinite(short) else value  # the largest of numbers, rounded up, are infinite
    if abs(value) >= 1000:
        return round(value)
    return int(short) if short.is_integer() else short


def hundredths(rate: float) -> tuple[str, str]:
    """A share in per cent, and whether it lies ``below`` or ``above`` what is written; "" where neither.

    Whole, but with a decimal below 1 and above 99, so that a rare thing is not told as one that never happens.

    >>> hundredths(0.314), hundredths(0.004), hundredths(0.9999), hundredths(0.0)
    (('31', ''), ('0.4', ''), ('99.9', 'above'), ('0', ''))
    """
    share = rate * 100
    if 1 <= share <= 99 or share in (0, 100):
        return f"{share:.0f}", ""
    text = f"{share:.1f}"
    if text in ("0.0", "100.0"):
        return ("0.1", "below") if text == "0.0" else ("99.9", "above")
    return text.removesuffix(".0"), ""
