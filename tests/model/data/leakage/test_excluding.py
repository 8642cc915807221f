import pytest
from suspect_tables import HONEST, configured

from leadscore.model.data.leakage import Leak, Sign, without_leaks
from leadscore.model.data.leakage.leak import Kind, Severity, severity_of

SIGN = Sign("name", "It says so.", "name")


@pytest.mark.parametrize(
    ("name", "kind", "severity", "kept", "excluded"),
    [
        ("size", "column", "high", False, True),
        ("size", "column", "high", True, False),
        ("size", "column", "medium", False, False),
        ("size", "event", "high", False, False),
        ("not configured", "column", "high", False, True),
    ],
)
def test_only_a_high_leak_of_a_column_that_is_not_kept_is_excluded(
    name: str, kind: Kind, severity: Severity, kept: bool, excluded: bool
) -> None:
    leak, config = Leak(name, kind, severity, (SIGN,), kept), configured(HONEST)
    ignored = [column for column, settings in without_leaks(config, [leak]).columns.items() if settings.ignore]
    assert leak.excluded == excluded
    assert ignored == ([name] if excluded and name in HONEST else [])
    assert not any(settings.ignore for settings in config.columns.values())


def test_signs_of_one_family_are_one_piece_of_evidence() -> None:
    value, same = Sign("certain_value", "", "certainty"), Sign("same_as_outcome", "", "certainty")
    assert severity_of([value, same]) == "medium"
    assert severity_of([value, SIGN]) == "high"
    assert severity_of([SIGN, Sign("time_proxy", "", "time")]) == "medium"
    assert severity_of([Sign("dated_after_creation", "", "date")]) == "medium"
    assert severity_of([Sign("dated_after_outcome", "", "date")]) == "high"
