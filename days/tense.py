"""On which side of today a sentence speaks: told by the verbs near a day, or by 了, 的, 准备, 打算 and their like."""

from __future__ import annotations

import re

from days.readings import Tense
from days.text import fold

_REACH = 80
_REACH_CHINESE = 16
# A verb of the present beside a day tells a plan, "we open Monday"; without a subject, "launch 2 Nov", it may tell either.
_PRESENT = "open reopen launch relaunch start begin apply submit file go hand lodge publish release".split()
_SUBJECTS = "we i they you he she it who to and also only then now can could must should may might let's".split()
_FUTURE = (
    "will 'll won't shall gonna scheduled opens launches starts begins applies applying submits submitting files goes going "
    "hands lodges publishes releases"
).split()
_INTENT = "plan planned planning plans want wants wanted intend intends hope hopes hoping aim aims expect expects like prepare preparing"
_FUTURE_PHRASES = (
    rf"(?:{'|'.join(_INTENT.split())}) (?:to|for)",
    r"(?:is|are|was) (?:planned|scheduled|due|set|expected) (?:to|for|on)",
    r"(?:launch|opening|start|go-live) (?:is|planned)",
    # "We are opening on 1 June" is a plan; "was opening" tells of the past.
    r"(?:am|are|is|'m|'re|'s) (?:only |just |now |finally |all |both |then |probably |officially )?"
    r"(?:opening|reopening|launching|relaunching|starting|beginning|applying|submitting|filing|handing|lodging|publishing|releasing)",
    r"(?:about|ready|going) to",
)
_EITHER = ("launch date", *_PRESENT)
_PAST = (
    "was were wasn't weren't had did didn't been gone went got gave sent came made began took bought built held since already ago"
).split()
_NO_PAST = "need feed speed indeed exceed proceed embed based allowed required needed unlimited limited hosted red shed".split()
_ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?P<future>{'|'.join((*_FUTURE_PHRASES, *_FUTURE))}|(?:{'|'.join(_SUBJECTS)}) (?:\w+ )?(?:{'|'.join(_PRESENT)}))"
    rf"|(?P<either>{'|'.join(_EITHER)})|(?P<past>{'|'.join(_PAST)}|(?!(?:{'|'.join(_NO_PAST)})\b)[a-z]{{2,}}ed))(?!\w)"
)
_FUTURE_CHINESE = re.compile(
    r"将(?!近)|会(?![员计议社])|(?<![主需重])要(?![求不点])|准备|打算|计划|想|预计|拟|希望|争取|预定|(?<![了过])的话"
)
_PAST_CHINESE = re.compile(
    r"(?<!为)了(?!解)|过(?![期户程])|已|刚|曾|(?<=[\u3400-\u9fff])的(?=\s*(?:$|[,.!?;:)]|备案|申请|许可|网站))"
)
_BARE_CHINESE = re.compile(r"上线|开通|开站|开|提交|递交|交|发布|启动|运营")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_CLAUSE_END = re.compile(r"[,.!?;\n、]")
_WORD = re.compile(r"\b(?!(?:on|in|since|by|from|at|and|so|the)\b)[a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def told_tense(before: str, after: str) -> Tense | None:
    """The tense that a sentence tells for a day between those words: None when it tells none, "any" when it may be either."""
    left, right = fold(before)[0], fold(after)[0]
    if _HAN.search(left + right):
        return _told_in_chinese(_CLAUSE_END.split(left)[-1][-_REACH_CHINESE:], _CLAUSE_END.split(right)[0][:_REACH_CHINESE])
    left, right = _SENTENCE_END.split(left)[-1][-_REACH:], _SENTENCE_END.split(right)[0][:_REACH]
    clause = _CLAUSE_END.split(left)[-1], _CLAUSE_END.split(right)[0]
    # "On 3 March, we opened": a clause of nothing but a day belongs to its neighbour.
    left, right = (left, right) if not any(map(_WORD.search, clause)) else clause
    told = [*reversed([*_ENGLISH.finditer(left)])] or [*_ENGLISH.finditer(right)]
    if not told:
        return None
    sure = next((each for each in told if not each["either"]), None)
    return "any" if sure is None else "future" if sure["future"] else "past"


def _told_in_chinese(left: str, right: str) -> Tense | None:
    for words in (left, right):
        if _FUTURE_CHINESE.search(words):
            return "future"
        if _PAST_CHINESE.search(words):
            return "past"
    return "any" if _BARE_CHINESE.search(left + right) else None
