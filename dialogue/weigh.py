"""The one place that decides what a message is taken for: everything that is known of it on the table, the first row that fits.

What the NLU reports is evidence, no decision: how probable each topic is, how sure the first one is, how near the message is to what
is known at all, which facts it states. Here it is weighed in the light of the conversation: the question that is open, what was
offered, how far the case is. The thresholds are fitted by `make tune` on real messages that train and never on those that measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogue.acts import CASE, SUPPOSE, Act, act_of
from dialogue.asked import (
    asks_first_step,
    asks_what_it_is,
    asks_what_remains,
    asks_what_then,
    asks_when,
    asks_when_to_begin,
    asks_whether_needed,
    doubts_openly,
    doubts_the_result,
    gives_it_up,
    gives_up,
    goes_on_supposing,
    only_wishes_a_language,
    opens_first,
    tells_a_story,
)
from dialogue.conversation import Conversation
from dialogue.days_heard import moves_a_day_ahead, moves_the_plan
from dialogue.documents import asks_on_for_an_owner
from dialogue.hearing import Heard
from dialogue.may_ask import OFFERED, surely_beyond
from dialogue.numbers import has_numbers, is_nothing_but_numbers
from dialogue.provinces import asks_on_for_a_province
from dialogue.sites import other_site_asked_for
from dialogue.table import ALIKE_FOR_PSB, FOREIGN, MOSTLY, OF_DAYS, WHERE, WHY, Table
from dialogue.thresholds import Thresholds, thresholds
from icp.facts import CERTIFICATES, DAYS, WEBSITE, Facts, Place, Question

# Topics with the same answer, or with one that serves as well.
_WHAT_IT_IS = ("ask_filing", "ask_license", "ask_psb")
# What is called off may be a plan, where no certificate is named.
_CALLED_OFF = "uncovered_change"
_COURTESIES = (Act.RETURN_COURTESY, Act.TAKE_FEEDBACK)
_DROPPING = (Act.START_OVER, Act.FORGET_EVERYTHING)
_STEERING = (Act.STOP, *_DROPPING, Act.REPEAT, Act.PASS_OVER, Act.SWITCH_SITE, Act.FOLLOW_UP)
# Below it what is asked is hardly about days.
LITTLE = 0.1
# From here on it may be asked, where the words themselves are those of such a question.
RATHER = 0.2
# From here on it is hardly anything else.
_NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Row:
    """One row of the table: the act to take where the condition holds and no row above does; None is what the first topic leads to."""

    name: str
    holds: Callable[[Table], bool]
    act: Act | None


def _means_what_it_says(table: Table) -> bool:
    return table.message.certain and table.heard.is_nothing and not doubts_openly(table.conversation)


def _bare(table: Table, intent: str) -> bool:
    heard, message = table.heard, table.message
    told = heard.describes or heard.dated or heard.stated & CERTIFICATES  # "no license, I think"
    meant = message.intent == intent and min(message.right, message.share(intent)) >= table.bar.steering
    return meant and not (told or message.asks or doubts_openly(table.conversation))


def _asks_for_a_duty(table: Table) -> bool:
    """Whether it is asked of a result whether a certificate is needed: "那要许可证吗" is answered for the website."""
    named = bool(table.message.values("certificate"))
    return table.conversation.case.concluded and named and asks_whether_needed(table.message)


def _steers(table: Table) -> bool:
    told = table.heard.describes or bool(table.heard.suggested & WEBSITE) or doubts_openly(table.conversation)
    if table.first is Act.SWITCH_SITE:  # "back to the tea shop" names the other site; without one, few speak of it
        told = (told or table.message.right < table.bar.sure) and not table.conversation.other_cases
    either = table.message.share("ask_follow_up", *_WHAT_IT_IS) if table.first is Act.FOLLOW_UP else 0.0
    if table.first in _DROPPING:
        # "Scrap the move" drops no more than that, "那我把二维码去掉" takes something off the site. What is lost does not come back.
        meant = max(table.message.right, table.message.share("start_over", "forget_everything"))
        told = told or meant < (table.bar.clear if gives_up(table.message) else table.bar.sure)
    told = told or _asks_for_a_duty(table)
    return table.first in _STEERING and max(table.message.right, either) >= table.bar.steering and not told


def _gives_up_a_plan(table: Table) -> bool:
    steers = _steers(table) and table.first is not Act.STOP and table.message.right >= table.bar.sure
    called_off = table.message.intent == _CALLED_OFF and not table.message.values("certificate")
    other = steers or (_asks_for_another_topic(table) and not called_off)
    return gives_it_up(table.conversation) and not other


def _puts_it_off(table: Table) -> bool:
    """Whether it is left for another time: "以后再说" is no wish to hear it said again."""
    return table.first is Act.REPEAT and gives_up(table.message) and table.heard.is_nothing


def _asks_the_same_of_another(table: Table) -> bool:
    """Whether another certificate is all that the message names: "and the license?" asks of it what was asked before."""
    message = table.message
    either = message.share("ask_follow_up", *_WHAT_IT_IS)
    leans = message.share("ask_follow_up") >= RATHER and message.intent in _WHAT_IT_IS and either >= _NEARLY_ALL
    return leans and table.conversation.last_topic is not None and not asks_what_it_is(message)


def _is_courteous(table: Table) -> bool:
    asks = table.message.asks and table.message.intent == "goodbye"  # who asks does not leave
    meant = table.message.right >= table.bar.steering and table.message.share(FOREIGN) < RATHER  # nor does who babbles greet
    return table.first in _COURTESIES and table.heard.is_nothing and meant and not asks


def _answers_the_question(table: Table) -> bool:
    heard, question = table.heard, table.question
    if question is None or table.message.supposes:
        return False
    if table.message.asks and table.message.share(FOREIGN) >= MOSTLY:
        return False  # "how is the weather today" tells no day
    only_suggested = heard.stated <= heard.suggested and _asks_surely(table) and table.message.intent not in CASE
    return (heard.answers(question) and not only_suggested) or heard.unclear_date is not None or heard.either_license


def _hints_at_the_place(table: Table) -> bool:
    """Whether a cloud or a machine at home is all that is said where the place was asked: either may stand in any country."""
    heard, message = table.heard, table.message
    hinted = heard.suggested & WHERE and not heard.stated - {"provider"} and not heard.planned
    nothing_else = message.coverage >= MOSTLY or message.intent in CASE
    return table.question is Question.HOSTING and bool(hinted) and not message.asks and nothing_else


def _asks_why(table: Table) -> bool:
    tells = table.heard.is_new and table.heard.stated & CERTIFICATES and not table.message.asks  # "we have that, and the filing"
    if tells or (table.question is None and not table.conversation.case.concluded):
        return False
    why = table.message.share(*WHY)
    surely_else = table.message.intent not in CASE and table.message.right >= table.bar.sure
    doubted = doubts_the_result(table.message, why >= LITTLE, table.heard.is_nothing, surely_else)
    if table.conversation.case.concluded and doubted:
        return True
    return 2 * why >= table.message.share(table.message.intent) and max(why, table.sureness) >= table.bar.steering


def _supposes(table: Table) -> bool:
    heard, case = table.heard, table.conversation.case
    told = heard.describes or heard.suggested & WEBSITE or table.message.share(SUPPOSE) >= RATHER
    if told and goes_on_supposing(table.conversation) and table.message.asks and not table.tells_all:
        return True
    if case.is_empty or not (heard.describes or heard.suggested & WEBSITE):
        told = heard.planned and heard.stated & WEBSITE and not table.message.supposes  # how it is today, and what is planned
        return table.message.intent == SUPPOSE and table.sureness >= table.bar.sure and not told
    if heard.planned and not (table.message.asks or table.message.supposes):
        return False  # "next year the server moves to Wuhan" tells a plan
    suggests = any(getattr(heard.likely, name) != getattr(heard.before, name) for name in heard.suggested & WEBSITE)
    thought = any(each.get("planned") for each in table.message.entities)
    asks = table.message.asks or (suggests and thought and not heard.stated & WEBSITE)  # "thinking of a CDN in Shanghai"
    changed = asks and case.concluded and (heard.contradicts or suggests or _adds_a_network(heard))
    return table.message.supposes or table.message.intent == SUPPOSE or (changed and not table.question)


def _supposes_no_change(table: Table) -> bool:
    """Whether nothing else is put than what is known: "and if we just leave it as it is?", and of a plan "will we need something then?"."""
    message, case = table.message, table.conversation.case
    known = gives_up(message) or (case.later != Facts() and case.supposed == Facts() and message.asks)
    put = known and message.intent == SUPPOSE and table.sureness >= table.bar.sure
    return put and table.heard.is_nothing and not table.heard.suggested and case.concluded


def _adds_a_network(heard: Heard) -> bool:
    """Whether a CDN in the mainland is told of a site that is served from outside: its result took it that there is none."""
    outside = heard.before.server is Place.OUTSIDE and heard.before.cdn is None
    return outside and "cdn" in heard.stated and heard.facts.cdn is Place.MAINLAND


def _asks_something_else(table: Table) -> bool:
    """Whether a message that tells a day asks rather for what no day answers: "handed in on 3 March, may we test already?"."""
    message = table.message
    other = message.intent not in (*CASE, *ALIKE_FOR_PSB) and table.first in OFFERED and message.share(*OF_DAYS) < LITTLE
    return message.asks and other and message.share(message.intent) >= table.bar.likely


def _is_about_days(table: Table) -> bool:
    heard = table.heard
    if heard.describes or table.foreign or _asks_something_else(table):
        return False
    return bool(heard.stated & DAYS) or (heard.dated and table.message.share(*OF_DAYS) >= table.bar.steering)


def _asks_for_a_known_day(table: Table) -> bool:
    """Whether the message asks "when?" of what has a date already, or says that it waits for it, and tells no other day."""
    message, facts = table.message, table.conversation.facts
    dated = any(getattr(facts, name) is not None for name in DAYS)
    named = set(message.values("certificate"))
    if facts.opened_on and named == {"psb_filing"} and "when_to_begin" in message.asks_for and table.heard.is_nothing:
        return message.asks and not message.supposes  # 公安备案还来得及吗
    wanted = message.intent in ("ask_how_long", "ask_deadline") and message.share(*OF_DAYS) >= MOSTLY
    return dated and wanted and table.heard.is_nothing and not message.supposes and (asks_when(message) or not message.asks)


def _asks_for_a_planned_opening(table: Table) -> bool:
    """Whether it is asked when to begin for the opening that is ahead, or whether that can be kept: "is that doable?"."""
    opening, now = table.conversation.facts.opened_on, table.conversation.today
    ahead = opening is not None and opening > now
    return ahead and table.message.asks and table.heard.is_nothing and asks_when_to_begin(table.message)


def _plans_from_a_day(table: Table) -> bool:
    submission = table.heard.submission_ahead(table.conversation)
    planned = table.message.share("ask_plan") > table.message.share("ask_deadline")
    return submission is not None and planned and _is_about_days(table)


def _asks_surely(table: Table) -> bool:
    named = {each.partition("/")[0] for each in surely_beyond(table.message, table.bar)}
    sure = table.sureness >= table.bar.sure or table.message.intent in named
    return table.first in OFFERED and not table.foreign and sure


def _does_not_answer(table: Table) -> bool:
    return table.question is not None and (not table.message.asks or table.message.intent == FOREIGN)


def _has_nothing_to_do_with_it(table: Table) -> bool:
    message = table.message
    mostly = message.intent == FOREIGN and message.share(FOREIGN) >= MOSTLY and table.question is None
    attempts = table.question is not None and not message.asks
    return table.foreign and not attempts and (message.in_scope < table.bar.refused or mostly)


def _asks_which(table: Table) -> bool:
    story = tells_a_story(table.message)
    enough = table.bar.story if story else table.bar.asked
    sure = (table.message.right >= table.bar.sure and not story) or table.message.share(*CASE) >= enough
    if not table.foreign and table.message.share(*CASE) >= RATHER and asks_whether_needed(table.message):
        return True
    says_nothing = table.question is not None and not table.message.asks  # the question comes back in other words
    return table.message.intent in CASE and not table.foreign and sure and not says_nothing


def _tells_news(table: Table) -> bool:
    case = table.conversation.case
    news = table.heard.is_new and not (table.heard.dated and _asks_something_else(table))
    return (not case.is_empty or table.question is not None) and news and not table.foreign


def _asks_what_is_not_covered(table: Table) -> bool:
    beyond = [each for each in surely_beyond(table.message, table.bar) if act_of(each) is Act.SAY_NOT_COVERED]
    if beyond and table.message.intent not in (*CASE, FOREIGN):
        return True
    silent = [topic for topic, _ in table.message.topics if act_of(topic) is Act.SAY_NOT_COVERED]
    return table.message.intent in silent and not table.foreign and table.message.share(*silent) >= table.bar.silent


def _asks_for_another_topic(table: Table) -> bool:
    tells_news = table.conversation.case.concluded and table.heard.is_new and not table.message.asks
    whole_case = table.tells_all and table.describes_a_case  # its result comes first, and the answer behind it
    only_tells = table.first is Act.ANSWER and table.tells_several and table.describes_a_case
    return _asks_surely(table) and table.message.intent not in CASE and not (tells_news or whole_case or only_tells)


ROWS: Sequence[Row] = (
    Row("another language and nothing else", lambda table: only_wishes_a_language(table.message), Act.SWITCH_LANGUAGE),
    Row("a plan given up", _gives_up_a_plan, Act.STOP),
    Row("a click or a known sentence means what it says", _means_what_it_says, None),
    Row("a bare yes", lambda table: _bare(table, "affirm"), Act.TAKE_YES),
    Row("a bare no", lambda table: _bare(table, "deny"), Act.TAKE_NO),
    Row("a click means what it says", lambda table: table.message.certain and not doubts_openly(table.conversation), None),
    Row("nothing but a certificate number", lambda table: is_nothing_but_numbers(table.conversation), Act.READ_NUMBER),
    Row("an answer to the open question", _answers_the_question, Act.TAKE_STATEMENT),
    Row("an answer that only hints at where it is", _hints_at_the_place, Act.ASK_AGAIN),
    Row("the rules of another province", lambda table: asks_on_for_a_province(table.conversation), Act.SAY_NOT_COVERED),
    Row("the documents of another owner", lambda table: asks_on_for_an_owner(table.conversation), Act.SAY_NOT_COVERED),
    Row(
        "the other of two websites",
        lambda table: other_site_asked_for(table.conversation, table.heard) is not None,
        Act.SWITCH_SITE,
    ),
    Row("what to do first", lambda table: asks_first_step(table.conversation) and table.heard.is_nothing, Act.GIVE_FIRST_STEP),
    Row("what is still needed", lambda table: asks_what_remains(table.conversation) and table.heard.is_nothing, Act.DETERMINE),
    Row("what a plan will need", lambda table: asks_what_then(table.conversation) and table.heard.is_nothing, Act.SUPPOSE),
    Row("put off", _puts_it_off, Act.STOP),
    Row("a plan from another day", lambda table: moves_the_plan(table.conversation), Act.GIVE_PLAN),
    Row("another day for what is ahead", lambda table: moves_a_day_ahead(table.conversation), Act.GIVE_DEADLINE),
    Row("a word that steers", _steers, None),
    Row("the same of another certificate", _asks_the_same_of_another, Act.FOLLOW_UP),
    Row("a courtesy and nothing else", _is_courteous, None),
    Row("whether a planned opening can be kept", _asks_for_a_planned_opening, Act.GIVE_PLAN),
    Row("why, and are you sure", _asks_why, Act.EXPLAIN),
    Row("opening before the filing", lambda table: opens_first(table.message) and not table.foreign, Act.ANSWER),
    Row("a day that is known", _asks_for_a_known_day, Act.GIVE_DEADLINE),
    Row("what if nothing changes", _supposes_no_change, Act.DETERMINE),
    Row("a case that is only supposed", _supposes, Act.SUPPOSE),
    Row("nothing but facts", lambda table: table.only_states, Act.TAKE_STATEMENT),
    Row("a known question, surely asked", _asks_for_another_topic, None),
    Row("a plan from the day of an application still ahead", _plans_from_a_day, Act.GIVE_PLAN),
    Row("a day of the case", _is_about_days, Act.GIVE_DEADLINE),
    Row("a described website", lambda table: table.describes_a_case, Act.DETERMINE),
    Row("news of a case that is under way", _tells_news, Act.TAKE_STATEMENT),
    Row("a question that the article most likely does not answer", _asks_what_is_not_covered, Act.SAY_NOT_COVERED),
    Row("which certificate, without a description", _asks_which, Act.DETERMINE),
    Row("a certificate number beside what is not understood", lambda table: has_numbers(table.conversation), Act.READ_NUMBER),
    Row("nothing to do with ICP", _has_nothing_to_do_with_it, Act.REFUSE),
    Row("no answer to the open question", _does_not_answer, Act.ASK_AGAIN),
    Row("in doubt", lambda table: True, Act.ASK_BACK),
)


def weigh(conversation: Conversation, heard: Heard, bar: Thresholds | None = None) -> tuple[Act, Row]:
    """The act that the message of this turn calls for, and the row that decided it."""
    table = Table(conversation, heard, bar or thresholds())
    row = next(each for each in ROWS if each.holds(table))
    return row.act or table.first, row
