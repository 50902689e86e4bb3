"""Which certificates a website needs, which it lacks, what it may do, why, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import product
from typing import Any

from icp.facts import FACTS, Activity, Certificate, Facts, Holding, Place, Question, asked_fact
from icp.rules import RULES, Permission, Reason, allowed, forbidden


class Breach(str, Enum):
    """What an open site does without the certificate for it."""

    SERVING_WITHOUT_FILING = "serving_without_filing"
    SELLING_UNDER_FILING_ALONE = "selling_under_filing_alone"


@dataclass(frozen=True)
class Determination:
    """The decision on one set of facts; certificates stand in the order in which they are obtained.

    Every part holds for sure: completing the unknown facts can add to a part and never takes anything away.
    """

    facts: Facts
    required: tuple[Certificate, ...]
    not_required: tuple[Certificate, ...]
    held: tuple[Certificate, ...]
    outstanding: tuple[Certificate, ...]
    allowed: tuple[Permission, ...]
    forbidden: tuple[Permission, ...]
    breaches: tuple[Breach, ...]
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]

    @property
    def settled(self) -> bool:
        """Whether it is known of every certificate whether it is required."""
        return len(self.required) + len(self.not_required) == len(Certificate)


def determine(facts: Facts, today: date) -> Determination:
    """The decision by the article's rules on what is known; `today` tells whether the site is open."""
    required = tuple(rule.certificate for rule in RULES if rule.required(facts))
    return Determination(
        facts=facts,
        required=required,
        not_required=tuple(rule.certificate for rule in RULES if rule.required(facts) is False),
        held=tuple(each for each in Certificate if facts.holds(each)),
        outstanding=tuple(each for each in required if facts.holds(each) is False),
        allowed=allowed(facts),
        forbidden=forbidden(facts),
        breaches=_breaches(facts, required, today),
        reasons=_reasons(facts),
        remarks=_remarks(facts, required),
    )


def _breaches(facts: Facts, required: tuple[Certificate, ...], today: date) -> tuple[Breach, ...]:
    if not facts.open_on(today):
        return ()
    if Certificate.ICP_FILING in required and facts.filing_held is False:
        return (Breach.SERVING_WITHOUT_FILING,)
    if Certificate.ICP_COMMERCIAL_LICENSE in required and facts.filing_held and facts.license_held is False:
        return (Breach.SELLING_UNDER_FILING_ALONE,)
    return ()


def _reasons(facts: Facts) -> tuple[Reason, ...]:
    names = (name for rule in RULES if rule.required(facts) is not None for name in rule.reasons(facts))
    return tuple(Reason(name) for name in dict.fromkeys(names))


def _remarks(facts: Facts, required: tuple[Certificate, ...]) -> tuple[Reason, ...]:
    """Where the article is silent or later sources differ: one honest sentence each, with its own source."""
    remarks = []
    if facts.served_from_mainland is False:
        remarks += [Reason("outside_is_an_inference"), Reason("outside_confirmed_later", "domain_name_page")]
        if facts.cdn is None:
            remarks.append(Reason("mainland_cdn_would_change_it", "cdn_regions"))
        if facts.commercial:
            remarks.append(Reason("outside_license_said_not_needed", "commercial_faq"))
    if facts.served_from_mainland and facts.activity is Activity.INFORMATIONAL and facts.payments is None:
        remarks.append(Reason("payments_would_change_it"))
    if facts.served_from_mainland and facts.server is Place.OUTSIDE:
        remarks.append(Reason("cdn_decides"))
    if Certificate.ICP_COMMERCIAL_LICENSE in required and facts.activity is Activity.OWN_SALES:
        remarks.append(Reason("own_goods_dispute", "own_goods_practice"))
    if Certificate.PSB_FILING in required and not facts.psb_held:
        remarks.append(Reason("psb_from_approval", "filing_guide"))
    if facts.filing_held is False and facts.filing is not Holding.APPLIED and facts.license is Holding.HELD:
        remarks.append(Reason("license_without_filing"))
    return tuple(remarks)


_CERTIFICATE_QUESTIONS = (
    Question.HOSTING,
    Question.ACTIVITY,
    Question.PAYMENTS,
    Question.FILING_HELD,
    Question.LICENSE_HELD,
)


def is_open(question: Question, facts: Facts) -> bool:
    """Whether the facts do not answer the question yet."""
    return {
        Question.HOSTING: facts.served_from_mainland is None,
        Question.ACTIVITY: facts.activity is None,
        Question.PAYMENTS: facts.takes_payments is None,
        Question.FILING_HELD: facts.filing_held is None,
        Question.LICENSE_HELD: facts.license_held is None,
        Question.OPENED_ON: facts.opened_on is None and facts.live is not False,
        Question.SUBMITTED_ON: _submitted_on(facts) is None,
    }[question]


def _submitted_on(facts: Facts) -> date | None:
    license_is_next = application_under_way(facts) is Certificate.ICP_COMMERCIAL_LICENSE
    return facts.license_submitted_on if license_is_next else facts.filing_submitted_on


def answered(facts: Facts, question: Question) -> Iterator[Facts]:
    """The facts completed by each answer that the question can have."""
    name = asked_fact(question)
    for value in FACTS[name].answers:
        yield replace(facts, **{name: value})


def completions(facts: Facts, left: tuple[Question, ...] = _CERTIFICATE_QUESTIONS) -> Iterator[Facts]:
    """Every way to answer all open questions among `left`."""
    open_questions = [question for question in left if is_open(question, facts)]
    names = [asked_fact(question) for question in open_questions]
    for values in product(*(FACTS[name].answers for name in names)):
        yield replace(facts, **dict(zip(names, values, strict=True)))


def _certificates(facts: Facts) -> tuple[Any, ...]:
    return tuple(rule.required(facts) for rule in RULES)


def _certificates_and_holdings(facts: Facts) -> tuple[Any, ...]:
    required = _certificates(facts)
    lacking = tuple(needed and not facts.holds(rule.certificate) for rule, needed in zip(RULES, required, strict=True))
    return required, lacking


def _can_change(question: Question, facts: Facts, result: Any) -> bool:
    others = tuple(each for each in _CERTIFICATE_QUESTIONS if each is not question)
    return is_open(question, facts) and any(
        len({result(complete) for complete in answered(rest, question)}) > 1 for rest in completions(facts, others)
    )


@lru_cache(maxsize=4096)
def unknown(facts: Facts) -> tuple[Question, ...]:
    """The open questions whose answer can still change which certificates are required or outstanding, in order."""
    return tuple(each for each in _CERTIFICATE_QUESTIONS if _can_change(each, facts, _certificates_and_holdings))


@lru_cache(maxsize=4096)
def unknown_for_required(facts: Facts) -> tuple[Question, ...]:
    """The open questions whose answer can still change which certificates are required, in order."""
    return tuple(each for each in _CERTIFICATE_QUESTIONS if _can_change(each, facts, _certificates))


def next_question(facts: Facts, passed_over: frozenset[Question] = frozenset()) -> Question | None:
    """The next question to ask, or None when nothing that may be asked can change which certificates are required.

    `passed_over` are the questions that the person skipped or could not answer. What is held already and on which day something
    happened is never asked before the result: it changes what is left to do, not what is needed.
    """
    return next((each for each in unknown_for_required(facts) if each not in passed_over), None)


def awaited_day(facts: Facts) -> Question | None:
    """The day that the result waits for: that of an application under way, or the opening when only the PSB filing is left."""
    required = {rule.certificate for rule in RULES if rule.required(facts)}
    missing = {each for each in required if not facts.holds(each)}
    if is_open(Question.SUBMITTED_ON, facts) and application_under_way(facts) in missing:
        return Question.SUBMITTED_ON
    return Question.OPENED_ON if is_open(Question.OPENED_ON, facts) and missing == {Certificate.PSB_FILING} else None


def application_under_way(facts: Facts) -> Certificate | None:
    """The certificate that is applied for and not granted yet; the license comes second, so it is the later one."""
    if facts.license is Holding.APPLIED:
        return Certificate.ICP_COMMERCIAL_LICENSE
    return Certificate.ICP_FILING if facts.filing is Holding.APPLIED else None


def is_waited_for(certificate: Certificate, facts: Facts) -> bool:
    """Whether that certificate is applied for and not granted yet; the PSB filing holds up no other, so it may be beside another."""
    if certificate is Certificate.PSB_FILING:
        return facts.psb is Holding.APPLIED
    return application_under_way(facts) is certificate
