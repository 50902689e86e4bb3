"""On which side of today a sentence speaks: told by the verbs near a day, or by 了, 的, 准备, 打算 and their like."""

from __future__ import annotations

import re

from days.readings import Tense

_REACH = 80
_REACH_CHINESE = 16
_FUTURE = (
    r"will|'ll|won't|shall|gonna|going to|(?:plan|planned|planning|plans|want|wants|wanted|intend|intends|hope|hopes|hoping|aim|aims|expect|expects|"
    r"like|prepare|preparing) (?:to|for)|(?:is|are|was) (?:planned|scheduled|due|set|expected) (?:to|for|on)|scheduled|about to|ready to|let's|"
    r"(?:launch|opening|start|go-live) (?:is|planned)|open|opens|(?:re)?launch(?:es)?(?! date)|start|starts|begin|begins|apply|applies|applying|submit|submits|submitting|"
    r"file|files|go|goes|going|hand|hands|lodge|lodges|publish|publishes|release|releases|can|could|should|would|must|might"
)
_NOT_A_PAST = "need|feed|speed|indeed|exceed|proceed|embed|based|allowed|required|needed|unlimited|hosted|red|shed|limited"
_PAST = (
    r"was|were|wasn't|weren't|had|did|didn't|been|gone|went|got|gave|sent|came|made|began|took|bought|built|held|since|already|ago|"
    rf"(?!(?:{_NOT_A_PAST})\b)[a-z]{{2,}}ed"
)
_ENGLISH = re.compile(rf"(?<![\w-])(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?![\w])")
_CHINESE_FUTURE = re.compile(
    r"将(?!近)|會|会(?![员計计議议社])|(?<![主需重])要(?![求不點点])|准备|準備|打算|计划|計劃|想|预计|預計|拟|擬|即将|即將|希望|争取|爭取|预定|預定"
)
_CHINESE_PAST = re.compile(r"(?<!为)(?<!為)了(?!解)|[过過](?![期户戶程])|已|刚|剛|曾|(?<=[\u3400-\u9fff])的(?=\s*(?:$|[,，。.!！?？;；:：)）]))")
_SENTENCE_END = re.compile(r"[.!?。！？;；\n]")
_CLAUSE_END = re.compile(r"[,，.!?。！？;；\n、]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def told_tense(text: str, start: int, end: int, after: int = 0, before: int | None = None) -> Tense:
    """The tense that the sentence tells for the day from `start` to `end`; "any" when it tells none.

    `after` and `before` are where the neighbouring days end and begin: what stands beyond them speaks of those.
    """
    left, right = text[after:start], text[end : len(text) if before is None else before]
    if _HAN.search(left + right):
        return _told_in_chinese(_last_piece(left, _CLAUSE_END)[-_REACH_CHINESE:], _CLAUSE_END.split(right)[0][:_REACH_CHINESE])
    left, right = _last_piece(left, _SENTENCE_END)[-_REACH:], _SENTENCE_END.split(right)[0][:_REACH]
    markers = [*_ENGLISH.finditer(left.lower().replace("’", "'"))][-1:] or [*_ENGLISH.finditer(right.lower().replace("’", "'"))][:1]
    return "any" if not markers else "future" if markers[0]["future"] else "past"


def _last_piece(left: str, border: re.Pattern[str]) -> str:
    return border.split(left)[-1]


def _told_in_chinese(left: str, right: str) -> Tense:
    for words in (left, right):
        if _CHINESE_FUTURE.search(words):
            return "future"
        if _CHINESE_PAST.search(words):
            return "past"
    return "any"
