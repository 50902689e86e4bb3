"""A choice that is typed instead of clicked: by its title, its number, or "the last one"."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogue.conversation import Choice, Conversation, Message

_ORDINALS = (
    re.compile(r"(?:the )?(?:1|one|first)(?:st)?(?: one| choice| option)?|a|第[一1][个项种]?|一|1号"),
    re.compile(r"(?:the )?(?:2|two|second)(?:nd)?(?: one| choice| option)?|b|第[二2][个项种]?|二|2号"),
    re.compile(r"(?:the )?(?:3|three|third)(?:rd)?(?: one| choice| option)?|c|第[三3][个项种]?|三|3号"),
    re.compile(r"(?:the )?(?:4|four|fourth)(?:th)?(?: one| choice| option)?|d|第[四4][个项种]?|四|4号"),
)
_ORDINAL_OF_A_SITE = re.compile(r"(?:the )?(?:first|second|1st|2nd)(?: one)?|第[一二]个")
_LAST = re.compile(r"(?:the )?last(?: one| choice| option)?|最后一个|最后")
_AROUND_A_CHOICE = re.compile(r"^(?:(?:option|choice|number|no\.?|#|选)\s*)|[\s.,:!)。，、：！吧呢呀啊]+$|^[(]")
# "We are a company" chooses "A Chinese company" no less than its title does; what is left has to be the title all the same.
_BEFORE_A_CHOICE = re.compile(r"^(?:(?:it's|it is|we're|we are|i'm|i am|as|for) )?(?:an? |the )?|^(?:我们是|我是|以|是)")


def clicked(conversation: Conversation) -> Message | None:
    """The message that a click would have been, where the title or the number of a choice was typed instead."""
    if conversation.message.certain and conversation.message.text.startswith("/"):
        return None
    typed = _AROUND_A_CHOICE.sub("", conversation.message.text.strip().casefold())
    choices = conversation.choices
    bare = _BEFORE_A_CHOICE.sub("", typed)
    for choice in choices:
        title = choice["title"].casefold()
        if title == typed or _BEFORE_A_CHOICE.sub("", title) == bare:
            return _as_clicked(choice, conversation)
    if _names_a_site(typed, conversation):
        return None
    for place, pattern in enumerate(_ORDINALS):
        if pattern.fullmatch(typed) and place < len(choices):
            return _as_clicked(choices[place], conversation)
    return _as_clicked(choices[-1], conversation) if choices and _LAST.fullmatch(typed) else None


def _names_a_site(typed: str, conversation: Conversation) -> bool:
    """Whether "the first one" is one of several websites: two were told, or announced, and nothing else of them is asked."""
    told = conversation.other_cases and conversation.open_question is None and not conversation.unclear
    announced = conversation.case.one_of_several and conversation.case.is_empty
    return bool(told or announced) and _ORDINAL_OF_A_SITE.fullmatch(typed) is not None


def _as_clicked(choice: Choice, conversation: Conversation) -> Message:
    if not choice["payload"].startswith("/"):
        words = choice["payload"]  # a day: the click is a message like any other
        return replace(conversation.message, text=words, intent="inform", entities=[{"entity": "date", "value": words}])
    return Message.of_choice(choice["payload"], choice["payload"])
