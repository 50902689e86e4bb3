"""Which of several websites a message speaks of, where it does not say so in as many words."""

from __future__ import annotations

from dialogue.acts import Act, act_of
from dialogue.conversation import Case, Conversation
from dialogue.hearing import Heard
from icp.facts import WEBSITE, Facts


def other_site_asked_for(conversation: Conversation, heard: Heard) -> Case | None:
    """The website kept apart that a question turns to: "and the other one?", or "and the page in Berlin?" by what is known of it alone."""
    message, others = conversation.message, conversation.other_cases
    if not others or message.supposes or not message.asks or message.values("certificate"):
        return None
    if act_of(message.intent) is Act.FOLLOW_UP and heard.is_nothing and conversation.last_topic is None:
        return others[-1]
    told = heard.stated & WEBSITE
    if not told or not heard.contradicts or conversation.open_question is not None:
        return None
    fitting = [each for each in others if _fits(each.facts, heard, told)]
    return fitting[0] if len(fitting) == 1 else None


def site_gone_back_to(conversation: Conversation, heard: Heard) -> Case | None:
    """The website kept apart to which a question goes back: "back to the soap shop, how long does the license take?"."""
    told = heard.stated & WEBSITE
    asks_back = conversation.message.asks and "goes_back" in conversation.message.asks_for
    if not (told and asks_back) or _fits(conversation.facts, heard, told):
        return None
    fitting = [each for each in conversation.other_cases if _fits(each.facts, heard, told)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(facts: Facts, heard: Heard, told: frozenset[str]) -> bool:
    """Whether all that the message told of a website is known of that one."""
    return all(getattr(facts, name) == getattr(heard.facts, name) for name in told)
