"""A determination with everything that is said of it: as text, complete alone, and as the REST contract's `custom` part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.conversation import Case, Choice, Reply
from dialogue.documents import checklist_json
from dialogue.reminding import deadline_entries, step_entries
from dialogue.texts import buttons, clauses, day, source_json, source_line, text
from dialogue.wording import (
    deadline_json,
    deadline_text,
    moved_lines,
    names,
    plan_json,
    provisional_note,
    understood,
    understood_lines,
    value_words,
)
from icp import knowledge
from icp.calendar_file import Entry
from icp.deadlines import Deadline, Step, filing_expected, known_deadlines, license_expected, plan
from icp.determination import Determination, answered, determine, is_waited_for, unknown, unknown_for_required
from icp.facts import Certificate, Facts, Holding, Provider, Question, asked_fact
from icp.rules import RULES, Permission, Reason

# The list of certificates, with its order and its times, says these already.
_SAID_BY_THE_LIST = {"filing_before_license", "psb_after_opening"}
# Where each of these alone is asked, what its answers would mean can be said.
_BRANCHING = (Question.HOSTING, Question.ACTIVITY, Question.PAYMENTS)


def decided(facts: Facts) -> Facts:
    """The facts that a result rests on: whoever mentions no certificate is taken to hold none."""
    return facts.taking_unmentioned_certificates_as_not_held()


@dataclass(frozen=True)
class Result:
    """A determination on a case, its dates, and its words: a title, what holds now, what hangs on open questions and plans."""

    case: Case
    decision: Determination
    before: Determination | None
    deadlines: tuple[Deadline, ...]
    steps: tuple[Step, ...]
    title: str
    standing: tuple[str, ...]
    branches: tuple[str, ...]
    later: Determination | None
    source: str

    @property
    def buttons(self) -> Sequence[Choice]:
        """What a person may want next: to say what is held already, then dates and the whole of it."""
        held = [each for certificate in self._may_be_held for each in buttons(f"have_{certificate.value}")]
        return [*held, *buttons("after_result" if self.decision.outstanding else "after_complete_result")]

    @property
    def _may_be_held(self) -> Sequence[Certificate]:
        """The next certificate to get, and those that are outstanding only because nobody said whether they are held."""
        facts, outstanding = self.case.facts, self.decision.outstanding
        return [each for each in outstanding if facts.holds(each) is None or each is outstanding[0]]

    @property
    def says(self) -> frozenset[str]:
        """The names of the reasons and remarks that the whole text says."""
        return frozenset(each.rule for each in (*self._decisive, *self.decision.remarks))

    @property
    def _decisive(self) -> list[Reason]:
        return [each for each in self.decision.reasons if each.rule not in _SAID_BY_THE_LIST]

    @property
    def later_line(self) -> str:
        """What the plans for later will need, where that is something else than today; else empty."""
        if self.later is None or self.later.required == self.decision.required:
            return ""
        return text("later", facts=understood(self.case.later), certificates=names(self.later.required))

    def to_text(self) -> str:
        """The whole result: what is needed in order, what holds today, what comes next, why, remarks and sources."""
        lines = [self.title, *self._list_lines(), *understood_lines(self.case.facts), *self.standing]
        lines += self._argument_lines(frozenset())
        return "\n".join([*lines, *self.branches, *filter(None, [self.later_line]), self.source])

    def to_short_text(self, asked_again: bool, why_unchanged: str = "") -> str:
        """A result given before: first what changed, or that nothing did and why not, then only what was not read before.

        Whoever only asks again is told the list again, and no news that there are none.
        """
        changes = self._change_lines()
        if asked_again and not changes:
            again = [self.title, *self._list_lines(), *understood_lines(self.case.facts), *self.standing]
            return "\n".join([*again, *filter(None, [self.later_line]), self.source])
        unchanged = "result_unchanged_today" if self.later_line else "result_unchanged"
        lines = [text("what_changed", changes=clauses(changes)) if changes else why_unchanged or text(unchanged)]
        lines += understood_lines(self.case.facts)
        if changes:
            lines += [self.title, *self._list_lines(), *self.standing, *self._argument_lines(self.case.told), *self.branches]
        else:
            lines.append(text("result_still", certificates=names(self.decision.required)))
        return "\n".join([*lines, *filter(None, [self.later_line]), self.source])

    def to_text_of_the_same(self) -> str:
        """A case that is only supposed and needs the same: that, and only the reasons that were not read before."""
        lines = [text("result_still", certificates=names(self.decision.required))] if self.decision.required else [self.title]
        return "\n".join([*lines, *self._argument_lines(self.case.told), self.source])

    def _list_lines(self) -> list[str]:
        held = self.decision.held
        states = {each: text("state_held") if each in held else text(f"when_{each.value}") for each in self.decision.required}
        return [
            text("certificate_line", number=number, certificate=text(f"name_{each.value}"), state=state)
            for number, (each, state) in enumerate(states.items(), start=1)
        ]

    def _argument_lines(self, told: frozenset[str]) -> list[str]:
        reasons = [text("why", reason=text(f"reason_{each.rule}")) for each in self._decisive if each.rule not in told]
        return reasons + [
            text("note", remark=text(f"remark_{each.rule}")) for each in self.decision.remarks if each.rule not in told
        ]

    def _change_lines(self) -> list[str]:
        """Against the result before: certificates that are needed now, no longer needed, or held since."""
        before, now = self.before, self.decision
        if before is None:
            return []
        added = [each for each in now.required if each not in before.required]
        removed = [each for each in before.required if each not in now.required]
        obtained = [each for each in now.held if each in before.outstanding and each in now.required]
        lines = [text("change_added", certificate=names([each])) for each in added]
        lines += [text("change_removed", certificate=names([each])) for each in removed]
        return lines + [text("change_held", certificate=names([each])) for each in obtained]

    @property
    def entries(self) -> list[Entry]:
        """What a calendar file of it holds: the deadlines that are known, else the steps of the plan."""
        return deadline_entries(self.deadlines) or step_entries(self.steps)

    def to_json(self, today: date, calendar: str = "") -> dict[str, Any]:
        """The result for programs, with its calendar file. Its words stand in parts, so that a card can be drawn without reading it."""
        decision, facts = self.decision, self.case.facts
        return {
            "type": "determination",
            "today": today.isoformat(),
            "facts": facts.to_json(),
            "understood": understood(facts),
            "title": self.title,
            "certificates": [self._certificate_json(each) for each in Certificate],
            "standing": list(self.standing),
            "branches": [*self.branches, *filter(None, [self.later_line])],
            "source_line": self.source,
            "required": [each.value for each in decision.required],
            "not_required": [each.value for each in decision.not_required],
            "held": [each.value for each in decision.held if each in decision.required],
            "outstanding": [each.value for each in decision.outstanding],
            "changed": self._changed_json(),
            "later": self._later_json(),
            "allowed_today": [each.value for each in decision.allowed],
            "forbidden_today": [each.value for each in decision.forbidden],
            "breaches": [{"breach": each.value, "text": text(f"breach_{each.value}")} for each in decision.breaches],
            "reasons": [_reason_json(each, "reason") for each in decision.reasons],
            "unknown": [each.value for each in unknown(facts)],
            "assumed_not_held": decision.facts != facts,
            "deadlines": [deadline_json(each) for each in self.deadlines],
            "plan": plan_json(self.steps),
            "plan_title": text("plan_lead", start=day(today)),
            "remarks": [_reason_json(each, "remark") for each in decision.remarks],
            "documents": checklist_json(self.case, decision.outstanding),
            "calendar": calendar,
        }

    def _changed_json(self) -> dict[str, Any] | None:
        """What differs from the result before; None at the first one."""
        if self.before is None:
            return None
        before, now = self.before, self.decision
        return {
            "added": [each.value for each in now.required if each not in before.required],
            "removed": [each.value for each in before.required if each not in now.required],
            "obtained": [each.value for each in now.held if each in before.outstanding and each in now.required],
            "text": clauses(self._change_lines()),
        }

    def _later_json(self) -> dict[str, Any] | None:
        """The plans with what they will need; None where nothing is planned."""
        if self.later is None:
            return None
        return {
            "facts": self.case.later.to_json(),
            "understood": understood(self.case.later),
            "required": [each.value for each in self.later.required],
            "text": self.later_line,
        }

    def _certificate_json(self, certificate: Certificate) -> dict[str, Any]:
        decision = self.decision
        if certificate in decision.held:
            state = "held"
        elif certificate in decision.not_required:
            state = "not_needed"
        elif certificate not in decision.required:
            state = "open"
        else:
            state = "applied" if is_waited_for(certificate, decision.facts) else "to_get"
        when = text(f"when_{certificate.value}") if state in ("applied", "to_get") else ""
        have = [dict(each) for each in buttons(f"have_{certificate.value}")] if state in ("applied", "to_get") else []
        return {
            "certificate": certificate.value,
            "name": text(f"name_{certificate.value}"),
            "state": state,
            "when": when,
            "have": have[0] if have else None,
        }


def result(case: Case, today: date, open_questions: Sequence[Question] = ()) -> Result:
    """The result on a case; `open_questions` stay without an answer."""
    facts = decided(case.facts)
    decision = determine(facts, today)
    assumption = _assumption(case.facts, decision)
    breaches = [text(f"breach_{each.value}") for each in decision.breaches]
    deadlines = known_deadlines(facts, decision.required, today)
    due = [*moved_lines(case, deadlines), *(deadline_text(each, facts) for each in deadlines)]
    due += filing_before_opening(facts, today)[1:] if decision.required else []
    standing = [assumption, *breaches, _today_line(decision), *next_lines(decision, today), *due]
    return Result(
        case=case,
        decision=decision,
        before=None if case.result is None else determine(decided(case.result), today),
        deadlines=tuple(deadlines),
        steps=tuple(plan(today, decision.required, decision.held, facts.opened_on)) if decision.settled else (),
        title=_title(decision, open_questions),
        standing=tuple(each for each in standing if each),
        branches=tuple(line for question in open_questions for line in _branch_lines(facts, question, today)),
        later=None if case.later == Facts() else determine(facts.changed_by(case.later), today),
        source=source_line(_sources(decision)),
    )


def filing_before_opening(facts: Facts, today: date) -> list[str]:
    """What has to be there before an opening that is still ahead, and that this is too early where it cannot be there."""
    needed = unknown_for_required(facts) or Certificate.ICP_FILING in determine(facts, today).required
    if facts.opened_on is None or facts.opened_on <= today or facts.holds(Certificate.ICP_FILING) or not needed:
        return []
    if facts.provider is Provider.OTHER:
        return [text("opening_needs_filing")]
    start = facts.filing_submitted_on or today
    expected = filing_expected(start, today)
    note = provisional_note(expected.provisional, expected.day.year)
    name = "opening_too_early" if expected.day >= facts.opened_on else "opening_after_filing"
    return [text("opening_needs_filing"), text(name, start=day(start), date=day(expected.day), provisional=note)]


def _assumption(told: Facts, decision: Determination) -> str:
    """That the required certificates nobody spoke of are taken as not held; empty where each was spoken of."""
    spoken_of = {each for each in Certificate if told.holds(each) is not None}
    if told.psb is None:
        spoken_of.discard(Certificate.PSB_FILING)  # not done until it is stated
    unmentioned = [each for each in decision.required if each not in spoken_of]
    if not unmentioned:
        return ""
    return text("assumed_nothing_held" if len(unmentioned) == len(decision.required) else "assumed_not_held")


def explained(
    case: Case, today: date, certificates: Sequence[Certificate] = (), supposed: Facts | None = None
) -> tuple[Reply, ...]:
    """Why the result is as it is: the facts, the reasons of the certificates asked about or of all, what is taken for granted.

    `supposed` are those of the facts that are only supposed.
    """
    hypothetical = supposed not in (None, Facts())
    told = case.facts.stating(**dict.fromkeys(supposed.to_json())) if supposed else case.facts
    found = result(case, today)
    decision = found.decision
    rules = [rule for rule in RULES if not certificates or rule.certificate in certificates]
    reasons = dict.fromkeys(
        name for rule in rules for name in rule.reasons(decision.facts) if rule.required(decision.facts) is not None
    )
    lead = "explain_lead_supposed" if hypothetical else "explain_lead"
    lead = "explain_lead_only_supposed" if hypothetical and told == Facts() else lead
    lines = [text(lead, facts=understood(told)), *(f"- {text(f'reason_{each}')}" for each in reasons)]
    granted = [text(f"remark_{each.rule}") for each in decision.remarks]
    if assumption := _assumption(case.facts, decision):
        granted.insert(0, assumption)
    if granted:
        lines += [text("explain_granted"), *(f"- {each}" for each in granted)]
    lines += [*filter(None, [found.later_line]), text("explain_correct"), found.source]
    custom = {
        "type": "explanation",
        "facts": case.facts.to_json(),
        "required": [each.value for each in decision.required],
        "reasons": [_reason_json(Reason(each), "reason") for each in reasons],
        "remarks": [_reason_json(each, "remark") for each in decision.remarks],
        **({"hypothetical": True} if hypothetical else {}),
    }
    return Reply("\n".join(lines), buttons(lead)), Reply(custom=custom)


def _title(decision: Determination, open_questions: Sequence[Question]) -> str:
    if not decision.settled and open_questions:
        return text("result_open" if decision.required else "result_nothing_certain")
    if not decision.required:
        return text("result_none")
    if len(decision.required) == 1:
        return text("result_one")
    return text("result_several", count=text(f"count_{len(decision.required)}"))


def _today_line(decision: Determination) -> str:
    if Certificate.ICP_FILING not in decision.required:
        return text("today_outside") if Permission.SERVE_FROM_OUTSIDE in decision.allowed else ""
    if Permission.SELL_ONLINE in decision.allowed:
        return text("today_everything")
    if Permission.SERVE_FROM_MAINLAND in decision.allowed:
        return text("today_information")
    return text("today_nothing") if decision.forbidden else ""


def next_lines(decision: Determination, today: date) -> list[str]:
    """What to do next: the first outstanding certificate, with a date where one can be known."""
    if decision.required and not decision.outstanding:
        return [text("next_nothing")] if all(each in decision.held for each in decision.required) else []
    if not decision.outstanding:
        return []
    certificate, facts = decision.outstanding[0], decision.facts
    if certificate is Certificate.PSB_FILING:
        return [text(_next_of_psb(facts))] if _icp_held(decision) else []
    if is_waited_for(certificate, facts):
        dated = facts.license_submitted_on if certificate is Certificate.ICP_COMMERCIAL_LICENSE else facts.filing_submitted_on
        lines = [text(f"next_{certificate.value}_applied")]
        return lines if dated else [*lines, text("tell_the_day")]
    again = "_again" if _was_sent_back(certificate, facts) else ""
    if certificate is Certificate.ICP_FILING and facts.provider is Provider.OTHER:
        return [text(f"next_icp_filing_elsewhere{again}")]
    expected = {Certificate.ICP_FILING: filing_expected, Certificate.ICP_COMMERCIAL_LICENSE: license_expected}
    deadline = expected[certificate](today, today)
    note = provisional_note(deadline.provisional, deadline.day.year)
    return [text(f"next_{certificate.value}{again}", date=day(deadline.day), provisional=note)]


def _was_sent_back(certificate: Certificate, facts: Facts) -> bool:
    held = facts.license if certificate is Certificate.ICP_COMMERCIAL_LICENSE else facts.filing
    return held is Holding.RETURNED


def _next_of_psb(facts: Facts) -> str:
    """The name of the text for the PSB filing as the next step: it is waited for, or due on a day that is known or not."""
    if is_waited_for(Certificate.PSB_FILING, facts):
        return "next_psb_filing_applied"
    return "next_psb_filing_dated" if facts.opened_on else "next_psb_filing"


def _icp_held(decision: Determination) -> bool:
    return all(each in decision.held for each in decision.required if each is not Certificate.PSB_FILING)


def _branch_lines(facts: Facts, question: Question, today: date) -> list[str]:
    """For a question left open: what each of its answers would mean."""
    lines = [text("depends_on", question=text(f"ask_{question.value}"))]
    if question not in _BRANCHING:
        return lines
    name = asked_fact(question)
    decisions = [determine(complete, today) for complete in answered(facts, question)]
    if not any(each.settled or each.required for each in decisions):
        return lines  # nothing follows from any answer alone
    for each in decisions:
        answer = value_words(name, getattr(each.facts, name))
        lines.append("- " + text(_if_answered(each), answer=answer, certificates=names(each.required)))
    return lines


def _if_answered(decision: Determination) -> str:
    """The name of the text for what an answer would mean: another open question may add to it."""
    if decision.settled:
        return "if_answer"
    return "if_answer_at_least" if decision.required else "if_answer_open"


def _sources(decision: Determination) -> list[knowledge.Source]:
    ids = dict.fromkeys(["article", *(each.source for each in decision.remarks)])
    return [knowledge.source(each) for each in ids]


def _reason_json(reason: Reason, kind: str) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": text(f"{kind}_{reason.rule}"),
        "source": source_json(knowledge.source(reason.source)),
    }
