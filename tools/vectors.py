"""`make vectors` puts the vectors of the present training sentences into `nlu/vectors/`, so that the first training need not encode them.

A sentence that is not among them is encoded when it is trained on; one that is there and no longer trained on is left out.
"""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter

from nlu.encoder import DEFAULT_ENCODER, DEFAULT_THREADS, load_encoder
from nlu.kept import name_of, write_rows
from nlu.kept_vectors import SHIPPED, encoded, small
from tools.environment import ROOT
from tools.progress import Progress


def training_texts() -> list[str]:
    """Every sentence that is trained on, once, in a fixed order."""
    importer = TrainingDataImporter.load_from_config(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")])
    return sorted({str(each.get("text")) for each in importer.get_nlu_data().training_examples if each.get("text")})


def write_vectors(path: Path = SHIPPED / f"{DEFAULT_ENCODER}.npz") -> int:
    """Writes the file; returns how many vectors it holds."""
    texts, progress = training_texts(), Progress()
    vectors = encoded(texts, DEFAULT_ENCODER, load_encoder(DEFAULT_ENCODER, DEFAULT_THREADS), progress.sentences)
    progress.close()
    write_rows(path, dict(zip(map(name_of, texts), small(vectors), strict=True)))
    return len(texts)


if __name__ == "__main__":
    print(f"{write_vectors()} vectors in {SHIPPED.relative_to(ROOT)}/.")
