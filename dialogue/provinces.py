"""The rules of a province, short: what is asked of them first, where sources differ, and that the administration has the last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogue.conversation import Conversation, Reply
from dialogue.texts import clauses, listed, plain_day, source_json, source_line, spoken, text
from icp.facts import Certificate
from icp.knowledge import Source
from icp.provinces import MINIMUM_AGE, Conflict, Province, Said, provinces, provinces_in

TOPIC = "province/"
# The list of documents asks for the province, so that a bare name answers it.
CHECKLIST = "uncovered_documents/checklist"
_MOST_PROVINCES = 3
_MOST_ASPECTS = 3
_MOST_LISTED = 2
_MOST_SOURCES = 3
_PROVINCE = "uncovered_province"
_OF_A_PROVINCE = (_PROVINCE, "uncovered_individual", "uncovered_documents")

# What can be asked of a province, with the rules that answer it, and the words that ask for it, the more special ones first.
_RULES: Mapping[str, Sequence[str]] = {
    "individual": ("individual_local_id_only", "individual_residence_permit_accepted"),
    "phone": ("mobile_number_must_be_local",),
    "domain": ("domain_holder_must_be_subject",),
    "person": ("responsible_person_must_be_legal_representative",),
    "change": ("individual_to_own_enterprise_change_allowed", "enterprise_to_individual_change_allowed"),
    "age": (MINIMUM_AGE,),
}
_LISTS = ("documents", "more")
_WORDS: Mapping[str, re.Pattern[str]] = {
    "change": re.compile(r"\bchang(?:e|ing)|transfer|变更|过户"),
    "phone": re.compile(r"phone|mobile|sim card|landline|手机|电话"),
    "age": re.compile(r"\bage[ds]?\b|years? old|minor|under 18|年龄|岁|未成年"),
    "domain": re.compile(r"domain|域名"),
    "person": re.compile(r"legal rep|site manager|person in charge|responsible|法人|法定代表|负责人"),
    "individual": re.compile(
        r"individual|personal|hukou|id card|\bids?\b|residen|private person|个人|户口|户籍|身份证|居住证|外地|外省|本地人"
    ),
    "documents": re.compile(r"document|paper|form\b|forms\b|letter|material|材料|资料|文件|承诺书|证明"),
}
_OF_A_COMPANY = re.compile(r"compan|\bfirm|business|enterprise|公司|企业|单位")
_FOR_ANYBODY = ("individual", "documents", "more")
_FOR_A_COMPANY = ("person", "documents", "more")
# A follow-up: nothing but a province, or "there", which means the one of the last answer.
_AROUND = re.compile(
    r"\b(?:and|what|how|about|in|for|is|it|the|same|then|rules?|province|please|also|of|with|or|ok|so)\b|那么|那|呢|吗|的|省|市|怎么样|和|还有|规则|规定|在|如果是|换成"
)
_THERE = re.compile(r"\b(?:there|they|them|that province)\b|那里|那边|当地|该省|他们")


def topic_of(province: Province) -> str:
    """The name of the answer about that province."""
    return f"{TOPIC}{province.id}"


def provinces_asked(conversation: Conversation, intent: str) -> Sequence[Province]:
    """The provinces whose rules a message asks for, three at most; none where it asks for none, or for those of the police or a license.

    A place where a website is served from is no province that somebody files in, unless the province's rules are what is asked for.
    """
    message = conversation.message
    named = [each for each in provinces_in(message.text) if each]
    if asks_on_for_a_province(conversation):
        return named[:_MOST_PROVINCES]
    if intent not in _OF_A_PROVINCE or _is_about_other_certificates(message.values("certificate")):
        return []
    served = bool(message.values("server") or message.values("cdn"))
    if named and (intent == _PROVINCE or not served):
        return named[:_MOST_PROVINCES]
    last = conversation.last_topic or ""
    if not named and last.startswith(TOPIC) and _THERE.search(message.text.casefold()):
        return [provinces()[last.removeprefix(TOPIC)]]
    return []


def asks_on_for_a_province(conversation: Conversation) -> bool:
    """Whether a message behind the answer about a province, or behind a list of documents, only names one: "and in Zhejiang?"."""
    last = conversation.last_topic or ""
    if not (last.startswith(TOPIC) or last == CHECKLIST) or conversation.open_question is not None:
        return False
    words = conversation.message.text.casefold()
    rest = _AROUND.sub(" ", words)
    named = provinces_in(words)
    for each in named:
        for name in (*each.name.values(), each.id.replace("-", " "), *each.also):
            rest = rest.replace(name.casefold(), " ")
    return bool(named) and not re.search(r"\w", rest)


def _is_about_other_certificates(certificates: Sequence[str]) -> bool:
    return bool(certificates) and not {Certificate.ICP_FILING.value, "either"} & set(certificates)


def province_answer(named: Sequence[Province], conversation: Conversation) -> tuple[Reply, ...]:
    """The rules of one province, or of several side by side, and the same for programs; nothing for no province."""
    if not named:
        return ()
    aspects, asked = _aspects(conversation.message.text.casefold())
    conflict = None
    if len(named) == 1:
        lines, shown, conflict = _lines_of(named[0], aspects, asked)
    else:
        lines, shown = (
            [text("province_side", province=province_name(each), rules=_rules(each, aspects[0])) for each in named],
            aspects[:1],
        )
    sources = _sources(named, shown, conflict)
    whole = [
        text("province_lead", provinces=listed(province_name(each) for each in named)),
        *lines,
        text("province_ask", sites=listed(f"https://{each.site}" for each in named)),
        source_line(sources),
    ]
    return Reply("\n".join(whole)), *(Reply(custom=_as_json(each, sources)) for each in named)


def _aspects(words: str) -> tuple[Sequence[str], bool]:
    """What is asked of the provinces, else what is mostly wanted; the first one leads. And whether it was asked for."""
    asked = [aspect for aspect, pattern in _WORDS.items() if pattern.search(words)]
    usual = _FOR_A_COMPANY if _OF_A_COMPANY.search(words) else _FOR_ANYBODY
    return tuple(asked[:_MOST_ASPECTS]) or usual, bool(asked)


def _lines_of(province: Province, aspects: Sequence[str], asked: bool) -> tuple[list[str], Sequence[str], Conflict | None]:
    """One line an aspect; where sources differ, that takes the place of the last. With the aspects shown and the difference.

    Whoever asks for nothing in particular is told of any difference, else only of one over what was `asked`.
    """
    concerned = {name for aspect in aspects for name in _RULES.get(aspect, ())}
    over_it = [each for each in province.conflicts if set(each.about) & concerned]
    conflict = next(iter(over_it or ([] if asked else province.conflicts)), None)
    shown = aspects[: _MOST_ASPECTS - 1] if conflict else aspects
    alone = asked and len(aspects) == 1
    lines = [text("province_line", aspect=text(f"province_aspect_{each}"), rules=_rules(province, each, alone)) for each in shown]
    return [*lines, *([_conflict(conflict)] if conflict else [])], shown, conflict


def lines_on(province: Province, aspects: Sequence[str]) -> list[str]:
    """One line an aspect, as a list."""
    return [
        text("province_line", aspect=text(f"province_aspect_{each}"), rules=_rules(province, each, alone=True))
        for each in aspects
    ]


def aspect_words(province: Province, aspect: str) -> str:
    """The same of one aspect, without the list."""
    return text("checklist_entry", of=text(f"province_aspect_{aspect}"), document=_rules(province, aspect, alone=True))


def sources_on(province: Province, aspects: Sequence[str]) -> list[Source]:
    """Who says what stands in those lines, one at least."""
    return _sources([province], aspects, None)


def province_name(province: Province) -> str:
    """What it is called in the language that is spoken."""
    return province.name[spoken()]


def _rules(province: Province, aspect: str, alone: bool = False) -> str:
    """What is known of one aspect; what was not found is said so."""
    if aspect in _LISTS:
        return _list(getattr(province, aspect), alone)
    if aspect == "age":
        ages = clauses(_said(each) for each in province.minimum_age)
        return text("province_plain", rule=ages) if ages else text("province_not_found")
    known = [province.rules[name] for name in _RULES[aspect]]
    if all(each.value is None and not each.note for each in known):
        return text("province_not_found")
    return text("province_plain", rule=clauses(_each_rule(province, aspect)))


def _each_rule(province: Province, aspect: str) -> Iterator[str]:
    for name in _RULES[aspect]:
        rule = province.rules[name]
        value = {True: "yes", False: "no", None: "unknown"}[rule.value]
        # That only local cards count says already that a residence permit does not help.
        if name == "individual_residence_permit_accepted" and rule.value is not True and province.rules[_RULES[aspect][0]].value:
            continue
        words = text(f"province_{name}_{value}")
        yield text("province_with_note", rule=words, note=rule.note[spoken()]) if rule.note else words


def _list(entries: Sequence[Said], alone: bool) -> str:
    if not entries:
        return text("province_not_found")
    shown = entries if alone else entries[:_MOST_LISTED]
    left = len(entries) - len(shown)
    words = clauses(each.words[spoken()] for each in shown)
    return text("province_and_more", words=words, count=left) if left else text("province_all", words=words)


def _said(each: Said) -> str:
    return each.words[spoken()]


def _conflict(conflict: Conflict) -> str:
    """Who says what, with the date; those who say the same stand together."""
    views: dict[str, list[str]] = {}
    for each in conflict.says:
        views.setdefault(_said(each), []).append(_publisher(each))
    differing = clauses(text("province_view", publishers=listed(who), view=view) for view, who in views.items())
    about = [aspect for aspect, rules in _RULES.items() if set(rules) & set(conflict.about)]
    if not about:
        return text("province_conflict", views=differing)
    return text("province_conflict_about", aspect=listed(text(f"province_aspect_{each}") for each in about), views=differing)


def _publisher(each: Said) -> str:
    assert each.source is not None  # held when the file is read
    publisher = each.source.publisher_zh if spoken() == "zh" else each.source.publisher
    return text("province_publisher", publisher=publisher, date=plain_day(each.source.date))


def _sources(named: Sequence[Province], aspects: Sequence[str], conflict: Conflict | None) -> list[Source]:
    """Who says what is shown; those who differ first, who are named with it."""
    found: list[Source] = [each.source for each in conflict.says if each.source] if conflict else []
    for province in named:
        for aspect in aspects:
            found += [source for source in _sources_of(province, aspect) if source]
    return list(dict.fromkeys(found))[:_MOST_SOURCES]


def _sources_of(province: Province, aspect: str) -> Iterator[Source | None]:
    if aspect in _LISTS or aspect == "age":
        entries = province.minimum_age if aspect == "age" else getattr(province, aspect)
        yield from (each.source for each in entries[:_MOST_LISTED])
        if any(each.source is None for each in entries[:_MOST_LISTED]):
            yield province.sources[0]
    else:
        yield from (province.rules[name].source for name in _RULES[aspect])
        # Where nothing was found, these are the pages that were read for it.
        if all(province.rules[name].source is None for name in _RULES[aspect]):
            yield province.sources[0]


def _as_json(province: Province, sources: Sequence[Source]) -> dict[str, Any]:
    return {
        "type": "answer",
        "topic": topic_of(province),
        "from_article": False,
        "rules": {name: rule.value for name, rule in province.rules.items()},
        "conflicts": [
            {
                "about": list(each.about),
                "says": [{"source": source_json(one.source), "words": _said(one)} for one in each.says if one.source],
            }
            for each in province.conflicts
        ],
        "site": f"https://{province.site}",
        "checked": province.checked.isoformat(),
        "sources": [source_json(each) for each in sources],
    }
