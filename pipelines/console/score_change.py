"""Why a score moved since a score file was written, as ``leadscore explain --since`` prints it."""

from rich.table import Table
from rich.text import Text

from leadscore.model.scoring.score_change import ScoreChange
from leadscore.pipelines.console.terminal import console


def show_score_change(moved: ScoreChange, *, since: str = "") -> None:
    """Print why a score moved; the points shown sum to the difference.

    Args:
        moved: The difference.
        since: When the score was the earlier one, for people to read.
    """
    difference = moved.after - moved.before
    when = f" since {since}" if since else ""
    if not moved.parts:
        console.print(Text(f"\nThe score has not moved{when}: {moved.after}."), soft_wrap=True)
        return
    table = Table("points", "why it moved", show_footer=True)
    table.columns[0].justify = "right"
    table.columns[0].footer, table.columns[1].footer = f"{difference:+d}", f"from {moved.before} to {moved.after}"
    for part in (part for part in moved.parts if part.points):
        table.add_row(f"{part.points:+d}", Text(part.what))
    console.print(Text(f"\nThe score moved from {moved.before} to {moved.after}{when}"), style="bold", soft_wrap=True)
    console.print(table)
