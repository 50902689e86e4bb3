"""What may be known about a website. Each fact is None until somebody states it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from icp.truth import Truth, any_of


class Place(str, Enum):
    """Where something stands. Hong Kong, Macao and Taiwan count as outside mainland China."""

    MAINLAND = "mainland"
    OUTSIDE = "outside"


class Activity(str, Enum):
    """What the website does, from the least to the most commercial."""

    INFORMATIONAL = "informational"
    OWN_SALES = "own_sales"
    PAID_CONTENT = "paid_content"
    PLATFORM = "platform"


class Holding(str, Enum):
    """How far somebody is with a certificate. What was sent back is not held, and nothing runs until it is handed in again."""

    NOT_HELD = "not_held"
    APPLIED = "applied"
    RETURNED = "returned"
    HELD = "held"


class Provider(str, Enum):
    """Through whom the application goes; only for Alibaba Cloud does the article name a number of days."""

    ALIBABA_CLOUD = "alibaba_cloud"
    OTHER = "other"


class Certificate(str, Enum):
    """The certificates, in the order in which they are obtained."""

    ICP_FILING = "icp_filing"
    ICP_COMMERCIAL_LICENSE = "icp_commercial_license"
    PSB_FILING = "psb_filing"


class Question(str, Enum):
    """What the assistant can ask about a website, in the order in which it asks."""

    HOSTING = "hosting"
    ACTIVITY = "activity"
    PAYMENTS = "payments"
    FILING_HELD = "filing_held"
    LICENSE_HELD = "license_held"
    OPENED_ON = "opened_on"
    SUBMITTED_ON = "submitted_on"


@dataclass(frozen=True)
class Facts:
    """The facts of one website.

    Three facts are read as "no" until they are stated, and the result says so: a CDN that nobody mentions (`cdn`) is taken as
    none with mainland nodes, payments (`payments`) of a site that is said to inform only are taken as none, and a PSB filing that
    nobody mentions (`psb`) as not done.
    """

    server: Place | None = None
    cdn: Place | None = None
    activity: Activity | None = None
    payments: bool | None = None
    filing: Holding | None = None
    license: Holding | None = None
    psb: Holding | None = None
    live: bool | None = None
    opened_on: date | None = None
    filing_submitted_on: date | None = None
    license_submitted_on: date | None = None
    provider: Provider | None = None

    @property
    def served_from_mainland(self) -> Truth:
        """Whether a server or a CDN in mainland China serves the site; one of them is enough."""
        if self.cdn is Place.MAINLAND:
            return True
        return None if self.server is None else self.server is Place.MAINLAND

    @property
    def takes_payments(self) -> Truth:
        """Whether visitors pay on the site; on one that is said to inform only they do not until payments are stated."""
        return False if self.payments is None and self.activity is Activity.INFORMATIONAL else self.payments

    @property
    def commercial(self) -> Truth:
        """Whether the site sells, takes payments or is a place where others sell."""
        sells = None if self.activity is None else self.activity is not Activity.INFORMATIONAL
        return any_of(sells, self.takes_payments)

    @property
    def filing_held(self) -> Truth:
        """Whether the ICP Filing is held. A license presupposes one, so holding it counts, unless the filing is denied."""
        if self.filing is None:
            return True if self.license is Holding.HELD else None
        return self.filing is Holding.HELD

    @property
    def license_held(self) -> Truth:
        """Whether the ICP Commercial License is held. Without a filing there can be none."""
        if self.filing_held is False:
            return False
        return None if self.license is None else self.license is Holding.HELD

    @property
    def psb_held(self) -> bool:
        """Whether the PSB filing is done; not done until it is stated."""
        return self.psb is Holding.HELD

    def holds(self, certificate: Certificate) -> Truth:
        """Whether the certificate is held."""
        return {
            Certificate.ICP_FILING: self.filing_held,
            Certificate.ICP_COMMERCIAL_LICENSE: self.license_held,
            Certificate.PSB_FILING: self.psb_held,
        }[certificate]

    def open_on(self, today: date) -> Truth:
        """Whether the site is open on that day, by its opening date where there is one, else by what was said."""
        return self.live if self.opened_on is None else self.opened_on <= today

    def taking_unmentioned_certificates_as_not_held(self) -> Facts:
        """These facts for somebody who asks what is needed and says nothing about holding anything."""
        filing = Holding.NOT_HELD if self.filing_held is None else self.filing
        return replace(self, filing=filing, license=self.license or Holding.NOT_HELD)

    def stating(self, **facts: Any) -> Facts:
        """These facts with some of them stated anew."""
        return replace(self, **facts)

    def changed_by(self, others: Facts) -> Facts:
        """These facts with all that the others know put in their place."""
        known = {field.name: value for field in fields(others) if (value := getattr(others, field.name)) is not None}
        return replace(self, **known)

    def to_json(self) -> dict[str, Any]:
        """The known facts as JSON values; dates as ISO 8601. Unknown facts are left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _json(value) for name, value in values.items() if value is not None}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Facts:
        """The opposite of `to_json`; None counts as unknown and names that are no fact are passed over.

        Raises:
            ValueError: a value is none of those allowed for its fact.
        """
        known = {name: value for name, value in values.items() if name in FACTS and value is not None}
        return cls(**{name: FACTS[name].read(value) for name, value in known.items()})


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _truth(value: Any) -> bool:
    """True and false as JSON has them, or as the yes and no of a button and of a message."""
    if value in ("yes", "no"):
        return bool(value == "yes")
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false, yes nor no")
    return value


@dataclass(frozen=True)
class Fact:
    """What is to be known of a fact, once.

    `read` makes its value of a JSON value, a word of a message or a button, and raises ValueError for any other. `questions` are
    those that it answers, first the one that asks for it. `answers` are the values that this question may get, a yes and a no
    first where `by_yes_or_no`.
    """

    read: Callable[[Any], Any]
    questions: tuple[Question, ...] = ()
    answers: tuple[Any, ...] = ()
    by_yes_or_no: bool = False


_HELD_OR_NOT = (Holding.HELD, Holding.NOT_HELD)
FACTS: Mapping[str, Fact] = {
    "server": Fact(Place, (Question.HOSTING,), tuple(Place)),
    "cdn": Fact(Place, (Question.HOSTING,), tuple(Place)),
    "activity": Fact(Activity, (Question.ACTIVITY,), tuple(Activity)),
    "payments": Fact(_truth, (Question.PAYMENTS,), (True, False), by_yes_or_no=True),
    "filing": Fact(Holding, (Question.FILING_HELD,), _HELD_OR_NOT, by_yes_or_no=True),
    "license": Fact(Holding, (Question.LICENSE_HELD, Question.FILING_HELD), _HELD_OR_NOT, by_yes_or_no=True),
    "psb": Fact(Holding),
    "live": Fact(_truth, (Question.OPENED_ON,), (True, False), by_yes_or_no=True),
    "opened_on": Fact(date.fromisoformat, (Question.OPENED_ON,)),
    "filing_submitted_on": Fact(date.fromisoformat, (Question.SUBMITTED_ON,)),
    "license_submitted_on": Fact(date.fromisoformat, (Question.SUBMITTED_ON,)),
    "provider": Fact(Provider),
}
# What the website is and does, in contrast to how far somebody is with it.
WEBSITE = frozenset({"server", "cdn", "activity", "payments"})
CERTIFICATES = frozenset({"filing", "license", "psb"})
DAYS = frozenset({"opened_on", "filing_submitted_on", "license_submitted_on"})


def asked_fact(question: Question) -> str:
    """The name of the fact that a question asks for."""
    return next(name for name, fact in FACTS.items() if fact.questions[:1] == (question,))


def answering_facts(question: Question) -> frozenset[str]:
    """The names of all facts that answer a question."""
    return frozenset(name for name, fact in FACTS.items() if question in fact.questions)
