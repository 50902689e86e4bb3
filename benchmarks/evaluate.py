"""How well sentences are understood that nobody trained on: a table, the confusions, and two pictures.

`python -m benchmarks.evaluate` measures the current model; `--stock` trains the stock pipeline on the same data beside it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.sentences import QUESTIONS, Group, Judged, Outcome, judge_all, read_sentences
from tools.environment import DATA, ROOT, CannotStart, environment, one_line_and_exit
from tools.model import ensure_model, fingerprint

PICTURES = DATA / "evaluation"
_GROUPS: tuple[Group, ...] = ("in scope", "uncovered", "out of scope")
_OUTCOMES: tuple[Outcome, ...] = ("right", "asked back, offered", "asked back, not offered", "refused", "wrong")


def share(judged: Sequence[Judged], group: Group, *outcomes: Outcome) -> float:
    """The share, 0 to 1, of a group's sentences with one of the outcomes."""
    mine = [each for each in judged if each.sentence.group == group]
    return sum(each.outcome in outcomes for each in mine) / max(len(mine), 1)


def answered_with_a_topic(judged: Sequence[Judged], group: Group) -> float:
    """The share of a group that got a topic's answer although it should have got none."""
    return share(judged, group, "wrong")


def table(results: dict[str, Sequence[Judged]]) -> str:
    """The outcomes of each model as a Markdown table, in per cent."""
    head = "| | " + " | ".join(results) + " |\n|---|" + "---|" * len(results)
    rows = []
    for group in _GROUPS:
        count = sum(each.sentence.group == group for each in next(iter(results.values())))
        for outcome in _OUTCOMES:
            shares = [share(judged, group, outcome) for judged in results.values()]
            if any(shares):
                cells = " | ".join(f"{each:.1%}" for each in shares)
                rows.append(f"| {group} ({count}): {outcome} | {cells} |")
    return "\n".join([head, *rows])


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


def train_with(config: Path) -> Path:
    """A model of the present data with another configuration; kept until the data change.

    Raises:
        CannotStart: the training failed.
    """
    name = f"{config.stem}-{fingerprint()}"
    model = DATA / "benchmark-models" / f"{name}.tar.gz"
    if not model.exists():
        command = [sys.executable, "-m", "rasa", "train", "--config", str(config), "--out", str(model.parent)]
        code = subprocess.run([*command, "--fixed-model-name", name], cwd=ROOT, env=environment(), check=False).returncode
        if code:
            raise CannotStart(f"Training with {config.name} failed.")
    return model


def main() -> None:
    """Prints the table, the recalls, the confusions and the reliability, and draws the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stock", action="store_true", help="train and measure the stock pipeline too")
    parser.add_argument("--misses", action="store_true", help="list every sentence that was answered wrongly or refused")
    parser.add_argument("--sentences", type=Path, default=QUESTIONS, help="a file like tests/live/documented_questions.yml")
    arguments = parser.parse_args()
    try:
        sentences = read_sentences(arguments.sentences)
        results = {"ours": judge_all(ensure_model(), sentences)}
        if arguments.stock:
            results["stock Rasa"] = judge_all(train_with(ROOT / "benchmarks" / "configs" / "stock.yml"), sentences)
    except CannotStart as error:
        one_line_and_exit(error)
    ours = results["ours"]
    print(f"{len(sentences)} sentences of {arguments.sentences.name}\n\n{table(results)}\n\n{recalls(ours)}\n")
    print(f"Wrong answers, meant -> given:\n{confusions(ours)}\n")
    print("Reliability (mean confidence, share right, count):")
    print("\n".join(f"{mean:.2f}  {right:.2f}  {count}" for mean, right, count in reliability(ours)))
    if arguments.misses:
        for each in ours:
            if each.outcome in ("wrong", "refused", "asked back, not offered") and each.sentence.group == "in scope":
                print(f"{each.outcome:24} {each.sentence.intents} -> {each.intent} {each.readings} {each.sentence.text!r}")
            if each.outcome == "wrong" and each.sentence.group != "in scope":
                print(f"{each.outcome:24} {each.sentence.intents} -> {each.intent} {each.sentence.text!r}")
    draw(ours, PICTURES)
    print(f"\nPictures: {PICTURES.relative_to(ROOT)}/confusion.png and reliability.png")


if __name__ == "__main__":
    main()
