"""Conversations as people have them, for whoever puts a load on the assistant."""

from __future__ import annotations

CONVERSATIONS: tuple[tuple[str, ...], ...] = (
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
