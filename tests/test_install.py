"""Installing packages: what is refused, and that a refusal changes nothing."""

import json
import shutil
import time
import zipfile
from pathlib import Path

import httpx
import pytest

from corpus.errors import UsageError
from models import install
from models.argos import RECEIPT, find_packages
from models.catalogue import package_files, read_manifest
from models.install import install_packages, list_models, verify_models

SHIPPED = package_files() / "packages" / "translate-es_en-2026.11.argosmodel"


def test_what_travels_with_the_project_is_what_the_manifest_says():
    for card in read_manifest():
        if card.file:
            path = package_files() / card.file
            assert path.stat().st_size == card.size
            assert install.file_sha256(path) == card.sha256
            assert card.licence
            assert card.scores


def test_install_twice_and_find(tmp_path):
    assert [r.outcome for r in install_packages(tmp_path)] == ["installed", "installed"]
    assert [r.outcome for r in install_packages(tmp_path)] == ["present", "present"]
    back, package = find_packages([tmp_path])
    assert (back.source, back.target, back.name) == ("en", "es", "testimonio-en_es")
    assert (package.source, package.target, package.name) == ("es", "en", "testimonio-es_en")
    assert package.rank == next(card.rank for card in read_manifest() if card.name == package.name) > 0
    assert package.sha256 == install.file_sha256(SHIPPED)
    assert verify_models([tmp_path]) == []


def test_a_changed_and_a_missing_file_are_named(tmp_path):
    install_packages(tmp_path, source=SHIPPED)
    (folder,) = [p for p in tmp_path.iterdir() if p.is_dir()]
    (folder / "model" / "config.json").write_text("{}")
    (folder / "sentencepiece.model").unlink()
    faults = [fault for fault in verify_models([tmp_path]) if folder.name in fault]
    assert sorted(fault.split(": ")[1] for fault in faults) == ["changed", "missing"]


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


METADATA = json.dumps({"package_version": "1", "from_code": "es", "to_code": "en"}).encode()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"../evil.txt": b"x"}, "outside"),
        ({"a/../../evil.txt": b"x"}, "outside"),
        ({"/evil.txt": b"x"}, "outside"),
        ({"a/metadata.json": METADATA, "b/x": b""}, "exactly one folder"),
        ({"a/metadata.json": METADATA}, "Argos can read"),
    ],
)
def test_bad_packages_are_refused_and_change_nothing(tmp_path, members, reason):
    source = tmp_path / "in"
    source.mkdir()
    _zip(source / "bad.argosmodel", members)
    into = tmp_path / "deep" / "packages"
    (result,) = install_packages(into, source=source)
    assert (result.outcome, reason in result.reason) == ("refused", True)
    assert list(into.iterdir()) == []
    assert not (tmp_path / "evil.txt").exists()
    assert not (tmp_path / "deep" / "evil.txt").exists()


@pytest.mark.parametrize("damage", ["truncated", "flipped", "no zip"])
def test_damaged_packages_are_refused(tmp_path, damage):
    data = bytearray(SHIPPED.read_bytes())
    if damage == "truncated":
        data = data[: len(data) // 2]
    elif damage == "flipped":
        data[len(data) // 2] ^= 0xFF
    else:
        data = bytearray(b"not a zip")
    source = tmp_path / "other-name.argosmodel"
    source.write_bytes(data)
    (result,) = install_packages(tmp_path / "packages", source=source)
    assert result.outcome == "refused"
    assert list((tmp_path / "packages").iterdir()) == []


def test_a_package_under_our_name_with_another_hash_is_refused(tmp_path):
    _zip(tmp_path / SHIPPED.name, {"a/metadata.json": METADATA})
    (result,) = install_packages(tmp_path / "packages", source=tmp_path)
    assert (result.outcome, "SHA-256" in result.reason) == ("refused", True)


def test_a_folder_without_packages_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="argosmodel"):
        install_packages(tmp_path / "packages", source=tmp_path)


def test_of_two_packages_the_better_measured_comes_first(tmp_path):
    install_packages(tmp_path, source=SHIPPED)
    (ours,) = [p for p in tmp_path.iterdir() if p.is_dir()]
    official = tmp_path / "translate-es_en-1_9"
    shutil.copytree(ours, official)
    (official / RECEIPT).unlink()
    metadata = json.loads((official / "metadata.json").read_text())
    (official / "metadata.json").write_text(json.dumps({**metadata, "package_version": "1.9"}))
    assert [p.name for p in find_packages([tmp_path])] == ["argos-es_en", "testimonio-es_en"]


def test_no_network_is_said_and_survived(tmp_path, monkeypatch):
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    real = httpx.Client
    monkeypatch.setattr(install.httpx, "Client", lambda **kw: real(transport=httpx.MockTransport(refuse), **kw))
    (result,) = install.fetch_official(tmp_path)
    assert (result.outcome, result.reason) == ("unreachable", "ConnectError")


def test_official_packages_are_fetched_and_installed(tmp_path, monkeypatch):
    index = [
        {
            "from_code": "es",
            "to_code": "en",
            "package_version": "9.9",
            "links": ["https://example.org/es_en.argosmodel"],
        },
        {
            "from_code": "fr",
            "to_code": "en",
            "package_version": "1.0",
            "links": ["https://example.org/fr_en.argosmodel"],
        },
    ]
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path.endswith("index.json"):
            return httpx.Response(200, json=index)
        return httpx.Response(200, content=SHIPPED.read_bytes())

    real = httpx.Client
    monkeypatch.setattr(install.httpx, "Client", lambda **kw: real(transport=httpx.MockTransport(answer), **kw))
    (result,) = install.fetch_official(tmp_path)
    assert result.outcome == "installed"
    assert asked[1:] == ["/es_en.argosmodel"]
    assert len(find_packages([tmp_path])) == 1


def test_the_list_names_licence_and_scores(tmp_path):
    install_packages(tmp_path)
    rows = {row["name"]: row for row in list_models([tmp_path])}
    assert rows["testimonio-es_en"]["installed"] is True
    card = next(card for card in read_manifest() if card.name == "testimonio-es_en")
    assert rows["testimonio-es_en"]["scores"] == card.scores
    assert rows["es_core_news_sm"]["installed"] is True
    assert "GPL-3.0" in rows["es_core_news_sm"]["licence"]
    assert rows["argos-en_es"]["installed"] is False


def test_importing_argos_makes_nothing_in_home_and_is_silent(tmp_path):
    import subprocess
    import sys

    code = (
        "import logging; logging.basicConfig(level=0)\n"
        "from models.argos import argos_package_module\n"
        "argos_package_module()\n"
        "from argostranslate.utils import info, error\n"
        "info('a secret sentence'); error('a secret sentence')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
    assert "secret" not in done.stdout + done.stderr


def test_a_network_that_never_answers_is_given_up(tmp_path, monkeypatch):
    def hang(request: httpx.Request) -> httpx.Response:
        time.sleep(20)
        return httpx.Response(200, json=[])

    real = httpx.Client
    monkeypatch.setattr(install, "NETWORK_SECONDS", 0.5)
    monkeypatch.setattr(install.httpx, "Client", lambda **kw: real(transport=httpx.MockTransport(hang), **kw))
    began = time.monotonic()
    (result,) = install.fetch_official(tmp_path)
    assert (result.outcome, result.reason) == ("unreachable", "TimeoutError")
    assert time.monotonic() - began < 10
