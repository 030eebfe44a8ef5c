"""Installing translation packages, and checking that installed models are what they were.

`fetch_official` is the only code in Testimonio that uses a network beyond this machine, and only when asked to.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

import httpx

from corpus.errors import UsageError
from models.argos import RECEIPT, file_sha256, find_packages, read_receipt
from models.catalogue import Card, package_files, read_manifest

__all__ = ["Installed", "default_packages_dir", "fetch_official", "install_packages", "list_models", "verify_models"]

ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
NETWORK_SECONDS = 10.0
MAX_UNPACKED_BYTES = 2 * 1024**3  # the largest official package is about 300 MB unpacked


@dataclass(frozen=True, slots=True)
class Installed:
    """What happened to one package file: `outcome` is installed, present, refused or unreachable, `reason` says why."""

    package: str
    outcome: str
    reason: str = ""


def default_packages_dir() -> Path:
    """In the Python environment itself, so that an empty HOME or another user finds the same models."""
    return Path(sys.prefix) / "share" / "testimonio" / "packages"


def install_packages(into: Path, *, source: Path | None = None) -> list[Installed]:
    """Install every `.argosmodel` of the folder (or the one file) `source` into the folder `into`.

    Without `source`: the packages that travel with the project. A package whose hash, form or paths are wrong is
    refused and changes nothing; one that is there already is left alone.

    Raises:
        UsageError: `source` doesn't exist or holds no package.
    """
    source = source or package_files() / "packages"
    archives = [source] if source.is_file() else sorted(source.glob("*.argosmodel"))
    if not archives:
        raise UsageError(
            "There is no .argosmodel file in the folder given."
            if source.is_dir()
            else "The folder given doesn't exist.",
            hint="Give --from the folder that holds the packages.",
        )
    into.mkdir(parents=True, exist_ok=True)
    cards = read_manifest()
    return [_install(archive, into, cards) for archive in archives]


def _install(archive: Path, into: Path, cards: Sequence[Card]) -> Installed:
    sha256 = file_sha256(archive)
    for path in into.iterdir():
        if (receipt := read_receipt(path)) and receipt["sha256"] == sha256:
            return Installed(archive.name, "present")
    named = next((card for card in cards if card.file and PurePosixPath(card.file).name == archive.name), None)
    if named and named.sha256 != sha256:
        return Installed(archive.name, "refused", "its SHA-256 isn't the one in the manifest")
    try:
        with tempfile.TemporaryDirectory(dir=into, prefix=".unpack-") as scratch:
            folder = _unpack(archive, Path(scratch))
            if not find_packages([Path(scratch)]):
                return Installed(archive.name, "refused", "it isn't a translation package that Argos can read")
            hashes = {str(p.relative_to(folder)): file_sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
            receipt = {"sha256": sha256, "files": hashes}
            (folder / RECEIPT).write_text(json.dumps(receipt, indent=1), encoding="utf-8")
            target = into / f"{folder.name}-{sha256[:12]}"
            shutil.rmtree(target, ignore_errors=True)  # remains of a package whose receipt is gone
            os.replace(folder, target)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError) as error:
        # RuntimeError: a password; NotImplementedError: a way of packing that Python doesn't know.
        return Installed(archive.name, "refused", str(error) if type(error) is ValueError else "the file is damaged")
    return Installed(archive.name, "installed")


def _unpack(archive: Path, into: Path) -> Path:
    """Unpack after looking at every name and size; return the one folder. Raises ValueError with the reason."""
    with zipfile.ZipFile(archive) as package:
        members = package.infolist()
        for member in members:
            parts = PurePosixPath(member.filename.replace("\\", "/")).parts
            if not parts or ".." in parts or parts[0].startswith(("/", "~")) or ":" in parts[0]:
                raise ValueError("it holds a path that leads outside its own folder")
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                raise ValueError("it holds a symbolic link")
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise ValueError("it unpacks to more than 2 GiB")
        if package.testzip() is not None:
            raise ValueError("a file in it is damaged")
        package.extractall(into)
    folders = list(into.iterdir())
    if len(folders) != 1 or not folders[0].is_dir():
        raise ValueError("it doesn't hold exactly one folder")
    return folders[0]


def fetch_official(into: Path) -> list[Installed]:
    """Fetch the official Spanish–English packages from the Argos index, if it can be reached within ten seconds."""
    timeout = httpx.Timeout(NETWORK_SECONDS, connect=NETWORK_SECONDS / 2)
    results = []
    try:
        with httpx.Client(timeout=timeout, follow_redirects=True) as client:
            index = _within(NETWORK_SECONDS, lambda: client.get(ARGOS_INDEX)).raise_for_status().json()
            wanted = [p for p in index if {p.get("from_code"), p.get("to_code")} == {"es", "en"} and p.get("links")]
            into.mkdir(parents=True, exist_ok=True)
            for package in wanted:
                version = re.sub(r"[^\w.]", "_", str(package.get("package_version")))
                name = f"translate-{package['from_code']}_{package['to_code']}-{version}.argosmodel"
                with tempfile.TemporaryDirectory(dir=into, prefix=".fetch-") as scratch:
                    path = Path(scratch) / name
                    with client.stream("GET", package["links"][0]) as reply, path.open("wb") as file:
                        reply.raise_for_status()
                        for piece in reply.iter_bytes():
                            file.write(piece)
                    results.append(_install(path, into, read_manifest()))
    except (httpx.HTTPError, ValueError, OSError, TypeError, AttributeError, LookupError) as error:
        results.append(Installed("official Argos packages", "unreachable", type(error).__name__))
    return results


def _within(seconds: float, work: Callable[[], httpx.Response]) -> httpx.Response:
    """What `work` gives, or TimeoutError: httpx's own limits don't count the time of looking up a name."""
    results: list[httpx.Response | Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    thread = threading.Thread(target=run, daemon=True)  # it may hang on; it must not keep the program
    thread.start()
    thread.join(seconds)
    if not results:
        raise TimeoutError
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def list_models(directories: Sequence[Path]) -> list[dict[str, object]]:
    """Every card of the manifest and every installed package beside it, as `models list --json` prints them."""
    packages = find_packages(directories)
    rows: list[dict[str, object]] = []
    seen: set[tuple[str, str]] = set()
    for card in read_manifest():
        match = next((p for p in packages if (p.name, p.version) == (card.name, card.version)), None)
        version = match.version if match else "" if card.task == "translation" else _own_version(card)
        seen.add((card.name, card.version))
        rows.append(
            {
                "name": card.name,
                "task": card.task,
                "languages": list(card.languages),
                "version": version or card.version,
                "installed": bool(version),
                "licence": card.licence,
                "scores": dict(card.scores),
                "sha256": match.sha256 if match else card.sha256,
                "from": card.origin,
            }
        )
    rows += [
        {
            "name": p.name,
            "task": "translation",
            "languages": [p.source, p.target],
            "version": p.version,
            "installed": True,
            "licence": "unknown",
            "scores": {},
            "sha256": p.sha256,
            "from": "a user's own package",
        }
        for p in packages
        if (p.name, p.version) not in seen
    ]
    return rows


def _own_version(card: Card) -> str:
    """The version of a model that isn't installed as a package: a file of ours, or a distribution of Python's; else
    nothing."""
    if card.file:
        return card.version if (package_files() / card.file).is_file() else ""
    try:
        return metadata.version(card.name)
    except metadata.PackageNotFoundError:
        return ""


def verify_models(directories: Sequence[Path]) -> list[str]:
    """One line for each installed model file that isn't as it was installed; an empty list when all is well."""
    faults = [fault for folder in directories if folder.is_dir() for fault in _package_faults(folder)]
    for card in read_manifest():
        if card.task == "translation" or not _own_version(card):
            continue
        if not card.file:
            faults += _distribution_faults(card.name)
        elif file_sha256(package_files() / card.file) != card.sha256:
            faults.append(f"{card.file}: changed")
    return faults


def _package_faults(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if not (path / RECEIPT).is_file():
            continue  # installed by Argos itself, which keeps no hashes
        receipt = read_receipt(path)
        if receipt is None:
            yield f"{path.name}/{RECEIPT}: damaged"
            continue
        for name, sha256 in receipt["files"].items():
            if file_sha256(path / name) != sha256:
                yield f"{path.name}/{name}: {'changed' if (path / name).is_file() else 'missing'}"


def _distribution_faults(name: str) -> Iterator[str]:
    import base64
    import hashlib

    for file in metadata.files(name) or []:
        if file.hash is None or file.name.endswith(".pyc"):
            continue
        path = Path(str(file.locate()))
        if not path.is_file():
            yield f"{name}/{file}: missing"
            continue
        digest = hashlib.new(file.hash.mode, path.read_bytes()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            yield f"{name}/{file}: changed"
