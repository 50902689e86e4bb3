"""Answers to the documented questions, each with its source; what to say when there is none, and what to ask back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogue.acts import Act, act_of
from dialogue.asking import back_to_question
from dialogue.conversation import Choice, Conversation, Reply, Turn
from dialogue.dating import deadline_turn
from dialogue.determining import determine_turn, unusable_answer_turn
from dialogue.hearing import Heard
from dialogue.texts import buttons, first_sentence, responses, source_json, source_line, text
from dialogue.weigh import DETERMINE, also_asked, in_doubt, readings, thresholds
from dialogue.wording import understood
from icp import knowledge
from icp.determination import next_question
from icp.facts import DAYS
from icp.knowledge import Topic

MOST_UNCLEAR = 2
_NOT_COVERED = "uncovered_"
# Whoever tells the day gets the date instead of the rule.
_ANSWERED_BY_A_DATE = ("ask_how_long", "ask_psb")
_ANY_SUBJECT = "other"
_NONE_OF_THESE = "/out_of_scope"
_LEANS_ON_THE_LAST_ANSWER = re.compile(r"\b(?:it|that|this|such)\b|[它那这]", re.IGNORECASE)
# What the article says that comes nearest to a question it does not answer.
_NEAREST = {
    "penalty": "before_filing",
    "documents": "apply",
    "cost": "who_offers_license",
    "foreign": "filing",
    "individual": "filing",
    "status": "help",
    "change": "help",
    "license_upkeep": "license",
    "preapproval": "license",
}


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


def answer(topic: Topic) -> tuple[Reply, ...]:
    """The answer to a topic: text with its source line, and the machine-readable part."""
    words = f"{text(topic.id)}\n{source_line(topic.sources)}"
    custom = {"type": "answer", "topic": topic.id, "sources": [source_json(each) for each in topic.sources]}
    return Reply(words), Reply(custom=custom)


def answer_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Answers a documented question, and the further ones of the same message; then the case goes on."""
    topic = topic_asked(conversation, conversation.message.intent)
    if topic is None:
        return ask_back_turn(conversation, heard)
    if heard.stated & DAYS and topic.intent in _ANSWERED_BY_A_DATE:
        return deadline_turn(conversation, heard)
    return _answers(conversation, heard, topic)


def person_turn(conversation: Conversation, heard: Heard) -> Turn:
    """How to reach a person."""
    return _answers(conversation, heard, knowledge.topics()["person"])


def follow_up_turn(conversation: Conversation, heard: Heard) -> Turn:
    """ "And the license?": the same question about another certificate, or what that certificate is."""
    named = conversation.message.values("certificate")
    last = knowledge.topics().get(conversation.last_topic or "")
    wanted = named[0] if named else None
    if wanted == "either":
        wanted = "icp_commercial_license"
    aspect = last.aspect if last and last.aspect else _aspect_of_intent(last)
    for each in knowledge.topics().values():
        if each.certificate == wanted and each.aspect == aspect:
            return _answers(conversation, heard, each)
    return ask_back_turn(conversation, heard)


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
    first = [topic.intent] if topic.intent not in asked else []
    known = replace(conversation, last_topic=topic.id)
    replies = _answers_to(conversation, [*first, *asked], topic)
    if DETERMINE in asked and conversation.open_question is None:
        return determine_turn(known, heard).after(*replies)
    return back_to_case(Turn(replies, known), heard)


def _answers_to(conversation: Conversation, intents: Sequence[str], known: Topic | None = None) -> tuple[Reply, ...]:
    """The answers to several questions, each once; what is asked of the case itself is answered by the determination.

    `known` is the topic that is meant by its intent.
    """
    replies: tuple[Reply, ...] = ()
    given: list[Topic] = []
    for intent in intents:
        topic = known if known and known.intent == intent else topic_asked(conversation, intent)
        if intent.startswith(_NOT_COVERED):
            replies += _not_covered(conversation, intent.removeprefix(_NOT_COVERED))
        elif topic is not None and topic not in given:
            given.append(topic)
            replies += answer(topic)
    return replies


def back_to_case(turn: Turn, heard: Heard) -> Turn:
    """The same turn, then the case goes on: with the next step when the message answered the open question, else with that one.

    Whoever describes a website beside a question is offered what it needs.
    """
    conversation = turn.conversation
    question = conversation.open_question
    if question is not None and heard.answers(question) and heard.unclear_date is None:
        return determine_turn(conversation.asking_nothing(), heard).after(*turn.replies)
    known = heard.taken_into(conversation)
    if question is None and heard.describes and heard.facts != heard.before and next_question(known.facts) is None:
        offer = Reply(text("offer_determination", facts=understood(known.facts)), buttons("offer_determination"))
        return Turn((*turn.replies, offer), replace(known, offer=Act.DETERMINE))
    return back_to_question(Turn(turn.replies, known))


def determine_and_answer_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A determination, after the answers to what else the message asks."""
    return determine_turn(conversation, heard).after(*_answers_to(conversation, also_asked(conversation.message, Act.DETERMINE)))


def not_covered_turn(conversation: Conversation, heard: Heard) -> Turn:
    """The article is silent: says so, and where to ask."""
    subject = conversation.message.intent.removeprefix(_NOT_COVERED)
    sure_of_it = conversation.message.share(conversation.message.intent) >= thresholds().subject
    others = [each for each in readings(conversation.message) if act_of(each) is not Act.SAY_NOT_COVERED]
    choices = _choices(others) if in_doubt(conversation.message) else []
    replies = _not_covered(conversation, subject if sure_of_it else _ANY_SUBJECT, choices)
    return back_to_case(Turn(replies, conversation), heard)


def ask_back_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Two or three readings, each with the first sentence of its answer; a second time in a row others, then a person."""
    known = heard.taken_into(conversation)
    shown = {each["payload"] for each in conversation.choices} if conversation.unclear else set()
    offered = [each for each in _choices(readings(conversation.message)) if each["payload"] not in shown]
    unclear = conversation.unclear + 1
    known = replace(known, unclear=unclear)
    if unclear >= MOST_UNCLEAR or not offered:
        return back_to_question(_hand_over(known, offered))
    gists = {each["payload"]: _gist(known, each["payload"][1:]) for each in offered}
    custom = _fallback_json("unsure", known, readings=[each[1:] for each in gists], gists=gists)
    lines = [text("ask_back"), *(f"- {each['title']}: {gists[each['payload']]}" for each in offered)]
    choices = [*offered, {"title": text("none_of_these"), "payload": _NONE_OF_THESE}]
    return Turn((Reply("\n".join(lines), choices), Reply(custom=custom)), known)


def refuse_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Outside what is known: says so; a second time in a row names a person, and an open question comes back in other words."""
    if conversation.message.certain and conversation.message.text in ("", _NONE_OF_THESE):
        return back_to_question(_hand_over(conversation, []))
    unclear = conversation.unclear + 1
    known = replace(conversation, unclear=unclear)
    if conversation.open_question is not None:
        refusal = Reply(text("out_of_scope")), Reply(custom=_fallback_json("out_of_scope", known))
        return unusable_answer_turn(known, Heard.nothing(known)).after(*refusal)
    if unclear >= MOST_UNCLEAR:
        return _hand_over(known, [])
    name = "no_idea" if conversation.message.values("certificate") else "out_of_scope"
    return Turn((Reply(text(name), buttons(name)), Reply(custom=_fallback_json(name, known))), known)


def _not_covered(conversation: Conversation, subject: str, others: Sequence[Choice] = ()) -> tuple[Reply, ...]:
    """That the article is silent on a subject, what comes nearest, and what else the message may have meant."""
    words = text("not_covered", subject=text(f"subject_{subject}"))
    nearest = knowledge.topics().get(_NEAREST.get(subject, ""))
    nearby = [{"title": nearest.title, "payload": f"/{nearest.intent}"}] if nearest else []
    sources = [source_json(knowledge.source("article"))]
    named = {"subject": subject, "nearest": nearest.id if nearest else None, "sources": sources}
    custom = _fallback_json("not_covered", conversation, **named, readings=[each["payload"][1:] for each in others])
    line = source_line([knowledge.source("article")])
    lines = [words, text("nearest", title=nearest.title) if nearest else "", text("or_one_of_these") if others else "", line]
    return Reply("\n".join(filter(None, lines)), [*nearby, *others]), Reply(custom=custom)


def _hand_over(conversation: Conversation, offered: Sequence[Choice]) -> Turn:
    lines = [text("still_not_understood")]
    if facts := understood(conversation.facts):
        lines.append(text("handover_facts", facts=facts))
    if offered:
        lines.append(text("or_one_of_these"))
    custom = _fallback_json("hand_over", conversation, readings=[each["payload"][1:] for each in offered])
    person = [{"title": knowledge.topics()["person"].title, "payload": "/ask_person"}]
    return Turn((Reply("\n".join(lines), [*person, *offered]), Reply(custom=custom)), replace(conversation, unclear=0))


def _fallback_json(reason: str, conversation: Conversation, **more: object) -> dict[str, object]:
    facts = conversation.facts
    return {"type": "fallback", "reason": reason, "facts": facts.to_json(), "understood": understood(facts), **more}


def _choices(intents: Sequence[str]) -> list[dict[str, str]]:
    """Intents as choices, worded as what the person would want; those that say the same stand once."""
    choices: dict[str, str] = {}
    for intent in intents:
        choices.setdefault(_title(intent), f"/{intent}")
    return [{"title": title, "payload": payload} for title, payload in choices.items() if title]


def _title(intent: str) -> str:
    if f"utter_reading_{intent}" in responses():
        return text(f"reading_{intent}")
    return next((each.title for each in knowledge.topics().values() if each.intent == intent), "")


def _gist(conversation: Conversation, intent: str) -> str:
    """The first sentence of the answer to that reading."""
    if intent.startswith(_NOT_COVERED):
        return first_sentence(text("not_covered", subject=text(f"subject_{intent.removeprefix(_NOT_COVERED)}")))
    if f"utter_gist_{intent}" in responses():
        return text(f"gist_{intent}")
    topic = topic_asked(replace(conversation, message=replace(conversation.message, intent=intent)), intent)
    return first_sentence(text(topic.id)) if topic else ""
