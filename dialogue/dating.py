"""Deadlines, a whole plan, and calendar files for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogue.acts import Act
from dialogue.asked import asks_when_to_begin
from dialogue.asking import ask, ask_again, back_to_question
from dialogue.conversation import QUESTIONS_OF_DAYS, Conversation, Reply, Turn
from dialogue.days_heard import corrected_day
from dialogue.determining import date_far_off, needs_clearing_up
from dialogue.hearing import Heard, under_way_names
from dialogue.reminding import calendar_of, deadline_entries, step_entries
from dialogue.results import decided, filing_before_opening
from dialogue.texts import buttons, day, listed, source_json, source_line, text
from dialogue.wording import (
    deadline_json,
    deadline_text,
    moved_lines,
    plan_json,
    plan_lines,
    provisional_note,
    psb_after_filing,
    understood_lines,
)
from icp import knowledge
from icp.deadlines import (
    Deadline,
    Milestone,
    Step,
    filing_expected,
    known_deadlines,
    latest_start,
    license_expected,
    plan,
    psb_deadline,
)
from icp.determination import awaited_day, determine, unknown_for_required
from icp.facts import DAYS, Certificate, Facts, Holding, Provider, Question
from icp.rules import RULES
from icp.told_dates import Planned, planned, told
from icp.working_days import OutsideCalendar

_SUBMITTED = {
    Certificate.ICP_FILING: "filing_submitted_on",
    Certificate.ICP_COMMERCIAL_LICENSE: "license_submitted_on",
}


def deadline_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A person asks when something is due or ready, or says when the website opened or an application was handed in."""
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    known = heard.taken_into(conversation)
    try:
        if opening := _opening_to_reach(known, heard):
            return _plan(known, conversation.today, opening)
        if heard.start is not None:
            planned_opening = known.facts.opened_on if heard.start == known.facts.opened_on else None
            return _plan(known, conversation.today if planned_opening else heard.start, planned_opening)
        if _supposes_another_day(conversation, heard):
            return _as_it_was(_deadline(replace(known, open_question=None), heard), conversation)
        return _deadline(known, heard)
    except OutsideCalendar as outside:
        return Turn((Reply(date_far_off(conversation, outside)),), conversation)


def _supposes_another_day(conversation: Conversation, heard: Heard) -> bool:
    """Whether "if we had opened on 1 November" is said of a site whose opening, or application, is known to be on another day."""
    asks = conversation.message.asks and corrected_day(conversation) is not None
    return (conversation.message.supposes or asks) and any(
        getattr(heard.before, name) not in (None, getattr(heard.facts, name)) for name in heard.stated & DAYS
    )


def _as_it_was(turn: Turn, conversation: Conversation) -> Turn:
    """The answer on the supposed day, after which the facts and the open question are what they were."""
    first, *rest = turn.replies
    kept = replace(turn.conversation, open_question=conversation.open_question).with_case(facts=conversation.facts)
    return back_to_question(Turn((first, Reply(text("what_if_kept")), *rest), kept))


def plan_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A person asks for a whole plan, from the day named, from that of an application still ahead, or else from today."""
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    submission = heard.submission_ahead(conversation)
    known = (heard.not_yet_submitted() if submission else heard).taken_into(conversation)
    try:
        if opening := _opening_to_reach(known, heard):
            return _plan(known, conversation.today, opening)
        if _waits_for_a_day(known) and not (heard.start or submission):
            return ask(known, Question.SUBMITTED_ON)
        return _plan(known, heard.start or submission or conversation.today)
    except OutsideCalendar as outside:
        return Turn((Reply(date_far_off(conversation, outside)),), conversation)


def _waits_for_a_day(conversation: Conversation) -> bool:
    """Whether an application is under way since a day that nobody told: a plan from today would hand it in once more."""
    return (
        conversation.case.concluded
        and Question.SUBMITTED_ON not in conversation.case.passed_over
        and (awaited_day(conversation.facts) is Question.SUBMITTED_ON)
    )


def _opening_to_reach(conversation: Conversation, heard: Heard) -> date | None:
    """The opening that is still ahead, where the message asks when to begin for it and tells no day to begin on."""
    opening = conversation.facts.opened_on
    asked = heard.start is None and asks_when_to_begin(conversation.message)
    return opening if opening and opening > conversation.today and asked else None


def day_asked_for_turn(conversation: Conversation, heard: Heard) -> Turn:
    """The answer to a question for a day that a deadline waits for."""
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    question = conversation.open_question
    if question is Question.SUBMITTED_ON and heard.start is not None and not heard.stated:
        facts = heard.facts.stating(**dict.fromkeys(under_way_names(heard.facts), Holding.NOT_HELD))
        return plan_turn(conversation.asking_nothing(), replace(heard, facts=facts))  # it is still to be handed in
    if question is None or not heard.answers(question):
        return _taken_over(conversation, heard) if heard.facts != heard.before else ask_again(conversation)
    known = heard.taken_into(conversation.asking_nothing())
    if heard.not_submitted:
        return _not_submitted(known)
    return _deadline(known, heard)


def _taken_over(conversation: Conversation, heard: Heard) -> Turn:
    """Something else about the website instead of the day: kept, and the day is asked for again."""
    known = heard.taken_into(conversation)
    return back_to_question(Turn(tuple(Reply(each) for each in understood_lines(known.facts)), known))


def _deadline(conversation: Conversation, heard: Heard) -> Turn:
    certificate = _certificate_meant(conversation, heard)
    if certificate is None:
        found = known_deadlines(conversation.facts, tuple(Certificate), conversation.today)
        return _say(conversation, found) if found else ask(conversation, awaited_day(conversation.facts) or Question.OPENED_ON)
    if certificate is Certificate.PSB_FILING:
        return _psb(conversation)
    submitted = getattr(conversation.facts, _SUBMITTED[certificate])
    is_license = certificate is Certificate.ICP_COMMERCIAL_LICENSE
    returned = (conversation.facts.license if is_license else conversation.facts.filing) is Holding.RETURNED
    if submitted is None and (returned or asks_when_to_begin(conversation.message)):
        return _plan(conversation, conversation.today)
    if submitted is None:
        return ask(conversation, Question.SUBMITTED_ON)
    if certificate is Certificate.ICP_FILING and conversation.facts.provider is Provider.OTHER:
        return _without_date(conversation, certificate, text("filing_date_unknown"))
    today = conversation.today
    if certificate is Certificate.ICP_FILING and _is_called_a_license(conversation, heard):
        both = _say(conversation, (filing_expected(submitted, today), license_expected(submitted, today)))
        return both.after(Reply(text("either_license_dates")))
    expected = filing_expected if certificate is Certificate.ICP_FILING else license_expected
    return _say(conversation, (expected(submitted, today),))


def _is_called_a_license(conversation: Conversation, heard: Heard) -> bool:
    """Whether an application is only called one for an "ICP license", which people say of either certificate, and nothing tells which."""
    named = conversation.message.values("certificate")
    unknown = heard.before.filing is None and heard.before.license is None
    return unknown and "either" in named and Certificate.ICP_FILING.value not in named


def _certificate_meant(conversation: Conversation, heard: Heard) -> Certificate | None:
    """The certificate still to come that the message names, else the one whose day it states, else None."""
    named = conversation.message.values("certificate")
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
        return _say(
            conversation, (psb_deadline(facts.opened_on, conversation.today),), filing_before_opening(facts, conversation.today)
        )
    if facts.live is False:
        return _without_date(conversation, Certificate.PSB_FILING, text("psb_not_open"))
    first = f"\n{psb_after_filing(facts)}" if psb_after_filing(facts) else ""
    rule = Reply(f"{text('how_long_psb')}{first}\n{source_line(knowledge.topics()['how_long_psb'].sources)}")
    custom = {"type": "answer", "topic": "how_long_psb", "sources": [source_json(knowledge.source("article"))]}
    asked = ask(conversation, Question.OPENED_ON)
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
    return back_to_question(Turn((Reply(f"{words}\n{source_line(sources)}"), Reply(custom=topic)), _day_settled(conversation)))


def _day_settled(conversation: Conversation) -> Conversation:
    """The conversation after an answer about days: a question for a day is settled, any other stays open."""
    return conversation.asking_nothing() if conversation.open_question in QUESTIONS_OF_DAYS else conversation


def _say(conversation: Conversation, deadlines: tuple[Deadline, ...], more: Sequence[str] = ()) -> Turn:
    lines, ids = moved_lines(conversation.case, deadlines), ["article"]
    facts = decided(conversation.facts) if conversation.case.concluded else conversation.facts
    for each in deadlines:
        if each.counted_from > conversation.today:
            name = "opening_in_future" if each.certificate is Certificate.PSB_FILING else "submitted_in_future"
            lines.append(text(name, date=day(each.counted_from)))
        lines.append(deadline_text(each, facts))
        if each.certificate is Certificate.ICP_FILING and conversation.facts.provider is not Provider.ALIBABA_CLOUD:
            lines.append(text("note", remark=text("remark_filing_days_alibaba_only")))
        elif each.certificate is Certificate.ICP_COMMERCIAL_LICENSE:
            lines.append(text("note", remark=text("remark_license_days_by_law")))
            ids.append("decree_292")
        elif each.certificate is Certificate.PSB_FILING:
            lines += [psb_after_filing(facts)] if each.days_left >= 0 and psb_after_filing(facts) else []
            lines.append(text("note", remark=text("remark_psb_from_approval")))
            ids.append("filing_guide")
    lines += [*more, source_line([knowledge.source(each) for each in dict.fromkeys(ids)])]
    parts = (Reply(custom=deadline_json(each)) for each in deadlines)
    done = replace(_day_settled(conversation), offer=Act.GIVE_CALENDAR)
    done = done.with_case(told_dates=told(deadlines, conversation.case.told_dates))
    return back_to_question(Turn((Reply("\n".join(lines), buttons("after_deadline")), *parts), done))


def _plan(conversation: Conversation, start: date, opening: date | None = None) -> Turn:
    """The plan from `start`, or else from the last day that lets the website open on `opening`; from `start` where that has passed."""
    facts = conversation.facts
    if not unknown_for_required(facts) and not determine(facts, conversation.today).required:
        facts = facts.changed_by(conversation.case.later)  # nothing is needed today, so the plan is for what is planned
    settled = not unknown_for_required(facts)
    required = determine(facts, conversation.today).required if settled else tuple(rule.certificate for rule in RULES)
    held = [each for each in Certificate if facts.holds(each)]
    if not required:
        return _without_date(conversation, Certificate.ICP_FILING, text("plan_nothing_needed"))
    if all(each in held for each in required):
        return _without_date(conversation, Certificate.PSB_FILING, text("plan_all_held"))
    if facts.opened_on and set(required) - set(held) == {Certificate.PSB_FILING}:
        return _psb(conversation)
    latest = None if opening is None else latest_start(opening, required, held)
    missed = latest is not None and latest < start
    start = start if latest is None or missed else latest
    opened_on = None if missed else facts.opened_on
    steps = plan(start, required, held, opened_on)
    launch = next(each.day for each in steps if each.milestone is Milestone.LAUNCH)
    if opening is None and opened_on is not None and conversation.today < opened_on < launch:
        if start == conversation.today:
            return _plan(conversation, start, opened_on)
        opened_on, steps = None, plan(start, required, held)  # no step hangs on an opening that cannot be reached
    dates = planned(start, steps, opened_on)
    moved = moved_lines(conversation.case, dates)
    notes = [] if settled else [text("plan_assumes_all")]
    ready = [each.day for each in steps if each.milestone is Milestone.FILING_READY]
    if ready and Certificate.PSB_FILING not in held:
        earlier = psb_deadline(ready[0], conversation.today)
        notes.append(text("note", remark=text("plan_psb_earlier", date=day(earlier.day))))
    if ready and facts.provider is Provider.OTHER:
        notes.append(text("note", remark=text("plan_elsewhere")))
    source = source_line([knowledge.source(each) for each in ("article", "filing_guide")])
    title = text("plan_lead", start=day(start))
    if opening is not None and latest is not None:
        title = _plan_for_opening(steps, opening, latest, missed)
        notes.append(text("note", remark=text("plan_is_no_promise")))
    words = "\n".join([*moved, title, *plan_lines(steps), *notes, source])
    calendar, done = calendar_of(conversation, step_entries(steps))
    custom = {
        "type": "plan",
        "today": conversation.today.isoformat(),
        "start": start.isoformat(),
        "plan": plan_json(steps),
        "title": title,
        "notes": [*moved, *notes],
        "source_line": source,
        "calendar": calendar,
    }
    done = _day_settled(done).with_case(plan_start=start, told_dates=told(dates, conversation.case.told_dates))
    done = replace(done, offer=Act.GIVE_CALENDAR)
    return back_to_question(Turn((Reply(words, buttons("after_deadline")), Reply(custom=custom)), done))


def _plan_for_opening(steps: Sequence[Step], opening: date, latest: date, missed: bool) -> str:
    """When to begin so as to open on that day, or that it is too late for it and which day is the first."""
    first = text("name_icp_commercial_license" if steps[0].milestone is Milestone.LICENSE_APPLIED else "name_icp_filing")
    launch = next(each for each in steps if each.milestone is Milestone.LAUNCH)
    note = provisional_note(launch.provisional, launch.day.year)
    if missed:
        return text(
            "plan_too_late", opening=day(opening), first=first, latest=day(latest), earliest=day(launch.day), provisional=note
        )
    return text("plan_for_opening", opening=day(opening), first=first, latest=day(latest), provisional=note)


def calendar_turn(conversation: Conversation, heard: Heard) -> Turn:
    """A calendar file with the deadlines that are known and the steps of the plan that are still ahead."""
    known = heard.taken_into(conversation)
    deadlines, steps = _ahead(known)
    entries = deadline_entries(deadlines) or step_entries([each.step for each in steps])
    if not entries:
        return back_to_question(Turn((Reply(text("calendar_nothing")),), known))
    moved = moved_lines(known.case, deadlines or steps)
    known = known.with_case(told_dates=told(deadlines or steps, known.case.told_dates))
    dates = listed(text("dated", what=each.title, date=day(each.day)) for each in entries)
    name = "calendar_ready_one" if len(entries) == 1 else "calendar_ready"
    content, known = calendar_of(known, entries)
    custom = {"type": "calendar", "filename": "icp-deadlines.ics", "content": content}
    words = "\n".join([*moved, text(name, count=len(entries), dates=dates)])
    return back_to_question(Turn((Reply(words), Reply(custom=custom)), known))


def _ahead(conversation: Conversation) -> tuple[tuple[Deadline, ...], tuple[Planned, ...]]:
    """The deadlines that are known, or else the steps of the plan."""
    facts, today = conversation.facts, conversation.today
    deadlines = known_deadlines(facts, tuple(Certificate), today)
    decision = determine(facts, today)
    if deadlines or facts == Facts() or not decision.settled:
        return deadlines, ()
    start = conversation.case.plan_start or today
    return (), planned(start, plan(start, decision.required, decision.held, facts.opened_on), facts.opened_on)
