"""Answers beyond the article: always marked as such, with their own sources, and said to be weak where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.conversation import Choice, Reply
from dialogue.texts import clauses, first_sentence, listed, source_json, source_line, source_title, spoken, text, title
from icp.facts import Facts
from icp.wider import WiderTopic, wider_topics

_MOST_SOURCES = 3
_ON_THE_RESULT = "determine"
_PENALTY = "uncovered_penalty"


def beyond(intents: Sequence[str]) -> list[WiderTopic]:
    """The questions of those retrieval intents; one that is none is left out."""
    return [wider_topics()[each] for each in intents if each in wider_topics()]


def beyond_for(intents: Sequence[str], facts: Facts) -> list[WiderTopic]:
    """The same, without those that concern other websites only than the one of which `facts` are known."""
    return [each for each in beyond(intents) if each.may_concern(facts)]


def beyond_answer(topic: WiderTopic, facts: Facts | None = None, beside_result: bool = False) -> tuple[Reply, ...]:
    """The answer: that it is not the article's, what later sources say, what that changes for the website of which `facts` are known,
    how weak it is, and who says it; and the same for programs. `beside_result` says that it stands behind a result, which it may change.
    """
    differs = any(each.relation == "contradicts" for each in topic.facts)
    lead = "beyond_lead_differing" if differs else "beyond_lead"
    if beside_result and topic.intent == _ON_THE_RESULT:
        lead = "beyond_lead_beside_result"
    sources = topic.sources[:_MOST_SOURCES]
    changes = topic.for_case(facts or Facts())
    for_case = text("beyond_for_case", words=changes[spoken()]) if changes else ""
    lines = [
        text(lead),
        text(topic.id),
        _provisions(topic),
        for_case,
        text("beyond_weak") if topic.is_weak else "",
        source_line(sources),
    ]
    custom = {
        "type": "answer",
        "topic": topic.id,
        "from_article": False,
        "weak": topic.is_weak,
        "for_case": for_case or None,
        "facts": [each.id for each in topic.facts],
        "sources": [source_json(each) for each in sources],
    }
    return Reply("\n".join(filter(None, lines))), Reply(custom=custom)


def _provisions(topic: WiderTopic) -> str:
    """Where a penalty stands, by law and article, and that it is the text of that year; empty for any other answer."""
    if topic.intent != _PENALTY:
        return ""
    articles: dict[str, list[str]] = {}
    for fact in topic.facts:
        if fact.source.kind == "law" and (
            numbers := re.findall(r"\d+", (fact.clause or "").partition(" para")[0].partition(" (")[0])
        ):
            articles.setdefault(source_title(fact.source), []).extend(numbers)
    if not articles:
        return ""
    named = (text("provision", law=law, articles=listed(dict.fromkeys(its))) for law, its in articles.items())
    return text("beyond_provisions", provisions=clauses(named))


def beyond_choice(topic: WiderTopic) -> Choice:
    """The question as a button."""
    return {"title": title(topic), "payload": f'/{topic.intent}{{"answer": "{topic.name}"}}'}


def beyond_gist(topic: WiderTopic) -> str:
    """The first sentence of its answer."""
    return first_sentence(text(topic.id))
