"""Which topic is asked for: an intent, and the certificate that is spoken of."""

from __future__ import annotations

from collections.abc import Mapping

from dialogue.acts import DETERMINE, Act
from dialogue.conversation import Case, Conversation, Message
from dialogue.language import Language, length
from icp import knowledge
from icp.determination import determine
from icp.facts import FACTS, Certificate, Facts, answering_facts
from icp.knowledge import Topic

BEFORE_FILING = "ask_before_filing"
_LANGUAGES: Mapping[str, Language] = {"in_english": "en", "in_chinese": "zh"}
_LEAST = 0.2
# More letters than a crisp sentence has, and the most of its words that state facts.
_STORY, _MOSTLY_FACTS = 80, 0.5


def language_wished(message: Message) -> Language | None:
    """The language in which the words ask to be answered, "please answer in English", 说中文; None where they ask for none."""
    return next((_LANGUAGES[each] for each in message.asks_for if each in _LANGUAGES), None)


def only_wishes_a_language(message: Message) -> bool:
    """Whether the message asks for a language and for nothing else."""
    return "only_a_language" in message.asks_for


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


def doubts(message: Message) -> bool:
    """Whether the words doubt what was said, or hold somebody else's word against it: "are you sure?", "my host says otherwise"."""
    return not {"doubts", "doubts_openly"}.isdisjoint(message.asks_for)


def doubts_openly(conversation: Conversation) -> bool:
    """Whether the message does little but doubt the result that was given: "so never a license?"."""
    return conversation.case.concluded and "doubts_openly" in conversation.message.asks_for


def doubts_the_result(message: Message, perhaps_why: bool, told_nothing: bool, surely_else: bool) -> bool:
    """Whether the words ask back at a result: "are you sure?", 那怎么没有经营性许可证, "my host says otherwise".

    What may as well ask something else counts only where the message may ask why at all, or where it surely asks for nothing else and
    tells nothing.
    """
    named = bool(message.values("certificate"))
    if "doubts_openly" in message.asks_for or (asks_whether_needed(message) and named and told_nothing):
        return True
    why_not = "why_not" in message.asks_for and named
    return (perhaps_why and (why_not or doubts(message))) or (told_nothing and not surely_else and doubts(message))


def asks_first_step(conversation: Conversation) -> bool:
    """Whether it is asked what to do first or next where a website is known to which that can be said."""
    return not conversation.case.is_empty and "first_step" in conversation.message.asks_for


def asks_what_remains(conversation: Conversation) -> bool:
    """Whether it is asked what the website that is spoken of needs or lacks: "so what's left?", "is that enough"."""
    return not conversation.case.is_empty and "what_remains" in conversation.message.asks_for


def asks_what_then(conversation: Conversation) -> bool:
    """Whether it is asked what is needed once that has come which is planned: "那到时候呢"."""
    return conversation.case.later != Facts() and "what_then" in conversation.message.asks_for


def opens_first(message: Message) -> bool:
    """Whether the message speaks of opening first and filing later, "can we go live now and file next week"."""
    return "opens_before_filing" in message.asks_for and message.share(BEFORE_FILING, "ask_order") >= _LEAST


def goes_on_supposing(conversation: Conversation) -> bool:
    """Whether the message adds to what the turn before only supposed, or leans on it: "and with a CDN too?", "那打赏算不算经营性".

    What leans on it and supposes anew, "那如果放香港呢", puts another case.
    """
    message = conversation.message
    leans = "last_answer" in message.asks_for and not message.supposes
    return conversation.case.supposed != Facts() and ("adds" in message.asks_for or leans)


def gives_up(message: Message) -> bool:
    """Whether the words give something up or leave it for another time, whatever it is."""
    return "gives_it_up" in message.asks_for


def gives_it_up(conversation: Conversation) -> bool:
    """Whether a plan, or what was only supposed, is given up and nothing new is told: "then we leave it", 那商城就不弄了.

    A no to an offer gives up the offer alone, but for the dates of a plan, which a result offers without a word. Under an open question
    a plan is given up only where it is named, since whoever names nothing gives up the question; what the turn before supposed always
    is. Which certificates are needed then may be asked in the same breath.
    """
    message, case = conversation.message, conversation.case
    at_liberty = conversation.open_question is None or _names_beside_the_question(conversation)
    planned = case.later != Facts() and at_liberty
    thought_of = planned or case.supposed != Facts()
    to_an_offer = message.intent == "deny" and conversation.offer not in (None, Act.GIVE_PLAN)
    asks_else = message.asks and message.intent != DETERMINE
    unfit = asks_else or message.supposes or to_an_offer
    return gives_up(message) and thought_of and not unfit and _names_nothing_new(message, case)


def plans_left(conversation: Conversation) -> Facts:
    """What is still planned after a message that gives something up: the plans that it does not name. Where it names none, nothing is,
    but under an open question all of them."""
    later = conversation.case.later
    named = {name: None for name in _facts_named(conversation.message) if getattr(later, name) is not None}
    if named:
        return later.stating(**named)
    return Facts() if conversation.open_question is None else later


def _facts_named(message: Message) -> set[str]:
    return {each["entity"] for each in message.entities} & FACTS.keys()


def _names_beside_the_question(conversation: Conversation) -> bool:
    """Whether the message names a plan, and nothing that would answer the open question."""
    question, named = conversation.open_question, _facts_named(conversation.message)
    return bool(named) and question is not None and named.isdisjoint(answering_facts(question))


def _names_nothing_new(message: Message, case: Case) -> bool:
    """Whether the message names nothing but what was planned or supposed, and how it is today instead.

    What it denies is the plan, where there is one in that matter: "课程不卖了" of a shop that only planned courses.
    """
    for entity in message.entities:
        name = entity["entity"]
        thoughts = [getattr(each, name) for each in (case.later, case.supposed)] if name in FACTS else []
        a_place = name in ("server", "cdn") and not entity.get("denied")
        if a_place and thoughts == [None, None] and FACTS[name].read(entity["value"]) == getattr(case.facts, name):
            continue  # "no, we stay in Hong Kong", when something else was thought of
        if thoughts in ([], [None, None]):
            return False
        known = (*thoughts, getattr(case.facts, name))
        if not entity.get("denied") and FACTS[name].read(entity["value"]) not in known:
            return False
    return True


def tells_a_story(message: Message) -> bool:
    """Whether a message is long and mostly tells something else than facts: a crisp one is answered by what it is taken for."""
    return length(message.text) >= _STORY and message.coverage < _MOSTLY_FACTS


def topic_asked(conversation: Conversation, intent: str) -> Topic | None:
    """The topic that an intent asks for; the certificate that is spoken of picks among those of one intent."""
    candidates = [each for each in knowledge.topics().values() if each.intent == intent]
    spoken_of = _certificates_spoken_of(conversation)
    chosen = [each for each in candidates if each.certificate in spoken_of]
    if len(chosen) == 1:
        return chosen[0]
    return candidates[0] if candidates else None


def _certificates_spoken_of(conversation: Conversation) -> set[str | None]:
    """Those that the message names; where it says "it" or "that" instead, the one that the last answer was about.

    "The license" is the commercial one where the filing is held, or where the last result demands that license.
    """
    message = conversation.message
    named: set[str | None] = set(message.values("certificate"))
    if named == {"either"} and "any_license" in message.asks_for and _commercial_license_is_meant(conversation):
        return {Certificate.ICP_COMMERCIAL_LICENSE.value}
    last = knowledge.topics().get(conversation.last_topic or "")
    if named or last is None or "last_answer" not in message.asks_for:
        return named
    return {last.certificate}


def _commercial_license_is_meant(conversation: Conversation) -> bool:
    if conversation.facts.filing_held:
        return True
    result = conversation.case.result
    return result is not None and Certificate.ICP_COMMERCIAL_LICENSE in determine(result, conversation.today).required
