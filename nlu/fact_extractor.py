"""Puts the facts that a message states among its entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.lexicon import lexicon
from nlu.owner import owner_statements
from nlu.statements import Statement, find_statements


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent, EntityExtractorMixin):
    """Each statement becomes an entity, beside those that are there already; its role, and what is told of a date, become the entity's.

    One that is only likely has a key `certainty` with the value `likely`, and `hinted` where only a hint makes it so; one that is wished
    for or meant to be has `planned`, one that follows from another value being denied has `denied`.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        """Called by Rasa. Reads the lexicon, so that a faulty one is found at the start and not at the first message."""
        lexicon()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities of each message."""
        for message in messages:
            found = entities(message.get(TEXT) or "")
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def entities(text: str) -> list[dict[str, Any]]:
    """All that a message states, and who owns the website, as Rasa's entities."""
    return [as_entity(each) for each in (*find_statements(text), *owner_statements(text))]


def as_entity(statement: Statement) -> dict[str, Any]:
    """A statement as Rasa's entity; what tells nothing is left out."""
    entity: dict[str, Any] = {
        "entity": statement.fact,
        "value": statement.value,
        "start": statement.start,
        "end": statement.end,
        "extractor": FactExtractor.__name__,
    }
    more: dict[str, Any] = {name: getattr(statement, name) for name in ("role", "tense", "language", "after", "within", "about")}
    if statement.certainty == "likely":
        more["certainty"] = "likely"
    if statement.hinted:
        more["hinted"] = True
    if statement.planned:
        more["planned"] = True
    if statement.denied:
        more["denied"] = True
    return {**entity, **{name: each for name, each in more.items() if each is not None}}
