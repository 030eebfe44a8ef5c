"""Makes models/lexicons/word-classes.txt: words that stand in similar places get the same class. Run again with:

    pip install floret scikit-learn
    python models/recipes/entities/classes.py --pairs pairs.tsv --spanish mono-es.tsv --english mono-en.tsv \\
        --output models/lexicons/word-classes.txt

Inputs  --pairs    Spanish, English and source, tab-separated, a pair a line, as made by models/recipes/translation
        --spanish, --english  a sentence and its source, tab-separated
Output  word, then its class among 64, among 256 and among 1,024, by the alphabet

Vectors of both languages are learnt together (skip-gram, 64 dimensions), then clustered (k-means). The vectors come out
a little different each time, because two threads write them. Sources that speak of software, games and physics are left
out, and so are newspapers, for their licence, and the annotated testimonies, for what is measured on them is unseen.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import floret
import numpy as np
from sklearn.cluster import MiniBatchKMeans

SIZES = (64, 256, 1024)
LEFT_OUT = re.compile(r"python-docs|libreoffice|mo-|openstax|dictionary|opensourceguide|testimonies|gold|wmt|news")
TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
HEADER = """\
# Words of Spanish and English, each with its classes in three grains (64, 256 and 1,024 classes).
# Words of a class stand in similar places. Read by models/features.py; made by models/recipes/entities/classes.py:
# change that, not this. Only classes were taken from the texts, which models/recipes/translation/sources.toml names.
"""


def sentences(pairs: Path, *others: Path) -> Iterator[str]:
    for path in (pairs, *others):
        for line in path.read_text(encoding="utf-8").split("\n"):
            *texts, source = line.split("\t")
            if texts and not LEFT_OUT.match(source):
                yield from texts


def tokenised(sentence: str) -> str:
    return " ".join("0" if token.isdigit() else token for token in TOKEN.findall(sentence.lower()))


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("pairs", "spanish", "english", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as text:
        for sentence in sentences(given.pairs, given.spanish, given.english):
            text.write(tokenised(sentence) + "\n")
        text.flush()
        model = floret.train_unsupervised(
            text.name, model="skipgram", dim=64, epoch=4, minCount=6, thread=2, ws=4, minn=0, maxn=0
        )
    words = model.get_words()
    vectors = np.array([model.get_word_vector(word) for word in words], dtype="float32")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    columns = [
        MiniBatchKMeans(size, random_state=0, batch_size=4096, n_init=2, max_iter=60).fit(vectors).labels_
        for size in SIZES
    ]
    rows = sorted(zip(words, *columns, strict=True))
    with given.output.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for word, *numbers in rows:
            if re.sub(r"['’]", "", word).isalpha():
                out.write(f"{word} {' '.join(map(str, numbers))}\n")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()
