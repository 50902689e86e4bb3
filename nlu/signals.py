"""Signals from the domain beside the sentence's vector: which terms a message names and which facts it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from nlu.statements import Statement, coverage, find_statements

# What people are after often hangs on one of these words, while the rest of the sentence looks alike.
_TERMS: tuple[str, ...] = (
    r"how long|how many (?:days|weeks|months)|duration|takes?\b|turnaround|多久|多长时间",
    r"deadline|due\b|overdue|days left|by when|schedule|timeline|截止|到期",
    r"\bapps?\b|mini[- ]?programs?|android|ios\b|小程序",
    r"documents?|papers?|paperwork|forms?\b|photos?|passport|材料|资料",
    r"cost|price|fees?\b|expensive|charge|费用|多少钱|收费",
    r"fines?\b|penalt|punish|blocked|shut ?down|illegal|罚",
    r"foreign|overseas company|wfoe|外资|外国",
    r"individual|personal|private person|student|个人",
    r"transfer|cancel|change|migrat|renam|变更|注销|转入",
    r"difference|differ|versus|\bvs\b|区别",
    r"footer|badge|display|number\b|底部",
    r"domain|registrar|suffix|subdomain|域名",
    r"reject|refus|return|stuck|pending|sms|驳回|短信",
    r"first|before|after|order\b|sequence|skip|先",
    r"law|decree|regulation|legal|法",
    r"where|site to|portal|platform|log ?in|log on|哪里",
    r"human|person|someone|phone|call\b|contact|人工|电话",
    r"what if|suppose|instead|如果|假如",
    r"\bneed|require|necessary|must|must i|have to|需要|要不要",
    r"\bwhy\b|reason|为什么",
    r"web ?sites?|\bsites?\b|web ?pages?|home ?page|web ?shop|网站|官网|网页|主页|站点|建站",
)
_COMPILED = tuple(re.compile(term, re.IGNORECASE) for term in _TERMS)
_FACTS = ("server", "cdn", "activity", "payments", "filing", "license", "psb", "live", "either", "date")
_CERTIFICATES = ("icp_filing", "icp_commercial_license", "psb_filing", "either")
# The first signals: the facts that tell what a website is and does; then the other facts and the certificates.
WEBSITE = 4
DOMAIN = len(_FACTS) + len(_CERTIFICATES)


def signals(text: str, statements: Sequence[Statement]) -> np.ndarray:
    """One float32 vector: a 1 for each fact stated and certificate named, then for each term, then the share of the text
    that is statements, and whether it asks."""
    stated = {each.fact for each in statements}
    named = {each.value for each in statements if each.fact == "certificate"}
    return np.asarray(
        [fact in stated for fact in _FACTS]
        + [certificate in named for certificate in _CERTIFICATES]
        + [bool(term.search(text)) for term in _COMPILED]
        + [coverage(text, [each for each in statements if each.fact != "certificate"]), "?" in text or "？" in text],
        dtype=np.float32,
    )


# The classifier and the finder of answers both ask.
@lru_cache(maxsize=256)
def signals_of(text: str) -> np.ndarray:
    """The signals of a text with the statements that are found in it; not to be changed, since it is kept."""
    found = signals(text, find_statements(text))
    found.flags.writeable = False
    return found
