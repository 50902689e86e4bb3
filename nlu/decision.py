"""From a guess to an intent: sure, it is taken; nearly sure, two or three readings are offered; no idea, it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.statements import Statement, coverage
from nlu.topic_model import Guess

UNSURE = "nlu_fallback"  # Rasa's own name for it


@dataclass(frozen=True)
class Policy:
    """How a guess is decided on; all thresholds are 0 to 1.

    `sure`: from here on the first topic is taken. `in_scope`: below it the message is refused. `readings`: how many are offered
    at most. `offered`: prefixes of the intents that may be offered. `refusal`: the intent of what is refused. `statement`: the
    intent of a message that does little but state facts, taken when at least the share `stated` of its words does and no topic
    is surely asked for. `steering`: intents that are doubted like a topic, though they cannot be offered. `determination`: the
    intent that a described website leads to when it is among the two best guesses, because its questions clear up the rest.
    `alike`: topics that lead to the same answer, so that it does not matter which is meant; `alike_for_psb`: those that do where
    the PSB filing is named.
    """

    sure: float = 0.8
    in_scope: float = 0.5
    readings: int = 3
    offered: tuple[str, ...] = ("ask_", "determine", "uncovered_")
    refusal: str = "out_of_scope"
    statement: str = "inform"
    steering: tuple[str, ...] = ("start_over", "stop", "skip", "dont_know", "what_if", "repeat")
    stated: float = 0.75
    determination: str = "determine"
    alike: tuple[tuple[str, ...], ...] = (("determine", "inform"),)
    alike_for_psb: tuple[str, ...] = ("ask_psb", "ask_how_long", "ask_deadline", "ask_apply")

    def can_be_offered(self, intent: str) -> bool:
        """Whether the intent may stand among the readings."""
        return intent.startswith(tuple(self.offered))

    def readings_of(self, guess: Guess) -> list[str]:
        """The best topics that may be offered."""
        return [topic for topic in guess.topics[: self.readings + 1] if self.can_be_offered(topic)][: self.readings]

    def decide(self, text: str, statements: Sequence[Statement], guess: Guess) -> tuple[str, float]:
        """The intent, and how sure it is (0 to 1)."""
        first = guess.topics[0]
        known = first != self.refusal and guess.in_scope >= self.in_scope
        asks = known and self.can_be_offered(first) and first != self.determination and guess.right >= self.sure
        if self._only_states(text, statements) and first != "what_if" and not asks:
            return self.statement, 1.0
        if not known:
            return self.refusal, 1.0 - guess.in_scope
        confidence = max(guess.right, self._share_of_those_alike(first, statements, guess))
        open_to_doubt = self.can_be_offered(first) or first in self.steering
        if confidence < self.sure and open_to_doubt and len(self.readings_of(guess)) > 1:
            if self.determination in guess.topics[:2] and _describes_a_website(statements):
                return self.determination, confidence
            return UNSURE, confidence
        return first, confidence

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
