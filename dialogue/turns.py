"""A whole turn: a choice typed instead of clicked, another website, what is heard, what it is taken for, and the act itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogue import answering, dating, determining, steering, unsure
from dialogue.acts import DETERMINE, Act, act_of
from dialogue.conversation import QUESTIONS_OF_DAYS, Choice, Conversation, Message, Reply, Turn
from dialogue.dating import day_asked_for_turn
from dialogue.hearing import Heard, hear
from dialogue.language import language_of, wished_language
from dialogue.may_ask import surely_beyond
from dialogue.numbers import with_numbers
from dialogue.possible import possible
from dialogue.texts import set_apart, speaking, spoken, text
from dialogue.weigh import weigh
from icp.facts import DAYS, Facts

_ORDINALS = (
    re.compile(r"(?:the )?(?:1|one|first)(?:st)?(?: one| choice| option)?|a|第[一1][个项种]?|一|1号"),
    re.compile(r"(?:the )?(?:2|two|second)(?:nd)?(?: one| choice| option)?|b|第[二2][个项种]?|二|2号"),
    re.compile(r"(?:the )?(?:3|three|third)(?:rd)?(?: one| choice| option)?|c|第[三3][个项种]?|三|3号"),
    re.compile(r"(?:the )?(?:4|four|fourth)(?:th)?(?: one| choice| option)?|d|第[四4][个项种]?|四|4号"),
)
_LAST = re.compile(r"(?:the )?last(?: one| choice| option)?|最后一个|最后")
_AROUND_A_CHOICE = re.compile(r"^(?:(?:option|choice|number|no\.?|#|选)\s*)|[\s.,:!)。，、：！吧呢呀啊]+$|^[(]")
# "We are a company" chooses "A Chinese company" no less than its title does; what is left has to be the title all the same.
_BEFORE_A_CHOICE = re.compile(r"^(?:(?:it's|it is|we're|we are|i'm|i am|as|for) )?(?:an? |the )?|^(?:我们是|我是|以|是)")
_ONLY_ABOUT_DAYS = {*DAYS, "live", "filing", "license", "psb", "provider"}


def take_turn(conversation: Conversation) -> Turn:
    """What is said in answer to the conversation's message, and the conversation after it.

    What the message states is kept whatever it is taken for, unless it is only supposed or has nothing to do with ICP. It is
    answered in the language of the message, or in the one that was asked for.
    """
    clicked = _clicked(conversation)
    wished = (
        conversation.language_wished if clicked else wished_language(conversation.message.text) or conversation.language_wished
    )
    written = conversation.language if clicked else language_of(conversation.message.text, conversation.language)
    language = wished or written
    with speaking(language):
        return _turn(replace(conversation, language=language, language_wished=wished, message=clicked or conversation.message))


def _turn(conversation: Conversation) -> Turn:
    chosen = replace(conversation, message=possible(conversation))
    heard = hear(chosen)
    site = _of_the_site_spoken_of(chosen, heard)
    if site is not chosen:
        heard = hear(site)
    act, _ = weigh(site, heard)
    accepting = site if act in _ACCEPTING else replace(site, offer=None)
    made = with_numbers(_ACTS[act](accepting, heard), site, act)
    half = act in _MAY_ANSWER_HALF or (act is Act.SAY_NOT_COVERED and surely_beyond(site.message))
    aside = unsure.perhaps_also_asked(site.message, made.conversation.facts) if half else ()
    turn = finished(made, act, aside)
    return Turn(turn.replies, _leaving_behind(turn.conversation, heard, act))


def _leaving_behind(conversation: Conversation, heard: Heard, act: Act) -> Conversation:
    """The conversation with what only the next turn may lean on: the one day that was told, and what was only supposed."""
    day = None if act is Act.SUPPOSE else heard.only_day
    supposed = conversation.case.supposed if act in _LEAVING_THE_SUPPOSED else Facts()
    return conversation.with_case(last_day=day, supposed=supposed)


def finished(turn: Turn, act: Act, aside: tuple[Reply, ...] = ()) -> Turn:
    """The turn with what the next one needs to know of it: the choices that were shown, and whether it was understood.

    What is offered `aside` stands before an open question and else at the end; its choices come last: "the first" is never one of them.
    """
    shown = [dict(button) for reply in (*turn.replies, *aside) for button in reply.buttons]
    turn = _with_aside(turn, aside)
    after = replace(turn.conversation, choices=shown)
    if act not in _NOT_UNDERSTOOD:
        after = replace(after, unclear=0)
    return Turn(tuple(_readable_anywhere(reply) for reply in turn.replies), after)


def _with_aside(turn: Turn, aside: tuple[Reply, ...]) -> Turn:
    asks = (place for place, reply in enumerate(turn.replies) if reply.custom and reply.custom["type"] == "question")
    before = next(asks, len(turn.replies) + 1) - 1  # a question's words stand before its machine-readable part
    return Turn((*turn.replies[:before], *aside, *turn.replies[before:]), turn.conversation)


def _readable_anywhere(reply: Reply) -> Reply:
    """The reply for any client: its text reads well as Markdown, too, and its machine-readable part names the language."""
    words = reply.text and set_apart(reply.text)
    return replace(reply, text=words, custom=reply.custom and {**reply.custom, "language": spoken()})


def _clicked(conversation: Conversation) -> Message | None:
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
    for place, pattern in enumerate(_ORDINALS):
        if pattern.fullmatch(typed) and place < len(choices):
            return _as_clicked(choices[place], conversation)
    return _as_clicked(choices[-1], conversation) if choices and _LAST.fullmatch(typed) else None


def _as_clicked(choice: Choice, conversation: Conversation) -> Message:
    if not choice["payload"].startswith("/"):
        words = choice["payload"]  # a day: the click is a message like any other
        return replace(conversation.message, text=words, intent="inform", entities=[{"entity": "date", "value": words}])
    return Message.of_choice(choice["payload"], choice["payload"])


def _of_the_site_spoken_of(conversation: Conversation, heard: Heard) -> Conversation:
    """The conversation turned to a further website where the message speaks of one, or describes one anew after a result."""
    case = conversation.case
    if act_of(conversation.message.intent) is Act.SWITCH_SITE:
        return conversation
    if heard.another_site and (case.concluded or not conversation.other_cases):
        return steering.putting_aside(conversation)
    if case.concluded and case.one_of_several and heard.contradicts and not conversation.message.supposes:
        return steering.putting_aside(conversation)
    whole = bool(heard.stated & {"server", "cdn"}) and "activity" in heard.stated
    asks_anew = conversation.message.intent == DETERMINE and heard.contradicts and not conversation.message.supposes
    return steering.putting_aside(conversation) if case.concluded and whole and asks_anew else conversation


def _take_statement(conversation: Conversation, heard: Heard) -> Turn:
    """Facts, as an answer or on their own: for the determination, or for a deadline where they are about days only."""
    if conversation.open_question in QUESTIONS_OF_DAYS:
        return day_asked_for_turn(conversation, heard)
    if conversation.open_question is None and not heard.planned and _only_about_days(conversation, heard):
        return dating.deadline_turn(conversation, heard)
    if heard.is_nothing and not heard.suggested:
        return determining.unusable_answer_turn(conversation, heard)
    return answering.determine_and_answer_turn(conversation, heard)


def _only_about_days(conversation: Conversation, heard: Heard) -> bool:
    named_days = heard.dated or bool(conversation.message.values("date"))
    return named_days and heard.stated <= _ONLY_ABOUT_DAYS and not (conversation.case.concluded and not heard.stated & DAYS)


def _take_yes(conversation: Conversation, heard: Heard) -> Turn:
    """A yes to the open question, or else to what was offered."""
    if conversation.open_question is not None:
        return _take_statement(conversation, heard)
    if conversation.offer is None:
        return determining.unusable_answer_turn(conversation, heard)
    return _ACTS[conversation.offer](replace(conversation, offer=None), heard)


def _take_no(conversation: Conversation, heard: Heard) -> Turn:
    """A no to the open question, or else to what was offered."""
    if conversation.open_question is not None or conversation.offer is None:
        return _take_statement(conversation, heard)
    return Turn((Reply(text("ask_me")),), replace(conversation, offer=None))


def _repeat(conversation: Conversation, heard: Heard) -> Turn:
    """Everything that the last turn said, once more."""
    return Turn(tuple(conversation.last_said) or (Reply(text("nothing_to_repeat")),), conversation)


_ACTS: Mapping[Act, Callable[[Conversation, Heard], Turn]] = {
    Act.ANSWER: answering.answer_turn,
    Act.FOLLOW_UP: answering.follow_up_turn,
    Act.SAY_NOT_COVERED: answering.not_covered_turn,
    Act.DETERMINE: answering.determine_and_answer_turn,
    Act.TAKE_STATEMENT: _take_statement,
    Act.TAKE_YES: _take_yes,
    Act.TAKE_NO: _take_no,
    Act.PASS_OVER: determining.pass_over_turn,
    Act.SUPPOSE: determining.suppose_turn,
    Act.EXPLAIN: steering.why_turn,
    Act.SWITCH_SITE: steering.switch_site_turn,
    Act.GIVE_DEADLINE: dating.deadline_turn,
    Act.GIVE_PLAN: dating.plan_turn,
    Act.GIVE_CALENDAR: dating.calendar_turn,
    Act.GIVE_SUMMARY: steering.summary_turn,
    Act.REACH_PERSON: answering.person_turn,
    Act.RETURN_COURTESY: steering.courtesy_turn,
    Act.TAKE_FEEDBACK: steering.feedback_turn,
    Act.REPEAT: _repeat,
    Act.STOP: steering.stop_turn,
    Act.START_OVER: steering.start_over_turn,
    Act.FORGET_EVERYTHING: steering.forget_turn,
    Act.ASK_BACK: unsure.ask_back_turn,
    Act.ASK_AGAIN: determining.unusable_answer_turn,
    Act.REFUSE: unsure.refuse_turn,
    Act.READ_NUMBER: answering.number_turn,
    Act.SWITCH_LANGUAGE: answering.language_turn,
    Act.GIVE_FIRST_STEP: answering.first_step_turn,
}
_LEAVING_THE_SUPPOSED = (Act.SUPPOSE, Act.EXPLAIN, Act.ANSWER, Act.SAY_NOT_COVERED, Act.REPEAT, Act.RETURN_COURTESY)
_MAY_ANSWER_HALF = (Act.DETERMINE, Act.ANSWER, Act.GIVE_DEADLINE, Act.SUPPOSE, Act.TAKE_STATEMENT)
_ACCEPTING = (Act.TAKE_YES, Act.TAKE_NO, Act.RETURN_COURTESY)
_NOT_UNDERSTOOD = (Act.ASK_BACK, Act.REFUSE, Act.ASK_AGAIN)
