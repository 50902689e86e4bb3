"""What the two components with a topic model share: how Rasa makes, stores and loads them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.encoder import CLAUSE_VECTORS, CLAUSES, MEANT, VECTOR
from nlu.signals import signals_of
from nlu.topic_model import Guess, TopicModel
from nlu.word_counts import counted

_FILE = "topic_model.npz"
Component = TypeVar("Component", bound="TopicComponent")


class TopicComponent(GraphComponent):
    """A component of the pipeline with a topic model, `model`, which is None until it has learned or was loaded."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.model: TopicModel | None = None
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def required_packages(cls) -> list[str]:
        """Called by Rasa: what must be installed to train."""
        return ["sklearn"]

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """Called by Rasa to serve a trained model; one that had nothing to learn from stays without."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if (folder / _FILE).exists():
                with np.load(folder / _FILE) as arrays:
                    component.take(dict(arrays))
        return component

    def take(self, arrays: dict[str, Any]) -> None:
        """Takes what `store` has put away."""
        self.model = TopicModel.from_arrays(arrays)

    def store(self, **more: np.ndarray) -> Resource:
        """Puts the model away, where there is one, with more arrays beside it."""
        with self._storage.write_to(self._resource) as folder:
            if self.model is not None:
                # Rasa packs its models as tightly as it can, which takes a tenth of the time for what is packed already.
                np.savez_compressed(folder / _FILE, **more, **self.model.to_arrays())
        return self._resource


def guesses_of(message: Message, model: TopicModel) -> list[Guess]:
    """What the model makes of the whole of an encoded message, then of each of its clauses."""
    parts = message.get(CLAUSES) or []
    texts = [message.get(MEANT) or message.get(TEXT), *parts]
    return model.guesses(
        np.vstack([message.get(VECTOR)[None, :], *([message.get(CLAUSE_VECTORS)] if parts else [])]),
        np.stack([signals_of(each) for each in texts]),
        counted(texts),
    )
