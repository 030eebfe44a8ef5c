"""The adapter to Argos packages and CTranslate2: finds installed packages, and translates with one.

Argos is used for its packages and tokenizers only. Its own translating code would split text anew, drop sentences,
log them, and import stanza; CTranslate2 is driven directly instead.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import math
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelMissing
from corpus.records import ModelRef
from models.catalogue import Card, read_manifest

if TYPE_CHECKING:
    import ctranslate2

__all__ = [
    "ArgosTranslator",
    "InstalledPackage",
    "argos_package_module",
    "find_packages",
    "read_receipt",
    "user_packages_dir",
]

RECEIPT = "testimonio.json"  # written by models.install beside a package's metadata.json

# The packages were trained on sentences of at most about 100 pieces; longer input loses clauses.
MAX_PIECES = 80
BATCH_SENTENCES = 32
BEAM = 4
LENGTH_PENALTY = 0.2  # the value the scores in the manifest were measured with


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """A translation package on this machine. `rank` is its measured score from the manifest, 0 where unknown."""

    path: Path
    source: str
    target: str
    version: str
    name: str
    sha256: str
    rank: float

    @property
    def ref(self) -> ModelRef:
        return ModelRef(self.name, self.version, self.sha256)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def argos_package_module() -> ModuleType:
    """Import `argostranslate.package` without letting it make folders in HOME or read the user's `settings.json`."""
    logging.getLogger("argostranslate").setLevel(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory(prefix="testimonio-argos-") as scratch,
        _environment(
            XDG_DATA_HOME=scratch,
            XDG_CONFIG_HOME=scratch,
            XDG_CACHE_HOME=scratch,
            ARGOS_PACKAGES_DIR=str(Path(scratch) / "packages"),
        ),
    ):
        module = importlib.import_module("argostranslate.package")
    for name in ("argostranslate", "argostranslate.utils"):  # they log whole sentences at INFO
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = False
        logger.disabled = True
    return module


def user_packages_dir() -> Path:
    """Where Argos Translate itself keeps its packages for this user; official ones found there are used too."""
    if "ARGOS_PACKAGES_DIR" in os.environ:
        return Path(os.environ["ARGOS_PACKAGES_DIR"])
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "argos-translate" / "packages"


def find_packages(directories: Sequence[Path]) -> list[InstalledPackage]:
    """The usable translation packages under `directories`, best first. What isn't a package is passed over."""
    cards = [card for card in read_manifest() if card.task == "translation"]
    found = []
    candidates = [path for folder in directories if folder.is_dir() for path in sorted(folder.iterdir())]
    candidates = [path for path in candidates if (path / "metadata.json").is_file() and (path / "model").is_dir()]
    if not candidates:
        return []
    argos = argos_package_module()
    for path in candidates:
        try:
            package = argos.Package(path)
        except (OSError, ValueError):
            continue
        if hasattr(package, "tokenizer") and package.from_code and package.to_code:
            found.append(_installed(path, package, cards))
    return sorted(found, key=lambda p: (p.source, p.target, -p.rank, p.name, str(p.path)))


def _installed(path: Path, package: Any, cards: Sequence[Card]) -> InstalledPackage:
    receipt = read_receipt(path) or {}
    pair = (package.from_code, package.to_code)
    sha256 = receipt.get("sha256", "")
    card = next((c for c in cards if c.languages == pair and c.sha256 and c.sha256 == sha256), None) or next(
        (c for c in cards if c.languages == pair and not c.sha256 and c.version == package.package_version), None
    )
    name = card.name if card else f"argos-{pair[0]}_{pair[1]}"
    if not sha256:  # installed by Argos itself: the weights stand for the package
        sha256 = file_sha256(path / "model" / "model.bin")
    return InstalledPackage(path, *pair, package.package_version, name, sha256, card.rank if card else 0.0)


def read_receipt(folder: Path) -> dict[str, Any] | None:
    """What installing noted beside a package: {"sha256", "files": {name: sha256}}; None without, or when damaged."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    good = (
        isinstance(receipt, dict) and isinstance(receipt.get("sha256"), str) and isinstance(receipt.get("files"), dict)
    )
    return receipt if good else None


def file_sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces; "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ArgosTranslator:
    """Translates sentences with one installed package. Loads the model at the first call, once."""

    def __init__(self, package: InstalledPackage, *, threads: int | None = None) -> None:
        self.source = package.source
        self.target = package.target
        self.model = package.ref
        self._path = package.path
        self._threads = threads or os.cpu_count() or 1
        self._loaded: tuple[ctranslate2.Translator, Any, str] | None = None

    def _load(self) -> tuple[ctranslate2.Translator, Any, str]:
        if self._loaded is None:
            import ctranslate2

            package = argos_package_module().Package(self._path)
            try:
                # No compute_type: an explicit one makes the official 1.9 package print garbage (argos-translate 504).
                engine = ctranslate2.Translator(
                    str(self._path / "model"), device="cpu", inter_threads=self._threads, intra_threads=1
                )
            except (RuntimeError, ValueError) as error:
                raise ModelMissing(
                    f"The translation package {self.model} can't be loaded: {type(error).__name__}."
                ) from error
            self._loaded = engine, package.tokenizer, package.target_prefix
        return self._loaded

    def translate(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """One (translation, score) for each text, in order; score is the mean probability of a piece, 0 to 1.

        Sentences longer than the model was trained for are cut at clauses, translated, and joined. The result for a
        text doesn't depend on the texts beside it.
        """
        engine, tokenizer, prefix = self._load()
        parts = [self._cut(tokenizer, " ".join(text.split())) for text in texts]
        unique = list(dict.fromkeys(part for group in parts for part in group))
        # Sentences of one exact length go together: without padding the arithmetic of a sentence doesn't depend on its
        # neighbours (with CTranslate2's own batches 5 of 800 outputs changed with the batch), and one thread a batch
        # was twice as fast as many threads on one batch.
        encoded = [tokenizer.encode(part) for part in unique]
        by_length: dict[int, list[int]] = {}
        for number, tokens in enumerate(encoded):
            by_length.setdefault(len(tokens), []).append(number)
        jobs = []
        for length in sorted(by_length, reverse=True):
            numbers = by_length[length]
            for start in range(0, len(numbers), BATCH_SENTENCES):
                batch = numbers[start : start + BATCH_SENTENCES]
                pending = engine.translate_batch(
                    [encoded[n] for n in batch],
                    target_prefix=[[prefix]] * len(batch) if prefix else None,
                    beam_size=BEAM,
                    length_penalty=LENGTH_PENALTY,
                    max_decoding_length=3 * MAX_PIECES,
                    replace_unknowns=True,
                    return_scores=True,
                    asynchronous=True,
                )
                jobs.append((batch, pending))
        outputs = [(n, job.result()) for batch, pending in jobs for n, job in zip(batch, pending, strict=True)]
        known = {}
        for number, result in outputs:
            tokens = result.hypotheses[0]
            if prefix and tokens[:1] == [prefix]:
                tokens = tokens[1:]
            # CTranslate2 divides the summed log-probability by length ** penalty; undo that, then take the mean.
            pieces = max(len(tokens), 1)
            score = math.exp(min(0.0, result.scores[0] * pieces**LENGTH_PENALTY / pieces))
            known[unique[number]] = (_decode(tokenizer, tokens), score)
        return [
            (" ".join(known[p][0] for p in group).strip(), min((known[p][1] for p in group), default=0.0))
            for group in parts
        ]

    def _cut(self, tokenizer: Any, text: str) -> list[str]:
        """`text` in parts of at most MAX_PIECES pieces, cut after ; : — , or at a space. Nothing is left out."""
        if len(tokenizer.encode(text)) <= MAX_PIECES:
            return [text] if text else []
        middle = len(text) // 2
        for pattern in (r"[;:]\s", r",\s", r"\s"):
            cuts = [m.end() for m in re.finditer(pattern, text) if len(text) // 5 <= m.end() <= len(text) * 4 // 5]
            if cuts:
                cut = min(cuts, key=lambda c: abs(c - middle))
                break
        else:
            cut = middle
        return [*self._cut(tokenizer, text[:cut].strip()), *self._cut(tokenizer, text[cut:].strip())]


def _decode(tokenizer: Any, tokens: list[str]) -> str:
    """Argos's own decoding turns every underscore into a space; SentencePiece's leaves them."""
    processor = getattr(tokenizer, "lazy_processor", None)
    text = processor().decode_pieces(tokens) if processor else tokenizer.decode(tokens)
    return str(text).replace("▁", " ").strip()
