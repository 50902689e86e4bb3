"""What lies on the table when a message is weighed: the evidence, and what it comes to in the light of the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.acts import CASE, Act, act_of
from dialogue.asked import asks_when, asks_when_to_begin, tells_a_story
from dialogue.conversation import Conversation, Message
from dialogue.hearing import Heard
from dialogue.thresholds import Thresholds
from icp.facts import CERTIFICATES, WEBSITE, Question

OF_DAYS = ("ask_deadline", "ask_plan", "ask_how_long", "ask_reminder")
# Without a day to count from, both want the days that a plan has.
_OF_PLANS = ("ask_plan", "ask_deadline")
FOREIGN = "out_of_scope"
# Topics with the same answer, or with one that serves as well, beside those of CASE.
WHY = ("ask_why_result", "ask_why_question")
ALIKE_FOR_PSB = ("ask_psb", "ask_how_long", "ask_deadline", "ask_apply")
WHERE, _WHAT = frozenset({"server", "cdn"}), frozenset({"activity", "payments"})
# From here on it is rather about something else than about all that is known together.
MOSTLY = 0.5


@dataclass(frozen=True)
class Table:
    """What lies on the table: the conversation with its message, what was heard in it, and how sure is sure enough."""

    conversation: Conversation
    heard: Heard
    bar: Thresholds

    @property
    def message(self) -> Message:
        """What the NLU reports."""
        return self.conversation.message

    @property
    def question(self) -> Question | None:
        """The open question."""
        return self.conversation.open_question

    @property
    def first(self) -> Act:
        """What the likeliest topic leads to."""
        return act_of(self.message.intent)

    @property
    def foreign(self) -> bool:
        """Whether the message has nothing to do with ICP; short words in a conversation that is about it need not say so themselves,
        nor need what tells several things of the website."""
        if self.conversation.under_way and (self.tells_several or self._tells_one_thing):
            return False
        least = self.bar.refused if self.conversation.under_way else self.bar.in_scope
        return self.message.in_scope < least or self.message.share(FOREIGN) >= self.bar.foreign

    @property
    def _tells_one_thing(self) -> bool:
        """Whether the message tells something of the website, asks nothing, and is not mostly about something else."""
        told = bool(self.heard.stated & WEBSITE) and not self.message.asks
        return told and (self.message.share(FOREIGN) < MOSTLY or self.message.coverage >= MOSTLY)

    @property
    def sureness(self) -> float:
        """How sure it is that the answer to the first topic serves."""
        named = ALIKE_FOR_PSB if "psb_filing" in self.message.values("certificate") else ()
        why = (*WHY, "ask_why_filing") if self.conversation.case.concluded else WHY
        dated = self.heard.dated or self.conversation.facts.filing_submitted_on
        days = _OF_PLANS if self.conversation.case.concluded and not dated else ()
        timed = asks_when(self.message) or asks_when_to_begin(self.message)
        time = OF_DAYS if timed and not dated else ()
        family = next((each for each in (CASE, why, named, time, days) if self.message.intent in each), ())
        return max(self.message.right, self.message.share(*family) if family else 0.0)

    @property
    def only_states(self) -> bool:
        """Whether the message does little but state facts."""
        return not self.message.asks and self.message.coverage >= self.bar.told and not self.heard.is_nothing

    @property
    def tells_all(self) -> bool:
        """Whether the message tells where the site is served from and what it does."""
        return bool(self.heard.stated & WHERE and self.heard.stated & _WHAT)

    @property
    def tells_several(self) -> bool:
        """Whether the message tells more than one thing of the website, and asks nothing; a short one may only suggest the second."""
        told = self.heard.stated & WEBSITE
        suggested = self.heard.suggested & WEBSITE if told and not tells_a_story(self.message) else set()
        return len(told | suggested) > 1 and not self.message.asks

    @property
    def silent(self) -> float:
        """How probable it is that the message asks what the article does not answer."""
        return sum(share for topic, share in self.message.topics if act_of(topic) is Act.SAY_NOT_COVERED)

    @property
    def describes_a_case(self) -> bool:
        """Whether a website is described, so that what it needs is worth saying whatever else the message is."""
        heard = self.heard
        told = heard.describes or heard.either_license or heard.another_holds or heard.another_site
        told = told or (bool(heard.suggested & WEBSITE) and not self.message.asks)
        near = self.bar.served if heard.stated & WHERE else self.bar.case
        alone = self.bar.telling if not self.message.asks else self.bar.likely
        whole = heard.stated & WEBSITE if heard.planned else self.tells_all or self.tells_several
        enough = min(self.bar.whole, alone) if whole or heard.another_site else alone
        if tells_a_story(self.message) and not whole:
            enough = self.bar.story  # the little that it tells is seldom what it is about
        if self.tells_all and heard.stated & CERTIFICATES:
            enough = 0.0  # who tells what is held besides has told the whole of it
        share = self.message.share(*CASE)
        nothing_else = self.tells_all and self.message.coverage >= self.bar.told  # "and our photo blog, hosted in Oslo?"
        meant = nothing_else or (share >= enough and share >= self.silent)
        return told and self.message.in_scope >= near and meant
