"""From stored events to what the report shows. Pure; reads each conversation once, in order, and keeps no sender."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from telemetry.request import ARRIVED

# What is days, is days in China.
CHINA = timezone(timedelta(hours=8))
# These reasons say that a message was not understood: a person is named after several such messages. What no source answers was understood.
NOT_UNDERSTOOD = frozenset({"unsure", "no_idea", "out_of_scope", "hand_over"})
VOTES = ("helped", "not_helped")
# Parts that answer a message without a topic of their own.
SAID = frozenset({"determination", "deadline", "plan", "calendar", "explanation", "summary", "certificate_number"})
# A turn that took longer was waited for by nobody; it is counted as that long.
_LONGEST_SECONDS = 60.0


@dataclass(frozen=True)
class NotUnderstood:
    """A message that was asked back or refused.

    Attributes:
        text: as stored, so masked as the door masks.
        reason: of the fallback.
        nearest: the topic that the classifier ranked first.
        language: of the answer.
    """

    text: str
    reason: str
    nearest: str
    language: str


@dataclass
class Day:
    """A day in China.

    Attributes:
        turns: messages of people.
        not_understood: how many of them.
        languages: turns by language of the answer.
        votes: how often each.
        seconds: of each turn, from when the message came to its last answer; of one that came by another channel than ours, from when it
            was understood.
    """

    turns: int = 0
    not_understood: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@dataclass
class Findings:
    """All that the report shows, summed over conversations.

    Attributes:
        conversations: how many.
        days: by their ISO date; those without a message are not there.
        topics: answers by topic, or by type where they have none.
        reasons: fallbacks by reason.
        not_understood: each message that was not understood.
        votes: by topic of the answer before: how often each.
        begun: conversations in which a determination was begun, and reached.
        given_up: the fact that was asked last in conversations that end without the result.
    """

    conversations: int = 0
    days: dict[str, Day] = field(default_factory=lambda: defaultdict(Day))
    topics: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    votes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    begun: int = 0
    reached: int = 0
    given_up: Counter[str] = field(default_factory=Counter)

    @property
    def turns(self) -> int:
        """Messages of people."""
        return sum(day.turns for day in self.days.values())

    @property
    def languages(self) -> Counter[str]:
        """Turns by language of the answer."""
        return sum((day.languages for day in self.days.values()), Counter())

    @property
    def seconds(self) -> list[float]:
        """Of all turns that were answered."""
        return [each for day in self.days.values() for each in day.seconds]


@dataclass
class _Turn:
    text: str
    at: float
    came: float
    intent: str
    nearest: str
    said_at: float | None = None
    parts: list[Mapping[str, Any]] = field(default_factory=list)


def read(rows: Iterable[tuple[str, str]]) -> Findings:
    """What is found in the rows.

    Args:
        rows: sender and event as JSON, of kinds user and bot at least, those of a sender together and in order.
    """
    findings = Findings()
    sender: str | None = None
    turns: list[_Turn] = []
    for found, data in rows:
        if found != sender:
            _conversation(findings, turns)
            sender, turns = found, []
        event = json.loads(data)
        if event["event"] == "user" and not event["text"].startswith("/session_start"):
            turns.append(_turn(event))
        elif event["event"] == "bot" and turns:
            turns[-1].said_at = event["timestamp"]
            if part := (event.get("data") or {}).get("custom"):
                turns[-1].parts.append(part)
    _conversation(findings, turns)
    return findings


def _turn(event: Mapping[str, Any]) -> _Turn:
    parsed = event.get("parse_data") or {}
    intent = (parsed.get("intent") or {}).get("name") or "unknown"
    ranked = (parsed.get("evidence") or {}).get("topics") or [[intent, 1.0]]
    came = (event.get("metadata") or {}).get(ARRIVED, event["timestamp"])
    return _Turn(event["text"], event["timestamp"], came, intent, ranked[0][0])


def _conversation(findings: Findings, turns: list[_Turn]) -> None:
    if not turns:
        return
    findings.conversations += 1
    asked = topic = None
    reached = False
    for turn in turns:
        day = findings.days[datetime.fromtimestamp(turn.at, CHINA).date().isoformat()]
        day.turns += 1
        if turn.said_at is not None:
            day.seconds.append(min(_LONGEST_SECONDS, max(0.0, turn.said_at - turn.came)))
        if turn.intent in VOTES and turn.text.startswith("/"):
            findings.votes[topic or "determination"][turn.intent] += 1
            day.votes[turn.intent] += 1
        language = next((part["language"] for part in turn.parts if part.get("language")), None)
        if language:
            day.languages[language] += 1
        for part in turn.parts:
            kind = part.get("type")
            if kind == "fallback":
                _fallback(findings, day, turn, part.get("reason", "unknown"), language or "en")
            elif kind == "question":
                asked = part.get("fact")
            elif kind == "answer" or kind in SAID:
                topic = part.get("topic", "unknown") if kind == "answer" else str(kind)
                findings.topics[topic] += 1
                reached = reached or (kind == "determination" and not part.get("hypothetical"))
    findings.begun += bool(asked or reached)
    findings.reached += reached
    if asked and not reached:
        findings.given_up[asked] += 1


def _fallback(findings: Findings, day: Day, turn: _Turn, reason: str, language: str) -> None:
    findings.reasons[reason] += 1
    if reason in NOT_UNDERSTOOD and not turn.text.startswith("/"):
        day.not_understood += 1
        findings.not_understood.append(NotUnderstood(turn.text, reason, turn.nearest, language))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of them do not exceed; 0.0 without any."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
