import pytest

from leadscore.model.data.inspection.lead_columns import chosen_target, disqualified_values, find_target, won_values
from leadscore.model.data.inspection.profiles import Profile
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


def test_of_two_unknown_values_the_rarer_means_converted_and_this_is_said() -> None:
    target = chosen_target(column("group", blue=90, red=10), english())
    assert target.positive == ("red",)
    assert "of its two values the rarer is taken for converted; red means converted, 10.0%" in target.why


def test_a_chosen_target_that_says_nothing_is_refused() -> None:
    message = (
        "values of the column `colour` do not say .*\n  where: it has 3 different values\n  what to do: use a column"
    )
    with pytest.raises(DataError, match=message):
        chosen_target(column("colour", blue=1, red=2, green=3), english())


@pytest.mark.parametrize(
    ("outcomes", "won", "disqualified"),
    [
        (column("outcome", converted=1, disqualified=2, lost=3), ("converted",), ("disqualified",)),
        (column("outcome", approved=1, declined=2, cancelled=3), ("approved",), ()),
        (column("outcome", not_approved=1, pending=2), (), ()),
        (column("outcome", gewonnen=1, verloren=2, ungültig=3), ("gewonnen",), ("ungültig",)),
        (column("outcome", Won=1, spam=2, duplicate=2, no_interest=3), ("Won",), ("duplicate", "spam")),
    ],
)
def test_outcomes_are_read_by_their_names(
    outcomes: Profile, won: tuple[str, ...], disqualified: tuple[str, ...]
) -> None:
    assert won_values(outcomes) == won
    assert sorted(disqualified_values(outcomes)) == sorted(disqualified)
