"""Domain names in a message of whose ending it is not known that it can be filed: said unasked, once, beside what is answered."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogue.acts import Act
from dialogue.beyond import beyond_answer
from dialogue.conversation import Conversation, Reply, Turn
from dialogue.texts import text
from icp.wider import wider_facts, wider_topics

_TOPIC = "uncovered_domain/suffix"
_APPROVED = "domain-suffix-list-2022"
_DESCRIBING = (Act.DETERMINE, Act.TAKE_STATEMENT)
# An address counts with what marks it as one of the web: "next.js" is none.
_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w.@-])www\.|\b(?:domain|address|website|site|page|url)(?: name)?(?: is| at|:)? |(?:域名|网址)(?:是|为|叫|：|:)? ?)"
    r"(?:[a-z0-9-]+\.)+(?P<ending>[a-z]{2,18})(?![\w@-])",
    re.IGNORECASE,
)
# "The site is next.js", "our page: index.html".
_OF_FILES = frozenset(("asp", "aspx", "css", "htm", "html", "js", "jsp", "pdf", "php", "tsx"))
_ENDING = re.compile(
    r"\b(?:domain|ending|suffix|tld)\b[^.?!]{0,20} \.(?P<behind>[a-z]{2,18})\b|(?<![\w.])\.(?P<before>[a-z]{2,18}) (?:domain|address)\b",
    re.IGNORECASE,
)


def endings_in_doubt(words: str) -> list[str]:
    """The endings of the domain names in these words that are not among those known to be approved, each once."""
    found = [each["ending"] for each in _ADDRESS.finditer(words)]
    found += [each["behind"] or each["before"] for each in _ENDING.finditer(words)]
    return [each for each in dict.fromkeys(ending.lower() for ending in found) if each not in _approved() | _OF_FILES]


@lru_cache(maxsize=1)
def _approved() -> frozenset[str]:
    """The endings that the list names; of ".org.cn" it is the last part."""
    return frozenset(re.findall(r"\.([a-z]+)(?![.\w])", wider_facts()[_APPROVED].words["en"]))


def with_endings(turn: Turn, conversation: Conversation, act: Act) -> Turn:
    """The turn with what is known of an ending that may be refused, where a website that is not served from outside is described."""
    known = turn.conversation
    if act not in _DESCRIBING or known.facts.served_from_mainland is False or _answered(turn):
        return turn
    new = [each for each in endings_in_doubt(conversation.message.text) if f".{each}" not in known.case.told]
    if not new:
        return turn
    told = known.with_case(told=known.case.told | {f".{each}" for each in new})
    said = (Reply(text("ending_in_doubt", endings=", ".join(f".{each}" for each in new))), *beyond_answer(wider_topics()[_TOPIC]))
    noted = Turn(turn.replies, told)
    return noted.after(*said) if told.open_question else noted.then(*said)


def _answered(turn: Turn) -> bool:
    return any(each.custom is not None and each.custom.get("topic") == _TOPIC for each in turn.replies)
