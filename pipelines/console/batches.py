"""What is said once of all leads that were scored, and kept beside the scores."""

import json
from collections.abc import Sequence
from pathlib import Path

from leadscore.model.data.tables.matching import IdMatch
from leadscore.model.replacing import replacing
from leadscore.model.scoring.batch_summary import BatchSummary
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.terminal import console, warn


def summary_path(out: Path) -> Path:
    """Where the summary of a batch is kept, beside its scores."""
    return out.with_suffix(".summary.json")


def tell_odd(summary: BatchSummary, matches: Sequence[IdMatch], out: Path, wording: Wording) -> None:
    """Say what is odd about a batch, and keep it beside its scores; an earlier batch's summary does not stay."""
    path = summary_path(out)
    odd = tell_unmet(matches, wording)
    if not summary.findings and not odd:
        path.unlink(missing_ok=True)
        return
    for finding in summary.findings:
        warn(finding.said(wording))
    kept = summary.as_dict() | {match.table: {"rows": match.rows, "met": match.met} for match in matches}
    with replacing(path) as draft:
        draft.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(wording.say("batch.written", path=path), markup=False, soft_wrap=True)


def tell_unmet(matches: Sequence[IdMatch], wording: Wording) -> bool:
    """Say which tables hardly meet the leads by their ids; whether there are some."""
    odd = [match for match in matches if match.worth_saying]
    for match in odd:
        warn(match.said(wording))
    return bool(odd)
