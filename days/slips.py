"""Words typed wrong: with two letters exchanged, one doubled, left out, put in or taken for another."""

from __future__ import annotations

from collections.abc import Iterator

# These are words of their own, though a slip away from one of days; the second ones more often than a slip.
OTHER_WORDS = frozenset(
    "ad aril eighht eigth fift firs fist form fort forth fro las lat lats lest mach marc mont moth moths net pervious seen "
    "sevent sixt sunda sven te tent th thee there toady tody tree wee wees yea yeas yer".split()
)
_AT_HOME = frozenset(
    "bear bears cast coding dear east even fast fear fight gear hear hears height his hundreds jane jury least light list lost "
    "match might mouth pays right says seconds seek seen sight steven text there thin thus tight tree tune ways weak wear "
    "weight yeah".split()
)


def slips(word: str) -> Iterator[str]:
    """The word with two letters exchanged, one doubled or one left out, which is not the first: after these it is still the only one."""
    for place in range(len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield before + letter + word[place:]
        yield before + after[:1] + letter + after[1:]
        if before:
            yield before + after


def may_be_meant(word: str, meant: str) -> bool:
    """Whether one slip of any kind lies between two words, the first of which is not another word."""
    if word in _AT_HOME or abs(len(word) - len(meant)) > 1:
        return False
    same = next(
        (place for place, (one, other) in enumerate(zip(word, meant, strict=False)) if one != other), min(len(word), len(meant))
    )
    ours, theirs = word[same:], meant[same:]
    return ours[1:] in (theirs, theirs[1:]) or ours == theirs[1:] or (ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:])
