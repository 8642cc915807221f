import pytest

from leadscore.model.data.inspection.profiles import Profile
from leadscore.model.data.inspection.targets import chosen_target, find_target
from leadscore.model.errors import DataError
from leadscore.model.scoring.language import english


def column(name: str, **counts: int) -> Profile:
    listed = tuple(sorted(((value.replace("_", " "), count) for value, count in counts.items()), key=lambda kv: -kv[1]))
    rows = sum(counts.values())
    return Profile(name, rows=rows, filled=rows, levels=len(counts), listed=listed)


def numbers(name: str, **counts: int) -> Profile:
    digits = {value.removeprefix("n"): count for value, count in counts.items()}
    return column(name, **digits)


@pytest.mark.parametrize(
    ("profiles", "target", "positive"),
    [
        ([column("loan", yes=30, no=70), column("y", yes=11, no=89)], "y", ("yes",)),
        ([numbers("age", n41=50, n42=50), numbers("bought", n1=6, n0=94)], "bought", ("1",)),
        ([column("Is Converted", true=20, false=80)], "Is Converted", ("true",)),
        ([column("gekauft", ja=20, nein=80)], "gekauft", ("ja",)),
        ([column("status", Closed_Won=20, Closed_Lost=30, New=50)], "status", ("Closed Won",)),
        ([column("stage", customer=10, former_customer=10, lead=80)], "stage", ("customer",)),
        ([column("marital_status", single=50, married=50)], None, None),
        ([column("customer", yes=90, no=10)], None, None),
        ([column("newsletter", yes=10, no=90)], None, None),
        ([column("converted_at", yes=10, no=90)], None, None),
        ([column("target", yes=100)], None, None),
    ],
)
def test_the_target_is_found_by_its_name_and_its_values(
    profiles: list[Profile], target: str | None, positive: tuple[str, ...] | None
) -> None:
    found = find_target({profile.name: profile for profile in profiles}, english())
    assert (found and found.column, found and found.positive) == (target, positive)


def test_a_chosen_target_may_mean_that_most_leads_converted() -> None:
    target = chosen_target(column("paid", yes=90, no=10), english())
    assert (target.positive, target.why) == (("yes",), "you named it; yes means converted, 90.0% of the rows")


def test_of_two_unknown_values_neither_is_guessed_to_be_a_win() -> None:
    target = chosen_target(column("group", blue=90, red=10), english())
    assert (target.positive, target.unclear) == ((), ("blue", "red"))
    assert target.why == "its name says so, but somebody has to say what its values mean"


def test_a_status_whose_values_are_unknown_is_asked_about() -> None:
    target = find_target({"status": column("status", S1=50, S2=30, S3=20)}, english())
    assert target is not None
    assert (target.positive, target.unclear) == ((), ("S1", "S2", "S3"))


def test_a_column_of_stages_is_preferred_to_one_of_yes_and_no() -> None:
    profiles = [column("IsWon", true=20, false=80), column("Stage", Closed_Won=20, Closed_Lost=30, Proposal=50)]
    target = find_target({profile.name: profile for profile in profiles}, english())
    assert target is not None
    assert (target.column, target.lost, target.open) == ("Stage", ("Closed Lost",), ("Proposal",))


def test_stages_may_say_that_most_leads_converted() -> None:
    target = find_target({"stage": column("stage", Won=80, Lost=20)}, english())
    assert target is not None
    assert target.positive == ("Won",)


def test_a_chosen_target_of_too_many_values_is_refused() -> None:
    shades = {f"shade_{number}": 1 for number in range(40)}
    message = (
        "values of the column `colour` do not say .*\n  where: it has 40 different values\n  what to do: use a column"
    )
    with pytest.raises(DataError, match=message):
        chosen_target(column("colour", **shades), english())
