"""Questions about entities: with whom and what, when, and why. Everybody is invented."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus, open_corpus
from corpus.errors import NameLookupError, UsageError
from corpus.records import UNCONFIRMED, Companion, as_json
from tests.samples import Line
from tests.test_decisions import Item, store, the, told

ROSA, LUIS = ("Rosa Paz", "PERSON", "Rosa Paz"), ("Luis Gil", "PERSON", "Luis Gil")
APOPA, PNC = ("Apopa", "PLACE", "Apopa"), ("PNC", "ORG", "Policía Nacional Civil")


def day(text: str, value: str) -> tuple[str, str, str]:
    return text, "DATE", value


def office() -> list[Item]:
    found = [
        told(
            "a.txt",
            [
                Line(
                    "El 4 de mayo de 2022 la PNC se llevó a Rosa Paz.",
                    names=[day("4 de mayo de 2022", "2022-05-04"), ROSA, PNC],
                ),
                Line("Rosa Paz volvió a Apopa en 2023.", names=[ROSA, APOPA, day("2023", "2023")]),
                Line("Luis Gil vive en Apopa desde 1990.", names=[LUIS, APOPA, day("1990", "1990")]),
            ],
            recorded_on="2024-02",
        ),
        told(
            "b.txt",
            [
                Line(
                    "Rosa Paz y Luis Gil se vieron a los dos días.",
                    names=[ROSA, LUIS, day("a los dos días", "2022-05-06")],
                ),
                Line("El 4 de mayo llovía.", names=[day("4 de mayo", "2022-05-04")]),
                Line("Rosa Paz habló un 4 de mayo.", names=[ROSA, day("4 de mayo", "XXXX-05-04")]),
            ],
            recorded_on="2023-11-30",
        ),
        told("c.txt", [Line("La PNC de Apopa no contesta.", names=[PNC, APOPA])]),
    ]
    data, item = found[1]
    mentions = tuple(dataclasses.replace(m, inferred=m.text == "a los dos días") for m in item.mentions)
    found[1] = data, dataclasses.replace(item, mentions=mentions)
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("questions") / "c", create=True) as made:
        store(made, office())
        yield made


def test_the_timeline_of_an_entity(corpus: Corpus) -> None:
    rosa = corpus.entity("Rosa Paz")
    assert [(d["value"], d["inferred"], d["segments"], d["testimonies"]) for d in rosa.timeline] == [
        ("2022-05-04", False, 1, 1),
        ("2022-05-06", True, 1, 1),
        ("2023", False, 1, 1),
        ("XXXX-05-04", False, 1, 1),  # on no day of a calendar: last
    ]
    assert (rosa.first_seen, rosa.last_seen) == ("2022-05-04", "2023-12-31")
    assert (rosa.first_recorded, rosa.last_recorded) == ("2023-11-30", "2024-02-29")
    police = corpus.entity("Policía Nacional Civil")
    assert [d["value"] for d in police.timeline] == ["2022-05-04"]
    assert (police.first_seen, police.last_seen) == ("2022-05-04", "2022-05-04")


def test_an_entity_without_dates_has_none(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        store(corpus, office()[2:])
        apopa = corpus.entity("Apopa")
        assert (apopa.timeline, apopa.first_seen, apopa.last_seen, apopa.first_recorded) == ((), None, None, None)


def test_dates_that_a_person_rejected_are_no_dates(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        store(corpus, office())
        view = corpus.entity("Rosa Paz")
        mention = next(m for m in corpus.get(view.mentions[0]["testimony"]).mentions if m.label == "DATE")
        corpus.reject(mention=f"{view.mentions[0]['testimony']}:{mention.start}-{mention.end}")
        assert mention.value not in {d["value"] for d in corpus.entity("Rosa Paz").timeline[:1]}
        assert mention.value not in corpus.entity("Rosa Paz").mentions[0]["dates"]


def test_mentions_come_with_their_context(corpus: Corpus) -> None:
    mention = next(m for m in corpus.entity("Luis Gil").mentions if m["dates"] == ["2022-05-06"])
    assert (mention["text"], mention["sentence"][mention["start"] - mention["sentence_start"] :][:8]) == (
        "Luis Gil",
        "Luis Gil",
    )
    assert (mention["review"], mention["decision"], mention["value"]) == (None, None, None)


def test_together_with(corpus: Corpus) -> None:
    beside = corpus.entities(together_with="rosa paz")
    assert all(isinstance(entity, Companion) for entity in beside)
    assert {e.name: e.status for e in beside if e.label != "DATE"} == {
        "Luis Gil": UNCONFIRMED,
        "Apopa": None,
        "Policía Nacional Civil": None,
    }
    shown = [(e.name, e.shared_testimonies, e.shared_segments) for e in beside if isinstance(e, Companion)]
    assert shown == [("Luis Gil", 2, 1), ("Apopa", 1, 1), ("Policía Nacional Civil", 1, 1)]
    assert {e.name: e.testimonies for e in beside} == {"Luis Gil": 2, "Apopa": 2, "Policía Nacional Civil": 2}
    company = {
        e["name"]: (e["testimonies"], e["same_segment"], e["status"]) for e in corpus.entity("Rosa Paz").together_with
    }
    assert company["Luis Gil"] == (2, 1, UNCONFIRMED)
    assert company["Apopa"] == (1, 1, None)


def test_together_with_and_other_filters(corpus: Corpus) -> None:
    def names(**filters: object) -> list[str]:
        return [entity.name for entity in corpus.entities(together_with="Apopa", **filters)]  # type: ignore[arg-type]

    assert names(same_segment=True) == ["Policía Nacional Civil", "Rosa Paz", "Luis Gil"]
    assert names(label="ORG") == ["Policía Nacional Civil"]
    assert names(like="gil") == ["Luis Gil"]
    assert names(min_testimonies=3) == []
    assert len(names(limit=1)) == 1
    assert json.loads(json.dumps(as_json(corpus.entities(together_with="Apopa", label="ORG"))))[0] == {
        "id": the(corpus, "Policía Nacional Civil").id,
        "label": "ORG",
        "name": "Policía Nacional Civil",
        "aliases": ["PNC"],
        "mentions": 2,
        "testimonies": 2,
        "status": None,
        "shared_testimonies": 2,
        "shared_segments": 1,
    }
    with pytest.raises(NameLookupError):
        corpus.entities(together_with="Nadie Nunca")
    with pytest.raises(UsageError):
        corpus.entities(same_segment=True)


def test_nothing_that_was_rejected_keeps_company(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        store(corpus, office())
        corpus.reject("Luis Gil")
        assert "Luis Gil" not in {entity["name"] for entity in corpus.entity("Rosa Paz").together_with}
        assert "Luis Gil" not in {entity.name for entity in corpus.entities(together_with="Apopa")}


def test_every_join_between_testimonies_has_a_score(corpus: Corpus) -> None:
    scores = {}
    for name in ("Rosa Paz", "Apopa", "Policía Nacional Civil"):
        why = corpus.entity(name, why=True).why or ()
        (join,) = [reason for reason in why if reason["reason"] == "same_name"]
        assert join["testimonies"] == the(corpus, name).testimonies
        scores[name] = join["score"]
    # Two people of one name are likelier than two towns.
    assert 0 < scores["Rosa Paz"] < scores["Apopa"] < 1
