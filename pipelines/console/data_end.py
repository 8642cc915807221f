"""What people read of the moment at which the data end, and of the dates that lie far after it."""

from leadscore.model.data.tables.data_end import DataEnd
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import minute
from leadscore.pipelines.console.terminal import say, warn


def show_data_end(end: DataEnd | None, wording: Wording) -> None:
    """Say where the data end and why; nothing where they have no dates."""
    if end is None:
        return
    key = "verbs.data_end_set" if end.configured else "verbs.data_end"
    say(wording.say(key, moment=minute(end.moment), path=end.path))
    for stray in end.strays:
        warn(wording.say("verbs.strays", count=stray.count, table=stray.table, latest=minute(stray.latest)))
    if end.unread:
        warn(wording.say("verbs.end_unread", paths=", ".join(end.unread)))
