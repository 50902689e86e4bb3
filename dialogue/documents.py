"""The documents for what is still to be got: as an answer, in the summary and for programs, by owner and by province.

Nobody is asked who owns the website before the documents are. Until it is said, an answer lists what proves each kind of owner and asks;
the summary and the print view, which are taken away and read alone, list everything with whom it is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogue.conversation import Case, Conversation, Message, Reply
from dialogue.may_ask import surely_beyond
from dialogue.provinces import (
    CHECKLIST,
    asks_on_for_a_province,
    aspect_words,
    lines_on,
    province_name,
    provinces_asked,
    sources_on,
)
from dialogue.texts import buttons, listed, source_json, source_line, spoken, text
from dialogue.wording import names
from icp.documents import Document, Owner, documents_for
from icp.facts import Certificate
from icp.knowledge import Source
from icp.provinces import Province, provinces

DOCUMENTS = CHECKLIST.partition("/")[0]
_MOST_SOURCES = 4
# The least of the words that name the owner where nothing else is asked.
_MOSTLY = 0.5
# Questions for a whole list: with a province beside it the checklist, which has both, answers them.
_LISTS = frozenset(f"{DOCUMENTS}/{each}" for each in ("checklist", "company_papers", "license_papers", "id_papers"))


def asks_for_documents(conversation: Conversation, intent: str | None = None) -> bool:
    """Whether a message, or the part of it with that intent, asks for the documents behind a result.

    A question about one of them has an answer of its own.
    """
    message = conversation.message
    if not conversation.case.concluded:
        return False
    asks_on = conversation.last_topic == CHECKLIST and asks_on_for_a_province(conversation)
    if message.values("owner") or asks_on or asks_on_for_an_owner(conversation):
        return True
    beyond = surely_beyond(message)
    general = not set(beyond) - _LISTS if provinces_asked(conversation, DOCUMENTS) else not beyond
    return CHECKLIST in beyond or ((intent or message.intent) == DOCUMENTS and general)


def asks_on_for_an_owner(conversation: Conversation) -> bool:
    """Whether a message behind a list of documents little more than names an owner: "and for a foreign company?"."""
    message = conversation.message
    behind_the_list = conversation.last_topic == CHECKLIST and conversation.open_question is None
    only_that = {each["entity"] for each in message.entities} == {"owner_told"} and not message.asks
    return behind_the_list and bool(message.values("owner_told")) and (only_that or message.coverage >= _MOSTLY)


def knowing_the_owner(conversation: Conversation) -> Conversation:
    """The conversation with what the message tells of the owner and the province."""
    case = conversation.case
    named = provinces_asked(conversation, DOCUMENTS)
    province = named[0].id if named else case.province
    return conversation.with_case(owner=_owner_told(conversation.message) or case.owner, province=province)


def _owner_told(message: Message) -> Owner | None:
    """The owner that was clicked, or else named; named it counts only where documents are asked for."""
    told = [*message.values("owner"), *message.values("owner_told")]
    return Owner(told[0]) if told else None


def checklist_answer(case: Case, outstanding: Sequence[Certificate], only_province: bool = False) -> tuple[Reply, ...]:
    """The documents for the certificates that are outstanding, and the same for programs; nothing where none is.

    `only_province` leaves out what was just read, for whoever then names the province.
    """
    if not outstanding:
        return ()
    shown = [] if only_province else [each for each in _documents(case, outstanding) if case.owner or each.first]
    lead = text("checklist_lead_for", owner=text(f"owner_{case.owner.value}")) if case.owner else text("checklist_lead")
    lines = [*([] if only_province else [lead]), *_lines(case, shown), *_province_lines(case)]
    if case.owner is None:
        lines.append(text("checklist_ask_owner"))
    if any(each.is_weak for document in shown for each in document.facts):
        lines.append(text("beyond_weak"))
    sources = _sources(case, shown)
    if more := len(sources[_MOST_SOURCES:]):
        lines.append(text("checklist_more_sources", count=more))
    lines.append(source_line(sources[:_MOST_SOURCES]))
    custom = {
        "type": "answer",
        "topic": CHECKLIST,
        "from_article": False,
        "weak": any(each.is_weak for document in shown for each in document.facts),
        "facts": list(dict.fromkeys(each.id for document in shown for each in document.facts)),
        "sources": [source_json(each) for each in sources],
        "documents": checklist_json(case, outstanding),
    }
    choices = () if case.owner else buttons("checklist_ask_owner")
    return Reply("\n".join(lines), choices), Reply(custom=custom)


def checklist_lines(case: Case, outstanding: Sequence[Certificate]) -> list[str]:
    """The whole list for a summary, with its sources; nothing where nothing is outstanding."""
    shown = _documents(case, outstanding)
    if not shown:
        return []
    return [text("checklist_lead"), *_lines(case, shown), *_province_lines(case), source_line(_sources(case, shown))]


def checklist_json(case: Case, outstanding: Sequence[Certificate]) -> dict[str, Any]:
    """The whole list for programs and for the print view: a title, and entries with their words and their source.

    Without any entry where nothing is outstanding.
    """
    entries = [
        {
            "document": each.id,
            "certificate": each.certificate.value,
            "owners": [owner.value for owner in each.owners],
            "text": text("checklist_entry", of=names([each.certificate]), document=_worded(each, case.owner)),
            "source": source_json(each.facts[0].source),
        }
        for each in _documents(case, outstanding)
    ]
    province = _province(case)
    if province and entries:
        entries += [
            {
                "document": aspect,
                "province": province.id,
                "text": text("checklist_entry", of=province_name(province), document=aspect_words(province, aspect)),
                "source": source_json(sources_on(province, [aspect])[0]),
            }
            for aspect in _aspects(case.owner)
        ]
    return {"title": text("checklist_title"), "owner": case.owner and case.owner.value, "entries": entries}


def _documents(case: Case, outstanding: Sequence[Certificate]) -> list[Document]:
    return [document for certificate in outstanding for document in documents_for(certificate, case.owner)]


def _lines(case: Case, shown: Sequence[Document]) -> list[str]:
    """The documents by certificate; for whom each is where it is not for everybody and nobody has said who the owner is."""
    lines: list[str] = []
    for certificate in dict.fromkeys(each.certificate for each in shown):
        lines.append(text("checklist_of", certificate=names([certificate])))
        lines += [text("checklist_line", document=_worded(each, case.owner)) for each in shown if each.certificate is certificate]
    return lines


def _worded(document: Document, owner: Owner | None) -> str:
    words = document.words[spoken()]
    if owner or document.for_everybody:
        return words
    return text("checklist_entry", of=listed(text(f"owner_{each.value}") for each in document.owners), document=words)


def _province(case: Case) -> Province | None:
    return provinces().get(case.province or "")


def _aspects(owner: Owner | None) -> Sequence[str]:
    """What a province asks of such an owner."""
    if owner is None:
        return ("individual", "person", "documents")
    return ("individual" if owner.is_a_person else "person", "documents")


def _province_lines(case: Case) -> list[str]:
    province = _province(case)
    if province is None:
        return [text("checklist_ask_province")]
    return [
        text("checklist_province", province=province_name(province)),
        *lines_on(province, _aspects(case.owner)),
        text("province_ask", sites=f"https://{province.site}"),
    ]


def _sources(case: Case, shown: Sequence[Document]) -> list[Source]:
    """Who says it: the leading source of each document, then those of the province."""
    province = _province(case)
    told = [each.facts[0].source for each in shown] + (sources_on(province, _aspects(case.owner)) if province else [])
    return list(dict.fromkeys(told))
