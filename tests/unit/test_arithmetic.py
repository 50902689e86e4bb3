"""The sums of deploy/arithmetic.md follow from its table."""

from __future__ import annotations

import re

import yaml

from store.backends import Postgres
from tools.environment import ROOT

TEXT = (ROOT / "deploy" / "arithmetic.md").read_text(encoding="utf-8")
PLAIN = " ".join(TEXT.split())
HOUR, DAY = 3_600, 86_400


def given(row: str) -> float:
    """The figure of that row of the table."""
    found = re.search(rf"^\| {re.escape(row)}[^|]* \| ([\d.,]+)", TEXT, re.MULTILINE)
    assert found is not None, row
    return float(found[1].replace(",", ""))


TURN = given("processor of a turn") / 1000
TURNS = given("turns of a conversation")
STORED = given("stored of a turn") * 1000
CAPACITY = 0.6


def says(*figures: str) -> None:
    for each in figures:
        assert each in PLAIN, each


def test_a_thousand_turns_a_second() -> None:
    busy = 1_000 * TURN
    quiet = 1_000 * given("the same on a quiet machine") / 1000
    assistants = round(busy / CAPACITY)
    says(f"1,000 × {1000 * TURN:.0f} ms = {busy:.0f} processors at work", f"so that nobody waits long, {assistants}.")
    says(f"makes {CAPACITY / TURN:.1f} turns a second", f"would make it {quiet / CAPACITY:.0f},")
    says(f"{assistants} of them take {assistants * given('memory of an assistant') / 1000:.0f} GB")
    says(
        f"{1_000 * STORED / 1e6:.1f} MB/s with indexes",
        "Rows: 6,000 a second",
        f"**Redis**: {1_000 * given('commands to Redis'):,.0f} commands",
    )


def test_the_quiet_machines_figure_is_the_measured_one() -> None:
    measured = (ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
    found = re.search(r"turns a second with 32 conversations at once \| (\d+) \|", measured)
    assert found is not None
    says(f"`make bench`: {found[1]} turns a second on two processors")
    assert round(2_000 / int(found[1])) == given("the same on a quiet machine")


def test_connections_to_postgresql() -> None:
    each = Postgres.writers + Postgres.readers
    assert each == given("connections to PostgreSQL")
    documents = yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "assistant.yml").read_text(encoding="utf-8"))
    most = next(one["spec"]["maxReplicas"] for one in documents if one["kind"] == "HorizontalPodAutoscaler")
    says(f"seven assistants may open {7 * each}", f"the {most} of `kubernetes/assistant.yml` {most * each}")
    assert 6 * each <= 100 < 7 * each


def test_a_hundred_million_conversations() -> None:
    says(f"100 million × {TURNS:.0f} turns × {STORED / 1000} KB = {1e8 * TURNS * STORED / 1e12:.1f} TB")
    a_second = 1e8 / (180 * DAY)
    says(f"are {a_second:.1f} a second all day long, about {a_second * TURNS:.0f} turns")
    mean = a_second * TURNS * TURN
    says(f"{mean:.1f} processors' work at the mean, {3 * mean:.1f} at a peak")


def test_a_thousand_conversations() -> None:
    hours = 1_000 * TURNS * TURN / HOUR
    megabytes = 1_000 * TURNS * STORED / 1e6
    says(f"= {hours:.2f} processor hours at work, {hours / CAPACITY:.2f} at 60 %", f"about {0.05 * hours / CAPACITY:.3f} dollars")
    says(f"{megabytes:.0f} MB of disk", f"add {megabytes / 1000 * 6 * 0.10:.3f} dollars")


def test_the_floor() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))["services"]
    limits = [(each["deploy"].get("replicas", 1), each["deploy"]["resources"]["limits"]) for each in services.values()]
    processors = sum(count * float(limit["cpus"]) for count, limit in limits)
    gigabytes = (
        sum(count * int(limit["memory"][:-1]) * (1000 if limit["memory"][-1] == "G" else 1) for count, limit in limits) / 1000
    )
    says(f"{processors:.1f} processors and {gigabytes:.1f} GB")
    says(f"{2 * 4 * 0.05 * 730:.0f} dollars a month", f"up to {2 * 4 * CAPACITY / TURN:.0f} turns a second")
