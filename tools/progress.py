"""What a person sees while something long works: a bar with what is left on a terminal, and nothing where nobody watches."""

from __future__ import annotations

import re
import sys
from typing import Any

from tqdm import tqdm

# What the training writes into its log, and what is shown for it.
_ENCODED = re.compile(r"Encoded (\d+) of (\d+) sentences")
_STEPS = (
    (re.compile(r"Starting to train component 'TopicClassifier'"), "learning the topics"),
    (re.compile(r"Starting to train component 'AnswerFinder'"), "learning the questions beyond the article"),
    (re.compile(r"Starting to train component 'RulePolicy'"), "learning the rules"),
    (re.compile(r"Starting to train component 'MemoizationPolicy'"), "learning the stories"),
)


class Progress:
    """A line that says what is being done, and a bar for what can be counted; quiet when the output is no terminal."""

    def __init__(self, watched: bool | None = None) -> None:
        self._watched = sys.stdout.isatty() if watched is None else watched
        self._bar: Any = None

    def hear(self, line: str) -> None:
        """A line of the training's log."""
        if encoded := _ENCODED.search(line):
            self.sentences(int(encoded[1]), int(encoded[2]))
        for sign, words in _STEPS:
            if sign.search(line):
                self.step(words)

    def sentences(self, done: int, of: int) -> None:
        """So many sentences are encoded, of so many."""
        if not self._watched:
            return
        if self._bar is None:
            self._bar = tqdm(total=of, desc="  encoding the sentences", unit=" sentences", leave=True, file=sys.stdout)
        self._bar.update(done - self._bar.n)

    def step(self, words: str) -> None:
        """Something that cannot be counted begins."""
        self.close()
        if self._watched:
            print(f"  {words} ...", flush=True)

    def close(self) -> None:
        """Ends the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
