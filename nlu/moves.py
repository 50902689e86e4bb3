"""What moves to a place, and when: a website that has moved, one that is going to, or only the people behind it."""

from __future__ import annotations

from nlu.phrases import Found
from nlu.places import Head, Place
from nlu.reading import Reading

_DUE = frozenset(("moves", "migrates", "relocates", "往"))
# What makes no move of the past of "moved": "is to be moved", "gets moved".
_TO_COME = frozenset(("be", "to", "being", "get", "gets", "getting", "is", "are", "'s", "will", "would", "when", "once", "if"))
_MOVED = frozenset(("took", "brought", "went", "fled", "carried", "dragged", "pulled", "hauled", "shipped", "came", "put"))
_MOVED_IN_CHINESE = frozenset(("了", "已", "刚", "早", "全"))
_OVER = frozenset("了")  # of another verb where it stands before this one: "学员多了要挪回国内"
_BESIDE = 2
# Who may move without a website, and what tells that one does.
_PEOPLE = frozenset(("i", "we", "i've", "we've"))
_AS_PEOPLE_DO = frozenset(("moved", "relocated"))
_SERVING = frozenset(("host", "serves", "cdn", "product", "site"))
_FEW = 3


def is_done(reading: Reading, place: Place, head: Head) -> bool:
    """Whether a move to the place is over, so that whatever else is told was before: "we moved to Oslo in May", "搬到上海了"."""
    if head.label != "move" or place.tie == "from":
        return False
    verb = [reading.tokens[each].text for each in range(head.first, head.last + 1)]
    if not verb[0].isascii():
        before = reading.words(range(head.first - _BESIDE, head.first), head.first)
        behind = reading.words(range(head.first, place.behind + _BESIDE), head.first)
        return bool(_MOVED_IN_CHINESE & (before | behind) - (before & _OVER - behind))
    before = {reading.tokens[each].text for each in range(max(head.first - _BESIDE, 0), head.first)}
    return (verb[0].endswith("ed") or verb[0] in _MOVED) and not before & _TO_COME


def is_about_to_move(reading: Reading, place: Place, head: Head) -> bool:
    """Whether a move is told as one that is due: "it moves to Oslo on 1 March", "网站往国内搬"."""
    told = {reading.tokens[head.first].text, reading.tokens[place.start].text}
    return head.label == "move" and place.tie == "to" and not _DUE.isdisjoint(told)


def is_to_come(reading: Reading, head: Head | None, place: Place, plan: Found) -> bool:
    """Whether a plan tells that it is otherwise today: who wants to move stands somewhere else, who wants a CDN there has none."""
    if head is not None and ((head.label == "cdn" and not plan["weak"]) or (head.label == "move" and place.tie == "to")):
        return True
    return any(_moves_there(reading, each, place) for each in reading.found["hosting"] if each.label == "move")


def _moves_there(reading: Reading, move: Found, place: Place) -> bool:
    """Whether a verb in the present tells what goes to the place: "in June we move the shop to a server in Wuhan"."""
    verb, between = reading.tokens[move.first].text, range(move.last + 1, place.start)
    told = verb.isascii() and not verb.endswith("ed") and verb not in _MOVED
    same = reading.clause[move.first] == reading.clause[place.start]
    return told and same and any(reading.tokens[each].text in ("to", "onto") for each in between)


def people_moved(reading: Reading, place: Place, head: Head) -> bool:
    """Whether somebody moved there of whom it is not said that a website did: "we moved to Wuhan in May", without a word that serves."""
    first = reading.tokens[head.first]
    if first.text not in _AS_PEOPLE_DO or place.tie != "to" or place.whole:
        return False
    before = reading.words(range(max(head.first - _FEW, 0), head.first), head.first)
    told_before = range(place.behind)
    serving = any(each.label in _SERVING and each.first in told_before for each in reading.found["hosting"])
    provided = any(each.first in told_before for each in reading.found["provider"])
    at_once = reading.tokens[head.last + 1].text in ("to", "from")  # nothing that is moved stands between
    return bool(before & _PEOPLE) and at_once and not (serving or provided)
