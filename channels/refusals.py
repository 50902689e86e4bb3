"""What a client is told when its request is not answered: a status, a machine-readable code and one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.texts import DEFAULT, refusal_text


@dataclass(frozen=True)
class Refusal:
    """A request that is not answered.

    Attributes:
        status: the HTTP status, 4xx when the client can mend it, 5xx when it cannot.
        code: for programs; stands in `openapi.yml`.
        message: for people, in English; says what is allowed.
        headers: further response headers.
        values: what the sentence in another language is filled with.
    """

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def body(self, language: str = DEFAULT) -> dict[str, Any]:
        """The JSON body, in that language where there is a sentence in it."""
        message = refusal_text(self.code, language, self.values) or self.message
        return {"error": {"code": self.code, "message": message}}


NOTHING_HERE = Refusal(404, "not_found", "There is nothing at this address.")


def rate_limited(seconds: float) -> Refusal:
    """Too many requests; the wait is rounded up to whole seconds, at least one."""
    wait = max(1, int(-(-seconds // 1)))
    again = "in a second" if wait == 1 else f"in {wait} seconds"
    return Refusal(429, "rate_limited", f"Too many messages; try again {again}.", {"Retry-After": str(wait)}, {"seconds": wait})


def message_id_reused() -> Refusal:
    """The id came before, with another message."""
    return Refusal(409, "message_id_reused", "This `message_id` belongs to another message; each needs its own.")
