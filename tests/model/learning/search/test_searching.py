"""A search finds better hyperparameters, uses them only if confirmed on unseen leads, and resumes when killed."""

import json
import logging
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import optuna
import pytest
from fake_search import FakeFit, better_by_chance, config, problem, with_another_value

from leadscore.model.card import plain
from leadscore.model.errors import DataError, NotEnoughDataError, SourceError
from leadscore.model.learning.evaluation import EvaluationSet, log_loss_difference
from leadscore.model.learning.evaluation.evaluating import figures
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.search import Found, SearchProblem, TrialsSoFar, search
from leadscore.model.learning.search.problem import SPACE, Range

LAST = np.arange(3000) >= 2998
"""The two snapshots of the last lead."""

TRIALS = 12
"""Two more than optuna draws at random before it learns from them."""


def after(trials: int, made: SearchProblem, storage: Path) -> Found:
    return search(made, storage=storage, stop=lambda finished: finished >= trials)


def log_of_trials(folder: Path) -> Path:
    return folder / "search" / "trials.log"


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Found, list[Hyperparameters]]:
    """What a search came to, and all it tried."""
    made, fit = problem()
    return after(TRIALS, made, tmp_path_factory.mktemp("whole") / "trials.log"), fit.tried


def test_every_knob_has_a_range_around_its_default() -> None:
    assert set(SPACE) == {knob.name for knob in fields(Hyperparameters)}
    for name, extent in SPACE.items():
        if isinstance(extent, Range):
            assert extent.low < getattr(DEFAULT, name) < extent.high, name
            assert isinstance(getattr(DEFAULT, name), int) == extent.whole, name


def test_hyperparameters_that_are_better_on_unseen_leads_replace_the_default(tmp_path: Path) -> None:
    made, fit = problem()
    found = after(25, made, log_of_trials(tmp_path))
    assert found.won
    assert found.hyperparameters == found.best.hyperparameters
    assert found.hyperparameters.learning_rate > 0.12
    assert found.best.log_loss < found.default.log_loss
    assert found.difference is not None
    assert found.difference.low < found.difference.value < found.difference.high < 0
    assert found.trials == 25
    assert len(fit.asked) == 25 + 2


def test_hyperparameters_that_are_better_by_chance_do_not(tmp_path: Path) -> None:
    found = after(15, problem(better_by_chance)[0], log_of_trials(tmp_path))
    assert found.best.log_loss < found.default.log_loss
    assert found.difference is not None
    assert found.difference.high >= 0
    assert not found.won
    assert found.hyperparameters == DEFAULT


def test_where_the_default_is_best_nothing_is_left_to_confirm(tmp_path: Path) -> None:
    made, fit = problem(lambda hyperparameters: 1.0 if hyperparameters == DEFAULT else 3.0)
    found = after(5, made, log_of_trials(tmp_path))
    assert (found.difference, found.won, found.hyperparameters, len(fit.asked)) == (None, False, DEFAULT, 5)


def test_the_default_is_tried_first_even_without_any_time(tmp_path: Path) -> None:
    made, fit = problem()
    found = search(made, storage=log_of_trials(tmp_path), stop=lambda _: True)
    assert fit.tried == [DEFAULT]
    assert (found.trials, found.hyperparameters) == (1, DEFAULT)


def test_figures_are_those_of_the_parts(tmp_path: Path) -> None:
    made, fit = problem()
    found = after(8, made, log_of_trials(tmp_path))
    parts = found.parts
    assert all(learned is parts.learn for learned, _ in fit.asked[:-2])
    assert [(learned is parts.refit, hyperparameters) for learned, hyperparameters in fit.asked[-2:]] == [
        (True, found.best.hyperparameters),
        (True, DEFAULT),
    ]
    fresh = FakeFit(fit.truth, fit.factor)
    best, default = (fresh(parts.learn, hyperparameters) for hyperparameters in (found.best.hyperparameters, DEFAULT))
    losses = [
        figures(EvaluationSet.of(parts.validate), predict(parts.validate), names=["log_loss"])["log_loss"]
        for predict in (best, default)
    ]
    assert [found.best.log_loss, found.default.log_loss] == losses
    confirmed = log_loss_difference(
        EvaluationSet.of(parts.confirm), best(parts.confirm), default(parts.confirm), seed=0
    )
    assert found.difference == confirmed


def test_the_same_seed_and_number_of_trials_find_the_same_hyperparameters(
    uninterrupted: tuple[Found, list[Hyperparameters]], tmp_path: Path
) -> None:
    made, fit = problem()
    assert after(TRIALS, made, tmp_path / "again.log").result() == uninterrupted[0].result()
    assert fit.tried == uninterrupted[1]
    assert len(set(fit.tried)) == TRIALS
    other, other_fit = problem(settings=config(seed=1))
    after(2, other, tmp_path / "other.log")
    assert other_fit.tried[1] != fit.tried[1]


@pytest.mark.parametrize("killed_in_fit", [1, 7, TRIALS])
def test_a_killed_search_goes_on_as_if_nothing_had_happened(
    uninterrupted: tuple[Found, list[Hyperparameters]], tmp_path: Path, killed_in_fit: int
) -> None:
    expected, tried = uninterrupted
    storage = tmp_path / "killed.log"
    killed, killed_fit = problem(interrupt_at=killed_in_fit)
    with pytest.raises(KeyboardInterrupt):
        after(TRIALS, killed, storage)
    resumed, resumed_fit = problem()
    found = after(TRIALS, resumed, storage)
    assert killed_fit.tried[:-1] + resumed_fit.tried == tried
    assert found.result() == expected.result()


def test_a_finished_search_is_only_confirmed_again(tmp_path: Path) -> None:
    storage = log_of_trials(tmp_path)
    expected = after(6, problem()[0], storage)
    made, fit = problem()
    found = after(6, made, storage)
    assert found.result() == expected.result()
    assert len(fit.asked) == 2


def test_more_trials_go_on_where_fewer_ended(tmp_path: Path) -> None:
    storage = log_of_trials(tmp_path)
    after(5, problem()[0], storage)
    made, fit = problem()
    assert after(9, made, storage).trials == 9
    assert len(fit.asked) == 4 + 2


def test_a_half_written_line_is_forgotten(tmp_path: Path) -> None:
    storage = log_of_trials(tmp_path)
    expected = after(6, problem()[0], storage)
    lines = storage.read_bytes().splitlines(keepends=True)
    storage.write_bytes(b"".join(lines[:-1]) + lines[-1][:9])
    made, fit = problem()
    assert after(6, made, storage).result() == expected.result()
    assert len(fit.asked) == 1 + 2


@pytest.mark.parametrize(
    "change",
    [
        with_another_value,
        lambda made: replace(made, config=config(horizon_days=31)),
        lambda made: replace(made, config=config(seed=1)),
        lambda made: replace(made, labelled=made.labelled.take(np.arange(len(made.labelled) - 2))),
        lambda made: replace(made, labelled=replace(made.labelled, converted=made.labelled.converted ^ LAST)),
    ],
    ids=["cell", "horizon", "seed", "rows", "labels"],
)
def test_other_data_or_another_question_begin_anew(tmp_path: Path, change: object) -> None:
    storage = log_of_trials(tmp_path)
    made, fit = problem()
    after(3, made, storage)
    other = change(made)  # type: ignore[operator]
    assert other.name != made.name
    after(3, other, storage)
    assert fit.tried.count(DEFAULT) == 2 + 2
    after(3, made, storage)
    assert fit.tried.count(DEFAULT) == 2 + 2 + 1


def test_threads_change_nothing_that_was_learned(tmp_path: Path) -> None:
    assert problem(settings=config(threads=2))[0].name == problem()[0].name


def test_every_trial_is_reported(tmp_path: Path) -> None:
    told: list[TrialsSoFar] = []
    made, _ = problem()
    found = search(made, storage=log_of_trials(tmp_path), stop=lambda n: n >= 6, progress=told.append)
    assert [so_far.trials for so_far in told] == [1, 2, 3, 4, 5, 6]
    assert {so_far.default for so_far in told} == {found.default.log_loss}
    assert told[-1].best == found.best.log_loss
    assert [so_far.best for so_far in told] == np.minimum.accumulate([s.latest for s in told]).tolist()


def test_the_card_gets_plain_values(tmp_path: Path) -> None:
    for number, factor in enumerate(
        (better_by_chance, lambda hyperparameters: 1.0 if hyperparameters == DEFAULT else 3.0)
    ):
        card = after(4, problem(factor)[0], tmp_path / f"{number}.log").result()
        assert json.loads(json.dumps(plain(card), allow_nan=False)) == plain(card)
        assert Hyperparameters(**plain(card)["best_hyperparameters"])


def test_optuna_says_nothing_and_is_left_as_it_was(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    verbosity = optuna.logging.get_verbosity()
    after(3, problem()[0], log_of_trials(tmp_path))
    assert capfd.readouterr() == ("", "")
    assert optuna.logging.get_verbosity() == verbosity == logging.INFO


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'{"op_code": 77}\n', b'{"op_code"\n{"op_code"\n', b"\xff\n"])
def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path, content: bytes) -> None:
    storage = tmp_path / "trials.log"
    storage.write_bytes(content)
    with pytest.raises(DataError, match=r"^The file does not hold the trials of a search") as refused:
        after(2, problem()[0], storage)
    assert refused.value.where == str(storage)
    assert storage.read_bytes() == content


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^The trials of a search cannot be kept"):
        after(2, problem()[0], tmp_path)


def test_too_few_leads_are_refused_before_anything_is_tried(tmp_path: Path) -> None:
    made, fit = problem(n=300)
    with pytest.raises(
        NotEnoughDataError, match=r"^A part has \d+ leads that converted and \d+ that did not"
    ) as refused:
        after(2, made, log_of_trials(tmp_path))
    assert refused.value.remedy.startswith("train without a search")
    assert fit.asked == []
