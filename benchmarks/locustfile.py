"""Conversations for locust, as people have them; run by `benchmarks/load.py`, which names the assistants in LOAD_HOSTS."""

from __future__ import annotations

import os
import random
import uuid

from locust import FastHttpUser, between, task

from benchmarks.conversations import CONVERSATIONS

HOSTS = os.environ.get("LOAD_HOSTS", "http://127.0.0.1:5005").split()
PATH = "/webhooks/rest/webhook"


class Person(FastHttpUser):
    """Says one thing after the other, each a moment after the answer, and begins a new conversation when it is over."""

    wait_time = between(0.5, 1.5)
    host = HOSTS[0]

    @task
    def converse(self) -> None:
        """One conversation, of which each message goes to any of the assistants."""
        sender = uuid.uuid4().hex
        for message in random.choice(CONVERSATIONS):
            body = {"sender": sender, "message": message, "message_id": uuid.uuid4().hex}
            self.client.post(f"{random.choice(HOSTS)}{PATH}", json=body, name="turn")
            self.wait()
