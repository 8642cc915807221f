"""Bad input is trained on sensibly, or refused with the reason; never learned from in silence."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from awkward_files import FIRST_DAY, NOT_AFTER, Learned, configured, dated, leads, learn

from leadscore.model.data.tables import UnusableError, read_tables
from leadscore.model.errors import ConfigError, DataError, NotEnoughDataError
from leadscore.model.learning.training import train
from leadscore.model.timestamps import iso, moment

N = 800
TOLD = 0.68  # area under the curve that the two honest columns reach, less what chance takes on 160 leads


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """What the dated files come to when nothing is wrong with them."""
    return learn(tmp_path_factory.mktemp("plain"), *dated(N))


def columns(role: str, *names: str, **settings: Any) -> dict[str, Any]:
    return {name: {"role": role, **settings} for name in names}


def sound(learned: Learned) -> None:
    """The model ranks as the honest columns allow, and promises what came."""
    assert learned.roc_auc > TOLD
    evaluation = learned.card.evaluation
    spread = 3 * (evaluation.typical * (1 - evaluation.typical) / evaluation.leads) ** 0.5
    assert evaluation.mean_prediction == pytest.approx(evaluation.typical, abs=spread)


def test_empty_and_constant_columns_are_not_learned_from(tmp_path: Path) -> None:
    frame = leads(N).assign(empty=None, blank=" ", same="yes", one=1, never=None)
    more = columns("numeric", "empty", "one") | columns("category", "blank", "same") | columns("date", "never")
    learned = learn(tmp_path, frame, columns=more)
    assert learned.learned_from == {"budget", "industry"}
    sound(learned)


def test_nothing_but_empty_and_constant_columns_are_refused(tmp_path: Path) -> None:
    frame = leads(N).assign(budget=None, industry="Health")
    with pytest.raises(DataError, match=r"^No column and no event varies over the training leads"):
        learn(tmp_path, frame)


def test_a_misspelt_value_in_an_order_is_refused_before_anything_is_learned(tmp_path: Path) -> None:
    order = columns("category", "industry", order=["Finance", "Helth"])
    with pytest.raises(ConfigError, match=r"^No lead has the value `Helth`\n") as refused:
        learn(tmp_path, leads(N), columns=order)
    assert refused.value.where == "columns.industry.order"
    assert refused.value.remedy == "did you mean `Health`?"


@pytest.mark.slow
def test_of_a_category_with_ten_thousand_levels_only_frequent_ones_are_distinguished(tmp_path: Path) -> None:
    rare, common = np.arange(10_000), 10_000 + np.arange(2_000) % 50
    campaign = np.random.default_rng(0).permutation(np.concatenate([rare, common]))
    frame = leads(12_000).assign(campaign=[f"c{number}" for number in campaign])
    learned = learn(tmp_path, frame, columns=columns("category", "campaign", keep=True))
    levels = next(column.levels for column in learned.training.bundle.spec.columns if column.name == "campaign")
    assert set(levels) == {f"c{number}" for number in range(10_000, 10_050)}
    sound(learned)
    assert learned.card.drivers[0].signal == "Budget"


def test_a_category_without_any_frequent_level_tells_nothing(tmp_path: Path) -> None:
    learned = learn(tmp_path, leads(N).assign(town=[f"t{i}" for i in range(N)]), columns=columns("category", "town"))
    assert "Town" not in {row.signal for row in learned.card.drivers if row.log_odds > 0.05}
    sound(learned)


@pytest.mark.slow
def test_five_hundred_columns_of_noise_do_not_drown_two_that_tell(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = pd.DataFrame(rng.normal(size=(N, 500)).round(3), columns=[f"noise {i}" for i in range(500)])
    learned = learn(tmp_path, pd.concat([leads(N), noise], axis=1), columns=columns("numeric", *noise))
    assert {"budget", "industry"} < learned.learned_from
    assert len(learned.learned_from) < 502  # some of the noise is taken out, because it says nothing of held-out leads
    assert learned.roc_auc > 0.6
    assert learned.card.drivers[0].signal == "Budget"


def test_one_giant_category_is_learned_from_without_harm(tmp_path: Path) -> None:
    giant = np.where(np.arange(N) % 50 == 0, "elsewhere", "here")
    learned = learn(tmp_path, leads(N).assign(country=giant), columns=columns("category", "country"))
    sound(learned)
    drivers = {row.signal: row.log_odds for row in learned.card.drivers}
    assert drivers.get("Country", 0.0) < drivers["Budget"] / 3


def test_leads_dated_before_1970_or_beyond_belief_are_rejected_and_counted(tmp_path: Path) -> None:
    frame, outcomes = dated(N)
    frame.loc[[3, 4], "created_at"] = ["1969-12-31", "1901-01-01"]
    frame.loc[[5, 6], "created_at"] = ["2201-01-01", "2270-01-01"]
    learned = learn(tmp_path, frame, outcomes)
    assert learned.broken("date_before_1970") == [4, 5]
    assert (learned.broken("date_in_future"), learned.broken("unreadable_date")) == ([6], [7])
    assert learned.card.data.rows["leads"] == N - 4
    assert learned.card.data.last < iso(NOT_AFTER)
    sound(learned)


def test_strange_dates_in_a_column_to_learn_from_harm_nothing(tmp_path: Path) -> None:
    frame, outcomes = dated(N)
    strange = np.array(["1905-05-05", "2250-01-01", "2270-01-01", "", "2025-06-01"])
    renewal = strange[np.random.default_rng(0).integers(0, 5, N)]
    learned = learn(tmp_path, frame.assign(renewal=renewal), outcomes, columns=columns("date", "renewal"))
    assert len(learned.broken("unreadable_date")) == (renewal == "2270-01-01").sum()
    assert len(learned.tables.leads) == N
    assert np.isfinite(learned.training.explained[1]).all()
    sound(learned)


def test_leads_created_after_the_end_of_the_data_teach_nothing(tmp_path: Path) -> None:
    frame, outcomes = dated(N)
    until = "2025-10-01T00:00:00Z"
    learned = learn(tmp_path, frame, outcomes, learning={"data_until": until})
    known = pd.to_datetime(frame["created_at"]) + pd.Timedelta(days=20) <= pd.Timestamp(until)
    assert learned.card.training.leads == known.sum() < N
    assert learned.card.trained_until == until
    sound(learned)


def test_outcomes_dated_before_the_creation_are_rejected_and_their_leads_teach_nothing(
    tmp_path: Path, plain: Learned
) -> None:
    frame, outcomes = dated(N)
    outcomes.loc[:9, "at"] = "2024-12-24"
    learned = learn(tmp_path, frame, outcomes)
    assert learned.card.training.leads == plain.card.training.leads - 10
    assert any(note.startswith("10 leads have an outcome, but not a valid one") for note in learned.card.notes)
    assert learned.broken("outcome_before_creation") == list(range(1, 11))
    assert learned.card.data.rows["outcomes"] == N - 10
    sound(learned)


def test_a_lead_that_is_listed_twice_counts_once(tmp_path: Path, plain: Learned) -> None:
    frame, outcomes = dated(N)
    twice = pd.concat([frame, frame.iloc[::2]], ignore_index=True)
    learned = learn(tmp_path, twice, outcomes)
    assert len(learned.broken("duplicate_lead")) == N // 2
    assert learned.card.training == plain.card.training
    assert learned.card.metrics == plain.card.metrics


def test_copies_of_leads_under_other_ids_are_never_learned_from_and_evaluated(tmp_path: Path, plain: Learned) -> None:
    frame, outcomes = dated(N)
    copies, ends = (table.assign(id=table["id"] + "-copy") for table in (frame, outcomes))
    learned = learn(tmp_path, pd.concat([frame, copies]), pd.concat([outcomes, ends]))
    assert learned.card.evaluation.leads == pytest.approx(2 * plain.card.evaluation.leads, abs=2)
    assert learned.roc_auc == pytest.approx(plain.roc_auc, abs=0.03)
    assert max(rounds for found in learned.card.learner.best_rounds.values() for rounds in found) < 1000
    assert learned.card.metrics["model"].calibration_slope.value > 0.5
    assert any("repeat" in note for note in learned.card.notes)


def test_a_target_with_three_values_is_one_of_them_against_the_others(tmp_path: Path) -> None:
    frame = leads(N)
    frame.loc[frame.index % 5 == 0, "won"] = "maybe"
    learned = learn(tmp_path, frame)
    assert learned.card.training.converted_leads == (frame["won"] == "yes").sum()
    assert learned.card.training.leads == N
    both = learn(tmp_path, frame, leads={"positive": ["yes", "maybe"]})
    assert both.card.training.converted_leads == (frame["won"] != "no").sum()


@pytest.mark.parametrize(("won", "lost"), [("gewonnen", "verloren"), ("✓ 成約", "失注"), ("Заключён", "нет")])
def test_labels_in_any_language_are_those_the_configuration_names(
    tmp_path: Path, plain: Learned, won: str, lost: str
) -> None:
    frame, outcomes = dated(N)
    named = outcomes.assign(outcome=outcomes["outcome"].map({"won": won, "lost": lost}))
    learned = learn(tmp_path, frame, named, outcomes={"converted": [won]})
    assert learned.card.training == plain.card.training
    assert learned.card.metrics == plain.card.metrics


def test_labels_that_the_configuration_does_not_name_are_reported(tmp_path: Path) -> None:
    frame, outcomes = dated(N)
    named = outcomes.assign(outcome=outcomes["outcome"].map({"won": "gewonnen", "lost": "verloren"}))
    with pytest.raises(UnusableError, match=r'found there: "gewonnen", "verloren"'):
        learn(tmp_path, frame, named)


def test_one_conversion_in_a_thousand_is_refused_while_they_are_few(tmp_path: Path) -> None:
    frame = leads(20_000).assign(won=np.where(np.arange(20_000) % 1000 == 7, "yes", "no"))
    with pytest.raises(NotEnoughDataError, match=r"^20 leads converted within the horizon and 19980 did not"):
        learn(tmp_path, frame)


@pytest.mark.slow
def test_one_conversion_in_a_thousand_is_learned_from_once_they_are_enough(tmp_path: Path) -> None:
    frame = leads(100_000, log_odds=-7.6)
    assert (frame["won"] == "yes").mean() == pytest.approx(0.001, rel=0.3)
    learned = learn(tmp_path, frame)
    evaluation = learned.card.evaluation
    assert learned.card.metrics["model"].roc_auc.low > 0.5
    assert 0.4 < evaluation.mean_prediction / evaluation.typical < 2.5
    assert learned.card.learner.few_data is not None


def test_more_conversions_than_not_are_learned_from_as_well(tmp_path: Path) -> None:
    learned = learn(tmp_path, leads(N, log_odds=0.6))
    assert learned.card.training.typical == pytest.approx(0.6, abs=0.05)
    sound(learned)


def test_one_month_of_data_has_no_label_for_a_horizon_of_three(tmp_path: Path) -> None:
    frame, outcomes = dated(N, days=30)
    until = str(FIRST_DAY + pd.Timedelta(days=31))
    with pytest.raises(NotEnoughDataError, match=r"^0 leads converted .*\n.*\n.*shorten learning.horizon_days"):
        learn(tmp_path, frame, outcomes, learning={"horizon_days": 90, "data_until": until})


def test_one_month_of_data_is_evaluated_without_a_gap_and_says_so(tmp_path: Path) -> None:
    frame, outcomes = dated(N, days=30)
    until = str(FIRST_DAY + pd.Timedelta(days=31))
    learned = learn(tmp_path, frame, outcomes, learning={"horizon_days": 14, "data_until": until, "backtest_folds": 2})
    assert learned.card.split.optimistic
    assert len(learned.card.backtest) == 1
    assert learned.card.verdict.readiness != "ready"


def pairs(n_firms: int, *, seed: int = 0) -> pd.DataFrame:
    """Two leads of each firm, one after the other, alike but for their budgets, that always end alike."""
    firms = leads(n_firms, seed=seed)
    both = pd.concat([firms, firms.assign(id=firms["id"] + "-2")], ignore_index=True)
    budget = both["budget"] + np.random.default_rng(seed).normal(size=len(both)).round(3)
    return both.assign(budget=budget, firm=np.tile(firms["id"], 2))


def test_leads_of_a_company_that_convert_together_are_kept_together_where_the_company_is_a_group(
    tmp_path: Path,
) -> None:
    frame, firm = pairs(N), columns("category", "firm", ignore=True)
    apart = learn(tmp_path, frame, leads={"company": "firm"}, columns=firm)
    together = learn(tmp_path, frame, columns=columns("category", "firm", ignore=True, group=True))
    assert any("convert together" in note and "group = true" in note for note in apart.card.notes)
    assert not any("convert together" in note for note in together.card.notes)
    assert together.card.split.grouped
    assert not apart.card.split.grouped
    n_judged = together.card.evaluation.leads
    assert n_judged % 2 == 0
    width = {name: interval_width(learned) for name, learned in (("apart", apart), ("together", together))}
    assert width["together"] > 1.15 * width["apart"]  # sqrt(2) but for chance: half as many firms as leads


def interval_width(learned: Learned) -> float:
    interval = learned.card.metrics["model"].roc_auc
    return float(interval.high - interval.low)


def test_companies_that_leave_nobody_to_judge_are_refused(tmp_path: Path) -> None:
    frame, outcomes = dated(N)
    config = configured(
        tmp_path, frame.assign(firm="Acme"), outcomes, columns=columns("category", "firm", ignore=True, group=True)
    )
    tables = read_tables(config, not_after=moment("2026-06-30"))
    with pytest.raises(NotEnoughDataError, match="share a group with training"):
        train(tables, config)


def test_what_training_says_of_a_model_follows_the_language_of_the_configuration(tmp_path: Path) -> None:
    learned = learn(tmp_path, leads(N), wording={"language": "de"})
    card = learned.card
    assert card.verdict.headline.startswith(("bereit: ", "mit Vorsicht nutzbar: ", "nicht bereit: "))
    assert card.grades.text.startswith("Sie stehen so in der Konfiguration.")
    assert card.grades.why == "Es gibt keinen Champion, dessen Schwellen behalten werden könnten."
    few = card.learner.few_data
    assert few is None or few.startswith("Weniger als 300 Leads hatten")
