"""What the assistant can do in a turn. Rasa knows each act as an action of that name; its rules say which topic asks for which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path

from icp.knowledge import KnowledgeError, read_yaml

# The topics that lead into a case.
DETERMINE, STATE, SUPPOSE = "determine", "inform", "what_if"
CASE = (DETERMINE, STATE, SUPPOSE)
RULES = Path(__file__).resolve().parent.parent / "data" / "rules"


class Act(str, Enum):
    """The acts, by the names of their actions in the domain."""

    ANSWER = "action_answer"
    FOLLOW_UP = "action_answer_follow_up"
    SAY_NOT_COVERED = "action_say_not_covered"
    DETERMINE = "action_determine"
    TAKE_STATEMENT = "action_take_statement"
    TAKE_YES = "action_take_yes"
    TAKE_NO = "action_take_no"
    PASS_OVER = "action_pass_over"
    SUPPOSE = "action_suppose"
    EXPLAIN = "action_explain"
    SWITCH_SITE = "action_switch_site"
    GIVE_DEADLINE = "action_give_deadline"
    GIVE_PLAN = "action_give_plan"
    GIVE_CALENDAR = "action_give_calendar"
    GIVE_SUMMARY = "action_give_summary"
    REACH_PERSON = "action_reach_person"
    RETURN_COURTESY = "action_return_courtesy"
    TAKE_FEEDBACK = "action_take_feedback"
    REPEAT = "action_repeat"
    STOP = "action_stop"
    START_OVER = "action_start_over"
    FORGET_EVERYTHING = "action_forget_everything"
    ASK_BACK = "action_ask_back"
    ASK_AGAIN = "action_ask_again"
    REFUSE = "action_refuse"
    READ_NUMBER = "action_read_number"
    SWITCH_LANGUAGE = "action_switch_language"
    GIVE_FIRST_STEP = "action_give_first_step"


@lru_cache(maxsize=1)
def acts_of_topics() -> Mapping[str, Act]:
    """The act that each topic leads to, as Rasa's rules say it: one intent, or several under `or`, then one action.

    Raises:
        KnowledgeError: a rule names an action that is no act.
    """
    found: dict[str, Act] = {}
    for path in sorted(RULES.glob("*.yml")):
        for rule in read_yaml(path)["rules"]:
            asked, *led_to = rule["steps"]
            intents = [each["intent"] for each in asked.get("or", [asked]) if "intent" in each]
            for intent in intents:
                try:
                    found[intent] = Act(led_to[0]["action"])
                except ValueError as error:
                    raise KnowledgeError(f"{path.name}: {error}; dialogue/acts.py lists the acts.") from error
    return found


def act_of(topic: str) -> Act:
    """The act that a topic, or the intent of a retrieval intent, leads to; one that no rule names is refused."""
    return acts_of_topics().get(topic.partition("/")[0], Act.REFUSE)
