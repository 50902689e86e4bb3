"""`make topic NAME=paused_site SUBJECT=procedure` writes the stub of a question beyond the article, with what must be filled in."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from icp.knowledge import KnowledgeError, read_yaml
from icp.wider import QUESTIONS
from tools.environment import CannotStart, one_line_and_exit

TO_FILL_IN = "FILL IN"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_STUB = """\
version: "3.1"

question:
  title: {{en: "FILL IN: the question as a button shows it", zh: "FILL IN：按钮上的问题"}}
  facts: [FILL IN]  # ids of knowledge/wider/, the leading one first; docs/knowledge.md tells how a fact is added

nlu:
  - intent: {intent}/{name}
    examples: |
      - FILL IN at least 25 in English, as people write: short, long, misspelt, as a story; none of tests/ or of another file
      - FILL IN 至少 25 条中文

responses:
  utter_{intent}/{name}:
    - text: >-
        FILL IN two to four sentences, the first one answers; every figure stands in a fact above.
    - condition: [{{type: slot, name: language, value: zh}}]
      text: >-
        FILL IN 两到四句，第一句就是答案。
"""


def subjects(folder: Path = QUESTIONS) -> list[str]:
    """The folders of `data/wider/`."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def usual_intent(subject: str, folder: Path = QUESTIONS) -> str:
    """The intent that most questions of the subject belong to."""
    ids = [str(read_yaml(path)["nlu"][0]["intent"]) for path in sorted((folder / subject).glob("*.yml"))]
    return Counter(each.partition("/")[0] for each in ids).most_common(1)[0][0]


def write_stub(name: str, subject: str, folder: Path = QUESTIONS) -> Path:
    """Writes the stub and returns where it is.

    Raises:
        CannotStart: the name or the subject is not allowed, or there is such a question already; the message says what is.
    """
    if not _NAME.fullmatch(name):
        raise CannotStart(f"NAME={name or '...'} must be words in small letters joined by underscores, like paused_site.")
    if subject not in subjects(folder):
        raise CannotStart(f"SUBJECT={subject or '...'} must be a folder of data/wider/: {', '.join(subjects(folder))}.")
    if there := [path.parent.name for path in folder.glob(f"*/{name}.yml")]:
        raise CannotStart(f"There is a question {name} already, in data/wider/{there[0]}/.")
    path = folder / subject / f"{name}.yml"
    path.write_text(_STUB.format(intent=usual_intent(subject, folder), name=name), encoding="utf-8")
    return path


def main() -> None:
    """Reads the name and the subject from the command line and says what comes next."""
    name, subject = [*sys.argv[1:], "", ""][:2]
    try:
        path = write_stub(name, subject)
    except (CannotStart, KnowledgeError) as error:
        one_line_and_exit(error)
    place = path.relative_to(QUESTIONS.parent.parent)
    print(
        f"{place} is written. Fill in what says {TO_FILL_IN}; then pytest tests/unit/test_beyond.py and make validate tell what is missing."
    )


if __name__ == "__main__":
    main()
