"""Asking one question, asking it again in other words, and giving up on it with grace."""

from __future__ import annotations

from dataclasses import replace

from dialogue.conversation import Conversation, Reply, Turn
from dialogue.texts import buttons, text
from icp.determination import Question

UNUSABLE_BEFORE_CHOICES = 2


def question_replies(question: Question, again: bool = False) -> tuple[Reply, ...]:
    """The question as text with its choices, and as a machine-readable part."""
    name = f"ask_{question.value}_again" if again else f"ask_{question.value}"
    return Reply(text(name), buttons(name)), Reply(custom={"type": "question", "fact": question.value})


def ask(conversation: Conversation, question: Question, task: str, *lead: str) -> Turn:
    """Asks the question, after an optional lead."""
    opened = replace(
        conversation,
        open_question=question,
        task=task,
        guided=conversation.guided or task == "determination",
        unusable=0,
    )
    return Turn((*(Reply(each) for each in lead if each), *question_replies(question)), opened)


def ask_again(conversation: Conversation) -> Turn:
    """After an answer that could not be used: reworded, then with the choices explained, then left open for a person."""
    question = conversation.open_question
    if question is None:
        return Turn((Reply(text("no_open_question"), buttons("no_open_question")),), conversation)
    unusable = conversation.unusable + 1
    if unusable > UNUSABLE_BEFORE_CHOICES:
        left_open = replace(conversation.asking_nothing(), passed_over=conversation.passed_over | {question})
        return Turn((Reply(text("handed_over")),), left_open)
    lead = (Reply(text("choices")),) if unusable == UNUSABLE_BEFORE_CHOICES else ()
    return Turn((*lead, *question_replies(question, again=True)), replace(conversation, unusable=unusable))


def back_to_question(turn: Turn) -> Turn:
    """The same turn, followed by the open question when there is one."""
    question = turn.conversation.open_question
    if question is None:
        return turn
    first, *rest = question_replies(question)
    return turn.then(replace(first, text=f"{text('back_to_question')} {first.text}"), *rest)
