"""Which topic is asked for: an intent, and the certificate that is spoken of."""

from __future__ import annotations

import re

from dialogue.conversation import Conversation
from icp import knowledge
from icp.knowledge import Topic

_LEANS_ON_THE_LAST_ANSWER = re.compile(r"\b(?:it|that|this|such)\b|[它那这]", re.IGNORECASE)


def topic_asked(conversation: Conversation, intent: str) -> Topic | None:
    """The topic that an intent asks for; the certificate that is spoken of picks among those of one intent."""
    candidates = [each for each in knowledge.topics().values() if each.intent == intent]
    spoken_of = _certificates_spoken_of(conversation)
    chosen = [each for each in candidates if each.certificate in spoken_of]
    if len(chosen) == 1:
        return chosen[0]
    return candidates[0] if candidates else None


def _certificates_spoken_of(conversation: Conversation) -> set[str | None]:
    """Those that the message names; where it says "it" or "that" instead, the one that the last answer was about."""
    named: set[str | None] = set(conversation.message.values("certificate"))
    last = knowledge.topics().get(conversation.last_topic or "")
    if named or last is None or not _LEANS_ON_THE_LAST_ANSWER.search(conversation.message.text):
        return named
    return {last.certificate}
