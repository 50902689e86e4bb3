"""Asking one question, asking it again in other words, and giving up on it with grace."""

from __future__ import annotations

from dataclasses import replace

from dialogue.conversation import Conversation, Reply, Turn
from dialogue.texts import buttons, sentences, text
from icp.facts import FACTS, Question, asked_fact

UNUSABLE_BEFORE_CHOICES = 2


def question_replies(conversation: Conversation, question: Question, again: bool = False) -> tuple[Reply, ...]:
    """The question as text with its choices, the likely one first, and as a machine-readable part."""
    name = f"ask_{question.value}_again" if again else f"ask_{question.value}"
    choices = list(buttons(name))
    likely, answers = getattr(conversation.case.likely, asked_fact(question)), FACTS[asked_fact(question)].answers
    if likely in answers:  # a filing that is perhaps applied for is no choice
        choices.insert(0, choices.pop(answers.index(likely)))
    custom = {"type": "question", "fact": question.value, "facts": conversation.facts.to_json()}
    return Reply(text(name), choices), Reply(custom=custom)


def ask(conversation: Conversation, question: Question, *lead: str) -> Turn:
    """Asks the question, after an optional lead."""
    opened = replace(conversation, open_question=question, unusable=0)
    return Turn((*(Reply(each) for each in lead if each), *question_replies(conversation, question)), opened)


def ask_again(conversation: Conversation) -> Turn:
    """After an answer that could not be used: reworded, then with the choices explained, then left open for a person."""
    question = conversation.open_question
    if question is None:
        return Turn((Reply(text("no_open_question"), buttons("no_open_question")),), conversation)
    unusable = conversation.unusable + 1
    if unusable > UNUSABLE_BEFORE_CHOICES:
        left_open = conversation.asking_nothing().with_case(passed_over=conversation.case.passed_over | {question})
        return Turn((Reply(text("handed_over")),), left_open)
    lead = (Reply(text("choices")),) if unusable == UNUSABLE_BEFORE_CHOICES else ()
    return Turn((*lead, *question_replies(conversation, question, again=True)), replace(conversation, unusable=unusable))


def back_to_question(turn: Turn) -> Turn:
    """The same turn, followed by the open question when there is one."""
    question = turn.conversation.open_question
    if question is None:
        return turn
    first, *rest = question_replies(turn.conversation, question)
    return turn.then(replace(first, text=sentences(text("back_to_question"), first.text or "")), *rest)
