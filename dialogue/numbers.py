"""Certificate numbers that a message contains: read to the person, and no claim of holding the certificate, so that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dialogue.acts import Act
from dialogue.conversation import Choice, Conversation, Reply, Turn
from dialogue.texts import buttons, listed, sentences, source_json, source_line, spoken, text
from icp.certificate_numbers import (
    EXAMPLES,
    FILING_LENGTHS,
    INFORMATION_CLASS,
    INTERNET,
    LICENSE_LENGTH,
    PSB_LENGTH,
    TELECOM_LENGTH,
    CertificateNumber,
    Flaw,
    Holder,
    read_numbers,
)
from icp.facts import Certificate, Question
from icp.provinces import provinces
from icp.wider import wider_facts

_MOST_SOURCES = 3
# Words around a number that ask for nothing else; the rest of the message is looked at without them and without signs.
_AROUND = re.compile(
    r"\b(?:(?:icp |psb |police )?(?:filing |licen[cs]e |record )?(?:number|no)\b|what is|what's|whats|this|that|my|our|the|is|a|here|it)\b"
    r"|\b(?:please|read|check|hi|hello|and)\b"
    r"|这是什么号|什么号|这个|这是|是什么|我的|我们的|备案号|许可证号|号码|公安|备案|网站|你好|请问|查一下|看看|帮我|请|是|吗|的|呢|和|号"
)
_ASKED = {Question.FILING_HELD: Certificate.ICP_FILING, Question.LICENSE_HELD: Certificate.ICP_COMMERCIAL_LICENSE}
_GUANGDONG = "guangdong"
_FACTS = {
    Certificate.ICP_FILING: ("number-format-filing", "lookup-by-domain-or-name", "lookup-fields"),
    Certificate.ICP_COMMERCIAL_LICENSE: ("number-format-licence", "lookup-licence"),
    Certificate.PSB_FILING: ("number-format-psb", "psb-platform-address"),
    None: ("number-format-filing", "number-format-licence"),
}


def is_nothing_but_numbers(conversation: Conversation) -> bool:
    """Whether the message is a certificate number, or several, with hardly a word around."""
    message = conversation.message
    rest, found = message.text, read_numbers(message.text, conversation.today)
    for each in reversed(found):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    return bool(found) and not re.search(r"\w", _AROUND.sub(" ", rest.casefold()))


def has_numbers(conversation: Conversation) -> bool:
    """Whether the message contains a certificate number."""
    return bool(read_numbers(conversation.message.text, conversation.today))


def with_numbers(turn: Turn, conversation: Conversation, act: Act) -> Turn:
    """The turn behind the reading of the numbers that the message contains."""
    if act in (Act.READ_NUMBER, Act.REPEAT, Act.FORGET_EVERYTHING) or conversation.message.text.startswith("/"):
        return turn
    # A number that this turn's message says is held is not asked about.
    return turn.after(*number_replies(replace(turn.conversation, message=conversation.message)))


def number_replies(conversation: Conversation) -> tuple[Reply, ...]:
    """The reading of each number: text with where to look it up, who says so and whether it is theirs, and the same for programs."""
    found = read_numbers(conversation.message.text, conversation.today)
    return tuple(part for each in found for part in _reading(each, conversation))


def _reading(number: CertificateNumber, conversation: Conversation) -> tuple[Reply, Reply]:
    facts = _facts(number)
    sources = list(dict.fromkeys(each.source for each in facts))[:_MOST_SOURCES]
    asks = _asks_whose(number, conversation)
    choices: Sequence[Choice] = buttons(f"have_{number.certificate.value}") if asks and number.certificate else ()
    lines = [
        _what_it_is(number),
        *(f"- {_flaw(each, number)}" for each in number.flaws),
        text("number_shape", example=_example(number)) if not number.is_sound else "",
        text("number_in_guangdong") if _shown_otherwise(number) else "",
        text(f"number_look_up_{number.certificate.value}") if number.certificate else "",
        text("number_whose") if asks else "",
        source_line(sources),
    ]
    custom = {
        "type": "certificate_number",
        **_as_json(number),
        "from_article": False,
        "facts": [each.id for each in facts],
        "sources": [source_json(each) for each in sources],
    }
    return Reply("\n".join(filter(None, lines)), choices), Reply(custom=custom)


def _facts(number: CertificateNumber) -> list[Any]:
    names = list(_FACTS[number.certificate])
    if number.suffix is not None and number.holder is not Holder.SITE:
        names.insert(1, "number-format-app-suffix")
    if number.national:
        names.insert(1, "number-format-national-licence")
    if Flaw.NOT_A_CHARACTER in number.flaws:
        names.insert(1, "number-format-characters")
    if _shown_otherwise(number):
        names.insert(1, "display-guangdong-entity-number")
    return [wider_facts()[each] for each in names]


def _what_it_is(number: CertificateNumber) -> str:
    written = number.proper or number.written
    if number.certificate is None:
        return text("number_of_unknown_kind", number=written)
    name = text(f"name_{number.certificate.value}")
    if not number.is_sound:
        return text("number_is_wrong", number=written, certificate=name)
    if number.classes:
        kind = "number_is_telecom" if INFORMATION_CLASS in number.classes else "number_is_other_telecom"
        return text(kind, number=written, classes=listed(number.classes), where=_where(number), icp=INFORMATION_CLASS)
    first = text("number_is", number=written, certificate=name, where=_where(number))
    if number.certificate is not Certificate.ICP_FILING:
        return first
    return sentences(first, text(f"number_of_{number.holder.value}", suffix=number.suffix))


def _where(number: CertificateNumber) -> str:
    if number.national:
        return text("number_national")
    return text("number_province", province=number.province.name[spoken()]) if number.province else ""


def _flaw(flaw: Flaw, number: CertificateNumber) -> str:
    right = number.province.characters[0] if number.province else ""
    name = flaw.value
    if flaw is Flaw.NOT_A_CHARACTER:
        name = "other_character" if number.province else "outside_mainland"
    elif flaw is Flaw.NO_PROVINCE and number.province:
        name = "no_province_but_district"
    other = provinces()[number.mistaken].name[spoken()] if flaw is Flaw.OTHER_PROVINCE else number.mistaken
    return text(
        f"number_flaw_{name}",
        count=len(number.digits),
        right=_lengths(number),
        year=number.digits[:4],
        character=right,
        mistaken=other,
        suffix=number.suffix,
        internet=INTERNET,
        province=number.province.name[spoken()] if number.province else "",
    )


def _lengths(number: CertificateNumber) -> str:
    if number.certificate is Certificate.PSB_FILING:
        return str(PSB_LENGTH)
    if number.classes:
        return str(TELECOM_LENGTH)
    if number.certificate is Certificate.ICP_COMMERCIAL_LICENSE:
        return str(LICENSE_LENGTH)
    return text("number_either_length", one=FILING_LENGTHS[0], other=FILING_LENGTHS[1])


def _example(number: CertificateNumber) -> str:
    if number.certificate is None:
        return listed([EXAMPLES["icp_filing"], EXAMPLES["icp_commercial_license"]])
    return EXAMPLES["telecom" if number.classes else number.certificate.value]


def _shown_otherwise(number: CertificateNumber) -> bool:
    """Whether the province wants another form of it on the page."""
    filing = number.certificate is Certificate.ICP_FILING and number.holder is Holder.SITE and number.suffix is not None
    return filing and number.is_sound and number.province is not None and number.province.id == _GUANGDONG


def _asks_whose(number: CertificateNumber, conversation: Conversation) -> bool:
    """Whether it is worth asking: it can be a number, is not known to be held, and is not what the open question asks anyway."""
    if not number.is_sound or number.certificate is None:
        return False
    if number.classes and INFORMATION_CLASS not in number.classes:
        return False
    question = conversation.open_question
    return not conversation.facts.holds(number.certificate) and (
        question is None or _ASKED.get(question) is not number.certificate
    )


def _as_json(number: CertificateNumber) -> dict[str, Any]:
    return {
        "certificate": number.certificate.value if number.certificate else None,
        "number": number.written,
        "proper": number.proper,
        "province": number.province.id if number.province else None,
        "stands_for": number.holder.value,
        "suffix": number.suffix,
        "classes": list(number.classes),
        "national": number.national,
        "sound": number.is_sound,
        "flaws": [each.value for each in number.flaws],
    }
