"""Answers, each with its source: to the documented questions first, and to what later sources say beyond them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogue.acts import CASE, DETERMINE, Act, act_of
from dialogue.asked import BEFORE_FILING, asks_when, opens_first, topic_asked
from dialogue.asking import back_to_question
from dialogue.beyond import beyond, beyond_answer
from dialogue.conversation import Conversation, Message, Reply, Turn
from dialogue.dating import deadline_turn
from dialogue.determining import determine_turn
from dialogue.documents import DOCUMENTS, asks_for_documents, checklist_answer, knowing_the_owner
from dialogue.hearing import Heard
from dialogue.may_ask import also_asked, in_doubt, surely_beyond
from dialogue.numbers import has_numbers, is_nothing_but_numbers, number_replies
from dialogue.provinces import CHECKLIST, asks_on_for_a_province, province_answer, provinces_asked, topic_of
from dialogue.results import decided
from dialogue.table import OF_DAYS
from dialogue.texts import buttons, source_json, source_line, text
from dialogue.unsure import ask_back_turn, not_covered
from dialogue.weigh import LITTLE, RATHER
from dialogue.wording import psb_after_filing, understood
from icp import knowledge
from icp.determination import determine, next_question
from icp.facts import DAYS, WEBSITE, Certificate, Facts
from icp.knowledge import Topic
from icp.provinces import Province
from icp.wider import WiderTopic

# Whoever tells the day gets the date instead of the rule.
_ANSWERED_BY_A_DATE = ("ask_how_long", "ask_psb")
_ABOUT_NUMBERS = ("uncovered_display", "uncovered_status")


def answer(topic: Topic, first: str = "", words: str = "") -> tuple[Reply, ...]:
    """The answer to a topic: text with its source line, and the machine-readable part.

    `first` is a line before its own words, `words` what takes their place.
    """
    words = "\n".join(filter(None, [first, words or text(topic.id), source_line(topic.sources)]))
    custom = {"type": "answer", "topic": topic.id, "sources": [source_json(each) for each in topic.sources]}
    return Reply(words), Reply(custom=custom)


def answer_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Answers a documented question, and the further ones of the same message; then the case goes on."""
    topic = topic_asked(conversation, BEFORE_FILING if opens_first(conversation.message) else conversation.message.intent)
    if topic is None:
        return ask_back_turn(conversation, heard)
    if topic.id == "psb" and asks_when(conversation.message):
        own = heard.facts.opened_on is not None or conversation.message.share("ask_deadline") >= RATHER
        if own and not heard.facts.psb_held:
            return deadline_turn(conversation, heard)
        topic = replace(knowledge.topics()["how_long_psb"], intent=topic.intent)
    wants_a_day = "live" in heard.stated and conversation.message.share(*OF_DAYS) >= LITTLE
    if (heard.stated & DAYS or wants_a_day) and topic.intent in _ANSWERED_BY_A_DATE:
        return deadline_turn(conversation, heard)
    return _answers(conversation, heard, topic)


def order_turn(conversation: Conversation, heard: Heard) -> Turn:
    """The order of all steps of the website."""
    return _answers(conversation, heard, knowledge.topics()["order"])


def person_turn(conversation: Conversation, heard: Heard) -> Turn:
    """How to reach a person."""
    return _answers(conversation, heard, knowledge.topics()["person"])


def follow_up_turn(conversation: Conversation, heard: Heard) -> Turn:
    """ "And the license?": the same question about another certificate, or what that certificate is."""
    named = conversation.message.values("certificate")
    last = knowledge.topics().get(conversation.last_topic or "")
    wanted = named[0] if named else _other_level(last)
    if wanted == "either":
        wanted = "icp_commercial_license"
    if named and (_told_a_deadline(conversation) or asks_when(conversation.message)) and _day_is_known(heard, wanted):
        return deadline_turn(conversation, heard)
    aspect = last.aspect if last and last.aspect else _aspect_of_intent(last)
    for each in knowledge.topics().values():
        if each.certificate == wanted and each.aspect == aspect:
            return _answers(conversation, heard, each)
    return ask_back_turn(conversation, heard)


def _told_a_deadline(conversation: Conversation) -> bool:
    return any(each.custom and each.custom["type"] == "deadline" for each in conversation.last_said)


def _day_is_known(heard: Heard, certificate: str | None) -> bool:
    """Whether the day is known from which the deadline of that certificate is counted."""
    counted_from = {
        "psb_filing": "opened_on",
        "icp_commercial_license": "license_submitted_on",
        "icp_filing": "filing_submitted_on",
    }
    return certificate in counted_from and getattr(heard.facts, counted_from[certificate]) is not None


_OTHER_LEVEL = {"icp_filing": "icp_commercial_license", "icp_commercial_license": "icp_filing"}


def _other_level(last: Topic | None) -> str | None:
    """The certificate of the other level than that of the last topic: "and the other one?"; None where that was about neither."""
    return _OTHER_LEVEL.get(last.certificate or "") if last else None


def _aspect_of_intent(last: Topic | None) -> str:
    """The aspect that other topics of the last one's intent have: "how long" in general leads to "how long a license"."""
    if last is not None:
        for each in knowledge.topics().values():
            if each.intent == last.intent and each.aspect:
                return each.aspect
    return "what"


def _answers(conversation: Conversation, heard: Heard, topic: Topic) -> Turn:
    """The answer to a topic with those to the further questions of the message, in the order in which they were asked."""
    asked = also_asked(conversation.message, Act.ANSWER)
    if topic.intent == BEFORE_FILING:
        asked = [each for each in asked if each != "ask_order"]  # which comes first follows from what is barred
    first = [topic.intent] if topic.intent not in asked else []
    known = replace(conversation, last_topic=topic.id)
    replies = _answers_to(heard.taken_into(conversation), [*first, *asked], topic)
    if DETERMINE in asked and conversation.open_question is None:
        return determine_turn(known, heard).after(*replies)
    return back_to_case(Turn(replies, known), heard)


def _answers_to(
    conversation: Conversation, intents: Sequence[str], known: Topic | None = None, beside_result: bool = False
) -> tuple[Reply, ...]:
    """The answers to several questions, each once, and behind them what later sources say to what the message asks beyond the article.

    What is asked of the case itself is answered by the determination. `known` is the topic that is meant by its intent;
    `beside_result` says that they stand behind a result.
    """
    replies: tuple[Reply, ...] = ()
    given: list[Topic] = []
    documents = any(asks_for_documents(conversation, each) for each in intents)
    listed = _checklist_of(conversation) if documents else ()
    further = [each for each in beyond(surely_beyond(conversation.message)) if not (listed and each.id == CHECKLIST)]
    for intent in intents:
        topic = known if known and known.intent == intent else topic_asked(conversation, intent)
        if listed and intent == DOCUMENTS:
            continue
        if act_of(intent) is Act.SAY_NOT_COVERED:
            local = province_answer(provinces_asked(conversation, intent), conversation)
            replies += local or (
                () if further or _answered_by_number(conversation, intent) else not_covered(conversation, intent)
            )
        elif topic is not None and topic not in given:
            given.append(topic)
            replies += _answer_for_case(topic, conversation)
    return replies + listed + tuple(reply for each in further for reply in beyond_answer(each, conversation.facts, beside_result))


_PSB = ("psb", "how_long_psb", "apply_psb")


def _answer_for_case(topic: Topic, conversation: Conversation) -> tuple[Reply, ...]:
    """The answer to a topic; how long it takes and in which order only for what the website still needs, and of the PSB filing that
    another comes first."""
    decision = determine(decided(conversation.facts), conversation.today)
    if topic.id == "how_long" and conversation.case.concluded and decision.settled and decision.outstanding:
        lines = [text("how_long_for_case"), *(f"- {text(f'how_long_of_{each.value}')}" for each in decision.outstanding)]
        return answer(topic, words="\n".join(lines))
    if topic.id == "order" and conversation.case.concluded and decision.settled and decision.outstanding:
        steps = [f"- {text(f'order_of_{each}')}" for each in _in_order(decision.outstanding, conversation.facts)]
        return answer(topic, words="\n".join([text("order_for_case"), *steps]))
    concluded = conversation.case.concluded and Certificate.PSB_FILING in decision.required
    known = decision.facts if concluded else conversation.case.likely.changed_by(conversation.facts)
    license_, described = Certificate.ICP_COMMERCIAL_LICENSE, not conversation.case.is_empty
    if topic.certificate == license_.value and described and license_ in decision.not_required:
        return answer(topic, text("license_not_needed_here"))  # whoever says ICP证 may mean the filing
    return answer(topic, psb_after_filing(known) if topic.id in _PSB else "")


def _in_order(outstanding: Sequence[Certificate], facts: Facts) -> list[str]:
    """What is still to be done, with the opening where that is ahead: the PSB filing comes behind it."""
    steps = [each.value for each in outstanding]
    behind = steps.index(Certificate.PSB_FILING.value) if Certificate.PSB_FILING in outstanding else len(steps)
    return steps if facts.live else [*steps[:behind], "opening", *steps[behind:]]


def _answered_by_number(conversation: Conversation, intent: str) -> bool:
    """Whether the reading of the number in the message, which every turn gets, is the answer."""
    return intent in _ABOUT_NUMBERS and has_numbers(conversation)


def back_to_case(turn: Turn, heard: Heard) -> Turn:
    """The same turn, then the case goes on: with the next step when the message answered the open question, else with that one.

    Whoever describes a website beside a question, or only hints at one, is offered what it needs.
    """
    conversation = turn.conversation
    question = conversation.open_question
    if question is not None and heard.answers(question) and heard.unclear_date is None:
        return determine_turn(conversation.asking_nothing(), heard).after(*turn.replies)
    known = heard.taken_into(conversation)
    if question is None and heard.describes and heard.facts != heard.before:
        offer = Reply(text("offer_determination", facts=understood(known.facts)), buttons("offer_determination"))
        return Turn((*turn.replies, offer), replace(known, offer=Act.DETERMINE))
    if question is None and not known.case.concluded and _hints_at_a_website(heard, conversation.message):
        offer = Reply(text("offer_determination_unasked"), buttons("offer_determination_unasked"))
        return Turn((*turn.replies, offer), replace(known, offer=Act.DETERMINE))
    return back_to_question(Turn(turn.replies, known))


def _hints_at_a_website(heard: Heard, message: Message) -> bool:
    """Whether a message perhaps asks for a website of its own, though nothing is stated of it."""
    return bool(heard.suggested & WEBSITE) or (not message.certain and message.share(*CASE) >= LITTLE)


def determine_and_answer_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A determination, with the answers to what else the message asks: before a question, behind a result."""
    turn = determine_turn(knowing_the_owner(conversation) if asks_for_documents(conversation) else conversation, heard)
    beside_result = turn.conversation.open_question is None
    answers = _answers_to(turn.conversation, also_asked(conversation.message, Act.DETERMINE), beside_result=beside_result)
    return turn.after(*answers) if turn.conversation.open_question else turn.then(*answers)


def not_covered_turn(conversation: Conversation, heard: Heard) -> Turn:
    """What the article does not say: by later sources, or that it is not known, with what comes nearest and where to ask."""
    if asks_for_documents(conversation) and (listed := _checklist_turn(conversation, heard)):
        return listed
    asked = beyond(surely_beyond(conversation.message))
    named = provinces_asked(conversation, conversation.message.intent)
    if named:
        return _province_turn(conversation, heard, named, asked)
    if not asked and _answered_by_number(conversation, conversation.message.intent) and not in_doubt(conversation.message):
        return back_to_case(Turn((), conversation), heard)
    if not asked:
        silent = not_covered(conversation, conversation.message.intent)
        if _settles_the_case(conversation, heard):
            return determine_turn(conversation, heard).after(*silent)
        return back_to_case(Turn(silent, conversation), heard)
    replies = tuple(reply for each in asked for reply in beyond_answer(each, heard.facts))
    return back_to_case(Turn(replies, replace(conversation, last_topic=asked[0].id)), heard)


def _settles_the_case(conversation: Conversation, heard: Heard) -> bool:
    """Whether the message told all that the result depends on: where nothing else can be answered, that is given unasked."""
    new = heard.describes and heard.facts != heard.before
    return new and next_question(heard.facts, conversation.case.passed_over) is None


def _checklist_turn(conversation: Conversation, heard: Heard) -> Turn | None:
    """The documents for what the case still has to get; None where that is nothing. A province alone is no server's place."""
    only_province = asks_on_for_a_province(conversation)
    told = Heard.nothing(conversation) if only_province else heard
    known = knowing_the_owner(told.taken_into(conversation))
    replies = _checklist_of(known, only_province)
    return back_to_case(Turn(replies, replace(known, last_topic=CHECKLIST)), told) if replies else None


def _checklist_of(conversation: Conversation, only_province: bool = False) -> tuple[Reply, ...]:
    outstanding = determine(decided(conversation.facts), conversation.today).outstanding
    return checklist_answer(conversation.case, outstanding, only_province)


def _province_turn(conversation: Conversation, heard: Heard, named: Sequence[Province], further: Sequence[WiderTopic]) -> Turn:
    """The rules of the provinces that are asked for, then what else later sources say; a province alone is no server's place."""
    replies = province_answer(named, conversation) + tuple(
        reply for each in further[:1] for reply in beyond_answer(each, conversation.facts)
    )
    known = replace(conversation, last_topic=topic_of(named[0]))
    only_named = asks_on_for_a_province(conversation)
    return back_to_case(Turn(replies, known), Heard.nothing(known) if only_named else heard)


def number_turn(conversation: Conversation, heard: Heard) -> Turn:
    """What can be read off a certificate number that came with nothing else to answer."""
    # Its digits are no day, and its 备 says nothing about the website.
    told = Heard.nothing(conversation) if is_nothing_but_numbers(conversation) else heard
    return back_to_case(Turn(number_replies(told.taken_into(conversation)), conversation), told)
