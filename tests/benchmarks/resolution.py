"""Speed of entities: `python -m tests.benchmarks.resolution [--entities N]`.

A corpus of 100,000 invented entities is made in a temporary folder (a minute or two). Then it is timed what the person
at the screen waits for: one more testimony resolved and stored, a review, decisions and questions. A JSON line for each
figure on stdout; what happens meanwhile on stderr.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TypeVar

from corpus import Corpus, open_corpus
from corpus.records import AnnotatedTestimony
from models.lexicon import read_lexicon
from models.resolve import resolve
from tests.benchmarks.figures import Figure, figure, say, show
from tests.samples import Line, annotated

__all__ = ["main"]

T = TypeVar("T")
Item = tuple[bytes, AnnotatedTestimony]

ENTITIES = 100_000
NAMES_A_TESTIMONY = 100
ROUNDS = 9

GIVEN = """Marta José Rosa Elena Luis Carlos Ana Lidia Pedro Julia Óscar Irma Raúl Delmy Hugo Nelson Sonia Wilber Berta
Tomás Gloria Mauricio Alma Ernesto Vilma Rubén Dinora Walter Morena Joel Karla Edwin Silvia Rafael Teresa Noé Blanca
Salvador Ruth Manuel""".split()
SURNAMES = """Paz Mena Cruz Hernández Menjívar Guardado Alvarenga Rivas Orellana Chicas Portillo Ayala Tobar Ventura
Zelaya Escobar Lemus Quijada Burgos Argueta Mejía Funes Renderos Sorto Umaña Villalta Bonilla Campos
Dubón Erazo Figueroa Galdámez Henríquez Iraheta Jovel Landaverde Melgar Navarrete Ochoa Palacios
Quintanilla Recinos Serrano Trejo Urrutia Valladares Aparicio Bermúdez Cornejo Durán""".split()
KINDS = ("Comité", "Cooperativa", "Asociación", "Parroquia", "Juzgado", "Radio")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.resolution", description="Speed of entities.")
    parser.add_argument("--entities", type=int, default=ENTITIES, help="in the corpus (default: %(default)s)")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as scratch,
        open_corpus(Path(scratch) / "corpus", create=True) as corpus,
    ):
        for found in figures(corpus, options.entities):
            show(found)
    return 0


def figures(corpus: Corpus, entities: int) -> Iterator[Figure]:
    """Fill `corpus` with so many entities, then time what people do with it."""
    invented = testimonies()
    started = time.perf_counter()
    known = 0
    while known < entities:
        for _ in range(max(1, (entities - known) // NAMES_A_TESTIMONY)):
            store(corpus, next(invented))
        known = len(corpus.entities())
        say(f"{known} entities after {time.perf_counter() - started:.0f} s")
    yield figure("resolution.entities", known, "entities")
    new = list(islice(invented, ROUNDS))
    yield figure("resolution.add_ms_per_entity", _ms(corpus, new, store), "ms", "< 3")
    yield figure("resolution.resolve_ms_per_entity", _ms(corpus, new, lambda _, item: resolved(item)), "ms")
    yield figure("resolution.review_seconds", _median(lambda _: corpus.review(limit=20), range(3)), "s", "< 10")
    people = [entity.id for entity in corpus.entities(label="PERSON", limit=2 * ROUNDS)]
    pairs = list(zip(people[::2], people[1::2], strict=True))
    yield figure("resolution.merge_seconds", _median(lambda pair: corpus.merge(*pair), pairs), "s", "< 1")
    made = [decision.id for decision in corpus.decisions()]
    yield figure("resolution.undo_seconds", _median(corpus.undo, made), "s", "< 1")
    yield figure("resolution.entity_seconds", _median(lambda one: corpus.entity(one, why=True), people), "s", "< 1")
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "graph.gexf"
        taken = _median(lambda number: corpus.graph("gexf", output, min_testimonies=number), [5])
        yield figure("resolution.graph_seconds", taken, "s")


def _median(work: Callable[[T], object], items: Iterable[T]) -> float:
    """The median of the seconds that `work` takes for each of `items`."""
    taken: list[float] = []
    for item in items:
        started = time.perf_counter()
        work(item)
        taken.append(time.perf_counter() - started)
    return median(taken)


def _ms(corpus: Corpus, items: Sequence[Item], work: Callable[[Corpus, Item], object]) -> float:
    """The same in milliseconds for each name; every testimony has as many."""
    return _median(lambda item: work(corpus, item), items) * 1000 / NAMES_A_TESTIMONY


def testimonies() -> Iterator[Item]:
    """Testimonies without end, of sentences that each name somebody or something, few of them often."""
    chance = random.Random(1)  # noqa: S311 (nothing secret)
    number = 0
    while True:
        lines = []
        for _ in range(NAMES_A_TESTIMONY):
            name, label = _name(chance)
            lines.append(Line(f"Ese día vimos a {name} en el camino.", names=[(name, label, name)]))
        yield annotated(f"{number:06}.txt", lines)
        number += 1


def _name(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.7:
        given = chance.sample(GIVEN, chance.choice((1, 1, 2)))
        return " ".join([*given, *chance.sample(SURNAMES, chance.choice((1, 2, 2)))]), "PERSON"
    kind, place = chance.choice(KINDS), " ".join(chance.sample(SURNAMES, chance.choice((1, 2))))
    return (f"{kind} {chance.choice(GIVEN)} {place}", "ORG") if chance.random() < 0.7 else (f"Cantón {place}", "PLACE")


def resolved(item: Item) -> AnnotatedTestimony:
    return resolve([item[1]], lexicon=_lexicon())[0]


_lexicon = cache(read_lexicon)


def store(corpus: Corpus, item: Item) -> None:
    """Resolve and store, as `process` does with each testimony."""
    corpus.keep_original(item[0], item[1].testimony.source)
    corpus.add(resolved(item), language="es", run_id="benchmark")


if __name__ == "__main__":
    sys.exit(main())
