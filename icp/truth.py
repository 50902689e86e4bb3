"""Three-valued logic: True, False, or None for "not known yet" (Kleene's strong logic)."""

from __future__ import annotations

Truth = bool | None


def any_of(*parts: Truth) -> Truth:
    """True as soon as one part is; False only when all are."""
    if any(part is True for part in parts):
        return True
    return None if None in parts else False


def all_of(*parts: Truth) -> Truth:
    """False as soon as one part is; True only when all are."""
    if any(part is False for part in parts):
        return False
    return None if None in parts else True
