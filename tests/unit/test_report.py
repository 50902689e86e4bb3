"""The report: what is counted of conversations, what is put together, and what must not be shown."""

from __future__ import annotations

import json
import re
import stat
import time
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import sqlalchemy as sa
import yaml
from rasa.shared.nlu.training_data.formats import RasaYAMLReader

from dialogue.language import LANGUAGES
from icp.facts import Question
from store.events import EVENTS, METADATA
from tests.unit.simulated import Truth, bot, simulate, user
from tools.environment import ROOT
from tools.report import __main__ as report
from tools.report.__main__ import to_label
from tools.report.clusters import Group, grouped, masked
from tools.report.names import name_in, topic_name, words
from tools.report.page import page
from tools.report.pictures import Series, axis_end, every_day, lines
from tools.report.reading import NOT_UNDERSTOOD, SAID, Findings, NotUnderstood, percentile, read

NOON = 1_795_752_000.0  # 27 November 2026, 12:00 in China


def found(*conversations: list[dict[str, Any]]) -> Findings:
    return read((f"s{number}", json.dumps(event)) for number, events in enumerate(conversations) for event in events)


def by_first_letter(texts: Any) -> np.ndarray:
    """An encoder for which sentences with one first letter mean the same."""
    return np.array([np.eye(128)[ord(text[0]) % 128] for text in texts])


def test_a_conversation_counts_with_its_turns_answers_and_languages() -> None:
    findings = found(
        [user("what is PSB", "ask_psb", NOON), bot(NOON + 2, type="answer", topic="psb", language="en")],
        [user("你好", "greet", NOON), bot(NOON + 1, type="fallback", reason="no_idea", language="zh")],
    )
    assert (findings.conversations, findings.turns) == (2, 2)
    assert findings.topics == {"psb": 1}
    assert findings.languages == {"en": 1, "zh": 1}
    assert findings.reasons == {"no_idea": 1}
    assert {name: (day.turns, day.not_understood) for name, day in findings.days.items()} == {"2026-11-27": (2, 1)}
    assert sorted(findings.seconds) == [1.0, 2.0]
    assert findings.not_understood == [NotUnderstood("你好", "no_idea", "greet", "zh")]


def test_a_turn_begins_when_its_message_came_and_not_when_it_was_understood() -> None:
    told = {**user("what is PSB", "ask_psb", NOON), "metadata": {"arrived": NOON - 0.5}}
    assert found([told, bot(NOON + 2, type="answer", topic="psb")]).seconds == [2.5]


def test_a_determination_without_its_result_is_given_up_at_the_fact_that_was_asked_last() -> None:
    asked = [user("do I need it", "determine", NOON), bot(NOON, type="question", fact="hosting"), user("dunno", "inform", NOON)]
    reached = [*asked, bot(NOON, type="determination", required=[])]
    findings = found([*asked, bot(NOON, type="question", fact="activity")], reached)
    assert (findings.begun, findings.reached, findings.given_up) == (2, 1, {"activity": 1})


def test_a_vote_is_on_what_was_answered_before_it() -> None:
    findings = found(
        [
            user("what is PSB", "ask_psb", NOON),
            bot(NOON, type="answer", topic="psb"),
            user("/not_helped", "not_helped", NOON),
            user("that helped", "helped", NOON),
        ]
    )
    assert {topic: dict(votes) for topic, votes in findings.votes.items()} == {"psb": {"not_helped": 1}}


def test_what_is_beyond_the_article_was_understood_and_buttons_are_not_labelled() -> None:
    findings = found(
        [
            user("my neighbour's drone", "uncovered_other", NOON),
            bot(NOON, type="fallback", reason="not_covered"),
            user("/ask_psb", "ask_psb", NOON),
            bot(NOON, type="fallback", reason="unsure"),
        ]
    )
    assert findings.not_understood == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 13812345678 about shop.example.cn/a?b", "call [phone number] about [website]"),
        ("our ICP number is 12 345 678\n ok?", "our ICP number is [number] ok?"),
        ("https://例子.cn and 3 servers", "[website] and 3 servers"),
        ("我们的站是http://测试.中国/a，能用吗", "我们的站是[website]，能用吗"),
        ("域名shop.example.cn/路径，备案了", "域名[website]，备案了"),
    ],
)
def test_addresses_and_long_numbers_are_not_shown(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_what_means_the_same_stands_together_with_its_nearest_topic_and_three_examples() -> None:
    messages = [NotUnderstood(f"a{number}", "unsure", "ask_psb", "en") for number in range(5)]
    messages += [NotUnderstood("b", "unsure", "ask_order", "en")] * 9 + [NotUnderstood("a0", "unsure", "ask_order", "en")]
    first, second = grouped(messages, by_first_letter)
    assert (first.count, first.nearest, first.examples) == (9, "ask_order", ("b",))
    assert (second.count, second.nearest) == (6, "ask_psb")
    assert len(second.examples) == 3
    assert sorted(second.texts) == [f"a{number}" for number in range(5)]


def test_a_person_is_named_only_after_messages_that_were_not_understood_so_these_count_too() -> None:
    findings = found([user("the thing with the number", "ask_psb", NOON), bot(NOON, type="fallback", reason="hand_over")])
    assert [each.reason for each in findings.not_understood] == ["hand_over"]


def test_an_answer_without_a_topic_counts_by_what_it_is_and_gets_the_votes_on_it() -> None:
    findings = found(
        [
            user("by when", "ask_deadline", NOON),
            bot(NOON, type="deadline"),
            user("/helped", "helped", NOON),
            user("what if we moved", "what_if", NOON),
            bot(NOON, type="determination", hypothetical=True),
        ]
    )
    assert findings.topics == {"deadline": 1, "determination": 1}
    assert findings.votes == {"deadline": {"helped": 1}}
    assert findings.reached == 0


def test_sentences_that_only_a_chain_of_others_connects_stand_apart() -> None:
    turned = np.radians([0, 20, 41, 61])

    def encode(texts: Any) -> np.ndarray:
        return np.stack([np.cos(turned), np.sin(turned)], axis=1)[: len(texts)]

    groups = grouped([NotUnderstood(f"text {name}", "unsure", "ask_psb", "en") for name in "abcd"], encode)
    assert sorted(group.count for group in groups) == [2, 2]


def test_without_anything_stored_there_is_a_page_all_the_same() -> None:
    made = page(Findings(), [])
    assert "Nothing is stored" in made
    assert "<svg" not in made
    assert "0.00 s" not in made


def test_one_day_is_one_column_and_a_point() -> None:
    made = page(found([user("what is PSB", "ask_psb", NOON), bot(NOON + 2, type="answer", topic="psb", language="en")]), [])
    assert "2026-11-27 to" not in made
    assert made.count("<rect") == 2, "a turn, and its language"
    assert made.count("h0") == 2


def test_days_without_a_message_keep_their_place() -> None:
    assert every_day(["2026-12-01", "2026-11-28"]) == ["2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01"]
    line = lines(every_day(["2026-11-28", "2026-11-30"]), [Series("bar", "half", [1, None, 3])], "seconds", "{value} s")
    assert line.count("M") - line.count('class="grid"') * 3 == 4, "two lines and two points"


@pytest.mark.parametrize(
    ("most", "whole", "end"),
    [
        (0, True, 2),
        (1, True, 2),
        (3, True, 4),
        (41, True, 60),
        (1_999, True, 2_000),
        (0.037, False, 0.04),
        (0.61, False, 0.8),
        (11, False, 20),
    ],
)
def test_axes_end_at_round_numbers(most: float, whole: bool, end: float) -> None:
    assert axis_end(most, whole) == end


@pytest.fixture(scope="module")
def simulated() -> tuple[Findings, Truth]:
    rows, truth = simulate(2_000, NOON)
    return read(rows), truth


def test_the_figures_of_two_thousand_conversations_are_the_simulated_ones(simulated: tuple[Findings, Truth]) -> None:
    findings, truth = simulated
    assert findings.conversations == truth.conversations == 2_000
    assert {name: day.turns for name, day in findings.days.items()} == truth.turns
    assert {name: day.not_understood for name, day in findings.days.items() if day.not_understood} == truth.not_understood
    assert findings.topics == truth.topics
    assert findings.reasons == truth.fallbacks
    assert findings.languages == truth.languages
    assert sum(findings.votes.values(), Counter()) == sum((day.votes for day in findings.days.values()), Counter()) == truth.votes
    assert (findings.begun, findings.reached, findings.given_up) == (truth.begun, truth.reached, truth.given_up)
    assert sorted(findings.seconds) == pytest.approx(sorted(truth.seconds), abs=1e-5)
    assert Counter(each.text for each in findings.not_understood) == truth.sentences
    assert Counter(each.nearest for each in findings.not_understood) == truth.nearest
    assert 1_000 < len(findings.not_understood) < findings.turns / 2, "about half of the conversations are understood badly"


def test_the_page_shows_these_figures_and_every_picture(simulated: tuple[Findings, Truth]) -> None:
    findings, truth = simulated
    made = page(findings, grouped(findings.not_understood, by_first_letter))
    turns, bad = sum(truth.turns.values()), sum(truth.not_understood.values())
    for shown in ("2,000", f"{turns:,}", f"{100 * bad / turns:.1f}%", f"{100 * truth.reached / truth.begun:.1f}%"):
        assert f"<b>{shown}</b>" in made
    for share in (0.5, 0.95):
        assert f"<b>{percentile(truth.seconds, share):.2f} s</b>" in made
    for day, count in truth.turns.items():
        assert (
            f'<tr><th scope="row">{day}</th><td class="n">{count:,}</td><td class="n">{truth.not_understood[day]:,}</td>' in made
        )
        assert f"{day}: not understood {truth.not_understood[day]:,}, understood {count - truth.not_understood[day]:,}" in made
    for fact, count in truth.given_up.items():
        row = re.search(rf"{name_in('facts', fact)}</th>.*?</tr>", made)
        assert row is not None
        assert f'class="n">{count:,}<' in row[0]
    assert made.count("<svg") == 4


def test_the_page_of_two_thousand_conversations_is_well_formed_and_asks_for_nothing_from_elsewhere(
    simulated: tuple[Findings, Truth],
) -> None:
    made = page(simulated[0], grouped(simulated[0].not_understood, by_first_letter))
    ElementTree.fromstring(made.removeprefix("<!doctype html>\n"))
    assert "simulated-" not in made
    assert not any(each in made for each in ("http://", "src=", "@import", "<script"))


def test_each_cluster_shows_its_nearest_topic_and_at_most_three_examples_none_of_them_endless() -> None:
    messages = [NotUnderstood(f"备案{'很' * 400}{number}", "unsure", "ask_apply", "zh") for number in range(5)]
    made = page(found([user("a", "b", NOON)]), grouped(messages, by_first_letter))
    assert "<b>5</b> messages</p><p>Where and how to apply for a filing</p>" in made
    assert made.count('<li lang="zh-Hans">') == 3
    assert "很" * 250 not in made


def test_what_was_too_rare_to_be_compared_is_counted() -> None:
    findings = found([user("a", "ask_psb", NOON), bot(NOON, type="fallback", reason="unsure")])
    assert "and 1 messages that were too rare" in page(findings, [Group(0, "ask_psb", ("b",), ("b",))])


def test_every_name_that_the_assistant_gives_to_something_is_worded() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "dialogue").glob("*.py")))
    reasons = {*re.findall(r'_fallback_json\("(\w+)"', said), "no_idea", "out_of_scope"}
    assert reasons == set(words()["reasons"])
    assert reasons - {"not_covered"} == NOT_UNDERSTOOD
    assert {each.value for each in Question} == set(words()["facts"])
    assert set(LANGUAGES) == set(words()["languages"])
    types = set(re.findall(r'"type": "(\w+)"', said)) - {"slot", "answer", "question", "fallback", "also_asked"}
    assert types == SAID == set(words()["said"])


def test_topics_are_called_by_their_titles() -> None:
    assert topic_name("ask_apply") == "Where and how to apply for a filing"
    assert topic_name("uncovered_change/report_deadline") == "When a change has to be reported"
    assert topic_name("uncovered_license_upkeep") == "Beyond the article: license upkeep"
    assert topic_name("province/hebei") == "The rules of hebei"
    assert topic_name("start_over") == "start over"


def test_what_people_wrote_is_no_markup() -> None:
    message = NotUnderstood("<script>alert(1)</script>", "unsure", "<b>", "en")
    made = page(Findings(conversations=1), grouped([message], by_first_letter))
    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def test_the_export_is_examples_of_rasas_with_suggested_intents() -> None:
    texts = ["# what: is it?", "mail [e-mail address](mine) or [number]{x}", "备案“要”多久 🙂", "- one\n- two", "a: 'b' \\n | c"]
    messages = [NotUnderstood(text, "unsure", "ask_psb", "en") for text in texts]
    made = to_label(grouped(messages, by_first_letter))
    read_back = RasaYAMLReader().reads(made)
    assert {example.get("text") for example in read_back.intent_examples} == {
        "# what: is it?",
        "mail [e-mail address] (mine) or [number] {x}",
        "备案“要”多久 🙂",
        "- one - two",
        "a: 'b' \\n | c",
    }
    assert {example.get("intent") for example in read_back.intent_examples} == {"ask_psb"}
    assert not read_back.entity_examples


def test_without_anything_to_label_the_export_is_empty() -> None:
    assert yaml.safe_load(to_label([])) == {"version": "3.1", "nlu": []}


def test_all_that_was_not_understood_is_in_the_export(simulated: tuple[Findings, Truth]) -> None:
    findings, truth = simulated
    read_back = RasaYAMLReader().reads(to_label(grouped(findings.not_understood, by_first_letter)))
    assert {example.get("text") for example in read_back.intent_examples} == {masked(text) for text in truth.sentences}


def test_both_files_are_made_of_the_store_of_the_last_days_and_are_for_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = time.time()
    said = {
        "s-old": ("an old one", now - 40 * 86_400),
        "s-1": ("电话13812345678，备案多久", now - 86_400),
        "s-2": ("Frau Li's site", now),
    }
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'conversations.db'}")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        for sender, (text, at) in said.items():
            for event in (user(text, "ask_psb", at), bot(at + 1, type="fallback", reason="unsure", language="en")):
                row = {"sender_id": sender, "type_name": event["event"], "timestamp": event["timestamp"]}
                connection.execute(EVENTS.insert(), {**row, "data": json.dumps(event, ensure_ascii=False)})
    engine.dispose()
    store = {"tracker_store": {"dialect": "sqlite", "db": str(tmp_path / "conversations.db")}}
    (tmp_path / "endpoints.yml").write_text(yaml.safe_dump(store), encoding="utf-8")
    monkeypatch.setenv("ICP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(report, "load_encoder", lambda *_: by_first_letter)
    folder = tmp_path / "not" / "there" / "yet"
    report.main(["--days", "30", "--folder", str(folder)])
    files = [Path(line) for line in capsys.readouterr().out.split()]
    assert files == [folder / "report.html", folder / "not_understood.yml"]
    for each in files:
        content = each.read_text(encoding="utf-8")
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        assert "[phone number]" in content
        assert not any(word in content for word in ("13812345678", "s-1", "an old one"))
    assert "<b>2</b><span>conversations" in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (0.0, 1)])
def test_percentiles_are_values_that_were_there(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == value
