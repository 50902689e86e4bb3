"""Warnings of Rasa's that say nothing about this project, and why: the one place where any is left out.

Rasa reads `config.yml` before it looks at the data, and with it the importer that calls this, so plain `rasa` commands are spared too.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

# How each begins, as a regular expression, and why it is no news.
EXPECTED: Mapping[str, str] = {
    "The utterance '.*' is not used in any story or rule": (
        "Rules and stories name acts, and the act words its answer from many texts; that no text is left unused is held by "
        "tests/unit/test_answers.py."
    ),
    "The following duplicated intents have been found across multiple domain files": (
        "There is one domain file. Rasa itself adds each retrieval intent to it again, with the same properties."
    ),
    "You have defined training data with examples for training a response selector": (
        "The component `nlu.answer_finder.AnswerFinder` learns the retrieval intents in the place of Rasa's ResponseSelector."
    ),
}


def leave_out_expected() -> None:
    """Has Python leave them out from now on."""
    for beginning in EXPECTED:
        warnings.filterwarnings("ignore", message=beginning, category=UserWarning)
