"""Answers beyond the article: always marked as such, with their own sources, and said to be weak where they are."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.conversation import Choice, Reply
from dialogue.texts import first_sentence, source_json, source_line, spoken, text, title
from icp.facts import Facts
from icp.wider import WiderTopic, wider_topics

_MOST_SOURCES = 3


def beyond(intents: Sequence[str]) -> list[WiderTopic]:
    """The questions of those retrieval intents; one that is none is left out."""
    return [wider_topics()[each] for each in intents if each in wider_topics()]


def beyond_answer(topic: WiderTopic, facts: Facts | None = None) -> tuple[Reply, ...]:
    """The answer: that it is not the article's, what later sources say, what that changes for the website of which `facts` are known,
    how weak it is, and who says it; and the same for programs.
    """
    differs = any(each.relation == "contradicts" for each in topic.facts)
    sources = topic.sources[:_MOST_SOURCES]
    changes = topic.for_case(facts or Facts())
    for_case = text("beyond_for_case", words=changes[spoken()]) if changes else ""
    lines = [
        text("beyond_lead_differing" if differs else "beyond_lead"),
        text(topic.id),
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


def beyond_choice(topic: WiderTopic) -> Choice:
    """The question as a button."""
    return {"title": title(topic), "payload": f'/{topic.intent}{{"answer": "{topic.name}"}}'}


def beyond_gist(topic: WiderTopic) -> str:
    """The first sentence of its answer."""
    return first_sentence(text(topic.id))
