"""What to do first or next on a website that has its result: the certificate whose turn it is, its date, and where to apply for it."""

from __future__ import annotations

from dataclasses import replace

from dialogue.acts import Act
from dialogue.answering import answer, order_turn
from dialogue.asking import back_to_question
from dialogue.conversation import Conversation, Reply, Turn
from dialogue.determining import determine_turn
from dialogue.hearing import Heard
from dialogue.results import decided, next_lines, result
from dialogue.texts import source_json, source_line, text
from dialogue.wording import understood
from icp import knowledge
from icp.determination import determine, is_waited_for
from icp.facts import Certificate, Facts

_PLACE_TO_APPLY = {
    Certificate.ICP_FILING: "apply",
    Certificate.ICP_COMMERCIAL_LICENSE: "apply_license",
    Certificate.PSB_FILING: "apply_psb",
}


def first_step_turn(conversation: Conversation, heard: Heard) -> Turn:
    """What to do first or next on the case that has its result, or as it was just supposed, and where; before that, what has to be known
    for it."""
    if not conversation.case.concluded:
        return determine_turn(conversation.asking_nothing(), heard)
    supposed = conversation.case.supposed
    decision = determine(decided(conversation.facts.changed_by(supposed)), conversation.today)
    lead = [text("what_if_lead", facts=understood(supposed))] if supposed != Facts() else []
    steps = [*lead, *(text(f"breach_{each.value}") for each in decision.breaches), *next_lines(decision, conversation.today)]
    if not decision.outstanding or is_waited_for(decision.outstanding[0], decision.facts):
        nothing = [text("next_nothing")] if steps == lead else []
        later = None if lead else result(conversation.case, conversation.today).later_line
        lines = [*steps, *nothing, *filter(None, [later])]
        custom = {"type": "answer", "topic": "first_step", "sources": [source_json(knowledge.source("article"))]}
        said = Reply("\n".join([*lines, source_line([knowledge.source("article")])])), Reply(custom=custom)
        return back_to_question(Turn(said, conversation))
    topic = knowledge.topics()[_PLACE_TO_APPLY[decision.outstanding[0]]]
    if not lead and conversation.last_topic == topic.id and any(_answers(each, topic.id) for each in conversation.last_said):
        return order_turn(conversation, heard)  # the step was just told: "and then what?" wants those behind it
    words = "\n".join([*steps, text("where_to_apply", words=text(topic.id))])
    known = replace(conversation, last_topic=topic.id, offer=Act.GIVE_PLAN)
    return back_to_question(Turn(answer(topic, words=words), known))


def _answers(reply: Reply, topic: str) -> bool:
    return reply.custom is not None and reply.custom.get("topic") == topic
