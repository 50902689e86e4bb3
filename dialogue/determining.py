"""The determination: ask what is missing, give the result, explain it, and compare a "what if"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from days import Either, FarOff, NoDay, Span, Why, days_told
from dialogue.acts import Act
from dialogue.asked import asks_what_then, asks_whether_needed, doubts, goes_on_supposing
from dialogue.asking import UNUSABLE_BEFORE_CHOICES, ask, ask_again, back_to_question
from dialogue.conversation import QUESTIONS_OF_DAYS, Conversation, Message, Reply, Turn
from dialogue.hearing import Heard, contradicted_by, hear
from dialogue.reminding import calendar_of
from dialogue.results import decided, explained, result
from dialogue.texts import buttons, clauses, day, sentences, text
from dialogue.wording import deadline_json, deadline_text, names, understood, understood_lines
from icp.deadlines import Deadline, known_deadlines
from icp.determination import Determination, determine, next_question, unknown_for_required
from icp.facts import FACTS, WEBSITE, Activity, Certificate, Facts, Holding, Place, Question
from icp.told_dates import told
from icp.working_days import OutsideCalendar, reach

_WITHOUT = {"activity": Activity.INFORMATIONAL, "payments": False}


def determine_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Takes over what was heard, then asks the next question or gives the result."""
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    known = heard.taken_into(conversation)
    following = _doubted(conversation, heard, known.case.passed_over) or next_question(known.facts, known.case.passed_over)
    aside = _said_aside(heard)
    if following is None:
        return conclude(known, heard, [text("another_holds")] if heard.another_holds else [])
    before, certain = (determine(each, conversation.today).required for each in (heard.before, known.facts))
    leads = [*aside, *understood_lines(known.facts)] if known.facts != heard.before else aside
    if certain and certain != before:
        leads.append(text("certain_so_far", certificates=names(certain)))
        if known.case.concluded:
            known = known.with_case(result=known.facts)  # what the next result is compared with is what was read last
    if following is Question.HOSTING and heard.likely_place and conversation.open_question is not following:
        leads.append(text("likely_place", words=heard.likely_place))
    new = _new_deadlines(heard.before, known)
    known = known.with_case(told_dates=told(new, known.case.told_dates))
    leads += [each.text for each in _beside(heard, known.today) if each.text]
    asked = ask(known, following, "\n".join(leads))
    return asked.after(
        *(reply for each in new for reply in (Reply(deadline_text(each, known.facts)), Reply(custom=deadline_json(each))))
    )


def _doubted(conversation: Conversation, heard: Heard, passed_over: Collection[Question]) -> Question | None:
    """The question for a known fact of which the message makes another value likely, so that it is asked rather than taken.

    So is a CDN that likely is in the mainland where the server is not, until that is answered: nothing would be needed without it; and
    so are payments that a site likely takes which else only informs.
    """
    likely_payments = heard.facts.payments is None and heard.likely.payments
    informs = heard.facts.served_from_mainland and heard.facts.commercial is False
    if likely_payments and informs and Question.PAYMENTS not in passed_over:
        return Question.PAYMENTS
    asked = conversation.open_question is Question.HOSTING and not heard.answers(Question.HOSTING)
    suggested = "cdn" in heard.suggested - heard.stated or asked
    likely_cdn = suggested and heard.facts.cdn is None and heard.likely.cdn is Place.MAINLAND
    if likely_cdn and heard.facts.server is Place.OUTSIDE and Question.HOSTING not in passed_over:
        return Question.HOSTING
    for name in sorted(heard.suggested & WEBSITE - heard.stated):
        known = getattr(heard.facts, name)
        if known is not None and getattr(heard.likely, name) not in (None, known):
            return FACTS[name].questions[0]
    return None


def _said_aside(heard: Heard) -> list[str]:
    """What the message told beside the facts of today: plans, and another company's certificate."""
    noted = [text("one_site_at_a_time")] if heard.several_sites else []
    noted += [text("day_passed_over", words=heard.passed_over)] if heard.passed_over else []
    noted += understood_lines(heard.later, "noted_for_later") if heard.planned else []
    return [*noted, text("another_holds")] if heard.another_holds else noted


def _new_deadlines(before: Facts, known: Conversation) -> list[Deadline]:
    """The deadlines that the message has made known, told before the next question is asked."""
    known_before = known_deadlines(before, tuple(Certificate), known.today)
    return [each for each in known_deadlines(known.facts, tuple(Certificate), known.today) if each not in known_before]


def unusable_answer_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Asks again; a question that is given up on is left open, and the determination goes on without it."""
    turn = ask_again(heard.taken_into(conversation))
    if turn.conversation.open_question is not None or conversation.open_question in (None, *QUESTIONS_OF_DAYS):
        return turn
    following = determine_turn(turn.conversation, Heard.nothing(turn.conversation))
    return following.after(*turn.replies)


def pass_over_turn(conversation: Conversation, heard: Heard) -> Turn:
    """ "Skip" or "I don't know": the question is left open and the next one that matters is asked, or the result given."""
    question = conversation.open_question
    lost = conversation.unclear or conversation.message.intent == "dont_know"
    if question is None and lost and not conversation.case.concluded:
        return determine_turn(conversation, heard)  # who does not know what was meant is asked about the website
    if question is None:
        return Turn((Reply(text("nothing_to_skip"), buttons("no_open_question")),), conversation)
    known = heard.taken_into(conversation.asking_nothing())
    known = known.with_case(passed_over=known.case.passed_over | {question})
    if question in QUESTIONS_OF_DAYS:
        return Turn((Reply(text("passed_over")),), known)
    return determine_turn(known, Heard.nothing(known)).after(Reply(text("passed_over")))


def conclude(conversation: Conversation, heard: Heard, leads: list[str]) -> Turn:
    """The result on all that is known; a second one says first what changed, and nothing that was read before.

    Somebody who mentions no certificate is taken to hold none, and is told so.
    """
    case, today = conversation.case, conversation.today
    found = result(case, today, unknown_for_required(case.facts))
    done = replace(
        conversation.asking_nothing(), unclear=0, offer=Act.GIVE_PLAN if found.decision.outstanding or found.later_line else None
    )
    told_dates = told(found.deadlines, case.told_dates)
    done = done.with_case(result=case.facts, told=case.told | found.says, told_dates=told_dates)
    calendar, done = calendar_of(done, found.entries)
    shown = found.to_json(today, calendar)
    asks_again = not heard.is_new and (conversation.message.asks or heard.is_nothing)
    unchanged = _why_unchanged(heard, found.decision.required, conversation)
    words = found.to_text() if case.result is None else found.to_short_text(asks_again, unchanged)
    if heard.passed_over and found.decision.required:
        leads = [*leads, text("day_passed_over", words=heard.passed_over)]
    leads = [*leads, *(understood_lines(heard.later, "noted_for_later") if heard.planned else [])]
    said = [*(Reply(each) for each in leads), Reply(words, found.buttons)]
    replies = (*said, *(Reply(custom=each) for each in (shown, *shown["deadlines"])), *_beside(heard, today))
    return Turn(replies, done)


def _beside(heard: Heard, today: date) -> tuple[Reply, ...]:
    """What the second website of the message needs, and that it is kept apart."""
    if heard.beside == Facts():
        return ()
    decision = determine(decided(heard.beside), today)
    name = "beside_noted" if not decision.settled else "beside_result" if decision.required else "beside_result_none"
    words = text(name, facts=understood(heard.beside), certificates=names(decision.required))
    return (Reply(words, buttons("beside_result")),)


def explain_turn(conversation: Conversation, heard: Heard) -> Turn:
    """Why this result, what does it mean, are you sure: its reasons in plain words, and what it takes for granted."""
    known = heard.taken_into(conversation)
    doubted = doubts(conversation.message)
    supposed = known.case.supposed
    case = replace(known.case, facts=known.facts.changed_by(supposed))
    names_of = () if doubted else conversation.message.values("certificate")
    named = [each for name in names_of for each in _certificates_meant(name, replace(known, case=case))]
    leads = [text("what_if_lead", facts=understood(supposed))] if supposed != Facts() else []
    if doubted:
        required = determine(decided(case.facts), known.today).required
        leads.append(sentences(text("result_still", certificates=names(required)), text("explain_doubt")))
    elif asks_whether_needed(conversation.message):
        leads += _needed_or_not(named, determine(decided(case.facts), known.today))
    replies = (*(Reply(each) for each in leads), *explained(case, known.today, named, supposed))
    return back_to_question(Turn(replies, known))


def _needed_or_not(asked: Collection[Certificate], decision: Determination) -> list[str]:
    """The answer to "那还要许可证吗" before its reasons, where it is known."""
    needed = [each for each in asked if each in decision.required]
    not_needed = [each for each in asked if each in decision.not_required]
    lines = [text("certificates_needed", certificates=names(needed))] if needed else []
    return lines + ([text("certificates_not_needed", certificates=names(not_needed))] if not_needed else [])


def _certificates_meant(named: str, conversation: Conversation) -> tuple[Certificate, ...]:
    """The certificate of that name; "the license" is the one that the result demands, and where it demands none, either."""
    if named in {each.value for each in Certificate}:
        return (Certificate(named),)
    demanded = determine(conversation.facts, conversation.today).required
    licensed = Certificate.ICP_COMMERCIAL_LICENSE in demanded
    either = (Certificate.ICP_FILING, Certificate.ICP_COMMERCIAL_LICENSE)
    return (Certificate.ICP_COMMERCIAL_LICENSE,) if licensed else either


_ASKED_AS = {
    "opened_on": Question.OPENED_ON,
    "filing_submitted_on": Question.SUBMITTED_ON,
    "license_submitted_on": Question.SUBMITTED_ON,
}


def needs_clearing_up(conversation: Conversation, heard: Heard) -> Turn | None:
    """Asks back what has two readings or none; None when all is clear. What was clear in the message is kept."""
    kept = heard.taken_into(conversation)
    if heard.other_application is not None:
        known = heard.before.filing_submitted_on
        words = text("which_application", date=day(heard.other_application), known=day(known or conversation.today))
        return Turn((Reply(words),), kept)
    if heard.either_license:
        return _which_license(kept)
    if heard.untold is not None:
        return Turn((Reply(text("day_of_what", date=day(heard.untold))),), kept)
    if heard.unclear_date is None:
        return None
    if conversation.open_question and not isinstance(heard.unclear_date, (Either, Span)):
        if conversation.unusable >= UNUSABLE_BEFORE_CHOICES:
            return unusable_answer_turn(kept, Heard.nothing(kept))
        kept = replace(kept, unusable=conversation.unusable + 1)
    machine_part: tuple[Reply, ...] = ()
    if question := _ASKED_AS.get(heard.unclear_fact):
        kept = replace(kept, open_question=question)
        machine_part = (Reply(custom={"type": "question", "fact": question.value, "facts": kept.facts.to_json()}),)
    return Turn((_about_unclear_date(conversation, heard), *machine_part), kept)


def _which_license(conversation: Conversation) -> Turn:
    """Asks which certificate "the ICP license" is: that it is held, or else how far the filing is."""
    if Holding.HELD.value in conversation.message.values("either"):
        return Turn((Reply(text("which_license"), buttons("which_license")),), conversation)
    return ask(conversation, Question.FILING_HELD)


_NO_DAY = {
    Why.HOLIDAY: "date_near_holiday",
    Why.VAGUE: "date_vague",
    Why.IMPOSSIBLE: "date_impossible",
    Why.DENIED: "date_denied",
}


def _about_unclear_date(conversation: Conversation, heard: Heard) -> Reply:
    unclear = heard.unclear_date
    if isinstance(unclear, (Either, Span)):
        choices = [{"title": day(each), "payload": each.isoformat()} for each in days_told(unclear)]
        return Reply(text("which_date" if isinstance(unclear, Either) else "which_day_of_span"), choices)
    if isinstance(unclear, FarOff):
        return Reply(date_far_off(conversation, unclear))
    if heard.holiday is not None:
        first, last = heard.holiday
        ends = [first - timedelta(days=1), last + timedelta(days=1)]
        choices = [{"title": day(each), "payload": each.isoformat()} for each in ends]
        return Reply(text("date_near_announced_holiday", words=heard.words, first=day(first), last=day(last)), choices)
    name = _NO_DAY.get(unclear.why, "date_not_understood") if isinstance(unclear, NoDay) else "date_not_understood"
    return Reply(text(name, words=heard.words))


def date_far_off(conversation: Conversation, reading: FarOff | OutsideCalendar) -> str:
    """The answer to a date outside the calendar, naming the days that are allowed."""
    first, last = reach(conversation.today)
    return text("date_far_off", date=day(reading.day), first=day(first), last_year=last.year)


def suppose_turn(conversation: Conversation, heard: Heard) -> Turn:
    """The decision on changed facts and what differs; the facts themselves stay as they were."""
    before = conversation.case.supposed if goes_on_supposing(conversation) else Facts()
    supposed = _planned(conversation) or hear(conversation.with_case(facts=conversation.facts.changed_by(before)), supposed=True)
    if not supposed.stated & WEBSITE:
        return back_to_question(Turn((_which_hypothesis(conversation),), conversation))
    if conversation.case.is_empty:
        return determine_turn(conversation, supposed)
    changed = before.changed_by(Facts(**{name: getattr(supposed.facts, name) for name in supposed.stated}))
    now, then = (determine(decided(each), conversation.today) for each in (conversation.facts, supposed.facts))
    hypothesis = replace(conversation.case, facts=supposed.facts, later=Facts(), result=None)
    found = result(hypothesis, conversation.today, unknown_for_required(supposed.facts))
    same = conversation.case.concluded and found.decision.settled and now.required == then.required
    replies = (
        Reply(text("what_if_lead", facts=understood(changed))),
        Reply(found.to_text_of_the_same() if same else found.to_text()),
        Reply(custom={**found.to_json(conversation.today), "hypothetical": True}),
        _what_differs(now, then, changed, supposed.facts, conversation),
    )
    return back_to_question(Turn(replies, conversation.with_case(supposed=changed)))


def _planned(conversation: Conversation) -> Heard | None:
    """What is planned, as if it were told; None where nothing is asked of it."""
    if not asks_what_then(conversation):
        return None
    later = conversation.case.later
    told = Heard.nothing(conversation)
    return replace(told, facts=told.facts.changed_by(later), stated=frozenset(later.to_json()))


def _which_hypothesis(conversation: Conversation) -> Reply:
    """Asks what is to be different, offering only what would be."""
    offered = [(each, Message.of_choice("", each["payload"]).entities) for each in buttons("what_if_unclear")]
    choices = [
        choice
        for choice, named in offered
        if contradicted_by(conversation.facts, {each["entity"]: each["value"] for each in named})
    ]
    if not choices:
        return Reply(text("what_if_before_facts"), buttons("what_if_before_facts"))
    return Reply(text("what_if_unclear"), choices)


def _what_differs(now: Determination, then: Determination, hypothesis: Facts, facts: Facts, conversation: Conversation) -> Reply:
    changes = [text("change_added", certificate=names([each])) for each in then.required if each not in now.required]
    changes += [text("change_removed", certificate=names([each])) for each in now.required if each not in then.required]
    if not changes and not then.settled:
        return Reply(text("what_if_kept"))  # what it changes hangs on what is still open
    name = "what_changed" if changes else _nothing_changed(facts, then.required, hypothesis, conversation)
    return Reply("\n".join([text(name, changes=clauses(changes)), text("what_if_kept")]), buttons(name))


def _why_unchanged(heard: Heard, required: tuple[Certificate, ...], conversation: Conversation) -> str:
    """What keeps the result as it was although the message gave up the sales or the payments; empty where nothing does."""
    told = {name: getattr(heard.facts, name) for name in _WITHOUT.keys() & heard.stated}
    given_up = Facts(**{name: value for name, value in told.items() if getattr(heard.before, name) != value})
    name = _nothing_changed(heard.facts, required, given_up, conversation)
    return text(name) if name != "nothing_changed" else ""


def _nothing_changed(facts: Facts, required: tuple[Certificate, ...], hypothesis: Facts, conversation: Conversation) -> str:
    """The name of the text for it: dropping the sales or the payments alone does not help a site that has both."""
    for dropped, remaining in (("activity", "payments"), ("payments", "activity")):
        without_both = facts.stating(**{remaining: _WITHOUT[remaining]})
        if getattr(hypothesis, dropped) == _WITHOUT[dropped] and determine(without_both, conversation.today).required != required:
            return f"nothing_changed_with_{remaining}"
    return "nothing_changed"
