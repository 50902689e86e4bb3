"""Two websites in one message: which facts belong to which, and where there is but one."""

from __future__ import annotations

import pytest

from nlu.statements import find_statements


def told(text: str, role: str | None) -> dict[str, str]:
    return {each.fact: each.value for each in find_statements(text) if each.role == role and each.fact in ("server", "activity")}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "the shop is on a server in Ningbo and the blog is hosted in Madrid",
            {"activity": "own_sales", "server": "mainland"},
            {"activity": "informational", "server": "outside"},
        ),
        (
            "Our company site runs in Oslo, our webshop on a server in Hefei. We take Alipay.",
            {"activity": "informational", "server": "outside"},
            {"activity": "own_sales", "server": "mainland"},
        ),
        (
            "博客放在大阪，商城在苏州机房",
            {"activity": "informational", "server": "outside"},
            {"activity": "own_sales", "server": "mainland"},
        ),
        (
            "我有一个博客在烟台，没有支付；还有一个网店在釜山",
            {"activity": "informational", "server": "mainland"},
            {"activity": "own_sales", "server": "outside"},
        ),
    ],
)
def test_each_of_two_sites_has_its_own_facts(text: str, first: dict[str, str], second: dict[str, str]) -> None:
    assert told(text, None) == first
    assert told(text, "beside") == second


@pytest.mark.parametrize(
    "text",
    [
        "our blog is on a server in Ningbo and our customers are in Madrid",
        "we moved the blog from a server in Ningbo to one in Madrid",
        "if the shop stays in Ningbo and the blog goes to Madrid?",
        "is the shop in Ningbo and the blog in Madrid?",
        "my partner's shop is on a server in Ningbo and the blog is hosted in Madrid",
        "博客在苏州机房，图片也在上海",
    ],
)
def test_one_site_stays_one(text: str) -> None:
    assert told(text, "beside") == {}
