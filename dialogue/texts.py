"""The assistant's words, from `data/responses/`, with the numbers of `knowledge/` filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialogue.language import LANGUAGES, Language
from icp import knowledge
from icp.knowledge import KnowledgeError, Source, Topic, read_yaml
from icp.wider import QUESTIONS

FOLDER = Path(__file__).resolve().parent.parent / "data" / "responses"

Button = Mapping[str, str]

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")
_CALENDAR_DAYS = "calendar days"
_LENGTHS = ("working days", _CALENDAR_DAYS)
_WEEKDAYS = "一二三四五六日"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """All texts that are asked for inside are in that language; outside it is English."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language of the texts."""
    return _spoken.get()


@lru_cache(maxsize=len(LANGUAGES))
def responses_in(language: Language) -> Mapping[str, Mapping[str, Any]]:
    """All responses of a language by name, those of the questions of `data/wider/` among them.

    Raises:
        KnowledgeError: a file is broken, or two files define the same response.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((FOLDER / language).glob("*.yml")):
        for name, variations in read_yaml(path)["responses"].items():
            if name in found:
                raise KnowledgeError(f"{name} stands twice in data/responses/{language}/, again in {path.name}.")
            found[name] = variations[0]
    for path in sorted(QUESTIONS.glob("*/*.yml")):
        found.update({name: _variation(each, language) for name, each in read_yaml(path)["responses"].items()})
    return found


def _variation(variations: Sequence[Mapping[str, Any]], language: Language) -> Mapping[str, Any]:
    """The variation whose condition, as Rasa writes it, names that language; else the one without a condition."""
    wanted = [{"type": "slot", "name": "language", "value": language}]
    return next((each for each in variations if each.get("condition") == wanted), variations[0])


def responses() -> Mapping[str, Mapping[str, Any]]:
    """All responses of the language that is spoken, by name."""
    return responses_in(spoken())


@dataclass(frozen=True)
class Length:
    """A number of days as it prints in a text, with its unit; calendar days are days, and `{psb_window.in_full}` calls them by name."""

    value: int
    unit: str

    def __str__(self) -> str:
        return text("length_in_days", value=self.value) if self.unit == _CALENDAR_DAYS else self.in_full

    @property
    def in_full(self) -> str:
        """With the unit by its full name."""
        return text(f"length_in_{self.unit.replace(' ', '_')}", value=self.value)


@lru_cache(maxsize=1)
def _numbers() -> Mapping[str, Any]:
    facts = knowledge.facts()
    return {name: Length(fact.value, fact.unit) if fact.unit in _LENGTHS else fact.value for name, fact in facts.items()}


def text(name: str, **values: Any) -> str:
    """The words of `utter_<name>` with the given values and all numbers of `knowledge/facts.yml` filled in, days with their unit.

    Raises:
        KnowledgeError: there is no such response, or it names a value that is not given.
    """
    if f"utter_{name}" not in responses():
        raise KnowledgeError(f"data/responses/{spoken()}/ has no utter_{name}.")
    known = {**_numbers(), "article_date": plain_day(knowledge.source("article").date), **values}
    try:
        return str(responses()[f"utter_{name}"]["text"]).strip("\n").format(**known)
    except KeyError as error:
        raise KnowledgeError(f"utter_{name} needs a value for {error}.") from error


def first_sentence(words: str) -> str:
    """The first sentence of a text; of one that goes on as a list the line before the list."""
    line = words.strip().split("\n")[0]
    match = re.match(r".+?(?:[.!?](?=\s|$)|[。！？])", line)
    return (match[0] if match else line).rstrip(":：")


def buttons(name: str) -> Sequence[Button]:
    """The buttons of `utter_<name>`; none when it has none."""
    return responses()[f"utter_{name}"].get("buttons", ())


def set_apart(words: str) -> str:
    """The text with an empty line behind each list, without which Markdown would draw what follows into its last item."""
    return re.sub(r"^((?:- |\d+\. ).*)\n(?!- |\d+\. |\n)", r"\1\n\n", words, flags=re.MULTILINE)


def listed(words: Iterable[str]) -> str:
    """Several things in a row: "one, two, three"."""
    return str(responses()["utter_between_words"]["text"]).join(words)


def sentences(*words: str) -> str:
    """Several sentences, or things that are nearly sentences, behind one another."""
    return str(responses()["utter_between_sentences"]["text"]).join(filter(None, words))


def clauses(words: Iterable[str]) -> str:
    """Several half sentences in a row: "this is needed now; that is no longer"."""
    return str(responses()["utter_between_clauses"]["text"]).join(words)


def day(value: date) -> str:
    """A date that somebody is to keep, as people read it: "20 Oct 2017", `2017年10月20日（星期五）`."""
    return f"{plain_day(value)}（星期{_WEEKDAYS[value.weekday()]}）" if spoken() == "zh" else plain_day(value)


def plain_day(value: date | None) -> str:
    """A date of no consequence, without the day of the week; that there is none, for None."""
    if value is None:
        return text("undated")
    return f"{value.year}年{value.month}月{value.day}日" if spoken() == "zh" else f"{value.day} {value:%b %Y}"


def title(topic: Topic) -> str:
    """What a topic is called."""
    return topic.title[spoken()]


def source_line(sources: Sequence[Source]) -> str:
    """The line that closes a factual answer: who says it and when; what is not the article is marked as later or as law."""
    return text("source_line", sources=clauses(_named(each) for each in sources))


def _named(source: Source) -> str:
    if spoken() == "zh":
        # Alibaba Cloud's pages were read in English; the other documents are Chinese, and their English titles are ours.
        read_in_english = source.kind in ("article", "official_later")
        title_shown = f"{source.title}（{source.title_zh}）" if read_in_english else source.title_zh
        names = {"title": title_shown, "publisher": source.publisher_zh}
    else:
        names = {"title": source.title, "publisher": source.publisher}
    return text(f"source_of_kind_{source.kind}", source=text("source_named", **names, date=plain_day(source.date)))


def source_title(source: Source) -> str:
    """What a document is called in the language that is spoken."""
    return source.title_zh if spoken() == "zh" else source.title


def source_json(source: Source) -> dict[str, Any]:
    """A source as the REST contract gives it; the date is ISO 8601 or null."""
    return {
        "title": source.title,
        "title_zh": source.title_zh,
        "publisher": source.publisher,
        "date": source.date.isoformat() if source.date else None,
        **({"url": source.url} if source.url else {}),
    }
