"""The determination: hear what is said, ask what is missing, give the result, and compare a "what if"."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import UNUSABLE_BEFORE_CHOICES, ask, ask_again, back_to_question
from actions.conversation import Conversation, Message, Reply, Turn
from actions.hearing import Heard, contradicts, hear
from actions.results import result
from actions.texts import buttons, day, text
from actions.wording import deadline_json, deadline_text, names, understood
from days import Either, FarOff, Span, days_told
from icp.deadlines import known_deadlines
from icp.determination import Question, determine, next_question, unknown_for_required
from icp.facts import Activity, Certificate, Facts, Holding
from icp.working_days import OutsideCalendar, reach

WEBSITE = {"server", "cdn", "activity", "payments"}
_WITHOUT = {"activity": Activity.INFORMATIONAL, "payments": False}


def determine_turn(conversation: Conversation) -> Turn:
    """A person asks what is needed, or describes a website for it."""
    heard = hear(conversation)
    if conversation.concluded and _describes_another_website(heard):
        conversation = replace(conversation.forgotten(), last_topic=conversation.last_topic)
        heard = hear(conversation)
    return continue_determination(replace(conversation, task="determination"), heard)


def _describes_another_website(heard: Heard) -> bool:
    return bool(heard.stated & {"server", "cdn"}) and "activity" in heard.stated


def continue_determination(conversation: Conversation, heard: Heard) -> Turn:
    """Takes over what was heard, then asks the next question or gives the result."""
    if trouble := needs_clearing_up(conversation, heard):
        return trouble
    question = conversation.open_question
    aside = _said_aside(heard)
    if question and aside and not heard.stated:
        return back_to_question(Turn((Reply("\n".join(aside)),), heard.taken_into(conversation)))
    if question and not heard.stated and not heard.not_submitted and conversation.message.intent != "determine":
        return _unusable_answer(conversation)
    before = determine(conversation.facts, conversation.today).required
    known = replace(heard.taken_into(conversation), passed_over=_reopened(conversation, heard))
    following = next_question(known.facts, known.passed_over)
    if following is None or not (known.guided or _missing_for_required(known)):
        return conclude(known, text("another_holds") if heard.another_holds else "")
    certain = determine(known.facts, known.today).required
    leads = aside
    if known.facts != conversation.facts:
        leads.append(text("understood", facts=understood(known.facts)))
    if certain and certain != before:
        leads.append(text("certain_so_far", certificates=names(certain)))
    asked = ask(known, following, "determination", "\n".join(leads))
    return Turn((*_new_deadlines(conversation.facts, known), *asked.replies), asked.conversation)


def _said_aside(heard: Heard) -> list[str]:
    """What the message told beside the facts of today: plans, and another company's certificate."""
    noted = [text("noted_for_later", facts=understood(heard.later))] if heard.planned else []
    return [*noted, text("another_holds")] if heard.another_holds else noted


def _new_deadlines(before: Facts, known: Conversation) -> tuple[Reply, ...]:
    """The deadlines that the message has made known, before the next question is asked."""
    told = known_deadlines(before, tuple(Certificate), known.today)
    new = [each for each in known_deadlines(known.facts, tuple(Certificate), known.today) if each not in told]
    return tuple(reply for each in new for reply in (Reply(deadline_text(each)), Reply(custom=deadline_json(each))))


def _unusable_answer(conversation: Conversation) -> Turn:
    """Asks again; a question that is given up on is left open, and the determination goes on without it."""
    turn = ask_again(conversation)
    if turn.conversation.open_question is not None or conversation.task == "deadline":
        return turn
    silent = replace(turn.conversation, task="determination", message=Message(intent="determine"))
    following = continue_determination(silent, Heard(silent.facts))
    return Turn((*turn.replies, *following.replies), following.conversation)


def _missing_for_required(conversation: Conversation) -> bool:
    return any(each not in conversation.passed_over for each in unknown_for_required(conversation.facts))


def _reopened(conversation: Conversation, heard: Heard) -> frozenset:
    """A question that was passed over and is answered later is no longer passed over."""
    return frozenset(each for each in conversation.passed_over if not heard.answers(each))


def conclude(conversation: Conversation, lead: str = "") -> Turn:
    """The result on all that is known. Somebody who was asked nothing is taken to hold no certificate that goes unmentioned."""
    stated, today = conversation.facts, conversation.today
    left_open = unknown_for_required(stated) if conversation.guided else ()
    facts = stated if conversation.guided else stated.taking_unmentioned_certificates_as_not_held()
    done = replace(conversation.asking_nothing(), concluded=True, unclear=0)
    found = result(facts, stated, today, left_open, conversation.later)
    shown = found.to_json(today)
    parts = (shown, *shown["deadlines"])
    first = (Reply(lead),) if lead else ()
    return Turn((*first, Reply(found.to_text(), found.buttons), *(Reply(custom=each) for each in parts)), done)


_ASKED_AS = {
    "opened_on": Question.OPENED_ON,
    "filing_submitted_on": Question.SUBMITTED_ON,
    "license_submitted_on": Question.SUBMITTED_ON,
}


def needs_clearing_up(conversation: Conversation, heard: Heard) -> Turn | None:
    """Asks back what has two readings or none; None when all is clear. What was clear in the message is kept."""
    kept = heard.taken_into(conversation)
    if heard.either_license:
        return _which_license(kept)
    if heard.unclear_date is None:
        return None
    if conversation.open_question and not isinstance(heard.unclear_date, (Either, Span)):
        if conversation.unusable >= UNUSABLE_BEFORE_CHOICES:
            return _unusable_answer(kept)
        kept = replace(kept, unusable=conversation.unusable + 1)
    if question := _ASKED_AS.get(heard.unclear_fact):
        kept = replace(kept, open_question=question, task=conversation.task or "deadline")
    machine_part = (Reply(custom={"type": "question", "fact": question.value}),) if question else ()
    return Turn((_about_unclear_date(conversation, heard), *machine_part), kept)


def _which_license(conversation: Conversation) -> Turn:
    """Asks which certificate "the ICP license" is: that it is held, or else how far the filing is."""
    said = [each["value"] for each in conversation.message.entities if each["entity"] == "either"]
    if Holding.HELD.value in said:
        return Turn((Reply(text("which_license"), buttons("which_license")),), conversation)
    return ask(conversation, Question.FILING_HELD, "determination")


def _about_unclear_date(conversation: Conversation, heard: Heard) -> Reply:
    unclear = heard.unclear_date
    if isinstance(unclear, (Either, Span)):
        choices = [{"title": day(each), "payload": each.isoformat()} for each in days_told(unclear)]
        return Reply(text("which_date"), choices)
    if isinstance(unclear, FarOff):
        return Reply(date_far_off(conversation, unclear))
    return Reply(text("date_not_understood", words=heard.words))


def date_far_off(conversation: Conversation, reading: FarOff | OutsideCalendar) -> str:
    """The answer to a date outside the calendar, naming the days that are allowed."""
    first, last = reach(conversation.today)
    return text("date_far_off", date=day(reading.day), first=day(first), last_year=last.year)


def what_if_turn(conversation: Conversation) -> Turn:
    """The decision on changed facts and what differs; the facts themselves stay as they were."""
    heard = hear(conversation, supposed=True)
    if not (heard.stated & WEBSITE):
        return back_to_question(Turn((_which_hypothesis(conversation),), conversation))
    now, then = (_decided(each, conversation) for each in (conversation.facts, heard.facts))
    changed = Facts(**{name: getattr(heard.facts, name) for name in heard.stated})
    if conversation.facts == Facts():
        return continue_determination(replace(conversation, task="determination"), heard)
    found = result(then, then, conversation.today, unknown_for_required(then))
    replies = (
        Reply(text("what_if_lead", facts=understood(changed))),
        Reply(found.to_text()),
        Reply(custom={**found.to_json(conversation.today), "hypothetical": True}),
        _what_changed(now, then, changed, conversation),
    )
    return back_to_question(Turn(replies, conversation))


def _which_hypothesis(conversation: Conversation) -> Reply:
    """Asks what is to be different, offering only what would be."""
    choices = [each for each in buttons("what_if_unclear") if contradicts(conversation.facts, each["payload"])]
    if not choices:
        return Reply(text("what_if_before_facts"), buttons("what_if_before_facts"))
    return Reply(text("what_if_unclear"), choices)


def _decided(facts: Facts, conversation: Conversation) -> Facts:
    return facts if conversation.guided else facts.taking_unmentioned_certificates_as_not_held()


def _what_changed(now: Facts, then: Facts, hypothesis: Facts, conversation: Conversation) -> Reply:
    before, after = (determine(each, conversation.today).required for each in (now, then))
    changes = [text("change_added", certificate=names([each])) for each in after if each not in before]
    changes += [text("change_removed", certificate=names([each])) for each in before if each not in after]
    name = "what_changed" if changes else _nothing_changed(then, after, hypothesis, conversation)
    return Reply("\n".join([text(name, changes="; ".join(changes)), text("what_if_kept")]), buttons(name))


def _nothing_changed(then: Facts, required: tuple[Certificate, ...], hypothesis: Facts, conversation: Conversation) -> str:
    """The name of the text for it: dropping the sales or the payments alone does not help a site that has both."""
    for dropped, remaining in (("activity", "payments"), ("payments", "activity")):
        without_both = then.stating(**{remaining: _WITHOUT[remaining]})
        if getattr(hypothesis, dropped) == _WITHOUT[dropped] and determine(without_both, conversation.today).required != required:
            return f"nothing_changed_with_{remaining}"
    return "nothing_changed"
