"""The manifest: every model that Testimonio knows, with licence and measured score."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

__all__ = ["Card", "package_files", "read_manifest"]


@dataclass(frozen=True, slots=True)
class Card:
    """One model of the manifest. `rank` orders the models of a task and language; `file` travels with the project."""

    name: str
    task: str
    languages: tuple[str, ...]
    rank: float
    licence: str
    version: str = ""
    file: str = ""
    origin: str = ""
    sha256: str = ""
    size: int = 0
    scores: Mapping[str, float] = field(default_factory=dict)


def package_files() -> Path:
    """The folder of this package, which holds `manifest.toml` and `packages/`."""
    return Path(str(resources.files("models")))


def read_manifest() -> tuple[Card, ...]:
    """All cards, best rank first within a task and language pair."""
    with (package_files() / "manifest.toml").open("rb") as file:
        entries = tomllib.load(file)["model"]
    cards = [
        Card(
            name=entry["name"],
            task=entry["task"],
            languages=tuple(entry["languages"]),
            rank=float(entry["rank"]),
            licence=entry["licence"],
            version=entry.get("version", ""),
            file=entry.get("file", ""),
            origin=entry.get("from", "travels with the project" if "file" in entry else ""),
            sha256=entry.get("sha256", ""),
            size=entry.get("size", 0),
            scores=dict(entry.get("scores", {})),
        )
        for entry in entries
    ]
    return tuple(sorted(cards, key=lambda card: (card.task, card.languages, -card.rank)))
