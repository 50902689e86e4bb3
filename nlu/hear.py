"""What is heard in a message, by which line of the words and with which marks: `make hear TEXT="..."`."""

from __future__ import annotations

import sys

from nlu.statements import Statement, find_statements


def told(text: str) -> str:
    """Each statement of the message with its words and below it what told it."""
    lines = [line for statement in find_statements(text) for line in _lines(text, statement)]
    return "\n".join(lines) or "nothing heard"


def _lines(text: str, statement: Statement) -> list[str]:
    role = f", {statement.role}" if statement.role else ""
    words = text[statement.start : statement.end]
    return [
        f"{statement.fact}: {statement.value} ({statement.certainty}{role})  «{words}»",
        *(f"    {each}" for each in statement.because),
    ]


if __name__ == "__main__":
    print(told(" ".join(sys.argv[1:])))
