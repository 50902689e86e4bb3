"""Stop, start over, yes and no, courtesies, feedback, another website and the summary: what works everywhere."""

from __future__ import annotations

from dataclasses import replace

from dialogue.acts import Act
from dialogue.asked import gives_it_up, plans_left
from dialogue.asking import ask_again, back_to_question
from dialogue.conversation import Case, Conversation, Reply, Turn
from dialogue.determining import determine_turn, explain_turn
from dialogue.documents import checklist_lines
from dialogue.hearing import Heard
from dialogue.reminding import calendar_of
from dialogue.results import result
from dialogue.sites import is_spoken_of, other_site_asked_for, site_numbered
from dialogue.texts import buttons, day, source_line, text
from dialogue.wording import moved_lines, plan_lines, understood, understood_lines
from icp import knowledge
from icp.deadlines import plan
from icp.determination import unknown_for_required
from icp.facts import Facts
from icp.told_dates import planned, told


def stop_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Stops asking, or gives up what was planned or only supposed; the facts of today are kept."""
    given_up = gives_it_up(conversation)
    if given_up or (conversation.open_question is None and conversation.case.supposed != Facts()):
        later = plans_left(conversation) if given_up else conversation.case.later
        today = conversation.with_case(later=later, supposed=Facts())
        left = understood_lines(later, "noted_for_later") if later != conversation.case.later else ()
        said = [Reply(each) for each in (text("stays_as_today", facts=understood(today.facts)), *left)]
        if conversation.message.asks:
            return determine_turn(today, Heard.nothing(today)).after(*said)
        return back_to_question(Turn(tuple(said), today))
    if conversation.open_question is None:
        return Turn((Reply(text("nothing_to_stop")),), conversation)
    return Turn((Reply(text("stopped")),), replace(conversation.asking_nothing(), offer=Act.DETERMINE))


def start_over_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Forgets the facts and the open question."""
    return Turn((Reply(text("started_over"), buttons("started_over")),), replace(conversation.forgotten(), offer=Act.DETERMINE))


def forget_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Erases the conversation; the store does so when it sees this act, and keeps not even the message that asked for it."""
    nothing = Conversation(conversation.today, conversation.id, conversation.language, erased=True)
    return Turn((Reply(text("forgotten"), buttons("forgotten")),), nothing)


def courtesy_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A greeting, thanks, a goodbye, and who and what the assistant is; then an open question comes back."""
    name = conversation.message.intent.removeprefix("ask_")
    offer = Act.DETERMINE if name in ("greet", "capabilities") else conversation.offer
    choices = () if conversation.open_question else buttons(name)
    said = Turn((Reply(text(name), choices),), replace(conversation, offer=offer))
    return said if name == "goodbye" else back_to_question(said)


def why_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Why: under an open question why it is asked, after a result why it is so."""
    question = conversation.open_question
    if question is None:
        return explain_turn(conversation, heard)
    reason = Reply(f"{text(f'why_{question.value}')}\n{source_line([knowledge.source('article')])}")
    return ask_again(replace(conversation, unusable=0)).after(reason)


def feedback_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Keeps whether the last answer helped, with what it was about."""
    helped = conversation.message.intent == "helped"
    about = conversation.last_topic or ("determination" if conversation.case.concluded else None)
    entry = {"helped": helped, "about": about, "said": conversation.message.text, "on": conversation.today.isoformat()}
    name = "helped" if helped else "not_helped"
    kept = replace(conversation, feedback=(*conversation.feedback, entry), offer=None if helped else Act.REACH_PERSON)
    return Turn((Reply(text(name), buttons(name)),), kept)


def switch_site_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Back to the website that was spoken of before."""
    if not conversation.other_cases:
        name = "one_site_at_a_time" if conversation.case.one_of_several else "no_other_site"
        return back_to_question(Turn((Reply(text(name)),), conversation))
    if is_spoken_of(conversation):
        return determine_turn(conversation, heard)
    case = site_numbered(conversation) or other_site_asked_for(conversation, heard) or conversation.other_cases[-1]
    back = replace(turned_to(conversation, case), offer=Act.DETERMINE)
    return Turn((Reply(text("back_at_site", facts=understood(case.facts)), buttons("back_at_site")),), back)


def turned_to(conversation: Conversation, case: Case) -> Conversation:
    """The conversation turned to a website kept apart; the one that was spoken of is kept in its place."""
    others = [each for each in conversation.other_cases if each is not case]
    if not conversation.case.is_empty and case is not conversation.case:
        others = [conversation.case, *others]
    return replace(conversation.asking_nothing(), case=case, other_cases=tuple(others))


def putting_aside(conversation: Conversation) -> Conversation:
    """The conversation turned to a further website; the case so far is kept and can be returned to."""
    if conversation.case.is_empty:
        return conversation
    known = conversation.keeping(conversation.case)
    number = max(each.number for each in known.other_cases) + 1
    further = Case(number=number, one_of_several=conversation.case.one_of_several)
    return replace(known.asking_nothing(), case=further)


def summary_turn(conversation: Conversation, heard: Heard) -> Turn:
    """The facts, the decision, the plan and the sources as one text."""
    known = heard.taken_into(conversation)
    facts, today = known.facts, known.today
    if known.case.is_empty:
        return back_to_question(Turn((Reply(text("summary_nothing")),), known))
    found = result(known.case, today, unknown_for_required(facts))
    lines = [text("summary_lead", today=day(today)), found.to_text()]
    decision = found.decision
    if decision.settled and decision.outstanding and decision.required:
        start = known.case.plan_start or today
        steps = plan(start, decision.required, decision.held, facts.opened_on)
        dates = planned(start, steps, facts.opened_on)
        lines += [*moved_lines(known.case, dates), text("summary_plan", start=day(start)), *plan_lines(steps)]
        known = known.with_case(told_dates=told((*found.deadlines, *dates), known.case.told_dates))
    lines += [*checklist_lines(known.case, decision.outstanding), text("summary_ask")]
    words = "\n".join(lines)
    calendar, known = calendar_of(known, found.entries)
    determination = found.to_json(today, calendar)
    custom = {
        "type": "summary",
        "text": words,
        "understood": understood(facts),
        "determination": determination,
        "deadlines": determination["deadlines"],
    }
    return back_to_question(Turn((Reply(words), Reply(custom=custom)), known))
