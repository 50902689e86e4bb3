"""The article's rules on which certificate a website needs, in the article's order.

Each rule names the certificate, when it is required, why in either case, and the clauses that it encodes; what else the article says, and
what has no home here, stands in `knowledge/clauses.yml`. The words of a reason are in
`data/responses/reasons.yml` under `utter_reason_<reason>`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from icp.facts import Activity, Certificate, Facts, Place
from icp.truth import Truth, all_of


@dataclass(frozen=True)
class Reason:
    """Why something is so: the clause that says it and the id of its source in `knowledge/sources.yml`."""

    rule: str
    source: str = "article"


@dataclass(frozen=True)
class Rule:
    """One certificate, the condition under which it is required, and the reasons that name what was decisive.

    `clauses` are those of `knowledge/clauses.yml` that it encodes.
    """

    certificate: Certificate
    required: Callable[[Facts], Truth]
    reasons: Callable[[Facts], tuple[str, ...]]
    clauses: tuple[str, ...]


def _license_required(facts: Facts) -> Truth:
    return all_of(facts.served_from_mainland, facts.commercial)


def _filing_reasons(facts: Facts) -> tuple[str, ...]:
    if not facts.served_from_mainland:
        return ("served_from_outside",)
    return ("mainland_server" if facts.server is Place.MAINLAND else "mainland_cdn",)


def _license_reasons(facts: Facts) -> tuple[str, ...]:
    if facts.commercial is False:
        return ("informational_only",)
    if not facts.served_from_mainland:
        return ("served_from_outside",)
    sells = facts.activity is not None and facts.activity is not Activity.INFORMATIONAL
    activity = (facts.activity.value,) if facts.activity and sells else ()
    payments = ("online_payments",) if facts.payments else ()
    return (*activity, *payments, "filing_before_license")


def _psb_reasons(facts: Facts) -> tuple[str, ...]:
    return ("psb_after_opening",) if facts.served_from_mainland else ("served_from_outside",)


RULES: tuple[Rule, ...] = (
    # A website may send no traffic to a server in mainland China before the filing, commercial or not; a CDN counts alike.
    # Nothing is asked of a site served only from outside: the article does not say so, it follows from its silence.
    Rule(
        Certificate.ICP_FILING,
        lambda facts: facts.served_from_mainland,
        _filing_reasons,
        ("no_traffic_before_filing", "filing_for_everybody", "filing_permits_hosting"),
    ),
    # E-commerce features, online payments, direct online sales and platforms of third-party sellers need the license too.
    Rule(
        Certificate.ICP_COMMERCIAL_LICENSE,
        _license_required,
        _license_reasons,
        ("filing_excludes_payments", "filing_is_for_information", "license_for_platforms_and_sellers"),
    ),
    # Whoever had to obtain the filing or the license has to file with the PSB once the site is open.
    Rule(Certificate.PSB_FILING, lambda facts: facts.served_from_mainland, _psb_reasons, ("psb_filing",)),
)


class Permission(str, Enum):
    """What a site may be allowed to do."""

    SERVE_FROM_OUTSIDE = "serve_from_outside"
    SERVE_FROM_MAINLAND = "serve_from_mainland"
    PUBLISH_INFORMATION = "publish_information"
    SELL_ONLINE = "sell_online"
    TAKE_ONLINE_PAYMENTS = "take_online_payments"
    HOST_THIRD_PARTY_SELLERS = "host_third_party_sellers"


COMMERCE = (Permission.SELL_ONLINE, Permission.TAKE_ONLINE_PAYMENTS, Permission.HOST_THIRD_PARTY_SELLERS)


def allowed(facts: Facts) -> tuple[Permission, ...]:
    """What the site may do for sure with the certificates it is known to hold."""
    granted: tuple[Permission, ...] = ()
    if facts.served_from_mainland is False:
        granted += (Permission.SERVE_FROM_OUTSIDE,)
    if facts.filing_held:
        granted += (Permission.SERVE_FROM_MAINLAND, Permission.PUBLISH_INFORMATION)
    if facts.filing_held and facts.license_held:
        granted += COMMERCE
    return granted


def forbidden(facts: Facts) -> tuple[Permission, ...]:
    """What a site served from mainland China may not do for sure, for want of a certificate it is known not to hold."""
    if not facts.served_from_mainland:
        return ()
    if facts.filing_held is False:
        return (Permission.SERVE_FROM_MAINLAND, *COMMERCE)
    return COMMERCE if facts.license_held is False else ()
