"""What is measured, each in a process of its own: `python -m tests.benchmarks.subjects NAME ARGUMENT`.

argos NUMBER      Argos Translate's own `translate`, a testimony at a time
raw NUMBER        CTranslate2 alone, on sentences cut into pieces and sorted by length beforehand
ours NUMBER       our translate stage, in batches as `process` makes them
pipeline FOLDER   all stages, from files to a stored corpus
peak FOLDER       the same, for the memory it takes

NUMBER testimonies are the same for the first three (`texts.invent`), and all use the same package, beam, length penalty
and number of threads. The models are loaded, and one sentence is translated, before the clock starts. Prints one JSON
object.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

from flows.engines import Engines, load_engines
from flows.ingest import BATCH_SIZE, Request, ingest
from flows.settings import Settings
from models.argos import InstalledPackage, argos_package_module, find_packages
from models.ct2 import BATCH_PIECES, BEAM, LENGTH_PENALTY
from models.recognise import recognise
from models.segment import split_sentences
from models.translate import translate
from tests.benchmarks.figures import peak_megabytes
from tests.benchmarks.texts import invent
from tests.making import annotated

PAIR = ("es", "en")
# It has what makes each stage load all it needs: a name, a known place, a number in figures and one in words.
WARM_UP = "El 3 de abril Rosa Paz esperó dos horas en Apopa."


def main(arguments: Sequence[str]) -> None:
    name, argument = arguments
    subjects = {"argos": argos, "raw": raw, "ours": ours}
    if name in subjects:
        result = subjects[name](list(invent(int(argument))))
    else:
        result = {"pipeline": pipeline, "peak": peak}[name](Path(argument))
    sys.stdout.write(json.dumps({**result, "threads": _threads(Settings())}) + "\n")


def _threads(settings: Settings) -> int:
    """As `models.ct2` has it."""
    return settings.threads or os.cpu_count() or 1


def _package(settings: Settings) -> InstalledPackage:
    """The one that `flows.engines` takes: the best."""
    packages = find_packages(settings.package_dirs())
    return next(p for p in packages if (p.source, p.target) == PAIR)


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


# -- Three ways through one model -------------------------------------------------------------------------------------


def argos(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Argos Translate with its defaults: beam 4, batches of 32 pieces, one batch after the other on all threads.

    It is spared finding the sentences (they are looked up), and its log.
    """
    settings = Settings()
    with _argos_translate(settings) as module:
        whole = [" ".join(sentences) for sentences in texts]
        translation = module.get_translation_from_codes(*PAIR).underlying
        translation.sentencizer = _Prepared([WARM_UP, *whole])
        module.translate(WARM_UP, *PAIR)
        started = time.perf_counter()
        made = [module.translate(text, *PAIR) for text in whole]
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "words": _words(made)}


class _Prepared:
    """A sentencizer for Argos that knows the sentences of its texts already."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._sentences = {text: split_sentences(text) for text in texts}

    def split_sentences(self, text: str) -> list[str]:
        return self._sentences[text]


@contextmanager
def _argos_translate(settings: Settings) -> Iterator[ModuleType]:
    """`argostranslate.translate`, with our package as the only one and nothing of the user's own settings.

    It imports stanza and minisbd, which cut text into sentences and which we don't install; something empty stands for
    each while it does.
    """
    for name in [n for n in os.environ if n.startswith("ARGOS_") and n != "ARGOS_PACKAGES_DIR"]:
        del os.environ[name]
    # Its defaults are 1 and 0, and 0 means all cores, up to four. Said in full it is the same number as for the others.
    os.environ.update(ARGOS_INTER_THREADS="1", ARGOS_INTRA_THREADS=str(_threads(settings)))
    argos_package_module()  # silences its loggers, which get every sentence
    package = _package(settings)
    models = SimpleNamespace(list_models=lambda: list(PAIR), cache_dir="")
    absent = {"stanza": {}, "minisbd": {"SBDetect": None, "models": models}}
    absent = {name: content for name, content in absent.items() if importlib.util.find_spec(name) is None}
    for name, content in absent.items():
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__dict__.update(content)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HOME"] = scratch
        (Path(scratch) / "packages").mkdir()
        (Path(scratch) / "packages" / "only").symlink_to(package.path, target_is_directory=True)
        module = importlib.import_module("argostranslate.translate")
        for name in absent:
            del sys.modules[name]
        module.settings.package_dirs[:] = [Path(scratch) / "packages"]
        yield module


def raw(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """One call of CTranslate2 for all sentences, which are in pieces already: decoding and putting together again."""
    import ctranslate2

    settings = Settings()
    path = _package(settings).path
    package = argos_package_module().Package(path)
    tokenizer = package.tokenizer
    processor = tokenizer.lazy_processor() if hasattr(tokenizer, "lazy_processor") else None
    engine = ctranslate2.Translator(
        str(path / "model"), device="cpu", inter_threads=_threads(settings), intra_threads=1
    )
    pieces = sorted((tokenizer.encode(sentence) for sentences in texts for sentence in sentences), key=len)

    def run(sentences: list[list[str]]) -> list[str]:
        results = engine.translate_batch(
            sentences,
            target_prefix=[[package.target_prefix]] * len(sentences) if package.target_prefix else None,
            max_batch_size=BATCH_PIECES,
            batch_type="tokens",
            beam_size=BEAM,
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=True,
        )
        made = [result.hypotheses[0] for result in results]
        return processor.decode_pieces(made) if processor else [tokenizer.decode(tokens) for tokens in made]

    run([tokenizer.encode(WARM_UP)])
    started = time.perf_counter()
    made = run(pieces)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "words": _words(made)}


def ours(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """The translate stage, with holding names, checking and trying again. Recognising is done before."""
    engines = load_engines(Settings())
    groups = [[WARM_UP], *texts]
    items = [annotated(*group, language="es", number=number) for number, group in enumerate(groups)]
    named = recognise(items, recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    rest = {
        "translators": engines.translators,
        "lexicon": engines.lexicon,
        "glossary": engines.glossary,
        "fallbacks": engines.fallbacks,
    }
    translate(named[:1], **rest)
    started = time.perf_counter()
    made = []
    for start in range(1, len(named), BATCH_SIZE):
        made += translate(named[start : start + BATCH_SIZE], **rest)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "words": _words([t.text or "" for item in made for t in item.translations])}


# -- Everything -------------------------------------------------------------------------------------------------------


def pipeline(folder: Path) -> dict[str, float]:
    """All stages over the files in `folder`, as `testimonio process` runs them; words are those of the originals."""
    engines = load_engines(Settings())
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "warm-up.txt").write_text(WARM_UP, encoding="utf-8")
        _ingested(Path(scratch), engines)
    return _ingested(folder, engines)


def peak(folder: Path) -> dict[str, float]:
    """The most megabytes that processing `folder` takes, models and all."""
    return {**_ingested(folder, load_engines(Settings())), "megabytes": peak_megabytes()}


def _ingested(folder: Path, engines: Engines) -> dict[str, float]:
    from corpus import open_corpus

    with tempfile.TemporaryDirectory() as scratch, open_corpus(Path(scratch) / "corpus", create=True) as corpus:
        report = ingest(Request((folder,)), corpus, engines)
    return {"seconds": report.seconds, "words": report.words, "stored": report.stored, "failed": report.failed}


if __name__ == "__main__":
    main(sys.argv[1:])
