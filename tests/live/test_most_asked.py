"""What is asked most beyond the article, in wordings that nobody trained on, English and Chinese: answered from a fact that serves.

The questions, with the facts that serve, stand in `most_asked.yml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogue.language import LANGUAGES, Language
from dialogue.texts import speaking, text
from dialogue.wording import names
from icp import knowledge
from icp.facts import Certificate
from icp.wider import wider_facts
from tests.conftest import Chat, Said
from tests.live.test_beyond_the_article import shown
from tools.background import Assistant

ITEMS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("most_asked.yml").read_text(encoding="utf-8"))
FEWEST_ITEMS, FEWEST_WORDINGS = 30, 6
_AT_ONCE = 4


def determined(said: Said, required: Sequence[str], language: Language) -> bool:
    """Whether that is said to be required, and nothing where nothing is; as the result, or as what is certain already."""
    results = [each["required"] for each in said.custom("determination")]
    if not required:
        return [] in results
    with speaking(language):
        certain = text("certain_so_far", certificates=names([Certificate(each) for each in required])).rstrip(".。")
    return any(set(required) <= set(each) for each in results) or certain in said.text


def outcome(assistant: Assistant, item: dict[str, Any], language: Language, wording: str) -> str:
    """ "right" where what serves is answered, or offered with the first sentence of its answer; else what was said."""
    said = Chat(assistant).say(wording)
    told = {fact.id for topic in shown(said) for fact in topic.facts}
    documented = {each["topic"] for each in said.custom("answer")}
    right = told & set(item["facts"]) or documented & set(item.get("topics", ()))
    right = right or ("required" in item and determined(said, item["required"], language))
    return "right" if right else f"{wording!r}: {[each.id for each in shown(said)] or said.kinds}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", ITEMS, ids=[each["item"] for each in ITEMS])
def test_what_is_asked_most_is_answered_in_all_wordings_but_one(
    item: dict[str, Any], language: Language, assistant: Assistant
) -> None:
    """Where that is not reached yet, `reached` names how many come out; they must not become fewer."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(partial(outcome, assistant, item, language), item[language]))
    fewest = item.get("reached", {}).get(language, len(outcomes) - 1)
    assert outcomes.count("right") >= fewest, [each for each in outcomes if each != "right"]


def test_the_items_are_well_formed_and_enough() -> None:
    assert len(ITEMS) >= FEWEST_ITEMS
    for item in ITEMS:
        assert set(item) <= {"item", "facts", "topics", "required", "reached", *LANGUAGES}, item["item"]
        assert set(item["facts"]) <= set(wider_facts()), item["item"]
        assert set(item.get("topics", ())) <= set(knowledge.topics()), item["item"]
        assert all(len(set(item[each])) >= FEWEST_WORDINGS for each in LANGUAGES), item["item"]
