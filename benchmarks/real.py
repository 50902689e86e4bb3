"""What becomes of real people's messages: plain questions at once, described websites at the end of the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.sentences import TODAY, Judged, Opening, Outcome, Sentence, judge
from dialogue.acts import DETERMINE
from dialogue.conversation import Conversation, Message, Turn
from dialogue.thresholds import Thresholds
from dialogue.turns import take_turn
from icp.facts import Certificate
from nlu.real_messages import RealMessage

End = Literal["right", "wrong result", "no result"]
_MOST_TURNS = 6


@dataclass(frozen=True)
class Determined:
    """How the conversation about a described website ended, and how many questions it took (asking back is one)."""

    message: RealMessage
    end: End
    questions: int


def is_described(message: RealMessage) -> bool:
    """Whether what the website needs is asked for, or would do as an answer, and follows from what the words state."""
    return message.required is not None and DETERMINE in message.intents


def judged(messages: Sequence[RealMessage], openings: Sequence[Opening], bar: Thresholds | None = None) -> list[Judged]:
    """What each message is taken for at once."""
    pairs = zip(messages, openings, strict=True)
    return [judge(Sentence(each.text, each.intents), opening, bar) for each, opening in pairs]


def determined(message: RealMessage, opening: Opening) -> Determined:
    """The conversation that begins with the message; its writer answers what the labelled facts tell, and else does not know."""
    conversation, questions = opening.conversation, 0
    for _ in range(_MOST_TURNS):
        turn = take_turn(conversation)
        results = [each for each in _parts(turn, "determination") if not each.get("hypothetical")]
        if results:
            return Determined(message, "right" if _agrees(results[-1], message) else "wrong result", questions)
        reply = _reply(turn, message.facts)
        if reply is None:
            break
        questions += 1
        conversation = Conversation.from_slots(turn.conversation.to_slots(), Message.of_choice(reply, reply), TODAY)
    return Determined(message, "no result", questions)


def _parts(turn: Turn, kind: str) -> list[Mapping[str, Any]]:
    return [reply.custom for reply in turn.replies if reply.custom and reply.custom["type"] == kind]


def _agrees(result: Mapping[str, Any], message: RealMessage) -> bool:
    settled = len(result["required"]) + len(result["not_required"]) == len(Certificate)
    return settled and sorted(result["required"]) == sorted(message.required or ())


def _reply(turn: Turn, facts: Mapping[str, Any]) -> str | None:
    """What the writer clicks: the answer to the question, or the determination where it is offered; None where there is neither."""
    if asked := _parts(turn, "question"):
        return _answer(str(asked[-1]["fact"]), facts) or "/dont_know"
    offered = [reading for each in _parts(turn, "fallback") for reading in each.get("readings", ())]
    if not _parts(turn, "fallback"):
        offered = [button["payload"].removeprefix("/") for reply in turn.replies for button in reply.buttons]
    return f"/{DETERMINE}" if DETERMINE in offered else None


def _answer(question: str, facts: Mapping[str, Any]) -> str | None:
    if question == "hosting" and "mainland" in (facts.get("server"), facts.get("cdn")):
        return '/inform{"server": "mainland"}'
    if question == "hosting" and facts.get("server") == "outside":
        return '/inform{"server": "outside", "cdn": "outside"}'
    if question == "activity" and "activity" in facts:
        return f'/inform{{"activity": "{facts["activity"]}"}}'
    if question == "payments" and "payments" in facts:
        return f'/inform{{"payments": "{"yes" if facts["payments"] else "no"}"}}'
    return None


@dataclass(frozen=True)
class Score:
    """Counts with shares, 0 to 1.

    `questions`: plain ones answered at once, or said at once not to be covered. `described`: websites determined rightly in the end,
    and `asked` the questions that took on average. `wrong`: in scope and taken for a wrong topic. `foreign`: out of scope and answered.
    """

    questions: tuple[int, float]
    described: tuple[int, float]
    asked: float
    wrong: tuple[int, float]
    foreign: tuple[int, float]

    @classmethod
    def of(cls, messages: Sequence[RealMessage], openings: Sequence[Opening], bar: Thresholds | None = None) -> Score:
        """The score of messages as the NLU reports them."""
        made = judged(messages, openings, bar)
        plain = [each for each, message in zip(made, messages, strict=True) if message.kind == "question"]
        scope = [each for each, message in zip(made, messages, strict=True) if message.kind != "out_of_scope"]
        foreign = [each for each, message in zip(made, messages, strict=True) if message.kind == "out_of_scope"]
        ends = [determined(each, its) for each, its in zip(messages, openings, strict=True) if is_described(each)]
        right = [each for each in ends if each.end == "right"]
        return cls(
            questions=(len(plain), sum(serves(each) for each in plain) / max(len(plain), 1)),
            described=(len(ends), len(right) / max(len(ends), 1)),
            asked=sum(each.questions for each in right) / max(len(right), 1),
            wrong=(len(scope), _share(scope, "wrong")),
            foreign=(len(foreign), _share(foreign, "wrong")),
        )

    def rows(self) -> list[tuple[str, str]]:
        """The score in words and figures."""
        return [
            (f"plain questions answered rightly at once ({self.questions[0]})", f"{self.questions[1]:.1%}"),
            (f"described websites determined rightly ({self.described[0]})", f"{self.described[1]:.1%}"),
            ("questions that it took on average", f"{self.asked:.2f}"),
            (f"in scope, taken for a wrong topic ({self.wrong[0]})", f"{self.wrong[1]:.1%}"),
            (f"out of scope, answered ({self.foreign[0]})", f"{self.foreign[1]:.1%}"),
        ]


def serves(made: Judged) -> bool:
    """Whether the question got its answer at once; where the article has none, that it has none is the answer, whatever it is about."""
    silent = made.sentence.group == "uncovered" and made.intent.startswith("uncovered_")
    return silent or made.outcome == "right"


def _share(made: Sequence[Judged], outcome: Outcome) -> float:
    return sum(each.outcome == outcome for each in made) / max(len(made), 1)
