"""A choice that is typed instead of clicked: by its title, its number, or "the last one"."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogue.conversation import Choice, Conversation, Message
from dialogue.sites import calls_the_next, number_told, site_numbered

_ORDINALS = (
    re.compile(r"(?:the )?(?:1|one|first)(?:st)?(?: one| choice| option)?|a|第[一1][个项种]?|一|1号"),
    re.compile(r"(?:the )?(?:2|two|second)(?:nd)?(?: one| choice| option)?|b|第[二2][个项种]?|二|2号"),
    re.compile(r"(?:the )?(?:3|three|third)(?:rd)?(?: one| choice| option)?|c|第[三3][个项种]?|三|3号"),
    re.compile(r"(?:the )?(?:4|four|fourth)(?:th)?(?: one| choice| option)?|d|第[四4][个项种]?|四|4号"),
)
_LAST = re.compile(r"(?:the )?last(?: one| choice| option)?|最后一个|最后")
_AROUND_A_CHOICE = re.compile(r"^(?:(?:option|choice|number|no\.?|#|选)\s*)|[\s.,:!)。，、：！吧呀啊]+$|^[(]")
# "We are a company" chooses "A Chinese company" no less than its title does; what is left has to be the title all the same.
_BEFORE_A_CHOICE = re.compile(r"^(?:(?:it's|it is|we're|we are|i'm|i am|as|for) )?(?:an? |the )?|^(?:我们是|我是|以|是)")
_RESULTS = ("determination", "explanation", "summary")


def clicked(conversation: Conversation) -> Message | None:
    """The message that a click would have been, where the title or the number of a choice was typed instead."""
    if conversation.message.certain and conversation.message.text.startswith("/"):
        return None
    if _calls_a_site(conversation):
        return None
    typed = _AROUND_A_CHOICE.sub("", conversation.message.text.strip().casefold())
    choices = conversation.choices
    bare = _BEFORE_A_CHOICE.sub("", typed)
    for choice in choices:
        title = choice["title"].casefold()
        if title == typed or _BEFORE_A_CHOICE.sub("", title) == bare:
            return _as_clicked(choice, conversation)
    for place, pattern in enumerate(_ORDINALS):
        if pattern.fullmatch(typed) and place < len(choices):
            return _as_clicked(choices[place], conversation)
    return _as_clicked(choices[-1], conversation) if choices and _LAST.fullmatch(typed) else None


def _calls_a_site(conversation: Conversation) -> bool:
    """Whether "the second one" is a website: behind a result, which offers and asks nothing, or where none of several has been told."""
    results = any(each.custom and each.custom["type"] in _RESULTS for each in conversation.last_said)
    known = site_numbered(conversation) is not None and bool(conversation.other_cases)
    awaited = results and conversation.open_question is None and (known or calls_the_next(conversation))
    return awaited or (conversation.case.is_empty and number_told(conversation) is not None)


def _as_clicked(choice: Choice, conversation: Conversation) -> Message:
    if not choice["payload"].startswith("/"):
        words = choice["payload"]  # a day: the click is a message like any other
        return replace(conversation.message, text=words, intent="inform", entities=[{"entity": "date", "value": words}])
    return Message.of_choice(choice["payload"], choice["payload"])
