"""Why a score moved since a score file was written, as ``leadscore explain --since`` prints it."""

from rich.table import Table
from rich.text import Text

from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.score_change import ScoreChange
from leadscore.pipelines.console.terminal import console


def show_score_change(moved: ScoreChange, wording: Wording, *, since: str = "") -> None:
    """Print why a score moved; the points shown sum to the difference.

    Args:
        moved: The difference.
        wording: The reader's language.
        since: When the score was the earlier one, for people to read.
    """
    difference = moved.after - moved.before
    if not moved.parts:
        key = "score_change.same_since" if since else "score_change.same"
        console.print(Text("\n" + wording.say(key, score=moved.after, since=since)), soft_wrap=True)
        return
    table = Table(wording.say("score_change.points"), wording.say("score_change.why"), show_footer=True)
    table.columns[0].justify = "right"
    ends = {"before": moved.before, "after": moved.after}
    table.columns[0].footer, table.columns[1].footer = f"{difference:+d}", wording.say("score_change.total", **ends)
    for part in (part for part in moved.parts if part.points):
        table.add_row(f"{part.points:+d}", Text(part.what))
    key = "score_change.moved_since" if since else "score_change.moved"
    console.print(Text("\n" + wording.say(key, **ends, since=since)), style="bold", soft_wrap=True)
    console.print(table)
