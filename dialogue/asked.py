"""Which topic is asked for: an intent, and the certificate that is spoken of."""

from __future__ import annotations

import re

from dialogue.conversation import Conversation, Message
from icp import knowledge
from icp.knowledge import Topic

_WHAT_IT_IS = re.compile(
    r"(?:请问|那|那么|想问|问一下|想知道)*(?:什么是|啥是|(?:到底|究竟)?(?:是|指|算)(?:个|的是)?(?:什么|啥|嘛)(?:东西|意思|来的)?|啥意思|什么意思"
    r"|是?(?:干|做)(?:什么|啥|嘛|吗)(?:用)?的)(?:呢|啊|呀|来着)?"
    r"|(?:and |so |ok |then )*(?:what(?:'s| is| are|s)|what does|define|explain|meaning of)"
    r"(?: an?| the| this)?(?: mean| for| exactly| again)?"
)
_WHY_NOT = re.compile(
    r"(?:怎么|为什么|为啥|凭什么|咋|干嘛)(?:就|又|会|还|都|也)*(?:没有?|不用|不需要|不要|要|需要|得|少了|多了)"
    r"|(?:一定|真的?|非得|非要|必须|确实|难道)(?:就|还|也|都)*(?:要|得|需要|办|有)[^,，。]{0,10}[吗么嘛]"
    r"|\b(?:really|actually) (?:need|have to|required)\b"
    r"|\b(?:why|how come)\b[^.?!]{0,24}\b(?:no|not|don't|doesn't|need|needs|required|without|only)\b",
    re.IGNORECASE,
)
_WHETHER_NEEDED = re.compile(
    r"(?:要不要|需不需要|用不用|需要不需要|是否(?:需要|要)|(?:需要|要|得|用|必须|该)(?!求|是|么|不是))[^,，。.;；!！]{0,8}?(?:备(?![份用注货战胎忘选课孕考])|[iI][cC][pP]|许可证|牌照)"
    r"[^,，。.;；!！]{0,6}(?:[吗嗎么麼嘛不][?？]?\s*$|[?？]\s*$|(?<=案)\s*$)"
)
_WHEN_TO_BEGIN = re.compile(
    r"(?:什么时候|啥时候|何时|几号|哪天|多早|提前多久|提前多长时间|提前几|多久之前|最晚|最迟|最后期限).{0,14}"
    r"(?:开始|动手|着手|启动|开工|办|交|申请|弄|搞|准备|备案|来得及)|来得及|来不来得及|赶得上|倒推|倒排|往前推"
    r"|\bwhen\b.{0,30}\b(?:start|begin|apply|submit|hand(?:ed)? in|file|get going)\b|\bhow (?:early|far ahead|long before|soon)\b"
    r"|\b(?:latest|last) (?:day|date|moment)\b|\bby when\b.{0,30}\b(?:start|begin|apply|submit|file|hand)\b"
    r"|\bback(?:wards?)? from\b|\bin time\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"几号|几月|哪天|哪一天|什么时候|啥时候|何时|最晚|最迟|截止|\b(?:when|deadline|what date|which day)\b",
    re.IGNORECASE,
)
_LEANS_ON_THE_LAST_ANSWER = re.compile(r"\b(?:it|that|this|such)\b|[它那这]", re.IGNORECASE)


def asks_what_it_is(message: Message) -> bool:
    """Whether the message asks what a certificate is, and nothing beside: "公安备案是什么", "what is the PSB filing"."""
    named = [each for each in message.entities if each["entity"] == "certificate" and "start" in each]
    if len(named) != 1:
        return False
    rest = message.text[: named[0]["start"]] + " " + message.text[named[0]["end"] :]
    words = " ".join(re.sub(r"[^\w']+", " ", rest.lower()).split())
    return _WHAT_IT_IS.fullmatch(words) is not None


def asks_whether_needed(message: Message) -> bool:
    """Whether a certificate is asked for as a duty, "网站要备案吗": that is answered for a website, and not in general."""
    return _WHETHER_NEEDED.search(message.text) is not None


def asks_when(message: Message) -> bool:
    """Whether the words ask for a day."""
    return _WHEN.search(message.text) is not None


def asks_when_to_begin(message: Message) -> bool:
    """Whether the words ask for the last day of an application, and not for the police's, which comes after the opening."""
    return set(message.values("certificate")) != {"psb_filing"} and _WHEN_TO_BEGIN.search(message.text) is not None


def doubts_the_result(message: Message) -> bool:
    """Whether the words ask back at what was said of a certificate: "那怎么没有经营性许可证", "why no license then"."""
    return bool(message.values("certificate")) and _WHY_NOT.search(message.text) is not None


def topic_asked(conversation: Conversation, intent: str) -> Topic | None:
    """The topic that an intent asks for; the certificate that is spoken of picks among those of one intent."""
    candidates = [each for each in knowledge.topics().values() if each.intent == intent]
    spoken_of = _certificates_spoken_of(conversation)
    chosen = [each for each in candidates if each.certificate in spoken_of]
    if len(chosen) == 1:
        return chosen[0]
    return candidates[0] if candidates else None


def _certificates_spoken_of(conversation: Conversation) -> set[str | None]:
    """Those that the message names; where it says "it" or "that" instead, the one that the last answer was about."""
    named: set[str | None] = set(conversation.message.values("certificate"))
    last = knowledge.topics().get(conversation.last_topic or "")
    if named or last is None or not _LEANS_ON_THE_LAST_ANSWER.search(conversation.message.text):
        return named
    return {last.certificate}
