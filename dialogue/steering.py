"""Stop, skip, start over, repeat, "why do you ask?", feedback and the summary: what works everywhere."""

from __future__ import annotations

from dataclasses import replace

from dialogue.asking import ask_again, back_to_question
from dialogue.conversation import Conversation, Message, Reply, Turn
from dialogue.determining import continue_determination
from dialogue.hearing import Heard
from dialogue.results import result
from dialogue.texts import buttons, day, source_line, text
from dialogue.wording import plan_lines, understood
from icp import knowledge
from icp.deadlines import plan
from icp.determination import unknown_for_required
from icp.facts import Facts


def pass_over_turn(conversation: Conversation) -> Turn:
    """ "Skip" or "I don't know": the question is left open and the next one that matters is asked, or the result given."""
    question = conversation.open_question
    if question is None:
        return Turn((Reply(text("nothing_to_skip"), buttons("no_open_question")),), conversation)
    known = replace(conversation.asking_nothing(), passed_over=conversation.passed_over | {question})
    if conversation.task == "deadline":
        return Turn((Reply(text("passed_over")),), known)
    silent = replace(known, message=Message(intent="determine"))
    following = continue_determination(silent, Heard(silent.facts))
    return Turn((Reply(text("passed_over")), *following.replies), following.conversation)


def stop_turn(conversation: Conversation) -> Turn:
    """Stops asking; the facts are kept."""
    name = "stopped" if conversation.open_question else "nothing_to_stop"
    return Turn((Reply(text(name)),), conversation.asking_nothing())


def start_over_turn(conversation: Conversation) -> Turn:
    """Forgets the facts and the open question."""
    return Turn((Reply(text("started_over"), buttons("started_over")),), conversation.forgotten())


def why_question_turn(conversation: Conversation) -> Turn:
    """Why the open question is asked; then it comes back."""
    question = conversation.open_question
    if question is None:
        return Turn((Reply(text("why_nothing_asked"), buttons("no_open_question")),), conversation)
    reason = Reply(f"{text(f'why_{question.value}')}\n{source_line([knowledge.source('article')])}")
    again = ask_again(replace(conversation, unusable=0))
    return Turn((reason, *again.replies), replace(conversation, unusable=0))


def feedback_turn(conversation: Conversation) -> Turn:
    """Keeps whether the last answer helped, with what it was about."""
    helped = conversation.message.intent == "helped"
    about = conversation.last_topic or ("determination" if conversation.concluded else None)
    entry = {"helped": helped, "about": about, "said": conversation.message.text, "on": conversation.today.isoformat()}
    name = "helped" if helped else "not_helped"
    kept = replace(conversation, feedback=(*conversation.feedback, entry))
    return Turn((Reply(text(name), buttons(name)),), kept)


def summary_turn(conversation: Conversation) -> Turn:
    """The facts, the decision, the plan and the sources as one text."""
    facts, today = conversation.facts, conversation.today
    if facts == Facts():
        return Turn((Reply(text("summary_nothing")),), conversation)
    decided = facts if conversation.guided else facts.taking_unmentioned_certificates_as_not_held()
    found = result(decided, facts, today, unknown_for_required(facts), conversation.later)
    lines = [text("summary_lead", today=day(today)), found.to_text()]
    decision = found.decision
    if decision.settled and decision.outstanding and decision.required:
        start = conversation.plan_start or today
        steps = plan(start, decision.required, decision.held, facts.opened_on)
        lines += [text("summary_plan", start=day(start)), *plan_lines(steps)]
    lines.append(text("summary_ask"))
    words = "\n".join(lines)
    determination = found.to_json(today)
    custom = {
        "type": "summary",
        "text": words,
        "understood": understood(facts),
        "determination": determination,
        "deadlines": determination["deadlines"],
    }
    return back_to_question(Turn((Reply(words), Reply(custom=custom)), conversation))
