"""How sure is sure enough: the thresholds by which `dialogue/weigh.py` decides, fitted by `make tune`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from icp.knowledge import read_yaml

FITTED = Path(__file__).with_name("thresholds.yml")


@dataclass(frozen=True)
class Thresholds:
    """How sure is sure enough, each 0 to 1.

    Attributes:
        sure: the first topic is meant; from here on it is answered without asking back.
        in_scope: the message is about ICP; below it no topic is answered at once.
        refused: the same; below it the message is refused rather than asked back.
        foreign: it is about something else, as a topic like any other; from here on it is refused.
        silent: questions that the article does not answer, together; from here on that is said.
        case: it is about ICP, for a message that tells what a website is or does.
        served: the same for one that states where it is served from; lower, for that is in scope by itself.
        told: the share of its words that state facts, from which on a message does nothing else.
        asked: a determination, a statement and a supposition together, for a message that tells nothing yet.
        likely: the same for one that describes a website.
        telling: the same for one that tells and asks nothing.
        whole: the same for one that tells where the site is served from and what it does, or how that is to change.
        story: the same for a story, long and full of what states nothing, that tells less than the whole.
        steering: the same as `sure`, for what steers the conversation and for courtesies.
        clause: a part of a message is meant and in scope, to be answered besides.
        subject: how probable the subject of a question must be that the article does not answer, to be named.
        reading: how probable a third reading must be, and any that a part of the message asks for.
        beyond: a question beyond the article is asked; from here on it is answered.
        beside: the same for one that belongs to a documented question, which is answered first.
        plausible: how probable the intent of such a question must be among the topics of the message.
        clear: how probable such a question must be for itself, to count as asked whatever else the message may be.
        nearby: any such question is asked; from here on the likeliest ones are offered.
        besides: the same where the message has another answer, behind which they are offered.
        together: it is one of the three likeliest, if it is any; below it none is offered.
    """

    sure: float
    in_scope: float
    refused: float
    foreign: float
    silent: float
    case: float
    served: float
    told: float
    asked: float
    likely: float
    telling: float
    whole: float
    story: float
    steering: float
    clause: float
    subject: float
    reading: float
    beyond: float
    beside: float
    plausible: float
    clear: float
    nearby: float
    besides: float
    together: float


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """The fitted thresholds, from `thresholds.yml` beside this file."""
    values = read_yaml(FITTED)
    return Thresholds(**{each.name: float(values[each.name]) for each in fields(Thresholds)})
