"""A whole turn: a choice typed instead of clicked, another website, what is heard, what it is taken for, and the act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogue import answering, dating, determining, next_step, steering, unsure
from dialogue.acts import DETERMINE, Act, act_of
from dialogue.asked import language_wished, only_wishes_a_language
from dialogue.asking import back_to_question
from dialogue.choices import clicked
from dialogue.conversation import QUESTIONS_OF_DAYS, Conversation, Message, Reply, Turn
from dialogue.dating import day_asked_for_turn
from dialogue.endings import with_endings
from dialogue.hearing import Heard, hear
from dialogue.language import language_of
from dialogue.may_ask import surely_beyond
from dialogue.numbers import with_numbers
from dialogue.possible import possible
from dialogue.sites import asks_for_a_numbered_site, is_a_further_site, site_gone_back_to, site_numbered
from dialogue.table import MOSTLY
from dialogue.texts import set_apart, speaking, spoken, text
from dialogue.weigh import weigh
from icp.facts import DAYS, Facts

# The day of something else, such as that on which a certificate ran out, asks for no deadline.
_OF_NO_DEADLINE = ("other",)
_ONLY_ABOUT_DAYS = {*DAYS, "live", "filing", "license", "psb", "provider"}


def take_turn(conversation: Conversation) -> Turn:
    """What is said in answer to the conversation's message, and the conversation after it.

    What the message states is kept whatever it is taken for, unless it is only supposed or has nothing to do with ICP. It is
    answered in the language of the message, or in the one that was asked for.
    """
    choice = clicked(conversation)
    wished = conversation.language_wished if choice else language_wished(conversation.message) or conversation.language_wished
    written = conversation.language if choice else language_of(conversation.message.text, conversation.language)
    language = wished or written
    with speaking(language):
        return _turn(replace(conversation, language=language, language_wished=wished, message=choice or conversation.message))


def _turn(conversation: Conversation) -> Turn:
    chosen = replace(conversation, message=possible(conversation))
    heard = hear(chosen)
    site = _of_the_site_spoken_of(chosen, heard)
    if site is not chosen:
        heard = hear(site)
    if asks_for_a_numbered_site(site, heard):
        site = replace(site, message=Message.of_choice(site.message.text, f"/{DETERMINE}"))
    act, _ = weigh(site, heard)
    if act is Act.SWITCH_LANGUAGE:
        return _switch_language(site)
    accepting = site if act in _ACCEPTING else replace(site, offer=None)
    made = with_endings(with_numbers(_ACTS[act](accepting, heard), site, act), site, act)
    half = act in _MAY_ANSWER_HALF or (act is Act.SAY_NOT_COVERED and surely_beyond(site.message))
    aside = unsure.perhaps_also_asked(site.message, made.conversation.facts) if half else ()
    turn = finished(made, act, aside)
    return Turn(turn.replies, _leaving_behind(turn.conversation, heard, act))


def _leaving_behind(conversation: Conversation, heard: Heard, act: Act) -> Conversation:
    """The conversation with what only the next turn may lean on: the one day that was told, and what was only supposed."""
    day = None if act is Act.SUPPOSE else heard.only_day
    if act is Act.GIVE_PLAN and conversation.offer is Act.GIVE_CALENDAR:
        day = conversation.case.plan_start  # "and a week later?"
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


def _of_the_site_spoken_of(conversation: Conversation, heard: Heard) -> Conversation:
    """The conversation turned to a further website where the message speaks of one, or describes one anew after a result."""
    case = conversation.case
    if is_a_further_site(conversation, heard):
        return steering.putting_aside(conversation)
    if act_of(conversation.message.intent) is Act.SWITCH_SITE:
        return conversation
    if (numbered := site_numbered(conversation)) is not None:
        return conversation if numbered is case else steering.turned_to(conversation, numbered)
    if (back := site_gone_back_to(conversation, heard)) is not None:
        return steering.turned_to(conversation, back)
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
    if heard.start is not None and not heard.stated and not heard.planned and conversation.open_question is None:
        return dating.plan_turn(conversation, heard)  # "we hand it in on 1 December"
    if conversation.open_question is None and not heard.planned and _only_about_days(conversation, heard):
        return dating.deadline_turn(conversation, heard)
    if heard.is_nothing and not heard.suggested:
        return determining.unusable_answer_turn(conversation, heard)
    turn = answering.determine_and_answer_turn(conversation, heard)
    return _with_the_plan(turn, heard) if conversation.message.share("ask_plan") >= MOSTLY else turn


def _with_the_plan(turn: Turn, heard: Heard) -> Turn:
    """The turn, and behind a result that leaves something to do its plan: "a plan from 7 December, it's a brochure site in Hefei"."""
    known = turn.conversation
    if known.offer is not Act.GIVE_PLAN:
        return turn
    planned = dating.plan_turn(replace(known, offer=None), replace(Heard.nothing(known), start=heard.start))
    return Turn((*turn.replies, *planned.replies), planned.conversation)


def _only_about_days(conversation: Conversation, heard: Heard) -> bool:
    told = [
        each for each in conversation.message.entities if each["entity"] == "date" and each.get("role") not in _OF_NO_DEADLINE
    ]
    named_days = heard.dated or bool(told)
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
    """Everything that the last turn said, once more, in the language that is spoken now."""
    languages = {each.custom["language"] for each in conversation.last_said if each.custom and "language" in each.custom}
    if again := _last_turn_again(conversation) if languages - {spoken()} else None:
        return Turn(again.replies, conversation)
    return Turn(tuple(conversation.last_said) or (Reply(text("nothing_to_repeat")),), conversation)


def _switch_language(conversation: Conversation) -> Turn:
    """From now on in the language that was asked for: all that the last turn said is said again in it, the open question at its end."""
    switched = Reply(text("language_switched"))
    if again := _last_turn_again(conversation):
        return again.after(switched)
    return finished(back_to_question(Turn((switched,), conversation)), Act.SWITCH_LANGUAGE)


def _last_turn_again(conversation: Conversation) -> Turn | None:
    """The turn before, made once more in the language that is spoken now; None where there was none but wishes for a language."""
    before = conversation.before
    while before is not None and only_wishes_a_language(before.message):
        before = before.before
    if before is None:
        return None
    spoken_now = replace(before, language=conversation.language, language_wished=conversation.language_wished)
    return _turn(replace(spoken_now, message=clicked(before) or before.message))


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
    Act.GIVE_FIRST_STEP: next_step.first_step_turn,
}
_LEAVING_THE_SUPPOSED = (
    Act.SUPPOSE,
    Act.EXPLAIN,
    Act.GIVE_FIRST_STEP,
    Act.ANSWER,
    Act.SAY_NOT_COVERED,
    Act.REPEAT,
    Act.RETURN_COURTESY,
)
_MAY_ANSWER_HALF = (Act.DETERMINE, Act.ANSWER, Act.GIVE_DEADLINE, Act.SUPPOSE, Act.TAKE_STATEMENT)
_ACCEPTING = (Act.TAKE_YES, Act.TAKE_NO, Act.RETURN_COURTESY)
_NOT_UNDERSTOOD = (Act.ASK_BACK, Act.REFUSE, Act.ASK_AGAIN)
