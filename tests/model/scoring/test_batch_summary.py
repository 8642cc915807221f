"""A batch that no longer looks like training is summarised once, and one that does is not spoken of."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny_bundle import write_telling_bundle

from leadscore.model.card.grades import GateResult
from leadscore.model.expressions.parsing import parse
from leadscore.model.features.column_facts import ColumnFacts
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import InputColumn
from leadscore.model.scoring.batch import Batch
from leadscore.model.scoring.batch_summary import BatchSummary, summarised
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Gate
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import moment

GATE = Gate("Opt-out", "never", parse("optout = true"))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """One that knows what its columns held, with a gate that held for a fifth of the leads."""
    made = write_telling_bundle(Path(tmp_path_factory.mktemp("bundle")))
    facts = {"industry": ColumnFacts(0.02, "folded"), "budget": ColumnFacts(0.3)}
    columns = [replace(column, facts=facts.get(column.name)) for column in made.spec.columns]
    columns.append(InputColumn("optout", "category", learned=False, facts=ColumnFacts(0.0, "truth")))
    features = [replace(f, compared="folded") if f.name == "industry" else f for f in made.spec.features]
    assert made.policy is not None
    held = GateResult("Opt-out", "never", "optout = true", 20, 0, 100, None)
    return replace(
        made,
        spec=replace(made.spec, columns=tuple(columns), features=tuple(features)),
        policy=replace(made.policy, gates=(GATE,)),
        card=replace(made.card, gates=(held,)),
    )


def texts(values: list[str | None]) -> NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def summary(bundle: Bundle, columns: dict[str, list[Any]] | None = None, *, as_of: str = "2026-02-15") -> BatchSummary:
    """The summary of forty leads like those of training but for these columns."""
    usual: dict[str, list[Any]] = {
        "industry": ["Health"] * 40,
        "budget": [*[100.0] * 30, *[np.nan] * 10],
        "optout": [*["false"] * 32, *["true"] * 8],
    }
    given = usual | (columns or {})
    arrays = {name: np.array(v) if name == "budget" else texts(v) for name, v in given.items()}
    leads = LeadTable(tuple(map(str, range(40))), arrays, np.zeros(40, np.int64))
    return summarised(bundle, Batch(leads, EventLog.empty(40), np.arange(40), moment(as_of)))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, []),
        ({"industry": ["HEALTH "] * 40}, []),
        ({"industry": [None] * 40}, ["`industry` is missing for 100% of these leads, and was for 2% in training."]),
        ({"budget": [np.nan] * 40}, ["`budget` is missing for 100% of these leads, and was for 30% in training."]),
        (
            {"industry": [*["Mining"] * 20, *["Health"] * 20]},
            ['`industry`: 50% of these leads have a value that is new to the model (0% in training): "Mining" (20).'],
        ),
        (
            {"optout": ["false"] * 40},
            [
                "The gate “Opt-out” holds for none of these 40 leads; in training it held for 20%. "
                "Check how its column is written."
            ],
        ),
        (
            {"optout": [*["maybe"] * 39, "true"]},
            [
                "39 leads: nobody can say whether the gate “Opt-out” applies. "
                '`optout` holds "maybe" (39), which training did not; their route is to find out first.'
            ],
        ),
        (
            {"optout": [*[None] * 1, *["true"] * 39]},
            [
                "1 lead: nobody can say whether the gate “Opt-out” applies. "
                "`optout` has no value that can be read; its route is to find out first."
            ],
        ),
        ({"optout": [*["Ja"] * 8, *["nein"] * 32]}, []),
    ],
)
def test_what_is_odd_is_said_once(bundle: Bundle, columns: dict[str, list[Any]], said: list[str]) -> None:
    assert [finding.said(english()) for finding in summary(bundle, columns).findings] == said


def test_an_old_model_is_said_to_be_one(bundle: Bundle) -> None:
    found = summary(bundle, as_of="2026-12-01")
    assert found.model_age_days == 304
    assert [finding.code for finding in found.findings] == ["old_model"]


def test_it_says_the_same_to_programs(bundle: Bundle) -> None:
    found = summary(bundle, {"budget": [np.nan] * 40}).as_dict()
    assert found["leads"] == 40
    assert found["findings"] == [{"code": "missing", "name": "budget", "figures": {"share": 1.0, "training": 0.3}}]
