"""Reference rates are written as plain values, read back equal, and refused where its parts do not fit together."""

import json
from typing import Any

import pytest
from evidenced import learned

from leadscore.model.scoring.rates import reference_rates_from_dict


def written() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(learned().evidence.as_dict(), allow_nan=False))
    return plain


def test_reference_rates_are_read_back_equal() -> None:
    assert reference_rates_from_dict(written()) == learned().evidence


def test_bins_written_before_whole_numbers_were_marked_can_be_read() -> None:
    plain = written()
    for rates in plain["rates"]:
        for part in rates["bins"]:
            del part["whole"]
    assert reference_rates_from_dict(plain).rates[0] is not None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rates", 0, "rates"), [0.1]),
        (("rates", 0, "leads"), []),
        (("rates", 0, "bins", 0, "edges"), [5.0, 3.0, 110.0, 120.0, 150.0]),
        (("rates", 0, "bins", 0, "codes"), 99),
        (("bands", "rates"), [0.5]),
        (("bands", "leads"), []),
        (("bands", "edges"), [0.0] * 6),
        (("typical",), "much"),
        (("shares",), None),
    ],
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else None,
)
def test_reference_rates_whose_parts_do_not_fit_together_are_refused(path: tuple[Any, ...], value: object) -> None:
    plain = written()
    inner = plain
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(ValueError, match=r"do not fit together|validation error"):
        reference_rates_from_dict(plain)
