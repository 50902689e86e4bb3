"""What the words of a message ask for in a conversation, where its topic alone does not tell: the first step, whether it is sure.

What a word states of the website is heard by `nlu/words/`; here are only turns of speech that lean on what was said before.
"""

from __future__ import annotations

import re


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ASK = r"\b(?:what|where|how)(?:'s| is| do| should| must| would| can| shall| am| are)?(?: i| we| one)?"
_FIRST_STEP = _any_of(
    _ASK + r"(?: supposed| have| need)?(?: to)?(?: do| start| begin| go)? (?:first|next|begin|start)\b(?! come| opened| one)",
    r"\b(?:the|my|our) (?:very )?(?:first|next) (?:step|thing(?: to do| i| we)?)\b",
    r"第一步|下一步|(?:从哪(?:里|儿)?|怎么)(?:开始|着手|下手|入手)|(?:接下来|接着|下面)(?:呢|怎么办|怎么做|要怎么)",
    r"(?:那|现在)(?:我|我们|该|要|可)*怎么办(?:呢|呀|啊|才好)?\W*$",
    r"\bwhat (?:do|should|can) (?:i|we) do now\b|^\W*(?:so |and |ok )*now what\b",
    r"(?:首先|先|接下来|然后|现在|接着)(?:我|我们|该|要|得|应该|需要|可以)*(?:做|办|干|弄|搞)(?:什么|啥|哪)",
)
_OTHERS = (
    r"\b(?:others?|somebody|someone|people|everyone|everybody|they|he|she|(?:my|our) \w+|a (?:friend|colleague)"
    r"|the (?:forum|internet)|chatgpt|google)"
)
_OPEN_DOUBT = _any_of(
    r"\b(?:are|r) (?:you|u) (?:really |quite |absolutely |so |very )?(?:sure|certain)\b|^\W*(?:for )?(?:real|really|srsly|seriously)\W*\?",
    r"^\W*(?:so |ok so |and )?(?:really )?(?:nothing|none|no (?:licen[sc]e|filing|certificate)s?)(?: then| at all)?\W*\?",
    r"(?:你)?(?:确定|肯定|没(?:弄|搞)错)(?:吗|么|嘛|不|\?|？)|^\W*(?:真的|当真)(?:吗|么|假的|\?|？)",
    r"^\W*(?:那|所以|那就)?(?:什么都|啥都|都)(?:不用|不需要|没有)(?:办|做|管)?(?:吗|么|了|\?|？|$)",
)
_DOUBT = _any_of(
    r"\bis (?:that|this|it) (?:really |actually )?(?:true|right|certain|correct)",
    _OTHERS + r" (?:else )?(?:says?|said|tells?|told|claims?|thinks?|wrote|writes)\b",
    r"\bi (?:read|heard) (?:that|elsewhere|otherwise)|\b(?:can|could) i (?:trust|rely on) (?:that|this|you)",
    r"\breally\?|\b(?:don't|do not) believe",
    r"(?:保证|靠谱|准|可靠|真的|当真|对)(?:吗|么|嘛|不)|不信|听说",
    r"(?:别人|人家|朋友|同事|有人|网上|他们|他|她|客服|代理|同行|领导|老板|论坛|知乎)(?:里|上|都|却|也|跟我|和我|告诉我)*(?:说|讲|写|告诉)",
)
_OPEN_IT = (
    r"\b(?:go(?:ing)? (?:live|online)|launch|open|publish|start|run|switch (?:it )?on"
    r"|put (?:it|the site|my site|our site|the website) (?:online|up|live))\b"
)
_FILE_IT = r"\b(?:file|register|(?:do|make|get) the (?:icp |bei'?an |paper)?(?:filing|beian|bei'an|work))\b"
_OPENS_BEFORE_FILING = _any_of(
    _OPEN_IT + r".{0,30}\b(?:first|already|now|right away|at once|straight away|today|meanwhile|in the meantime)\b.{0,30}"
    r"\b(?:fil(?:e|ing)|register|bei'?an|paperwork|papers|icp)\b.{0,20}"
    r"\b(?:later|after(?:wards)?|follows?|next (?:week|month)|once|behind)\b",
    _FILE_IT + r".{0,12}\b(?:later|afterwards|after (?:the )?(?:launch|opening|going live))\b",
    r"先(?:把?网?站?点?)?(?:上线|开通|开站|开起来|开|运营|发布|跑起来|跑|用起来|用着|用|做起来|上)(?:着|了)?"
    r".{0,6}(?:再|后|之后|以后|回头|同时|边|等).{0,6}(?:备|办手续|补)",
    r"(?:备案|手续)(?:以后|之后|后面|回头|慢慢|再|后期|过后|日后)+(?:再)?(?:补|办|弄|做|说)|边(?:运营|上线|开|跑|用)边(?:办|备|申请)",
)
_ADDS = _any_of(
    r"^\W*(?:(?:but|so|then|ok(?:ay)?|hm+|now|fine|well|right|good)\b\W*)*"
    r"(?:and(?!\W+(?:what|how)\b)|also|plus|with|without|on top)\b",
    r"\b(?:too|as well|on top|besides)\W*$",
    r"^\W*(?:好|嗯|哦|噢|行|对了|那么?|要是|如果|假如|,|，|\s)*(?:再|还|又|加|同时|另外|并且|而且)|[\u3400-\u9fff]也",
)


def asks_for_first_step(text: str) -> bool:
    """Whether the words ask what to do first or next: "ok what do I do first", 那第一步做什么."""
    return bool(_FIRST_STEP.search(text))


def doubts_openly(text: str) -> bool:
    """Whether the words do nothing but doubt what was said: "are you sure?", "so nothing?", 你确定？."""
    return bool(_OPEN_DOUBT.search(text))


def doubts(text: str) -> bool:
    """Whether the words doubt what was said, or hold somebody else's word against it: "my host says otherwise"."""
    return bool(_DOUBT.search(text) or _OPEN_DOUBT.search(text))


def opens_before_filing(text: str) -> bool:
    """Whether the words speak of opening first and filing later: 先上线再备案, "go live now and file later"."""
    return bool(_OPENS_BEFORE_FILING.search(text))


def adds_to_what_was_said(text: str) -> bool:
    """Whether the words only add to what was said before: "and with a CDN too?", 那再加个CDN呢."""
    return bool(_ADDS.search(text))
