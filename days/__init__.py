"""Days as people write them, in English and Chinese: found in a message, and read whole or not at all.

`find` needs no clock and gives the words; `read` tells what the words mean on a given day. A word that belongs to an expression and
is not understood makes all of it not understood, so that no piece is taken for the whole.
"""

from days.finding import Expression, find
from days.reading import read
from days.readings import AroundHoliday, Day, Either, FarOff, NoDay, Reading, Span, Tense, Why, days_told

__all__ = [
    "AroundHoliday",
    "Day",
    "Either",
    "Expression",
    "FarOff",
    "NoDay",
    "Reading",
    "Span",
    "Tense",
    "Why",
    "days_told",
    "find",
    "read",
]
