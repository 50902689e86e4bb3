"""A determination in words and as the REST contract's `custom` part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.texts import Button, buttons, day, source_json, source_line, text
from icp import knowledge
from icp.deadlines import Deadline, Milestone, Step, filing_expected, known_deadlines, license_expected, plan
from icp.determination import Determination, Question, answered, application_under_way, determine, unknown
from icp.facts import Activity, Certificate, Facts, Holding, Place
from icp.rules import Permission, Reason

_FACT_WORDS: dict[str, dict[Any, str]] = {
    "server": {Place.MAINLAND: "server in mainland China", Place.OUTSIDE: "server outside mainland China"},
    "cdn": {Place.MAINLAND: "CDN in mainland China", Place.OUTSIDE: "no CDN in mainland China"},
    "activity": {
        Activity.INFORMATIONAL: "informs only",
        Activity.OWN_SALES: "sells its own goods or services",
        Activity.PLATFORM: "platform where others sell",
        Activity.PAID_CONTENT: "paid content",
    },
    "payments": {True: "online payments: yes", False: "online payments: no"},
    "filing": {Holding.HELD: "filing held", Holding.NOT_HELD: "no filing yet", Holding.APPLIED: "filing applied for"},
    "license": {Holding.HELD: "license held", Holding.NOT_HELD: "no license yet", Holding.APPLIED: "license applied for"},
    "psb": {Holding.HELD: "PSB filing done", Holding.NOT_HELD: "PSB filing not done", Holding.APPLIED: "PSB filing handed in"},
    "live": {True: "open", False: "not open yet"},
}
_DATE_WORDS = {
    "opened_on": "opened on {}",
    "filing_submitted_on": "filing handed in on {}",
    "license_submitted_on": "license handed in on {}",
}
_ANSWER_WORDS: dict[Question, str] = {
    Question.HOSTING: "server",
    Question.ACTIVITY: "activity",
    Question.PAYMENTS: "payments",
    Question.FILING_HELD: "filing",
    Question.LICENSE_HELD: "license",
}


# The list of certificates, with its order and its times, says these already.
_SAID_BY_THE_LIST = {"filing_before_license", "psb_after_opening"}


def understood(facts: Facts) -> str:
    """The known facts in one line, so that a person can correct them; empty when nothing is known."""
    parts = []
    for name, words in _FACT_WORDS.items():
        value = getattr(facts, name)
        if value is not None and not (name == "live" and facts.opened_on):
            parts.append(words[value])
    for name, pattern in _DATE_WORDS.items():
        if value := getattr(facts, name):
            parts.append(pattern.format(day(value)))
    return ", ".join(parts)


def names(certificates: Sequence[Certificate]) -> str:
    """The certificates in one line, or that none is needed."""
    return ", ".join(text(f"name_{each.value}") for each in certificates) or text("nothing_needed")


def provisional_note(provisional: bool, year: int) -> str:
    """The words behind a date that may still move; empty for one that may not."""
    return text("provisional", year=year) if provisional else ""


def result_text(facts: Facts, stated: Facts, today: date, open_questions: Sequence[Question] = ()) -> str:
    """The whole result: what is needed in order, what holds today, what comes next, why, remarks and sources.

    `facts` are those decided on; they differ from those `stated` where certificates that nobody mentioned are taken as not held.
    `open_questions` stay without an answer.
    """
    decision = determine(facts, today)
    lines = [*_headline(decision, open_questions), *_certificate_lines(decision)]
    if facts_line := understood(stated):
        lines.append(text("understood", facts=facts_line))
    if facts != stated and decision.required:
        lines.append(text("assumed_nothing_held" if not decision.held else "assumed_not_held"))
    lines += [text(f"breach_{each.value}") for each in decision.breaches]
    lines += [_today_line(decision), *_next_lines(decision, today), *_deadline_lines(decision, today)]
    decisive = [each for each in decision.reasons if each.rule not in _SAID_BY_THE_LIST]
    lines += [text("why", reason=text(f"reason_{each.rule}")) for each in decisive]
    lines += [text("note", remark=text(f"remark_{each.rule}")) for each in decision.remarks]
    for question in open_questions:
        lines += _branch_lines(facts, question, today)
    lines.append(source_line(_sources(decision)))
    return "\n".join(each for each in lines if each)


def _headline(decision: Determination, open_questions: Sequence[Question]) -> list[str]:
    if not decision.settled and open_questions:
        return [text("result_open" if decision.required else "result_nothing_certain")]
    if not decision.required:
        return [text("result_none")]
    if len(decision.required) == 1:
        return [text("result_one")]
    return [text("result_several", count={2: "two", 3: "three"}[len(decision.required)])]


def _certificate_lines(decision: Determination) -> list[str]:
    lines = []
    for number, each in enumerate(decision.required, start=1):
        held = each in decision.held
        state = text("state_held") if held else text(f"when_{each.value}")
        lines.append(f"- {number}. {text(f'name_{each.value}')}: {state}")
    return lines


def _today_line(decision: Determination) -> str:
    if Certificate.ICP_FILING not in decision.required:
        return text("today_outside") if Permission.SERVE_FROM_OUTSIDE in decision.allowed else ""
    if Permission.SELL_ONLINE in decision.allowed:
        return text("today_everything")
    if Permission.SERVE_FROM_MAINLAND in decision.allowed:
        return text("today_information")
    return text("today_nothing") if decision.forbidden else ""


def _next_lines(decision: Determination, today: date) -> list[str]:
    """What to do next: the first outstanding certificate, with a date where one can be known."""
    if decision.required and not decision.outstanding:
        return [text("next_nothing")] if all(each in decision.held for each in decision.required) else []
    if not decision.outstanding:
        return []
    certificate, facts = decision.outstanding[0], decision.facts
    if certificate is Certificate.PSB_FILING:
        return [text("next_psb_filing_dated" if facts.opened_on else "next_psb_filing")] if _icp_held(decision) else []
    if application_under_way(facts) is certificate:
        return [text(f"next_{certificate.value}_applied")]
    expected = {Certificate.ICP_FILING: filing_expected, Certificate.ICP_COMMERCIAL_LICENSE: license_expected}
    deadline = expected[certificate](today, today)
    note = provisional_note(deadline.provisional, deadline.day.year)
    return [text(f"next_{certificate.value}", date=day(deadline.day), provisional=note)]


def _icp_held(decision: Determination) -> bool:
    return all(each in decision.held for each in decision.required if each is not Certificate.PSB_FILING)


def _deadline_lines(decision: Determination, today: date) -> list[str]:
    return [deadline_text(each) for each in known_deadlines(decision.facts, decision.required, today)]


def _branch_lines(facts: Facts, question: Question, today: date) -> list[str]:
    """For a question left open: what each of its answers would mean."""
    lines = [text("depends_on", question=text(f"ask_{question.value}"))]
    if question not in _ANSWER_WORDS:
        return lines
    name = _ANSWER_WORDS[question]
    for complete in answered(facts, question):
        answer = _FACT_WORDS[name][getattr(complete, name)]
        lines.append("- " + text("if_answer", answer=answer, certificates=names(determine(complete, today).required)))
    return lines


def _sources(decision: Determination) -> list[knowledge.Source]:
    ids = dict.fromkeys(["article", *(each.source for each in decision.remarks)])
    return [knowledge.source(each) for each in ids]


def deadline_text(deadline: Deadline) -> str:
    """One deadline as a sentence, with the days left or overdue."""
    return text(
        f"deadline_{deadline.certificate.value}",
        date=day(deadline.day),
        start=day(deadline.counted_from),
        provisional=provisional_note(deadline.provisional, deadline.day.year),
        left=_left(deadline),
    )


def _left(deadline: Deadline) -> str:
    days = deadline.days_left
    if days == 0:
        return text("due_today")
    if days > 0:
        return text("one_day_left") if days == 1 else text("days_left", days=days)
    if deadline.certificate is not Certificate.PSB_FILING:
        return text("expected_passed", days=-days)
    return text("overdue_by_one") if days == -1 else text("overdue", days=-days)


def plan_lines(steps: Sequence[Step]) -> list[str]:
    """A plan, one line a step; a provisional date bears an asterisk that a last line explains."""
    lines = [
        "- " + text(f"step_{each.milestone.value}", date=day(each.day) + (" *" if each.provisional else "")) for each in steps
    ]
    provisional = [each for each in steps if each.provisional]
    if provisional:
        lines.append(text("provisional_note", year=provisional[0].day.year))
    return lines


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """A deadline as the REST contract gives it; dates are ISO 8601, `days_left` calendar days, negative when overdue."""
    return {
        "type": "deadline",
        "certificate": deadline.certificate.value,
        "date": deadline.day.isoformat(),
        "rule": deadline.rule,
        "counted_from": deadline.counted_from.isoformat(),
        "provisional": deadline.provisional,
        "days_left": deadline.days_left,
    }


_CERTIFICATE_OF = {
    Milestone.FILING_APPLIED: Certificate.ICP_FILING,
    Milestone.FILING_READY: Certificate.ICP_FILING,
    Milestone.LICENSE_APPLIED: Certificate.ICP_COMMERCIAL_LICENSE,
    Milestone.LICENSE_READY: Certificate.ICP_COMMERCIAL_LICENSE,
    Milestone.PSB_DUE: Certificate.PSB_FILING,
}


def plan_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A plan as the REST contract gives it."""
    return [
        {
            "step": each.milestone.value,
            "certificate": _CERTIFICATE_OF[each.milestone].value if each.milestone in _CERTIFICATE_OF else None,
            "date": each.day.isoformat(),
            "provisional": each.provisional,
        }
        for each in steps
    ]


def _reason_json(reason: Reason, kind: str) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": text(f"{kind}_{reason.rule}"),
        "source": source_json(knowledge.source(reason.source)),
    }


def result_json(facts: Facts, stated: Facts, today: date) -> dict[str, Any]:
    """The result as the REST contract gives it. `facts` are those decided on, `stated` those the person gave."""
    decision = determine(facts, today)
    return {
        "type": "determination",
        "facts": stated.to_json(),
        "understood": understood(stated),
        "required": [each.value for each in decision.required],
        "not_required": [each.value for each in decision.not_required],
        "held": [each.value for each in decision.held if each in decision.required],
        "outstanding": [each.value for each in decision.outstanding],
        "allowed_today": [each.value for each in decision.allowed],
        "forbidden_today": [each.value for each in decision.forbidden],
        "breaches": [{"breach": each.value, "text": text(f"breach_{each.value}")} for each in decision.breaches],
        "reasons": [_reason_json(each, "reason") for each in decision.reasons],
        "unknown": [each.value for each in unknown(stated)],
        "assumed_not_held": facts != stated,
        "deadlines": [deadline_json(each) for each in known_deadlines(facts, decision.required, today)],
        "plan": plan_json(plan(today, decision.required, decision.held, facts.opened_on)) if decision.settled else [],
        "remarks": [_reason_json(each, "remark") for each in decision.remarks],
    }


def result_buttons(decision: Determination) -> Sequence[Button]:
    """What a person may want next after a result."""
    return buttons("after_result" if decision.outstanding else "after_complete_result")
