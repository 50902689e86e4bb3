"""A statement, a yes or a no: what it is taken for."""

from __future__ import annotations

from dataclasses import replace

from dialogue.conversation import Conversation, Reply, Turn
from dialogue.dating import answer_deadline_question, deadline_turn
from dialogue.determining import continue_determination
from dialogue.hearing import hear
from dialogue.texts import buttons, text

_ABOUT_DATES = {"opened_on", "filing_submitted_on", "license_submitted_on", "live", "filing", "license", "psb"}


def statement_turn(conversation: Conversation) -> Turn:
    """A statement, a yes or a no: the answer to the open question, or facts for the determination or a deadline."""
    if conversation.task == "deadline" and conversation.open_question:
        return answer_deadline_question(conversation)
    heard = hear(conversation)
    if conversation.open_question is None and heard.is_nothing:
        return Turn((Reply(text("no_open_question"), buttons("no_open_question")),), conversation)
    if conversation.open_question is None and not heard.planned and _only_about_dates(conversation, heard.stated):
        return deadline_turn(conversation)
    return continue_determination(replace(conversation, task="determination"), heard)


def _only_about_dates(conversation: Conversation, stated: frozenset[str]) -> bool:
    if conversation.message.asks:
        return False
    has_day = bool(stated & {"opened_on", "filing_submitted_on", "license_submitted_on"})
    named_days = any(each["entity"] == "date" for each in conversation.message.entities)
    return (has_day or named_days) and stated <= _ABOUT_DATES and not conversation.concluded
