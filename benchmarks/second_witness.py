"""What a second witness would give: a classifier over the sentence's vector, trained on the labels of the real messages that train.

`python -m benchmarks.second_witness` prints it by cross-validation. It is not in the pipeline, because it gives too little: as a judge
of what the words call stated it takes away as many right statements as wrong ones on real messages (below a probability of .1: two of
four servers are right, five of seven activities) and far more on crisp descriptions, which it has never seen (a third of their
activities); as a second reader of what is only likely it mends 3 of 89 servers and 4 of 185 filings; where the words say nothing it is
right in four of ten. With more than a thousand labelled messages besides, it was tried again and gave no more: of what the words call
stated on real messages it doubted 35 servers, of which 30 were right.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from benchmarks.facts_heard import FILE, Compared, compared, messages
from nlu.encoder import DEFAULT_ENCODER, DEFAULT_THREADS, load_encoder
from nlu.kept_vectors import encoded

FACTS = ("server", "activity", "payments", "filing")
_FOLDS, _ROUNDS, _SOFTNESS = 8, 3, 30.0
_DOUBTED = (0.05, 0.1, 0.2)
# How much the words' own value counts for more, as a logarithm.
_HEAD_START = 2.0


def probabilities(vectors: np.ndarray, meant: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The values, and each one's probability for each message by a classifier that has not seen it: shape (messages, values)."""
    rounds = [
        cross_val_predict(
            LogisticRegression(C=_SOFTNESS, max_iter=500),
            vectors,
            meant,
            cv=StratifiedKFold(_FOLDS, shuffle=True, random_state=seed),
            method="predict_proba",
        )
        for seed in range(_ROUNDS)
    ]
    return sorted(set(meant.tolist())), np.mean(rounds, axis=0)


def told(fact: str, rows: list[Compared | None], vectors: np.ndarray) -> str:
    """What the witness says of what is stated, of what is likely and of what is not heard at all."""
    meant = np.array([row.meant if row else "" for row in rows])
    values, chances = probabilities(vectors, meant)
    said = [value for value in values if value]
    of = [dict(zip(values, chance, strict=True)) for chance in chances]
    lines = [fact]
    for certainty in ("stated", "likely"):
        heard = [(row, chance) for row, chance in zip(rows, of, strict=True) if row and row.certainty == certainty]
        for least in _DOUBTED:
            doubted = [row for row, chance in heard if chance.get(row.heard, 0.0) < least]
            right = sum(row.heard == row.meant for row in doubted)
            lines.append(f"  {certainty}, {len(heard)} in all: below {least:.2f} are {len(doubted)}, of which {right} right")
    likely = [(row, chance) for row, chance in zip(rows, of, strict=True) if row and row.certainty == "likely"]
    before = sum(row.heard == row.meant for row, _ in likely)
    after = sum(
        row.meant == max(said, key=lambda v: np.log(chance[v]) + _HEAD_START * (v == row.heard)) for row, chance in likely
    )
    lines.append(f"  likely, read together: {before} -> {after} right of {len(likely)}")
    silent = [(row.meant if row else "", chance) for row, chance in zip(rows, of, strict=True) if not row or not row.heard]
    bold = [(meant_, max(said, key=chance.__getitem__)) for meant_, chance in silent if max(map(chance.__getitem__, said)) > 0.4]
    lines.append(f"  not heard: it would name {len(bold)}, of which {sum(one == other for one, other in bold)} right")
    return "\n".join(lines)


def main() -> None:
    """Prints it for each fact."""
    read = messages(FILE, "train")
    vectors = encoded([each["text"] for each in read], DEFAULT_ENCODER, load_encoder(DEFAULT_ENCODER, DEFAULT_THREADS))
    every = [{row.fact: row for row in compared(each) if not row.later} for each in read]
    for fact in FACTS:
        print(told(fact, [rows.get(fact) for rows in every], vectors))


if __name__ == "__main__":
    main()
