"""What can go wrong with the store, each with one sentence that says what to do."""

from __future__ import annotations

from rasa.shared.exceptions import RasaException


class StoreUnusable(RasaException):
    """The store cannot be opened; the message names it and says what to do. Met at the start only."""


class NotStored(RasaException):
    """What was to be kept was not, or could not be read; nothing of it remains, so it can be tried again."""


class StoreBusy(NotStored):
    """Another process held the store for longer than one waits."""


class ConversationChanged(NotStored):
    """Another process added to the conversation since it was read."""
