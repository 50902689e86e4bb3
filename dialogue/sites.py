"""Which of several websites a message speaks of, where it does not say so in as many words."""

from __future__ import annotations

from dialogue.acts import DETERMINE, Act, act_of
from dialogue.conversation import Case, Conversation, Message
from dialogue.hearing import Heard
from dialogue.language import length
from dialogue.may_ask import in_doubt
from icp.facts import CERTIFICATES, WEBSITE, Facts

_NUMBERS = {"first_site": 1, "second_site": 2, "third_site": 3}
# The most words of a message that only names a website: "and what about the other one".
_BARE = 6
# The most letters of one that hardly asks anything else.
_SHORT = 30


def site_by_its_number(conversation: Conversation) -> Case | None:
    """The website kept apart that is named by its place: "what does the second one need", "and the first?", "the other one"."""
    named = conversation.message.asks_for
    wanted = {number for kind, number in _NUMBERS.items() if kind in named}
    others = conversation.other_cases
    if "other_site" in named and len(others) == 1:
        return others[0]
    return next((each for each in others if {each.number} == wanted), None)


def is_spoken_of(conversation: Conversation) -> bool:
    """Whether the message names the website that is spoken of already by its place: "the first one" of the first."""
    named = {number for kind, number in _NUMBERS.items() if kind in conversation.message.asks_for}
    return named == {conversation.case.number}


def other_site_asked_for(conversation: Conversation, heard: Heard) -> Case | None:
    """The website kept apart that a question turns to: "and the other one?", or "and the page in Berlin?" by what is known of it alone."""
    message, others = conversation.message, conversation.other_cases
    if not others or message.supposes:
        return None
    if heard.is_nothing and _is_bare(message) and (named := site_by_its_number(conversation)):
        return named
    if not message.asks or message.values("certificate"):
        return None
    if act_of(message.intent) is Act.FOLLOW_UP and heard.is_nothing and conversation.last_topic is None:
        return others[-1]
    told = heard.stated & WEBSITE
    if not told or not heard.contradicts or conversation.open_question is not None:
        return None
    fitting = [each for each in others if _fits(each.facts, heard, told)]
    return fitting[0] if len(fitting) == 1 else None


_PERHAPS_OF_SITES = (DETERMINE, "inform", "ask_follow_up", "switch_site", "uncovered_several", "ask_order")


def number_told(conversation: Conversation) -> int | None:
    """The number by which the message calls one website among several, "第二个要办什么"; None where it calls none, or more than one."""
    if not (conversation.other_cases or conversation.case.one_of_several):
        return None
    told = [number for kind, number in _NUMBERS.items() if kind in conversation.message.asks_for]
    return told[0] if len(told) == 1 else None


def site_numbered(conversation: Conversation) -> Case | None:
    """The website that the message calls by its number, among all that were told; None where none has it."""
    number = number_told(conversation)
    known = (conversation.case, *conversation.other_cases)
    return next((each for each in known if each.number == number), None)


def calls_the_next(conversation: Conversation) -> bool:
    """Whether the message calls the one website behind those that were told, of which it was said that there are several."""
    known = (conversation.case, *conversation.other_cases)
    several = conversation.case.one_of_several and not conversation.case.is_empty
    return several and number_told(conversation) == 1 + max(each.number for each in known)


def is_a_further_site(conversation: Conversation, heard: Heard) -> bool:
    """Whether the message comes to the next of several websites, with what it is or without: "第二个是商城", "第二个"."""
    return calls_the_next(conversation) and (heard.is_nothing or bool((heard.stated | heard.suggested) & WEBSITE))


def asks_for_a_numbered_site(conversation: Conversation, heard: Heard) -> bool:
    """Whether a website is called by its number and nothing is told of it: "那第二个呢" wants its result."""
    site, intent = site_numbered(conversation), conversation.message.intent
    goes_back = act_of(intent) is Act.SWITCH_SITE and bool(conversation.other_cases)  # it is told what it is, and no more
    if site is None or (goes_back and not site.is_empty):
        return False
    short_and_in_doubt = length(conversation.message.text) <= _SHORT and in_doubt(conversation.message)  # "第二个要啥"
    return heard.is_nothing and not heard.suggested and (intent in _PERHAPS_OF_SITES or short_and_in_doubt)


def site_gone_back_to(conversation: Conversation, heard: Heard) -> Case | None:
    """The website kept apart to which a message goes back: "back to the soap shop, how long does the license take?", "the soap shop has
    the filing", or one that is told once more."""
    told = heard.stated & WEBSITE
    if not told and conversation.message.asks and not _is_bare(conversation.message):
        return site_by_its_number(conversation)
    asks_back = conversation.message.asks and "goes_back" in conversation.message.asks_for
    if not (told and (asks_back or _tells_of_another(conversation, heard))) or _fits(conversation.facts, heard, told):
        return None
    fitting = [each for each in conversation.other_cases if _fits(each.facts, heard, told)]
    return fitting[0] if len(fitting) == 1 else None


def _tells_of_another(conversation: Conversation, heard: Heard) -> bool:
    """Whether the message tells what is held by a website that it names by what it does, or a whole website once more."""
    if conversation.message.asks or conversation.message.supposes or heard.planned:
        return False
    held = heard.stated & WEBSITE == {"activity"} and bool(heard.stated & CERTIFICATES)
    return held or {"server", "activity"} <= heard.stated


def _is_bare(message: Message) -> bool:
    """Whether a few words name a website and ask nothing of it: "and the second one?"."""
    return "what_remains" not in message.asks_for and len(message.text.split()) <= _BARE


def _fits(facts: Facts, heard: Heard, told: frozenset[str]) -> bool:
    """Whether all that the message told of a website is known of that one."""
    return all(getattr(facts, name) == getattr(heard.facts, name) for name in told)
