"""Whether a message asks or supposes, and what it asks for, whichever topic it belongs to: what a certificate is, when, why not.

The words stand in `words/*/questions.yml`, `asking_for.yml` and `asking_on.yml`. Some tell it wherever they stand, others by their place:
at the beginning of a clause or the message, at its end, near a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from nlu.language_wished import wished, wishes_nothing_else
from nlu.phrases import Found
from nlu.reading import Reading, Statement

AskedFor = Literal[
    "what_it_is",
    "whether_needed",
    "when",
    "when_to_begin",
    "why_not",
    "last_answer",
    "any_license",
    "first_step",
    "doubts",
    "doubts_openly",
    "opens_before_filing",
    "adds",
    "gives_it_up",
    "what_remains",
    "goes_back",
    "what_then",
    "first_site",
    "second_site",
    "third_site",
    "other_site",
    "has_it",
    "in_english",
    "in_chinese",
    "only_a_language",
]
KINDS: tuple[AskedFor, ...] = get_args(AskedFor)
_QUESTIONS, _WORDS, _AROUND = "questions", "asking_for", "asking_on"
# The layer of each kind that one phrase tells; most have one of their own, so that no longer phrase of another kind hides theirs.
_BY_ONE_PHRASE: Mapping[AskedFor, str] = {
    "when": _WORDS,
    "when_to_begin": "when_to_begin",
    "why_not": "why_not",
    "last_answer": _WORDS,
    "first_step": "first_step",
    "doubts": "doubts",
    "doubts_openly": "doubts_openly",
    "opens_before_filing": "opens_before_filing",
    "adds": "adds",
    "gives_it_up": "gives_it_up",
    "what_remains": "what_remains",
    "goes_back": "goes_back",
    "what_then": "what_then",
    "first_site": "which_site",
    "second_site": "which_site",
    "third_site": "which_site",
    "other_site": "which_site",
    "has_it": "has_it",
}
_FILLING = frozenset(("what_it_is", "filler", "last_answer"))
# How many tokens may stand between the need and the paper, and behind that.
_NEAR, _AT_THE_END = 8, 6
_FILING = "备案"
_TO_BE_CONFIRMED = "吧"  # 那不用备案吧
_BORDERS = frozenset(",;.:!")
_LEAST_BEFORE = 2


def asks(text: str) -> bool:
    """Whether the words are put as a question rather than as a statement."""
    reading = Reading.of(text)
    if all(token.mark for token in reading.tokens):
        return False
    if any(token.text == "?" for token in reading.tokens):
        return True
    return any(_puts_a_question(reading, each) for each in reading.found[_QUESTIONS])


def _puts_a_question(reading: Reading, word: Found) -> bool:
    """Whether the word makes a question of the message where it stands."""
    if word.label == "opening":
        return _opens_a_clause(reading, word.first)
    if word.label == "closing":
        last = word.last + 1 == len(reading.tokens)
        return last and word.first >= (_LEAST_BEFORE if word["follows"] else 0)
    return word.label == "anywhere"


def _opens_a_clause(reading: Reading, place: int) -> bool:
    """Whether the clause begins there: "what", "..., and what"."""
    before = place - 1
    if before > 0 and reading.label(_QUESTIONS, before) == "joining":
        before -= 1
    return place == 0 or (reading.tokens[before].text in _BORDERS and _parts(reading, before))


def _parts(reading: Reading, place: int) -> bool:
    """Whether a written mark stands there, and none that only takes the place of a space: "the 备案 is"."""
    token = reading.tokens[place]
    return token.mark and not reading.text[token.start : token.end].isspace()


def supposes(text: str) -> bool:
    """Whether the words put a case instead of telling one."""
    return any(each.label == "supposing" for each in Reading.of(text).found[_QUESTIONS])


def asked_for(text: str, statements: Sequence[Statement]) -> list[AskedFor]:
    """What the message asks for, in the order of KINDS; `statements` tell the certificates that it names.

    `what_it_is` and nothing beside; `whether_needed` as a question for a duty, which English leaves to the topic; `when`, a day;
    `when_to_begin`, the last day of an application; `why_not` asks back at a certificate; `last_answer` is a word that leans on what
    was answered before; `any_license`, a license of which it is not said which; `first_step`, what to do first or next; `doubts` what
    was said, or holds somebody else's word against it, `doubts_openly` where nothing else is meant; `opens_before_filing` speaks of opening
    first and filing later; `adds` to what was said before; `gives_it_up`, what was planned or thought of; `what_remains` to be got, and
    nothing else; `goes_back` to what was spoken of before; `what_then`, of what is planned; `first_site`, `second_site` and `other_site`
    name one of several that were told; `has_it`, "we have that", is said of what was asked about; `in_english` and `in_chinese` want the
    answers in that language, `only_a_language` where nothing else is asked.
    """
    reading = Reading.of(text)
    told = {kind for kind, layer in _BY_ONE_PHRASE.items() if any(_tells(reading, each, kind) for each in reading.found[layer])}
    if _what_it_is(reading, [each for each in statements if each.fact == "certificate"]):
        told.add("what_it_is")
    if _whether_needed(reading):
        told.add("whether_needed")
    if any(each.label == "either" and not each["bare"] for each in reading.found["certificates"]):
        told.add("any_license")
    if language := wished(reading):
        told.add("in_english" if language == "english" else "in_chinese")
    if wishes_nothing_else(reading):
        told.add("only_a_language")
    return [each for each in KINDS if each in told]


def _tells(reading: Reading, word: Found, kind: AskedFor) -> bool:
    """Whether the word is of that kind, and nothing but fillers stands before it if it `opens` the message, behind if it `ends` it."""
    before = range(word.first if word["opens"] else 0)
    behind = range(word.last + 1, len(reading.tokens) if word["ends"] else 0)
    around = (*before, *behind)
    return word.label == kind and all(reading.tokens[each].mark or reading.at(_AROUND, each) for each in around)


def _what_it_is(reading: Reading, named: Sequence[Statement]) -> bool:
    """Whether the message names one certificate, asks what it is, and has no other word but fillers."""
    words = reading.found[_WORDS]
    if len(named) != 1 or not any(each.label == "what_it_is" for each in words):
        return False
    start, end = named[0].start, named[0].end
    rest = (place for place, token in enumerate(reading.tokens) if not (token.mark or start <= token.start < end))
    return all(reading.label(_WORDS, place) in _FILLING for place in rest)


def _whether_needed(reading: Reading) -> bool:
    """Whether a sentence ends in a question for a duty to have a paper: "网站要备案吗", "要不要许可证？别人都没办"."""
    said = reading.tokens
    marked = [place + 1 for place, token in enumerate(said) if token.text == "?" and not all(each.mark for each in said[place:])]
    return any(_closes_with_a_duty(reading, end) for end in (*marked, len(said)))


def _closes_with_a_duty(reading: Reading, end: int) -> bool:
    """Whether what stands before that token closes with such a question."""
    said, behind = reading.tokens, end
    while behind and said[behind - 1].mark:
        behind -= 1
    put = any(token.text == "?" for token in said[behind:end])
    if behind and (reading.label(_WORDS, behind - 1) == "or_not" or said[behind - 1].text == _TO_BE_CONFIRMED):
        put, behind = True, behind - 1
    words = reading.found[_WORDS]
    needs = [each for each in words if each.label in ("must", "whether")]
    return any(
        _stands_near(reading, need, paper) and _ends_with(reading, need, paper, behind, put)
        for paper in words
        if paper.label == "paper"
        for need in needs
    )


def _stands_near(reading: Reading, need: Found, paper: Found) -> bool:
    """Whether the paper follows the need in one clause."""
    between = range(need.last + 1, paper.first)
    return need.last < paper.first and len(between) <= _NEAR and not any(_parts(reading, place) for place in between)


def _ends_with(reading: Reading, need: Found, paper: Found, behind: int, put: bool) -> bool:
    """Whether it is put as a question with few words behind the paper, or ends with that; `behind` is where what closes it begins."""
    rest = range(paper.last + 1, behind)
    if len(rest) > _AT_THE_END or any(_parts(reading, place) for place in rest):
        return False
    named = "".join(token.text for token in reading.tokens[paper.first : paper.last + 1])
    return put or (not rest and (need.label == "whether" or named == _FILING))
