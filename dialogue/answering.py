"""Answers to the documented questions, each with its source, and what to say when there is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogue.asking import back_to_question
from dialogue.conversation import Conversation, Reply, Turn
from dialogue.dating import deadline_turn
from dialogue.determining import WEBSITE, continue_determination, determine_turn, what_if_turn
from dialogue.hearing import Heard, hear
from dialogue.statements import statement_turn
from dialogue.texts import buttons, source_json, source_line, text
from dialogue.wording import understood
from icp import knowledge
from icp.facts import Certificate, Facts
from icp.knowledge import Topic

MOST_UNCLEAR = 1
_NOT_COVERED = "uncovered_"
_UNSURE = "nlu_fallback"
_LEANS_ON_THE_LAST_ANSWER = re.compile(r"\b(?:it|that|this|such)\b|[它那这]", re.IGNORECASE)
_TITLES = {
    "determine": "reading_determine",
    "ask_deadline": "reading_deadline",
    "ask_plan": "reading_plan",
    "ask_reminder": "reading_reminder",
    "ask_summary": "reading_summary",
}
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
    named = {each["value"] for each in conversation.message.entities if each["entity"] == "certificate"}
    last = knowledge.topics().get(conversation.last_topic or "")
    if named or last is None or not _LEANS_ON_THE_LAST_ANSWER.search(conversation.message.text):
        return named
    return {last.certificate}


def answer(topic: Topic) -> tuple[Reply, ...]:
    """The answer to a topic: text with its source line, and the machine-readable part."""
    words = f"{text(topic.id)}\n{source_line(topic.sources)}"
    custom = {"type": "answer", "topic": topic.id, "sources": [source_json(each) for each in topic.sources]}
    return Reply(words), Reply(custom=custom)


def answer_turn(conversation: Conversation) -> Turn:
    """Answers a documented question, and the further ones of the same message; then an open question comes back."""
    topic = topic_asked(conversation, conversation.message.intent)
    if topic is None:
        return fallback_turn(conversation)
    if topic.certificate == Certificate.PSB_FILING.value and "opened_on" in hear(conversation).stated:
        return deadline_turn(conversation)
    return _answers(conversation, [topic])


def person_turn(conversation: Conversation) -> Turn:
    """How to reach a person."""
    return _answers(conversation, [knowledge.topics()["person"]])


def follow_up_turn(conversation: Conversation) -> Turn:
    """ "And the license?": the same question about another certificate, or what that certificate is."""
    named = [each["value"] for each in conversation.message.entities if each["entity"] == "certificate"]
    last = knowledge.topics().get(conversation.last_topic or "")
    wanted = named[0] if named else None
    if wanted == "either":
        wanted = "icp_commercial_license"
    aspect = last.aspect if last and last.aspect else _aspect_of_intent(last)
    for each in knowledge.topics().values():
        if each.certificate == wanted and each.aspect == aspect:
            return _answers(conversation, [each])
    return fallback_turn(conversation)


def _aspect_of_intent(last: Topic | None) -> str:
    """The aspect that other topics of the last one's intent have: "how long" in general leads to "how long a license"."""
    if last is not None:
        for each in knowledge.topics().values():
            if each.intent == last.intent and each.aspect:
                return each.aspect
    return "what"


def _answers(conversation: Conversation, topics: list[Topic]) -> Turn:
    known = replace(conversation, last_topic=topics[0].id)
    replies = tuple(reply for topic in topics for reply in answer(topic))
    replies += further_answers(conversation, besides=topics)
    if "determine" in conversation.message.also_asked and conversation.open_question is None:
        determined = determine_turn(known)
        return Turn((*replies, *determined.replies), determined.conversation)
    return back_to_case(Turn(replies, known))


def further_answers(conversation: Conversation, besides: Sequence[Topic] = ()) -> tuple[Reply, ...]:
    """The answers to the further questions of a message that asks several; those among `besides` are given already."""
    replies: tuple[Reply, ...] = ()
    given = list(besides)
    for intent in conversation.message.also_asked:
        topic = topic_asked(conversation, intent)
        if intent.startswith(_NOT_COVERED):
            replies += _not_covered(conversation, intent.removeprefix(_NOT_COVERED)).replies
        elif topic is not None and topic not in given:
            given.append(topic)
            replies += answer(topic)
    return replies


def back_to_case(turn: Turn) -> Turn:
    """The same turn, then the case goes on: with the next question when the message answered the open one, else with that one."""
    conversation = turn.conversation
    if conversation.open_question is not None:
        heard = hear(conversation)
        if heard.answers(conversation.open_question) and heard.unclear_date is None and conversation.task == "determination":
            following = continue_determination(conversation, heard)
            return Turn((*turn.replies, *following.replies), following.conversation)
    return back_to_question(turn)


def determine_and_answer_turn(conversation: Conversation) -> Turn:
    """A determination, after the answers to what else the message asks."""
    answers = further_answers(conversation)
    determined = determine_turn(conversation)
    return Turn((*answers, *determined.replies), determined.conversation)


def fallback_turn(conversation: Conversation) -> Turn:
    """Nothing is known for sure: asks back with the best readings, or says so and where to ask, and never guesses."""
    intent = conversation.message.intent
    if intent in ("affirm", "deny"):
        return Turn((Reply(text("no_open_question"), buttons("no_open_question")),), conversation)
    if intent.startswith(_NOT_COVERED):
        clear = replace(conversation, unclear=0)
        return back_to_case(_not_covered(clear, intent.removeprefix(_NOT_COVERED)))
    if turn := _about_the_case(conversation):
        return turn
    readings = _readings(conversation.message.readings)
    if conversation.open_question is not None and not (intent == _UNSURE and readings and conversation.message.asks):
        return _under_an_open_question(conversation)
    unclear = conversation.unclear + 1
    known = replace(conversation, unclear=unclear)
    if unclear > MOST_UNCLEAR:
        return back_to_question(_hand_over(known, readings if intent == _UNSURE else []))
    if intent == _UNSURE and readings:
        choices = [*readings, {"title": text("none_of_these"), "payload": "/out_of_scope"}]
        custom = {"type": "fallback", "reason": "unsure", "readings": _intents(readings)}
        return Turn((Reply(text("ask_back"), choices), Reply(custom=custom)), known)
    name = "no_idea" if _speaks_of_icp(conversation) else "out_of_scope"
    custom = {"type": "fallback", "reason": name}
    return Turn((Reply(text(name), buttons(name)), Reply(custom=custom)), known)


def _about_the_case(conversation: Conversation) -> Turn | None:
    """A doubtful message that changes a fact of a case that is concluded: a hypothesis when it asks, else a correction.

    One that was refused rather than doubted counts only when it contradicts what is known: "I live in Oslo" is no new fact, while
    "what about Hangzhou?" is a hypothesis about a site that is known to be elsewhere.
    """
    if not conversation.concluded or conversation.open_question is not None:
        return None
    heard = hear(conversation, supposed=conversation.message.asks)
    doubted = conversation.message.intent == _UNSURE
    tells_something_new = heard.facts != conversation.facts or heard.planned
    if not (tells_something_new if doubted else _contradicts_what_is_known(heard, conversation.facts)):
        return None
    known = replace(conversation, unclear=0)
    if conversation.message.asks and heard.stated & WEBSITE:
        return what_if_turn(known)
    if conversation.message.asks:
        return deadline_turn(known) if "opened_on" in heard.stated else None
    return statement_turn(known)


def _contradicts_what_is_known(heard: Heard, facts: Facts) -> bool:
    return any(getattr(facts, name) not in (None, getattr(heard.facts, name)) for name in heard.stated)


def _under_an_open_question(conversation: Conversation) -> Turn:
    """An unclear message while something is asked: its answer when it holds one, else one that could not be used."""
    question = conversation.open_question
    heard = hear(conversation)
    used = question is not None and (heard.answers(question) or heard.unclear_date is not None or heard.either_license)
    if used or heard.planned or heard.another_holds:
        return statement_turn(conversation)
    silent = replace(conversation, message=replace(conversation.message, entities=()))
    turn = statement_turn(silent)
    if conversation.message.intent != "out_of_scope":
        return turn
    refusal = Reply(text("out_of_scope")), Reply(custom={"type": "fallback", "reason": "out_of_scope"})
    return Turn((*refusal, *turn.replies), turn.conversation)


def _speaks_of_icp(conversation: Conversation) -> bool:
    return conversation.message.intent == _UNSURE or any(
        each["entity"] == "certificate" for each in conversation.message.entities
    )


def _not_covered(conversation: Conversation, subject: str) -> Turn:
    words = text("not_covered", subject=text(f"subject_{subject}"))
    nearest = knowledge.topics().get(_NEAREST.get(subject, ""))
    choices = [{"title": nearest.title, "payload": f"/{nearest.intent}"}] if nearest else []
    custom = {
        "type": "fallback",
        "reason": "not_covered",
        "subject": subject,
        "nearest": nearest.id if nearest else None,
        "sources": [source_json(knowledge.source("article"))],
    }
    line = source_line([knowledge.source("article")])
    lines = [words, text("nearest", title=nearest.title) if nearest else "", line]
    reply = Reply("\n".join(filter(None, lines)), choices)
    return Turn((reply, Reply(custom=custom)), conversation)


def _hand_over(conversation: Conversation, readings: list[dict[str, str]]) -> Turn:
    lines = [text("still_not_understood")]
    if facts := understood(conversation.facts):
        lines.append(text("handover_facts", facts=facts))
    if readings:
        lines.append(text("or_one_of_these"))
    custom = {
        "type": "fallback",
        "reason": "hand_over",
        "readings": _intents(readings),
        "understood": understood(conversation.facts),
    }
    person = [{"title": knowledge.topics()["person"].title, "payload": "/ask_person"}]
    return Turn((Reply("\n".join(lines), [*person, *readings]), Reply(custom=custom)), replace(conversation, unclear=0))


def _readings(intents: Sequence[str]) -> list[dict[str, str]]:
    """Intents as choices, worded as what the person would want; those that say the same stand once."""
    choices: dict[str, str] = {}
    for intent in intents:
        choices.setdefault(_title(intent), f"/{intent}")
    return [{"title": title, "payload": payload} for title, payload in choices.items() if title]


def _intents(readings: Sequence[dict[str, str]]) -> list[str]:
    return [each["payload"][1:] for each in readings]


def _title(intent: str) -> str:
    if intent in _TITLES:
        return text(_TITLES[intent])
    if intent.startswith(_NOT_COVERED):
        return text(f"reading_{intent}")
    return next((each.title for each in knowledge.topics().values() if each.intent == intent), "")
