"""How well sentences are understood that nobody trained on, ours beside the stock pipeline: tables, confusions, and two pictures.

Both are trained on the same data in the same run; a model of unchanged data is kept.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import beyond
from benchmarks.facts_heard import compared, messages
from benchmarks.facts_heard import table as facts_table
from benchmarks.models import STOCK, trained
from benchmarks.real import Score
from benchmarks.sentences import Judged, Opening, Outcome, judge_all, parse_all, read_sentences
from dialogue.conversation import Message
from nlu.real_messages import FILE, of_use
from tools.environment import DATA, ROOT, CannotStart, one_line_and_exit
from tools.model import ensure_model

PICTURES = DATA / "evaluation"
_KINDS: dict[str, Callable[[Judged], bool]] = {
    "documented, English": lambda each: each.sentence.group == "in scope" and each.sentence.language == "English",
    "documented, Chinese": lambda each: each.sentence.group == "in scope" and each.sentence.language == "Chinese",
    "about ICP, not in the article": lambda each: each.sentence.group == "uncovered",
    "out of scope": lambda each: each.sentence.group == "out of scope",
}
_OUTCOMES: dict[Outcome, str] = {
    "right": "answered rightly at once",
    "asked back, offered": "asked back, the right reading offered",
    "asked back, not offered": "asked back without it",
    "refused": "refused",
    "wrong": "answered with a wrong topic",
}


def share(judged: Sequence[Judged], *outcomes: Outcome) -> float:
    """The share, 0 to 1, of the sentences with one of the outcomes."""
    return sum(each.outcome in outcomes for each in judged) / max(len(judged), 1)


def of_kind(judged: Sequence[Judged], kind: str) -> list[Judged]:
    """The sentences of one of the kinds that the table tells apart."""
    return [each for each in judged if _KINDS[kind](each)]


def table(results: dict[str, Sequence[Judged]]) -> str:
    """The outcomes of each model as a Markdown table, in per cent."""
    rows = ["| | | " + " | ".join(results) + " |", "|---|---|" + "---:|" * len(results)]
    for kind in _KINDS:
        mine = {name: of_kind(judged, kind) for name, judged in results.items()}
        for outcome, words in _OUTCOMES.items():
            shares = [share(each, outcome) for each in mine.values()]
            if any(shares):
                count = len(next(iter(mine.values())))
                rows.append(f"| {kind} ({count}) | {words} | " + " | ".join(f"{each:.1%}" for each in shares) + " |")
    return "\n".join(rows)


def real_messages(model: Path, first_reader: bool = False) -> str:
    """The score of the real messages that only measure, by language, as a Markdown table; on demand by the first reader's labels."""
    messages = of_use("measure", first_reader)
    parsed = [Opening.of(Message.of_parsed(each)) for each in parse_all(model, [each.text for each in messages])]
    scores = []
    for language in ("en", "zh"):
        mine = [number for number, each in enumerate(messages) if each.lang == language]
        scores.append(Score.of([messages[each] for each in mine], [parsed[each] for each in mine]).rows())
    rows = [f"| real messages, by {_read_by(first_reader)} | English | | Chinese | |", "|---|---:|---:|---:|---:|"]
    for (words, figure), (its, other) in zip(*scores, strict=True):
        name, _, count = words.partition(" (")
        rows.append(f"| {name} | {figure} | {count.rstrip(')')} | {other} | {its.partition(' (')[2].rstrip(')')} |")
    return "\n".join(rows)


def _read_by(first_reader: bool) -> str:
    return "the first reader" if first_reader else "two of three readers"


def beyond_the_article(model: Path) -> str:
    """What is shown to people who ask beyond the article, and to those who ask what nobody knows, as a Markdown table."""
    asked = {
        **{f"real messages that measure, by {_read_by(each)}": beyond.real("measure", each) for each in (False, True)},
        "tests/beyond/asked.yml": beyond.read(beyond.ASKED),
        "tests/beyond/unknown.yml, where nothing is known": beyond.read(beyond.UNKNOWN),
    }
    made = {}
    for name, its in asked.items():
        openings = [Opening.of(Message.of_parsed(each)) for each in parse_all(model, [each.text for each in its])]
        made[name] = [(each, beyond.judged(each, opening)) for each, opening in zip(its, openings, strict=True)]
    return beyond.table(made)


def recalls(judged: Sequence[Judged]) -> str:
    """For each intent: how many sentences, how many right at once, how many right or offered."""
    lines = []
    for intent in sorted({each.sentence.intents[0] for each in judged}):
        mine = [each.outcome for each in judged if each.sentence.intents[0] == intent]
        right = mine.count("right")
        offered = right + mine.count("asked back, offered")
        lines.append(
            f"{intent:28} {len(mine):4} sentences, right {right / len(mine):5.0%}, right or offered {offered / len(mine):5.0%}"
        )
    return "\n".join(lines)


def confusions(judged: Sequence[Judged], most: int = 15) -> str:
    """The commonest wrong answers, as meant -> given."""
    wrong = Counter((each.sentence.intents[0], each.intent) for each in judged if each.outcome == "wrong")
    return "\n".join(f"{count:3}  {meant} -> {given}" for (meant, given), count in wrong.most_common(most))


def reliability(judged: Sequence[Judged], bins: int = 5) -> list[tuple[float, float, int]]:
    """Mean confidence, share right, and count for each band of confidence, of the sentences that were answered."""
    answered = [each for each in judged if each.outcome in ("right", "wrong")]
    bands = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        band = [each for each in answered if low <= each.confidence < high or (high == 1 and each.confidence == 1)]
        if band:
            mean = sum(each.confidence for each in band) / len(band)
            bands.append((mean, sum(each.outcome == "right" for each in band) / len(band), len(band)))
    return bands


def draw(judged: Sequence[Judged], folder: Path) -> None:
    """The confusion matrix and the reliability curve as pictures."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    meant = [each.sentence.intents[0] for each in judged]
    given = [each.intent for each in judged]
    names = sorted(set(meant) | set(given))
    matrix = np.zeros((len(names), len(names)))
    for row, column in zip(meant, given, strict=True):
        matrix[names.index(row), names.index(column)] += 1
    matrix /= np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(14, 13))
    axes.imshow(matrix, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("given")
    axes.set_ylabel("meant")
    figure.tight_layout()
    figure.savefig(folder / "confusion.png", dpi=110)
    plt.close(figure)
    bands = reliability(judged)
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.plot([mean for mean, _, _ in bands], [right for _, right, _ in bands], marker="o")
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    figure.tight_layout()
    figure.savefig(folder / "reliability.png", dpi=110)
    plt.close(figure)


def main() -> None:
    """Prints the table, the recalls, the confusions and the reliability, and draws the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-stock", action="store_true", help="measure ours alone, without training the stock pipeline")
    parser.add_argument("--misses", action="store_true", help="list every sentence that was not answered rightly")
    arguments = parser.parse_args()
    try:
        sentences = read_sentences()
        model = ensure_model()  # once: what is edited meanwhile is not measured
        results = {"ours": judge_all(model, sentences)}
        if not arguments.without_stock:
            results["stock Rasa"] = judge_all(trained(STOCK).model, sentences)
    except CannotStart as error:
        one_line_and_exit(error)
    ours = results["ours"]
    print(f"{len(sentences)} sentences of tests/nlu/\n\n{table(results)}\n\n{recalls(ours)}\n")
    print(f"Wrong answers, meant -> given:\n{confusions(ours)}\n")
    print("Reliability (mean confidence, share right, count):")
    print("\n".join(f"{mean:.2f}  {right:.2f}  {count}" for mean, right, count in reliability(ours)))
    for first_reader in (False, True):
        print(f"\n{real_messages(model, first_reader)}")
    print(f"\n{beyond_the_article(model)}")
    for first_reader in (False, True):
        heard = [row for message in messages(FILE, "measure", first_reader) for row in compared(message)]
        print(f"\nFacts heard in the real messages that measure, by {_read_by(first_reader)}:\n{facts_table(heard)}")
    if arguments.misses:
        for each in ours:
            if each.outcome == "wrong" or (each.sentence.group == "in scope" and each.outcome != "right"):
                print(f"{each.outcome:24} {each.sentence.intents} -> {each.intent} {each.readings} {each.sentence.text!r}")
    draw(ours, PICTURES)
    print(f"\nPictures: {PICTURES.relative_to(ROOT)}/confusion.png and reliability.png")


if __name__ == "__main__":
    main()
