"""Which leads are scored, and as of when."""

from pathlib import Path

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables.to_score import LeadSources, read_options, select_leads
from leadscore.model.errors import SourceError, UnknownLeadError
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.timestamps import moment

NOT_AFTER = moment("2026-01-01")
LEADS = "id,created\na,2025-01-01\nb,2025-02-01\nc,2025-03-01\n"
OUTCOMES = "id,at,outcome\nb,2025-04-01,won\nz,2025-04-01,won\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "some.csv").write_text(LEADS.replace("c,2025-03-01\n", ""))
    (tmp_path / "outcomes.csv").write_text(OUTCOMES)
    (tmp_path / "overrides.csv").write_text("lead_id,grade,reason,by,at\nc,A,why,Ann,2025-04-01\n")
    (tmp_path / "erased.txt").write_text("a\n")
    raw = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created"},
        "outcomes": {
            "path": "outcomes.csv", "lead_id": "id", "occurred_at": "at", "outcome": "outcome", "converted": ["won"],
        },
        "overrides": {"path": "overrides.csv"},
        "similar": {"erased": "erased.txt"},
    }  # fmt: skip
    return parse_config(raw, folder=tmp_path)


def sources(folder: Path, leads: str | None) -> LeadSources:
    return LeadSources.parse(leads, None, folder=folder)


@pytest.mark.parametrize(
    ("as_of", "still_open", "existing"),
    [(None, ["a", "c"], ["a", "b", "c"]), ("2025-02-15", ["a", "b"], ["a", "b"]), ("2024-01-01", [], [])],
)
def test_open_are_the_leads_that_existed_and_had_no_outcome(
    config: Config, as_of: str | None, still_open: list[str], existing: list[str]
) -> None:
    selection = select_leads(config, LeadSources(), as_of=as_of, not_after=NOT_AFTER)
    assert list(selection.tables.leads.take(selection.positions()).ids) == still_open
    assert list(selection.tables.leads.take(selection.positions(closed=True)).ids) == existing
    assert len(selection.batch(selection.positions())) == len(still_open)


def test_without_a_moment_leads_are_scored_right_after_the_data(config: Config) -> None:
    assert select_leads(config, LeadSources(), not_after=NOT_AFTER).as_of == moment("2025-04-01") + 1


def test_outcomes_that_cannot_be_read_are_refused_only_where_they_are_needed(config: Config) -> None:
    (config.folder / "outcomes.csv").unlink()
    selection = select_leads(config, LeadSources(), not_after=NOT_AFTER)
    assert selection.warning is not None
    assert selection.warning.said(english()) == "Going on without the outcomes: There is no such file"
    assert selection.warning.said(wording_in("de")) == "Es geht ohne die Ausgänge weiter: There is no such file"
    with pytest.raises(SourceError, match="There is no such file"):
        select_leads(config, LeadSources(), not_after=NOT_AFTER, outcomes_needed=True)


@pytest.mark.parametrize(
    ("leads", "all_leads"), [(None, True), ("leads.csv", True), ("./leads.csv", True), ("some.csv", False)]
)
def test_what_is_recorded_of_others_is_a_failure_only_beside_all_leads(
    config: Config, leads: str | None, all_leads: bool
) -> None:
    named = sources(config.folder, leads)
    selection = select_leads(config, named, not_after=NOT_AFTER)
    assert named.are_all(config) is all_leads
    assert ("unknown_lead" in set(selection.tables.rejects["rule"])) is all_leads
    read = read_options(config, selection.tables, include=frozenset(), all_leads=all_leads, not_after=NOT_AFTER)
    assert (list(read.options.overrides), len(read.rejects)) == (["c"] if all_leads else [], 0)


@pytest.mark.parametrize(("include", "erased"), [(frozenset({"similar"}), {"a"}), (frozenset({"ask"}), set())])
def test_erased_leads_are_read_where_past_leads_are_shown(
    config: Config, include: frozenset[str], erased: set[str]
) -> None:
    tables = select_leads(config, LeadSources(), not_after=NOT_AFTER).tables
    read = read_options(config, tables, include=include, all_leads=True, not_after=NOT_AFTER)  # type: ignore[arg-type]
    assert read.options.erased == erased


@pytest.mark.parametrize(
    ("lead_id", "as_of", "said"),
    [
        ("x", None, r"^There is no lead 'x', or its row was rejected\n  where: .*leads\.csv\n"),
        ("c", "2025-02-15", r"^The lead 'c' did not exist yet\n  where: as of 2025-02-15T00:00:00Z\n"),
    ],
)
def test_a_lead_that_is_not_there_is_refused(config: Config, lead_id: str, as_of: str | None, said: str) -> None:
    selection = select_leads(config, LeadSources(), as_of=as_of, not_after=NOT_AFTER)
    with pytest.raises(UnknownLeadError, match=said):
        selection.position_of(lead_id, where=LeadSources().shown(config))
    assert selection.position_of("a", where="") == 0
