"""What a message may ask: surely, perhaps, and besides what it is taken for."""

from __future__ import annotations

from dialogue.acts import DETERMINE, Act, act_of
from dialogue.asked import asks_what_it_is, tells_a_story
from dialogue.conversation import Clause, Message
from dialogue.thresholds import Thresholds, thresholds

# What may stand among the readings of a message that is in doubt.
OFFERED = (
    Act.ANSWER,
    Act.SAY_NOT_COVERED,
    Act.DETERMINE,
    Act.GIVE_DEADLINE,
    Act.GIVE_PLAN,
    Act.GIVE_CALENDAR,
    Act.GIVE_SUMMARY,
    Act.REACH_PERSON,
)
MOST_READINGS, _MOST_BEYOND = 3, 2
# So probable that no other question beyond the article is worth a thought.
_NOTHING_ELSE, _HALF = 0.9, 0.5


def in_doubt(message: Message, bar: Thresholds | None = None) -> bool:
    """Whether the likeliest topic is not sure enough to be answered alone."""
    return not message.certain and message.right < (bar or thresholds()).sure


def readings(message: Message, bar: Thresholds | None = None, describes: bool = False) -> list[str]:
    """The topics to offer for a message that is in doubt: the two likeliest, and a third while it is not too improbable.

    Whoever `describes` a website may always want to know what it needs.
    """
    least = (bar or thresholds()).reading
    ranked = [(topic, share) for topic, share in message.topics if act_of(topic) in OFFERED]
    offered = [topic for rank, (topic, share) in enumerate(ranked[:MOST_READINGS]) if rank < 2 or share >= least]
    needs = describes and DETERMINE not in offered
    return [*offered[: MOST_READINGS - 1], DETERMINE] if needs else offered


def also_asked(message: Message, besides: Act, bar: Thresholds | None = None) -> list[str]:
    """The topics that a message surely asks for, apart from what leads to the act that it is taken for, in their order.

    A part of a message alone is easily misread: it counts only where the whole message thinks its topic possible too.
    """
    bar = bar or thresholds()
    possible_ones = {topic for topic, _ in message.topics}

    def clear(clause: Clause) -> bool:
        return clause.right >= bar.clause and clause.in_scope >= bar.in_scope and clause.topic in possible_ones

    topics = [each.topic for each in message.clauses if clear(each)]
    if not message.certain and message.right >= bar.sure and message.intent not in topics:
        topics.insert(0, message.intent)
    answerable = [each for each in dict.fromkeys(topics) if act_of(each) in (Act.ANSWER, Act.SAY_NOT_COVERED, Act.DETERMINE)]
    return [each for each in answerable if act_of(each) is not besides or besides is Act.ANSWER]


def surely_beyond(message: Message, bar: Thresholds | None = None) -> list[str]:
    """The questions beyond the article that a message surely asks, as retrieval intents: of the whole of it, then of its parts.

    A part counts only where the whole message makes its question possible, too.
    """
    bar = bar or thresholds()
    if named := message.values("answer"):
        return [f"{message.intent}/{named[0]}"]
    if not message.beyond or asks_what_it_is(message):
        return []
    possible_ones = {topic for topic, _ in message.beyond[0].topics}

    def sure(topic: str, share: float, right: float) -> bool:
        plausible = min(share, message.share(topic.partition("/")[0])) >= bar.plausible
        if act_of(topic) in (Act.SAY_NOT_COVERED, Act.DETERMINE):
            return share >= bar.clear or (plausible and right >= bar.beyond)
        # What belongs to a documented question stands behind its answer, and so has to be asked all the more surely.
        return share >= max(bar.clear, _NOTHING_ELSE) or (plausible and right >= bar.beside)

    first = [(*each.topics[0], each.right) for each in message.beyond if each.topics]
    kept = [topic for topic, share, right in first if topic in possible_ones and sure(topic, share, right)]
    return list(dict.fromkeys(kept))[:_MOST_BEYOND]


def perhaps_beyond(message: Message, bar: Thresholds | None = None) -> list[str]:
    """The likeliest questions beyond the article, best first, as retrieval intents; none for a message that hardly asks any of them."""
    bar = bar or thresholds()
    return _likeliest_beyond(message, bar.nearby, bar)


def perhaps_besides(message: Message, bar: Thresholds | None = None) -> list[str]:
    """The likeliest questions beyond the article that a story may ask besides what it is taken for and what it surely asks.

    So may a short question for the certificates, where one of them is likely and none is sure: "unfiled, so what?" is hardly answered
    by asking where the server is.
    """
    bar = bar or thresholds()
    sure = surely_beyond(message, bar)
    if not (tells_a_story(message) or (message.asks and message.intent == DETERMINE and not sure and _likely_one(message))):
        return []
    return [each for each in _likeliest_beyond(message, bar.besides, bar)[:MOST_READINGS] if each not in sure]


def _likely_one(message: Message) -> bool:
    """Whether one question beyond the article is likelier than all others together."""
    return bool(message.beyond) and message.beyond[0].topics[0][1] >= _HALF


def _likeliest_beyond(message: Message, least: float, bar: Thresholds) -> list[str]:
    """None where the first three are hardly likelier than others: whoever chose among them would not find what was meant."""
    if not message.beyond:
        return []
    whole = message.beyond[0]
    offered = whole.known >= least and whole.among_three >= bar.together
    return [topic for topic, _ in whole.topics] if offered else []
