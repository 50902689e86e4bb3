"""Which topics a message can mean at all at this point of the conversation."""

from __future__ import annotations

from dataclasses import replace

from dialogue.acts import Act, act_of
from dialogue.conversation import Conversation, Message

# Below it what is left is no evidence for anything else.
_ENOUGH_LEFT = 0.3


def possible(conversation: Conversation) -> Message:
    """The message without the topics that make no sense at this point of the conversation; the others are the likelier for it."""
    message, case = conversation.message, conversation.case
    if message.certain or not message.topics:
        return message
    senseless = {
        Act.FOLLOW_UP: conversation.last_topic is None or not message.values("certificate"),
        Act.EXPLAIN: conversation.open_question is None and not case.concluded,
        Act.PASS_OVER: conversation.open_question is None and (case.is_empty or case.concluded),
    }
    kept = [(topic, share) for topic, share in message.topics if not senseless.get(act_of(topic), False)]
    left = 1 - sum(share for topic, share in message.topics if senseless.get(act_of(topic), False))
    if len(kept) == len(message.topics) or not kept or left < _ENOUGH_LEFT:
        return message
    topics = [(topic, min(share / left, 1.0)) for topic, share in kept]
    first, share = topics[0]
    right = min(message.right / left, 1.0) if first == message.intent else min(share, message.right)
    return replace(message, intent=first, topics=topics, right=right)
