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

    `sure`: from here on the first topic is taken. `in_scope`: below it the message is refused. `readings`: how many are offered at
    most. `offered`: prefixes of the intents that may be offered. `refusal`: the intent of what is refused. `statement`: the intent
    of a message that does little but state facts, taken when at least the share `stated` of its words does.
    """

    sure: float = 0.8
    in_scope: float = 0.5
    readings: int = 3
    offered: tuple[str, ...] = ("ask_", "determine", "uncovered_")
    refusal: str = "out_of_scope"
    statement: str = "inform"
    stated: float = 0.75

    def can_be_offered(self, intent: str) -> bool:
        """Whether the intent may stand among the readings."""
        return intent.startswith(self.offered)

    def readings_of(self, guess: Guess) -> list[str]:
        """The best topics that may be offered."""
        return [topic for topic in guess.topics[: self.readings + 1] if self.can_be_offered(topic)][: self.readings]

    def decide(self, text: str, statements: Sequence[Statement], guess: Guess) -> tuple[str, float]:
        """The intent, and how sure it is (0 to 1)."""
        first = guess.topics[0]
        if self._only_states(text, statements) and first != "what_if":
            return self.statement, 1.0
        if first == self.refusal or guess.in_scope < self.in_scope:
            return self.refusal, 1.0 - guess.in_scope
        if guess.right < self.sure and self.can_be_offered(first) and len(self.readings_of(guess)) > 1:
            return UNSURE, guess.right
        return first, guess.right

    def _only_states(self, text: str, statements: Sequence[Statement]) -> bool:
        facts = [each for each in statements if each.fact != "certificate"]
        return bool(facts) and "?" not in text and "？" not in text and coverage(text, facts) >= self.stated
