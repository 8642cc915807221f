"""A text of the language file that is chosen before it is known in which language it will be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore.model.scoring.language.wording import Wording


@dataclass(frozen=True)
class Message:
    """A text by its key, with the values of its placeholders, which may be messages themselves."""

    key: str
    values: Mapping[str, object]

    def said(self, wording: Wording) -> str:
        """The text in a language.

        >>> from leadscore.model.scoring.language.wording import english
        >>> message("training.fold", number=2, count=5).said(english())
        'fold 2 of 5'
        """
        values = {
            name: value.said(wording) if isinstance(value, Message) else value for name, value in self.values.items()
        }
        return wording.say(self.key, **values)


def message(key: str, /, **values: object) -> Message:
    """The text ``section.name``, to be filled in with these values."""
    return Message(key, values)
