"""From a guess to an intent: sure, it is taken; nearly sure, two or three readings are offered; no idea, it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.statements import Statement, coverage
from nlu.topic_model import Guess

UNSURE = "nlu_fallback"  # Rasa's own name for it


@dataclass(frozen=True)
class Policy:
    """How a guess is decided on; all thresholds and shares are 0 to 1.

    Attributes:
        sure: from here on the first topic is taken.
        in_scope: below it the message is refused.
        readings: how many are offered at most.
        least_share: how probable the third of them must be, and what a clause of the message asks for.
        offered: prefixes of the intents that may be offered.
        not_offered: those of them that may not.
        steering: intents that are doubted like a topic, though they cannot be offered.
        refusal: the intent of what is refused.
        statement: the intent of a message that does little but state facts.
        stated: the share of its words that does, unless a topic is surely asked for.
        determination: the intent that a described website leads to also when it is not sure, since its questions clear up the rest.
        hypothesis: the intent of a change that is only supposed.
        likely: how probable a determination, a hypothesis and a statement must be together for that.
        alike: topics that lead to the same answer, so that it does not matter which is meant.
        alike_for_psb: those that do where the PSB filing is named.
    """

    sure: float = 0.8
    in_scope: float = 0.5
    readings: int = 3
    least_share: float = 0.02
    offered: tuple[str, ...] = ("ask_", "determine", "uncovered_")
    not_offered: tuple[str, ...] = ("ask_follow_up", "ask_why_question", "ask_capabilities", "ask_bot")
    steering: tuple[str, ...] = ("start_over", "stop", "skip", "dont_know", "what_if", "repeat")
    refusal: str = "out_of_scope"
    statement: str = "inform"
    stated: float = 0.75
    determination: str = "determine"
    hypothesis: str = "what_if"
    likely: float = 0.6
    alike: tuple[tuple[str, ...], ...] = (("determine", "inform"),)
    alike_for_psb: tuple[str, ...] = ("ask_psb", "ask_how_long", "ask_deadline", "ask_apply")

    def can_be_offered(self, intent: str) -> bool:
        """Whether the intent may stand among the readings."""
        return intent.startswith(tuple(self.offered)) and intent not in self.not_offered

    def readings_of(self, guess: Guess) -> list[str]:
        """The best topics that may be offered: two, and further ones while they are not too improbable."""
        ranked = [each for each in zip(guess.topics, guess.probabilities, strict=True) if self.can_be_offered(each[0])]
        return [topic for rank, (topic, share) in enumerate(ranked[: self.readings]) if rank < 2 or share >= self.least_share]

    def decide(self, text: str, statements: Sequence[Statement], guess: Guess) -> tuple[str, float]:
        """The intent, and how sure it is (0 to 1)."""
        first = guess.topics[0]
        known = first != self.refusal and guess.in_scope >= self.in_scope
        asks = known and self.can_be_offered(first) and first != self.determination and guess.right >= self.sure
        if self._only_states(text, statements) and first != self.hypothesis and not asks:
            return self.statement, 1.0
        if not known:
            return self.refusal, 1.0 - guess.in_scope
        confidence = max(guess.right, self._share_of_those_alike(first, statements, guess))
        open_to_doubt = first.startswith(tuple(self.offered)) or first in self.steering
        if confidence < self.sure and open_to_doubt and len(self.readings_of(guess)) > 1:
            if self._case_is_likely(guess) and _describes_a_website(statements):
                return first if first == self.hypothesis else self.determination, confidence
            return UNSURE, confidence
        return first, confidence

    def borne_out(self, topics: Sequence[str], guess: Guess) -> tuple[str, ...]:
        """Of the topics that single clauses ask for, those that the guess on the whole message thinks possible too.

        A clause alone is easily misread: "My assistant speaks French. Can she fill it in?" asks one thing, not two.
        """
        shares = dict(zip(guess.topics, guess.probabilities, strict=True))
        return tuple(topic for topic in topics if shares.get(topic, 0.0) >= self.least_share)

    def _case_is_likely(self, guess: Guess) -> bool:
        shares = dict(zip(guess.topics, guess.probabilities, strict=True))
        case = (self.determination, self.hypothesis, self.statement)
        return sum(shares.get(each, 0.0) for each in case) >= self.likely

    def _share_of_those_alike(self, first: str, statements: Sequence[Statement], guess: Guess) -> float:
        """How probable it is that the first topic or one whose answer serves as well is meant; 0 when it has no such siblings."""
        of_psb = any(each.fact == "certificate" and each.value == "psb_filing" for each in statements)
        families = (*self.alike, self.alike_for_psb) if of_psb else self.alike
        family = next((each for each in families if first in each), ())
        return sum(share for topic, share in zip(guess.topics, guess.probabilities, strict=True) if topic in family)

    def _only_states(self, text: str, statements: Sequence[Statement]) -> bool:
        facts = [each for each in statements if each.fact != "certificate"]
        return bool(facts) and "?" not in text and "？" not in text and coverage(text, facts) >= self.stated


def _describes_a_website(statements: Sequence[Statement]) -> bool:
    return any(each.fact in ("server", "cdn", "activity", "payments") for each in statements)
