"""What is said once of all leads that were scored, and kept beside the scores."""

import json
from pathlib import Path

from leadscore.model.replacing import replacing
from leadscore.model.scoring.batch_summary import BatchSummary
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.terminal import console, warn


def summary_path(out: Path) -> Path:
    """Where the summary of a batch is kept, beside its scores."""
    return out.with_suffix(".summary.json")


def tell_odd(summary: BatchSummary, out: Path, wording: Wording) -> None:
    """Say what is odd about a batch, and keep it beside its scores; an earlier batch's summary does not stay."""
    path = summary_path(out)
    if not summary.findings:
        path.unlink(missing_ok=True)
        return
    for finding in summary.findings:
        warn(finding.said(wording))
    with replacing(path) as draft:
        draft.write_text(json.dumps(summary.as_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(wording.say("batch.written", path=path), markup=False, soft_wrap=True)
