"""Which topic is asked for: an intent, and the certificate that is spoken of."""

from __future__ import annotations

from dialogue.conversation import Conversation, Message
from dialogue.worded import adds_to_what_was_said, asks_for_first_step, doubts, doubts_openly, opens_before_filing
from icp import knowledge
from icp.facts import Facts
from icp.knowledge import Topic

BEFORE_FILING = "ask_before_filing"
_LEAST = 0.2


def asks_what_it_is(message: Message) -> bool:
    """Whether the message asks what a certificate is, and nothing beside: "公安备案是什么", "what is the PSB filing"."""
    return "what_it_is" in message.asks_for


def asks_whether_needed(message: Message) -> bool:
    """Whether a certificate is asked for as a duty, "网站要备案吗": that is answered for a website, and not in general."""
    return "whether_needed" in message.asks_for


def asks_when(message: Message) -> bool:
    """Whether the words ask for a day."""
    return "when" in message.asks_for


def asks_when_to_begin(message: Message) -> bool:
    """Whether the words ask for the last day of an application, and not for the police's, which comes after the opening."""
    return "when_to_begin" in message.asks_for and set(message.values("certificate")) != {"psb_filing"}


def doubts_the_result(message: Message, perhaps_why: bool, nothing_else: bool) -> bool:
    """Whether the words ask back at a result: "are you sure?", 那怎么没有经营性许可证, "my host says otherwise".

    What may as well ask something else counts only where the message may ask why at all, or where it surely asks for nothing else and
    tells nothing.
    """
    if doubts_openly(message.text):
        return True
    why_not = "why_not" in message.asks_for and bool(message.values("certificate"))
    return (perhaps_why and (why_not or doubts(message.text))) or (nothing_else and doubts(message.text))


def asks_first_step(conversation: Conversation) -> bool:
    """Whether it is asked what to do first or next where a website is known to which that can be said."""
    return not conversation.case.is_empty and asks_for_first_step(conversation.message.text)


def opens_first(message: Message) -> bool:
    """Whether the message speaks of opening first and filing later, "can we go live now and file next week"."""
    return opens_before_filing(message.text) and message.share(BEFORE_FILING, "ask_order") >= _LEAST


def goes_on_supposing(conversation: Conversation) -> bool:
    """Whether the message adds to what the turn before only supposed: "and with a CDN too?"."""
    return conversation.case.supposed != Facts() and adds_to_what_was_said(conversation.message.text)


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
    if named or last is None or "last_answer" not in conversation.message.asks_for:
        return named
    return {last.certificate}
