"""Deadlines, a whole plan, and calendar files for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogue.asking import ask, ask_again, back_to_question
from dialogue.conversation import Conversation, Reply, Turn
from dialogue.determining import date_far_off, needs_clearing_up
from dialogue.hearing import Heard, hear
from dialogue.reminding import calendar_text, deadline_entries, step_entries
from dialogue.texts import buttons, day, source_json, source_line, text
from dialogue.wording import deadline_json, deadline_text, plan_json, plan_lines, provisional_note, understood
from icp import knowledge
from icp.calendar_file import Entry
from icp.deadlines import Deadline, Milestone, filing_expected, known_deadlines, license_expected, plan, psb_deadline
from icp.determination import Question, determine, unknown_for_required
from icp.facts import Certificate, Facts, Provider
from icp.rules import RULES
from icp.working_days import OutsideCalendar

_SUBMITTED = {
    Certificate.ICP_FILING: "filing_submitted_on",
    Certificate.ICP_COMMERCIAL_LICENSE: "license_submitted_on",
}


def deadline_turn(conversation: Conversation) -> Turn:
    """A person asks when something is due or ready, or says when the website opened or an application was handed in."""
    heard = hear(conversation)
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    known = heard.taken_into(conversation)
    try:
        if heard.start is not None:
            return _plan(known, heard.start)
        turn = _deadline(known, heard)
        return _as_it_was(turn, conversation) if _supposes_another_day(conversation, heard) else turn
    except OutsideCalendar as outside:
        return Turn((Reply(date_far_off(conversation, outside)),), conversation)


def _supposes_another_day(conversation: Conversation, heard: Heard) -> bool:
    """Whether "if we had opened on 1 November" is said of a site whose opening, or application, is known to be on another day."""
    days = heard.stated & {"opened_on", *_SUBMITTED.values()}
    return conversation.message.supposes and any(
        getattr(conversation.facts, name) not in (None, getattr(heard.facts, name)) for name in days
    )


def _as_it_was(turn: Turn, conversation: Conversation) -> Turn:
    first, *rest = turn.replies
    kept = replace(turn.conversation, facts=conversation.facts)
    return Turn((first, Reply(text("what_if_kept")), *rest), kept)


def plan_turn(conversation: Conversation) -> Turn:
    """A person asks for a whole plan, from the day named or else from today."""
    heard = hear(conversation)
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    try:
        return _plan(heard.taken_into(conversation), heard.start or conversation.today)
    except OutsideCalendar as outside:
        return Turn((Reply(date_far_off(conversation, outside)),), conversation)


def answer_deadline_question(conversation: Conversation) -> Turn:
    """The answer to a question for a day that a deadline waits for."""
    heard = hear(conversation)
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    question = conversation.open_question
    if question is None or not heard.answers(question):
        return _taken_over(conversation, heard) if heard.facts != conversation.facts else ask_again(conversation)
    known = heard.taken_into(conversation.asking_nothing())
    if heard.not_submitted:
        return _not_submitted(known)
    return _deadline(known, heard)


def _taken_over(conversation: Conversation, heard: Heard) -> Turn:
    """Something else about the website instead of the day: kept, and the day is asked for again."""
    known = heard.taken_into(conversation)
    return back_to_question(Turn((Reply(text("understood", facts=understood(known.facts))),), known))


def _deadline(conversation: Conversation, heard: Heard) -> Turn:
    certificate = _certificate_meant(conversation, heard)
    if certificate is None:
        found = known_deadlines(conversation.facts, tuple(Certificate), conversation.today)
        return _say(conversation, found) if found else ask(conversation, Question.OPENED_ON, "deadline")
    if certificate is Certificate.PSB_FILING:
        return _psb(conversation)
    submitted = getattr(conversation.facts, _SUBMITTED[certificate])
    if submitted is None:
        return ask(conversation, Question.SUBMITTED_ON, "deadline")
    if certificate is Certificate.ICP_FILING and conversation.facts.provider is Provider.OTHER:
        return _without_date(conversation, certificate, text("filing_date_unknown"))
    expected = filing_expected if certificate is Certificate.ICP_FILING else license_expected
    return _say(conversation, (expected(submitted, conversation.today),))


def _certificate_meant(conversation: Conversation, heard: Heard) -> Certificate | None:
    """The certificate still to come that the message names, else the one whose day it states, else None."""
    named = [each["value"] for each in conversation.message.entities if each["entity"] == "certificate"]
    for certificate in (Certificate.PSB_FILING, Certificate.ICP_COMMERCIAL_LICENSE, Certificate.ICP_FILING):
        if certificate.value in named and (certificate is Certificate.PSB_FILING or not conversation.facts.holds(certificate)):
            return certificate
    for name, certificate in (
        ("opened_on", Certificate.PSB_FILING),
        ("live", Certificate.PSB_FILING),
        ("license_submitted_on", Certificate.ICP_COMMERCIAL_LICENSE),
        ("filing_submitted_on", Certificate.ICP_FILING),
    ):
        if name in heard.stated:
            return certificate
    return None


def _psb(conversation: Conversation) -> Turn:
    facts = conversation.facts
    if facts.psb_held:
        return _without_date(conversation, Certificate.PSB_FILING, text("psb_done"))
    if facts.opened_on is not None:
        return _say(conversation, (psb_deadline(facts.opened_on, conversation.today),))
    if facts.live is False:
        return _without_date(conversation, Certificate.PSB_FILING, text("psb_not_open"))
    rule = Reply(f"{text('how_long_psb')}\n{source_line(knowledge.topics()['how_long_psb'].sources)}")
    custom = {"type": "answer", "topic": "how_long_psb", "sources": [source_json(knowledge.source("article"))]}
    asked = ask(conversation, Question.OPENED_ON, "deadline")
    return Turn((rule, Reply(custom=custom), *asked.replies), asked.conversation)


def _not_submitted(conversation: Conversation) -> Turn:
    license_is_next = conversation.facts.filing_held
    certificate = Certificate.ICP_COMMERCIAL_LICENSE if license_is_next else Certificate.ICP_FILING
    expected = license_expected if license_is_next else filing_expected
    deadline = expected(conversation.today, conversation.today)
    name = "license_not_submitted" if license_is_next else "filing_not_submitted"
    note = provisional_note(deadline.provisional, deadline.day.year)
    return _without_date(conversation, certificate, text(name, date=day(deadline.day), provisional=note))


def _without_date(conversation: Conversation, certificate: Certificate, words: str) -> Turn:
    sources = [knowledge.source("article")]
    topic = {"type": "answer", "topic": f"deadline_{certificate.value}", "sources": [source_json(each) for each in sources]}
    return Turn((Reply(f"{words}\n{source_line(sources)}"), Reply(custom=topic)), conversation.asking_nothing())


def _say(conversation: Conversation, deadlines: tuple[Deadline, ...]) -> Turn:
    lines, ids = [], ["article"]
    for each in deadlines:
        if each.counted_from > conversation.today:
            name = "opening_in_future" if each.certificate is Certificate.PSB_FILING else "submitted_in_future"
            lines.append(text(name, date=day(each.counted_from)))
        lines.append(deadline_text(each))
        if each.certificate is Certificate.ICP_FILING and conversation.facts.provider is not Provider.ALIBABA_CLOUD:
            lines.append(text("note", remark=text("remark_filing_days_alibaba_only")))
        elif each.certificate is Certificate.ICP_COMMERCIAL_LICENSE:
            lines.append(text("note", remark=text("remark_license_days_by_law")))
            ids.append("decree_292")
        elif each.certificate is Certificate.PSB_FILING:
            lines.append(text("note", remark=text("remark_psb_from_approval")))
            ids.append("filing_guide")
    lines.append(source_line([knowledge.source(each) for each in dict.fromkeys(ids)]))
    parts = (Reply(custom=deadline_json(each)) for each in deadlines)
    done = conversation if conversation.task == "determination" else conversation.asking_nothing()
    return back_to_question(Turn((Reply("\n".join(lines), buttons("after_deadline")), *parts), done))


def _plan(conversation: Conversation, start: date) -> Turn:
    facts = conversation.facts
    settled = not unknown_for_required(facts)
    required = determine(facts, conversation.today).required if settled else tuple(rule.certificate for rule in RULES)
    held = [each for each in Certificate if facts.holds(each)]
    if not required:
        return _without_date(conversation, Certificate.ICP_FILING, text("plan_nothing_needed"))
    if all(each in held for each in required):
        return _without_date(conversation, Certificate.PSB_FILING, text("plan_all_held"))
    if facts.opened_on and set(required) - set(held) == {Certificate.PSB_FILING}:
        return _psb(conversation)
    steps = plan(start, required, held, facts.opened_on)
    notes = [] if settled else [text("plan_assumes_all")]
    ready = [each.day for each in steps if each.milestone is Milestone.FILING_READY]
    if ready and Certificate.PSB_FILING not in held:
        earlier = psb_deadline(ready[0], conversation.today)
        notes.append(text("note", remark=text("plan_psb_earlier", date=day(earlier.day))))
    source = source_line([knowledge.source(each) for each in ("article", "filing_guide")])
    title = text("plan_lead", start=day(start))
    words = "\n".join([title, *plan_lines(steps), *notes, source])
    custom = {
        "type": "plan",
        "today": conversation.today.isoformat(),
        "start": start.isoformat(),
        "plan": plan_json(steps),
        "title": title,
        "notes": notes,
        "source_line": source,
        "calendar": calendar_text(step_entries(steps), conversation.today),
    }
    planned = replace(conversation, plan_start=start)
    return back_to_question(Turn((Reply(words, buttons("after_deadline")), Reply(custom=custom)), planned))


def reminder_turn(conversation: Conversation) -> Turn:
    """A calendar file with the deadlines that are known and the steps of the plan that are still ahead."""
    entries = _entries(conversation)
    if not entries:
        return Turn((Reply(text("calendar_nothing")),), conversation)
    dates = ", ".join(f"{each.title} {day(each.day)}" for each in entries)
    name = "calendar_ready_one" if len(entries) == 1 else "calendar_ready"
    custom = {
        "type": "calendar",
        "filename": "icp-deadlines.ics",
        "content": calendar_text(entries, conversation.today),
    }
    return Turn((Reply(text(name, count=len(entries), dates=dates)), Reply(custom=custom)), conversation)


def _entries(conversation: Conversation) -> list[Entry]:
    facts, today = conversation.facts, conversation.today
    entries = deadline_entries(known_deadlines(facts, tuple(Certificate), today))
    decision = determine(facts, today)
    if entries or facts == Facts() or not decision.settled:
        return entries
    return step_entries(plan(conversation.plan_start or today, decision.required, decision.held, facts.opened_on))
