"""Conversations for locust, as people have them; run by `benchmarks/load.py`, which names the assistants in LOAD_HOSTS."""

from __future__ import annotations

import os
import random
import uuid

from locust import FastHttpUser, between, task

HOSTS = os.environ.get("LOAD_HOSTS", "http://127.0.0.1:5005").split()
PATH = "/webhooks/rest/webhook"
CONVERSATIONS = (
    (
        "We run a Shopify-like store on an ECS in Shanghai and take Alipay, what do we need?",
        "I have the ICP Filing",
        "why the license?",
    ),
    ("Do I need an ICP license?", "the server is in Nanjing", "it only informs", "no payments", "what is the PSB filing?"),
    ("我们在杭州的服务器上开了个网店，可以微信支付，要办什么手续？", "已经有备案了", "为什么要许可证？"),
    ("how long does the filing take?", "we opened on 3 November", "what if we drop the payments?"),
    ("is my dog allowed on the train", "服务器在新加坡", "多久能办好？"),
)


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
