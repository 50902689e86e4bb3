"""A determination with everything that is said of it: as text, complete alone, and as the REST contract's `custom` part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.reminding import calendar_text, deadline_entries, step_entries
from dialogue.texts import Button, buttons, day, source_json, source_line, text
from dialogue.wording import (
    ANSWER_WORDS,
    FACT_WORDS,
    deadline_json,
    deadline_text,
    names,
    plan_json,
    provisional_note,
    understood,
)
from icp import knowledge
from icp.deadlines import Deadline, Step, filing_expected, known_deadlines, license_expected, plan
from icp.determination import Determination, Question, answered, application_under_way, determine, unknown
from icp.facts import Certificate, Facts
from icp.rules import Permission, Reason

# The list of certificates, with its order and its times, says these already.
_SAID_BY_THE_LIST = {"filing_before_license", "psb_after_opening"}


@dataclass(frozen=True)
class Result:
    """A determination, the facts as stated, its dates, and its words: a title, what holds now, what hangs on open questions."""

    decision: Determination
    stated: Facts
    deadlines: tuple[Deadline, ...]
    steps: tuple[Step, ...]
    title: str
    standing: tuple[str, ...]
    branches: tuple[str, ...]
    source: str

    @property
    def buttons(self) -> Sequence[Button]:
        """What a person may want next."""
        return buttons("after_result" if self.decision.outstanding else "after_complete_result")

    def to_text(self) -> str:
        """The whole result: what is needed in order, what holds today, what comes next, why, remarks and sources."""
        decision = self.decision
        lines = [self.title]
        for number, each in enumerate(decision.required, start=1):
            held = each in decision.held
            state = text("state_held") if held else text(f"when_{each.value}")
            lines.append(f"- {number}. {text(f'name_{each.value}')}: {state}")
        if facts := understood(self.stated):
            lines.append(text("understood", facts=facts))
        lines += self.standing
        decisive = [each for each in decision.reasons if each.rule not in _SAID_BY_THE_LIST]
        lines += [text("why", reason=text(f"reason_{each.rule}")) for each in decisive]
        lines += [text("note", remark=text(f"remark_{each.rule}")) for each in decision.remarks]
        return "\n".join([*lines, *self.branches, self.source])

    def to_json(self, today: date) -> dict[str, Any]:
        """The result for programs. Its words stand in parts, so that a card can be drawn without reading the text."""
        decision = self.decision
        return {
            "type": "determination",
            "today": today.isoformat(),
            "facts": self.stated.to_json(),
            "understood": understood(self.stated),
            "title": self.title,
            "certificates": [self._certificate_json(each) for each in Certificate],
            "standing": list(self.standing),
            "branches": list(self.branches),
            "source_line": self.source,
            "required": [each.value for each in decision.required],
            "not_required": [each.value for each in decision.not_required],
            "held": [each.value for each in decision.held if each in decision.required],
            "outstanding": [each.value for each in decision.outstanding],
            "allowed_today": [each.value for each in decision.allowed],
            "forbidden_today": [each.value for each in decision.forbidden],
            "breaches": [{"breach": each.value, "text": text(f"breach_{each.value}")} for each in decision.breaches],
            "reasons": [_reason_json(each, "reason") for each in decision.reasons],
            "unknown": [each.value for each in unknown(self.stated)],
            "assumed_not_held": decision.facts != self.stated,
            "deadlines": [deadline_json(each) for each in self.deadlines],
            "plan": plan_json(self.steps),
            "plan_title": text("plan_lead", start=day(today)),
            "remarks": [_reason_json(each, "remark") for each in decision.remarks],
            "calendar": calendar_text(deadline_entries(self.deadlines) or step_entries(self.steps), today),
        }

    def _certificate_json(self, certificate: Certificate) -> dict[str, str]:
        decision = self.decision
        if certificate in decision.held:
            state = "held"
        elif certificate in decision.not_required:
            state = "not_needed"
        elif certificate not in decision.required:
            state = "open"
        else:
            state = "applied" if application_under_way(decision.facts) is certificate else "to_get"
        when = text(f"when_{certificate.value}") if state in ("applied", "to_get") else ""
        return {"certificate": certificate.value, "name": text(f"name_{certificate.value}"), "state": state, "when": when}


def result(
    facts: Facts, stated: Facts, today: date, open_questions: Sequence[Question] = (), later: Facts | None = None
) -> Result:
    """The result on `facts`; they differ from those `stated` where certificates that nobody mentioned are taken as not held.

    `open_questions` stay without an answer. `later` holds what is planned for after the opening.
    """
    decision = determine(facts, today)
    assumed = facts != stated and decision.required
    assumption = text("assumed_not_held" if decision.held else "assumed_nothing_held") if assumed else ""
    breaches = [text(f"breach_{each.value}") for each in decision.breaches]
    deadlines = known_deadlines(facts, decision.required, today)
    due = [deadline_text(each) for each in deadlines]
    standing = [assumption, *breaches, _today_line(decision), *_next_lines(decision, today), *due]
    return Result(
        decision=decision,
        stated=stated,
        deadlines=tuple(deadlines),
        steps=tuple(plan(today, decision.required, decision.held, facts.opened_on)) if decision.settled else (),
        title=_title(decision, open_questions),
        standing=tuple(each for each in standing if each),
        branches=(
            *(line for question in open_questions for line in _branch_lines(facts, question, today)),
            *_later_lines(facts, later or Facts(), today),
        ),
        source=source_line(_sources(decision)),
    )


def _title(decision: Determination, open_questions: Sequence[Question]) -> str:
    if not decision.settled and open_questions:
        return text("result_open" if decision.required else "result_nothing_certain")
    if not decision.required:
        return text("result_none")
    if len(decision.required) == 1:
        return text("result_one")
    return text("result_several", count={2: "two", 3: "three"}[len(decision.required)])


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


def _branch_lines(facts: Facts, question: Question, today: date) -> list[str]:
    """For a question left open: what each of its answers would mean."""
    lines = [text("depends_on", question=text(f"ask_{question.value}"))]
    if question not in ANSWER_WORDS:
        return lines
    name = ANSWER_WORDS[question]
    for complete in answered(facts, question):
        answer = FACT_WORDS[name][getattr(complete, name)]
        lines.append("- " + text("if_answer", answer=answer, certificates=names(determine(complete, today).required)))
    return lines


def _later_lines(facts: Facts, later: Facts, today: date) -> list[str]:
    """What the plans for later will need, where that is something else than today."""
    now, then = (determine(each, today).required for each in (facts, facts.changed_by(later)))
    return [text("later", facts=understood(later), certificates=names(then))] if now != then else []


def _sources(decision: Determination) -> list[knowledge.Source]:
    ids = dict.fromkeys(["article", *(each.source for each in decision.remarks)])
    return [knowledge.source(each) for each in ids]


def _reason_json(reason: Reason, kind: str) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": text(f"{kind}_{reason.rule}"),
        "source": source_json(knowledge.source(reason.source)),
    }
