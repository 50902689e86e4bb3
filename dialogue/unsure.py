"""What is said where there is no answer, or more than one: the article is silent, two readings, nothing to do with ICP, a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogue.acts import DETERMINE, Act, act_of
from dialogue.asked import topic_asked
from dialogue.asking import back_to_question
from dialogue.beyond import beyond_choice, beyond_for, beyond_gist
from dialogue.conversation import Choice, Conversation, Message, Reply, Turn
from dialogue.determining import unusable_answer_turn
from dialogue.hearing import Heard
from dialogue.may_ask import MOST_READINGS, in_doubt, perhaps_besides, perhaps_beyond, readings
from dialogue.texts import buttons, first_sentence, responses, source_json, source_line, text, title
from dialogue.thresholds import thresholds
from dialogue.wording import names, understood, understood_lines
from icp import knowledge
from icp.determination import determine
from icp.facts import Facts

MOST_UNCLEAR = 2
_MOST_FURTHER = 2
_NOT_COVERED = "uncovered_"
_ANY_SUBJECT = "other"
_NONE_OF_THESE = "/out_of_scope"
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


def ask_back_turn(conversation: Conversation, heard: Heard) -> Turn:
    """What was understood, then two or three readings, each with the first sentence of its answer.

    A second time in a row they are others, then a person is named.
    """
    known = heard.taken_into(conversation)
    shown = {each["payload"] for each in conversation.choices} if conversation.unclear else set()
    found = _readings(known, heard.describes)
    gists = {choice["payload"]: (choice, gist) for choice, gist in found if choice["payload"] not in shown}
    offered = [choice for choice, _ in gists.values()]
    unclear = conversation.unclear + 1
    known = replace(known, unclear=unclear)
    if unclear >= MOST_UNCLEAR or not offered:
        return back_to_question(_hand_over(known, offered))
    custom = _fallback_json("unsure", known, **_readings_json(list(gists.values())))
    choices = [*offered, {"title": text("none_of_these"), "payload": _NONE_OF_THESE}]
    news = understood_lines(known.facts) if known.facts != conversation.facts else []
    words = "\n".join([text("ask_back"), *_reading_lines(list(gists.values()))])
    return Turn((*(Reply(each) for each in news), Reply(words, choices), Reply(custom=custom)), known)


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


def not_covered(conversation: Conversation, intent: str) -> tuple[Reply, ...]:
    """That no source answers it for sure: what was perhaps meant, else that the article is silent, what comes nearest, where to ask."""
    message, article = conversation.message, knowledge.source("article")
    sure_of_it = message.certain or intent != message.intent or message.share(intent) >= thresholds().subject
    subject = intent.removeprefix(_NOT_COVERED) if sure_of_it else _ANY_SUBJECT
    near = _beyond_readings(perhaps_beyond(message), conversation.facts)
    others = [] if near or not in_doubt(message) else _choices(conversation, _documented(message.intent, readings(message)))
    nearest = None if near else knowledge.topics().get(_NEAREST.get(subject, ""))
    article_button = [{"title": title(nearest), "payload": f"/{nearest.intent}"}] if nearest else []
    lines = [
        text("not_covered", subject=text(f"subject_{subject}")),
        *([text("perhaps_beyond"), *_reading_lines(near)] if near else []),
        text("nearest", title=title(nearest)) if nearest else "",
        text("or_one_of_these") if others else "",
        source_line([article]),
    ]
    named = {"subject": subject, "nearest": nearest.id if nearest else None, "sources": [source_json(article)]}
    custom = _fallback_json("not_covered", conversation, **named, **_readings_json(near or others))
    choices = [*article_button, *(choice for choice, _ in near or others)]
    return Reply("\n".join(filter(None, lines)), choices), Reply(custom=custom)


def perhaps_also_asked(message: Message, facts: Facts) -> tuple[Reply, ...]:
    """What a message may ask beyond the article besides what is answered, each with the first sentence of its answer; mostly nothing.

    A story with a question that is taken for its description is served by its result, but perhaps not by that alone.
    """
    found = _beyond_readings(perhaps_besides(message), facts)
    if not found:
        return ()
    words = "\n".join([text("perhaps_also_asked"), *_reading_lines(found)])
    return Reply(words, [choice for choice, _ in found]), Reply(custom={"type": "also_asked", **_readings_json(found)})


def _documented(asked: str, intents: Sequence[str]) -> list[str]:
    return [each for each in intents if each != asked and act_of(each) is not Act.SAY_NOT_COVERED]


Reading = tuple[Choice, str]


def _beyond_readings(intents: Sequence[str], facts: Facts) -> list[Reading]:
    return [(beyond_choice(each), beyond_gist(each)) for each in beyond_for(intents, facts)[:MOST_READINGS]]


def _readings(conversation: Conversation, describes: bool) -> list[Reading]:
    """What the message may mean, each with the first sentence of its answer: what the article leaves open by its own questions."""
    message = conversation.message
    intents = readings(message, describes=describes)
    likely = beyond_for(perhaps_beyond(message)[:MOST_READINGS], conversation.facts)
    asked = message.beyond and message.beyond[0].known >= thresholds().beyond
    further = [each for each in likely if asked or each.intent in intents][:_MOST_FURTHER]
    answered = {each.intent for each in further if act_of(each.intent) is Act.SAY_NOT_COVERED}
    known = _choices(conversation, [each for each in intents if each not in answered])
    room = len(intents) - len(further)
    return [*known[:room], *((beyond_choice(each), beyond_gist(each)) for each in further)]


def _choices(conversation: Conversation, intents: Sequence[str]) -> list[Reading]:
    """Intents as choices, worded as what the person would want; those that say the same stand once."""
    found: dict[str, str] = {}
    for intent in intents:
        found.setdefault(_title(intent), intent)
    return [({"title": words, "payload": f"/{intent}"}, _gist(conversation, intent)) for words, intent in found.items() if words]


def _title(intent: str) -> str:
    if f"utter_reading_{intent}" in responses():
        return text(f"reading_{intent}")
    return next((title(each) for each in knowledge.topics().values() if each.intent == intent), "")


def _gist(conversation: Conversation, intent: str) -> str:
    """The first sentence of the answer to that reading."""
    if intent.startswith(_NOT_COVERED):
        return first_sentence(text("not_covered", subject=text(f"subject_{intent.removeprefix(_NOT_COVERED)}")))
    if intent == DETERMINE and (result := _result_in_short(conversation)):
        return result
    if f"utter_gist_{intent}" in responses():
        return text(f"gist_{intent}")
    topic = topic_asked(replace(conversation, message=replace(conversation.message, intent=intent)), intent)
    return first_sentence(text(topic.id)) if topic else ""


def _result_in_short(conversation: Conversation) -> str:
    """What the website needs by what is known of it, in one sentence; empty where that is nothing yet."""
    decision = determine(conversation.facts, conversation.today)
    if not (decision.required or decision.settled):
        return ""
    return text("gist_of_result" if decision.settled else "certain_so_far", certificates=names(decision.required))


def _reading_lines(found: Sequence[Reading]) -> list[str]:
    return [text("reading_with_gist", reading=choice["title"], gist=gist) for choice, gist in found]


def _readings_json(found: Sequence[Reading]) -> dict[str, object]:
    return {
        "readings": [choice["payload"].removeprefix("/") for choice, _ in found],
        "gists": {choice["payload"]: gist for choice, gist in found},
    }


def _hand_over(conversation: Conversation, offered: Sequence[Choice]) -> Turn:
    lines = [text("still_not_understood")]
    if facts := understood(conversation.facts):
        lines.append(text("handover_facts", facts=facts))
    if offered:
        lines.append(text("or_one_of_these"))
    custom = _fallback_json("hand_over", conversation, readings=[each["payload"][1:] for each in offered])
    person = [{"title": title(knowledge.topics()["person"]), "payload": "/ask_person"}]
    return Turn((Reply("\n".join(lines), [*person, *offered]), Reply(custom=custom)), replace(conversation, unclear=0))


def _fallback_json(reason: str, conversation: Conversation, **more: object) -> dict[str, object]:
    facts = conversation.facts
    return {"type": "fallback", "reason": reason, "facts": facts.to_json(), "understood": understood(facts), **more}
