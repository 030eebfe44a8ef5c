"""What people decide about entities, and that it outlasts whatever is processed later. Everybody is invented."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus import Corpus, open_corpus
from corpus.errors import NameLookupError, UsageError
from corpus.folding import fold
from corpus.records import CONFIRMED, UNCONFIRMED, AnnotatedTestimony, Decision, Entity, Join, ResolvedEntity, entity_id
from flows.cli import app
from flows.printing_entities import print_decision
from tests.samples import Line, annotated, office

Item = tuple[bytes, AnnotatedTestimony]
ROSA, MENA = ("Rosa Paz", "PERSON", "Rosa Paz"), ("José Mena", "PERSON", "José Mena")
ELENA = ("Rosa Elena Paz", "PERSON", "Rosa Elena Paz")


def told(uri: str, lines: Sequence[Line], **options: Any) -> Item:
    """A testimony as the resolver hands it on: with its entities, and a reason for each other surface of them."""
    data, item = annotated(uri, lines, **options)
    names: dict[str, tuple[str, str]] = {}
    joins: dict[str, dict[str, Join]] = {}
    for ordinal, line in enumerate(lines):
        for surface, label, means in line.names:
            if label != "DATE":
                entity = entity_id(label, fold(means))
                names[entity] = (label, means)
                if fold(surface) != fold(means):
                    joins.setdefault(entity, {})[surface] = Join(surface, "short_name", 0.9, means, ordinal)
    entities = tuple(
        ResolvedEntity(entity, label, name, tuple(joins.get(entity, {}).values()))
        for entity, (label, name) in sorted(names.items())
    )
    return data, dataclasses.replace(item, entities=entities)


def village() -> list[Item]:
    """Four testimonies that speak of the same few people and places, under more and less of their names."""
    apopa, fgr = ("Apopa", "PLACE", "Apopa"), ("Fiscalía", "ORG", "Fiscalía General")
    return [
        told(
            "a.txt",
            [
                Line("Rosa Paz vivía en Apopa.", translation="Rosa Paz lived in Apopa.", names=[ROSA, apopa]),
                Line("A Rosa la vio José Mena.", names=[("Rosa", "PERSON", "Rosa Paz"), MENA]),
                Line("El señor Custodio abrió la puerta.", names=[("Custodio", "PERSON", "Custodio")]),
            ],
        ),
        told(
            "b.txt",
            [
                Line("Rosa Elena Paz fue a la Fiscalía.", names=[ELENA, fgr]),
                Line("Custodio no la dejó pasar.", names=[("Custodio", "PERSON", "Custodio")]),
            ],
        ),
        told("c.txt", [Line("José Mena y Rosa Paz hablaron con Lidia Cruz.", names=[ROSA, MENA])]),
        told("d.txt", [Line("En Apopa nadie conoce a Rosa Elena Paz.", names=[ELENA, apopa])]),
    ]


def store(corpus: Corpus, items: Sequence[Item], *, replace: bool = False) -> None:
    for data, item in items:
        corpus.keep_original(data, item.testimony.source)
        (corpus.replace if replace else corpus.add)(item, language="es", run_id="run")


def ids(items: Sequence[Item]) -> list[str]:
    return [item.testimony.id for _, item in items]


def the(corpus: Corpus, name: str) -> Entity:
    (found,) = [entity for entity in corpus.entities() if entity.name == name]
    return found


def the_of(corpus: Corpus, name: str, testimony: str) -> Entity:
    """The one of several so called that `testimony` mentions."""
    said = {mention.entity for mention in corpus.get(testimony).mentions}
    (found,) = [entity for entity in corpus.entities() if entity.name == name and entity.id in said]
    return found


def exported(corpus: Corpus, folder: Path) -> tuple[bytes, bytes]:
    """All that two corpora with the same testimonies and decisions must have in common."""
    corpus.export("jsonl", folder)
    return (folder / "testimonies.jsonl").read_bytes(), (folder / "entities.jsonl").read_bytes()


def tables(corpus: Corpus) -> dict[str, list[tuple[Any, ...]]]:
    """What a decision may change, row by row."""
    queries = {
        "mentions": 'SELECT testimony, side, start, "end", label, entity, machine, status, decision FROM mentions',
        "entities": "SELECT * FROM entities",
        "surfaces": "SELECT * FROM entity_surfaces",
        "keys": "SELECT * FROM entity_keys",
        "testimonies": "SELECT id, mentions FROM testimonies",
    }
    connection = sqlite3.connect(corpus.path / "corpus.sqlite")
    found = {name: sorted(connection.execute(query), key=repr) for name, query in queries.items()}
    connection.close()
    return found


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "corpus", create=True) as made:
        store(made, village())
        yield made


# --- Names ----------------------------------------------------------------------------------------------------------


def test_an_entity_is_called_by_its_full_name_however_often_the_short_one_is_said(tmp_path: Path) -> None:
    full = "Juan Carlos Cruz"
    said = told(
        "a.txt",
        [Line(f"{full} llegó.", names=[(full, "PERSON", full)])]
        + [Line(f"Cruz dijo {word}.", names=[("Cruz", "PERSON", full)]) for word in ("uno", "dos", "tres")],
    )
    with open_corpus(tmp_path / "c", create=True) as corpus:
        store(corpus, [said])
        (cruz,) = corpus.entities()
        assert (cruz.name, cruz.aliases, cruz.mentions) == (full, ("Cruz", full), 4)
        (join,) = [why for why in corpus.entity("Cruz", why=True).why or () if why["testimony"]]
        assert (join["text"], join["reason"], join["of"], join["score"]) == ("Cruz", "short_name", full, 0.9)


def test_a_canonical_name_that_nobody_says_is_the_name_but_no_alias(corpus: Corpus) -> None:
    office_ = the(corpus, "Fiscalía General")
    assert office_.aliases == ("Fiscalía",)
    assert corpus.entity("fiscalia general").id == corpus.entity("Fiscalía").id == office_.id


# --- The kinds of decisions -----------------------------------------------------------------------------------------


def test_merge_keeps_the_first_and_serves_what_comes_later(corpus: Corpus, tmp_path: Path) -> None:
    rosa, elena = the(corpus, "Rosa Paz"), the(corpus, "Rosa Elena Paz")
    decision = corpus.merge("Rosa Paz", "Rosa Elena Paz", by="Ana", reason="Lo dijo su hermana.")
    assert (decision.kind, decision.by, decision.why) == ("merge", "Ana", "Lo dijo su hermana.")
    merged = the(corpus, "Rosa Paz")
    assert (merged.id, merged.mentions, merged.testimonies) == (rosa.id, rosa.mentions + elena.mentions, 4)
    assert set(merged.aliases) == {"Rosa Paz", "Rosa", "Rosa Elena Paz"}
    assert corpus.entity("rosa elena paz").id == corpus.entity(elena.id).id == rosa.id
    assert corpus.search("conoce", person=elena.id).total == 1
    store(corpus, [told("e.txt", [Line("Vino Rosa Elena Paz.", names=[ELENA])])])
    assert the(corpus, "Rosa Paz").mentions == merged.mentions + 1
    # However often the other name is said, the first one is kept.
    store(corpus, [told(f"{n}.txt", [Line(f"Rosa Elena Paz, {n}.", names=[ELENA])]) for n in range(6)])
    assert the(corpus, "Rosa Paz").testimonies == 11


def test_merge_of_different_labels_wants_a_relabelling_first(corpus: Corpus) -> None:
    mena = the(corpus, "José Mena")
    before = tables(corpus)
    with pytest.raises(UsageError, match=f"testimonio relabel {mena.id} PLACE") as caught:
        corpus.merge("Apopa", "José Mena")
    assert (caught.value.exit_code, corpus.decisions(), tables(corpus)) == (2, [], before)
    corpus.relabel(mena.id, "PLACE")
    corpus.merge("Apopa", "José Mena")
    merged = the(corpus, "Apopa")
    assert (merged.label, merged.mentions) == ("PLACE", 4)
    assert {m.label for m in corpus.get(ids(village())[0]).mentions if m.entity == merged.id} == {"PLACE"}


def test_nobody_merges_whom_somebody_told_apart(corpus: Corpus) -> None:
    luz = ("Rosa Luz Paz", "PERSON", "Rosa Luz Paz")
    store(corpus, [told("e.txt", [Line("Rosa Luz Paz cantaba.", names=[luz])])])
    apart = corpus.distinct("Rosa Elena Paz", "Rosa Luz Paz")
    for pair in (("Rosa Elena Paz", "Rosa Luz Paz"), ("Rosa Luz Paz", "Rosa Elena Paz")):
        with pytest.raises(UsageError, match=f"testimonio undo {apart.id}"):
            corpus.merge(*pair)
    # Whoever is merged with one of the two is not the other one either.
    merged = corpus.merge("Rosa Paz", "Rosa Elena Paz")
    with pytest.raises(UsageError, match=f"testimonio undo {apart.id}"):
        corpus.merge("Rosa Luz Paz", "Rosa Paz")
    corpus.undo(apart.id)
    assert corpus.merge("Rosa Luz Paz", "Rosa Paz").kind == "merge"
    assert merged.undone_at is None


def test_nobody_tells_apart_whom_somebody_merged(corpus: Corpus) -> None:
    elena = the(corpus, "Rosa Elena Paz").id
    merges = [corpus.merge("Rosa Paz", "Rosa Elena Paz"), corpus.merge("Rosa Paz", "José Mena")]
    for again in (corpus.distinct, corpus.merge):
        for other in (elena, "rosa elena paz"):
            with pytest.raises(UsageError, match=f"testimonio undo {merges[0].id}"):
                again("Rosa Paz", other)
        with pytest.raises(UsageError, match=f"testimonio undo {merges[1].id}"):
            again("Rosa Paz", "José Mena")
    corpus.undo(merges[0].id)
    assert corpus.distinct("Rosa Paz", elena).kind == "distinct"
    # What the machine joined within a testimony, nobody merged.
    with pytest.raises(UsageError, match="testimonio split"):
        corpus.distinct("Rosa", "Rosa Paz")


def test_a_split_tells_who_was_split_off_whom(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    rosa = the(corpus, "Rosa Paz").id
    d = ids(village())[3]
    corpus.merge("Rosa Paz", "Rosa Elena Paz")
    decision = corpus.split("Rosa Paz", testimonies=[d])
    new = decision.data["new"]
    assert corpus.entity(new).name == "Rosa Elena Paz"
    print_decision(decision)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"Rosa Elena Paz ({new}) was split off Rosa Paz ({rosa}): 1 part.")
    assert corpus.decisions()[-1] == decision
    # What is left of an entity may be called otherwise than before.
    a, b, c, _ = ids(village())
    other = corpus.split("Rosa Paz", testimonies=[a, c])
    print_decision(other)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"Rosa Paz ({other.data['new']}) was split off Rosa Elena Paz ({rosa}): 2 parts.")
    assert {m["testimony"] for m in corpus.entity(rosa).mentions} == {b}


def test_split_by_testimony_and_by_mention(corpus: Corpus) -> None:
    items = village()
    a, c = ids(items)[0], ids(items)[2]
    decision = corpus.split("Rosa Paz", testimonies=[c[:8]], name="Rosa Paz (Soyapango)")
    one, other = the(corpus, "Rosa Paz"), the(corpus, "Rosa Paz (Soyapango)")
    assert other.id == decision.data["new"]
    assert {m["testimony"] for m in corpus.entity(one.id).mentions} == {a}
    assert {m["testimony"] for m in corpus.entity(other.id).mentions} == {c}
    assert one.status is None
    mention = next(m for m in corpus.get(a).mentions if m.text == "Rosa")
    again = corpus.split(one.id, mentions=[f"{a}:{mention.start}-{mention.end}"], name="Rosa la del molino")
    assert [m["text"] for m in corpus.entity(again.data["new"]).mentions] == ["Rosa"]
    assert [m["text"] for m in corpus.entity(one.id).mentions] == ["Rosa Paz"]
    for made in (decision, again):
        corpus.undo(made.id)
    assert the(corpus, "Rosa Paz").mentions == 3


def test_rename_and_relabel_an_entity(corpus: Corpus) -> None:
    custodio = the(corpus, "Custodio")
    corpus.rename("Custodio", "  Centinela\n1 ")
    corpus.relabel("Centinela 1", "misc")
    assert dataclasses.replace(the(corpus, "Centinela 1"), aliases=()) == Entity(
        custodio.id, "MISC", "Centinela 1", (), custodio.mentions, custodio.testimonies, None
    )
    assert corpus.entity("custodio").id == custodio.id  # what was said is an alias
    assert [e.id for e in corpus.entities(like="sentinela"[1:])] == [custodio.id]
    (mention,) = [m for m in corpus.get(ids(village())[1]).mentions if m.text == "Custodio"]
    assert (mention.label, mention.name, mention.review) == ("MISC", "Centinela 1", "changed")
    store(corpus, [told("e.txt", [Line("Custodio gritó.", names=[("Custodio", "PERSON", "Custodio")])])])
    assert the(corpus, "Centinela 1").label == "MISC"


def test_reject_an_entity_now_and_for_ever(corpus: Corpus) -> None:
    a = ids(village())[0]
    before = next(row.mentions for row in corpus.list() if row.id == a)
    decision = corpus.reject("Custodio")
    assert "Custodio" not in {entity.name for entity in corpus.entities()}
    view = corpus.get(a)
    assert "Custodio" not in {mention.text for mention in view.mentions}
    (rejected,) = view.rejected_mentions
    assert (rejected.text, rejected.review, rejected.decision, rejected.entity) == (
        "Custodio",
        "rejected",
        decision.id,
        None,
    )
    assert next(row.mentions for row in corpus.list() if row.id == a) == before - 1
    assert not [m for hit in corpus.search("custodio").hits for m in hit.mentions if m["text"] == "Custodio"]
    store(corpus, [told("e.txt", [Line("Custodio gritó.", names=[("Custodio", "PERSON", "Custodio")])])])
    assert corpus.entities(like="custodio") == []
    corpus.undo(decision.id)
    assert the(corpus, "Custodio").testimonies == 3


def test_reject_whatever_is_called_so(corpus: Corpus) -> None:
    """A single name is another entity in every testimony; in one it stands for somebody with a full name."""

    def usted(uri: str, *, means: str = "") -> Item:
        names = [("Usted", "PERSON", means or f"Usted\n{uri}")]
        data, item = told(uri, [Line(f"Usted abrió la puerta {uri}.", names=names)])
        named = tuple(dataclasses.replace(e, name=means or "Usted") for e in item.entities)
        return data, dataclasses.replace(item, entities=named)

    def called() -> list[str]:
        return sorted(entity.name for entity in corpus.entities(like="usted"))

    store(corpus, [usted("e.txt"), usted("f.txt"), usted("g.txt", means="José Mena")])
    assert called() == ["José Mena", "Usted", "Usted"]
    with pytest.raises(NameLookupError):
        corpus.reject("usted")
    before = tables(corpus)
    decision = corpus.reject_all("usted")
    assert called() == ["José Mena"]
    corpus.undo(decision.id)
    assert tables(corpus) == before
    again = corpus.reject_all("usted", label="person")
    store(corpus, [usted("h.txt")])
    assert called() == ["José Mena"]
    corpus.undo(again.id)
    assert called() == ["José Mena", "Usted", "Usted", "Usted"]
    for name, label in (("usted", "ORG"), ("nadie", None)):
        with pytest.raises(UsageError):
            corpus.reject_all(name, label=label)


def test_reject_one_mention_and_its_translation(corpus: Corpus) -> None:
    data, item = told(
        "t.txt",
        [
            Line(
                "Paz era lo que queríamos.",
                translation="Paz was what we wanted.",
                names=[("Paz", "PERSON", "Paz")],
                translated_names=[("Paz", "PERSON", "Paz")],
            ),
            Line("Luego vino Paz.", names=[("Paz", "PERSON", "Paz")]),
        ],
    )
    store(corpus, [(data, item)])
    corpus.reject(mention=f"{item.testimony.id}:0-3")
    view = corpus.get(item.testimony.id)
    assert [(m.ordinal, m.text) for m in view.mentions] == [(1, "Paz")]
    assert view.translation_mentions == ()
    assert the(corpus, "Paz").mentions == 1


def test_relabel_one_mention(corpus: Corpus) -> None:
    a = ids(village())[0]
    mention = next(m for m in corpus.get(a).mentions if m.text == "Custodio")
    corpus.relabel(None, "PLACE", mention=f"{a}:{mention.start}-{mention.end}")
    changed = next(m for m in corpus.get(a).mentions if m.text == "Custodio")
    assert (changed.label, changed.name, changed.review) == ("PLACE", "Custodio", "changed")
    assert sorted((e.label, e.testimonies) for e in corpus.entities(like="Custodio")) == [("PERSON", 1), ("PLACE", 1)]


def test_add_what_the_machine_missed(corpus: Corpus) -> None:
    c = ids(village())[2]
    decision = corpus.add_mention(c, "Lidia Cruz", "person", by="Ana")
    assert the(corpus, "Lidia Cruz").id == entity_id("PERSON", "lidia cruz")
    (mention,) = [m for m in corpus.get(c).mentions if m.text == "Lidia Cruz"]
    assert (mention.review, mention.decision, mention.label) == ("added", decision.id, "PERSON")
    assert next(row.mentions for row in corpus.list() if row.id == c) == 3
    # The same name said elsewhere and found by the machine is the same entity, as two found by it would be.
    lidia = ("Lidia Cruz", "PERSON", "Lidia Cruz")
    store(corpus, [told("e.txt", [Line("Lidia Cruz se fue.", names=[lidia])])])
    assert the(corpus, "Lidia Cruz").status == UNCONFIRMED


def test_a_date_that_was_added_is_found_by_its_value(corpus: Corpus) -> None:
    a = ids(village())[0]
    corpus.add_mention(a, "la vio", "DATE", entity="1994-03")
    assert corpus.search(since="1994-03-31", until="1994-12").total == 3
    corpus.add_mention(a, "la vio", "DATE", entity="1995-03-02")
    assert [m.value for m in corpus.get(a).mentions if m.label == "DATE"] == ["1995-03-02"]
    assert corpus.search(since="1994", until="1994").total == 0
    assert corpus.entity("José Mena").first_seen == "1995-03-02"


def test_add_everywhere_leaves_longer_names_alone(corpus: Corpus) -> None:
    data, item = told("p.txt", [Line("Paz vino. Rosa Paz no; Pazos tampoco. Paz, Paz.", names=[ROSA])])
    store(corpus, [(data, item)])
    corpus.add_mention(item.testimony.id, "Paz", "PERSON", entity="José Mena")
    text = item.testimony.text
    found = {(m.start, m.text, m.name) for m in corpus.get(item.testimony.id).mentions}
    spots = [0, text.index(". Paz") + 2, text.rindex("Paz")]
    assert found == {(text.index("Rosa"), "Rosa Paz", "Rosa Paz")} | {(at, "Paz", "José Mena") for at in spots}
    # At one place it is what the person says, whatever the machine found there.
    decision = corpus.add_mention(item.testimony.id, "Paz", "PERSON", start=text.index("Rosa") + 5)
    view = corpus.get(item.testimony.id)
    assert "Rosa Paz" not in {m.text for m in view.mentions}
    assert [m.decision for m in view.rejected_mentions] == [decision.id]
    corpus.undo(decision.id)
    assert {(m.start, m.text, m.name) for m in corpus.get(item.testimony.id).mentions} == found


def test_a_single_name_that_was_added_joins_no_other_testimony(corpus: Corpus) -> None:
    both = [told(f"{n}.txt", [Line(f"Lo vio Tomás, número {n}.")]) for n in (1, 2)]
    store(corpus, both)
    for testimony in ids(both):
        corpus.add_mention(testimony, "Tomás", "PERSON")
    assert [e.testimonies for e in corpus.entities(like="Tomás")] == [1, 1]


# --- One decision after another --------------------------------------------------------------------------------------


def test_what_was_added_goes_where_its_entity_goes(corpus: Corpus) -> None:
    c = ids(village())[2]
    corpus.add_mention(c, "Lidia Cruz", "PERSON")
    merged = corpus.merge("José Mena", "Lidia Cruz")
    assert [m.name for m in corpus.get(c).mentions if m.text == "Lidia Cruz"] == ["José Mena"]
    corpus.undo(merged.id)
    assert the(corpus, "Lidia Cruz").mentions == 1


def test_what_is_added_later_follows_earlier_merges(corpus: Corpus) -> None:
    lidia = ("Lidia Cruz", "PERSON", "Lidia Cruz")
    store(corpus, [told("e.txt", [Line("Lidia Cruz se fue.", names=[lidia])])])
    merged = corpus.merge("José Mena", "Lidia Cruz")
    c = ids(village())[2]
    corpus.add_mention(c, "Lidia Cruz", "PERSON")
    assert [m.name for m in corpus.get(c).mentions if m.text == "Lidia Cruz"] == ["José Mena"]
    corpus.undo(merged.id)
    assert the(corpus, "Lidia Cruz").testimonies == 2


def test_a_new_entity_is_called_as_the_person_called_it(corpus: Corpus) -> None:
    corpus.add_mention(ids(village())[0], "la puerta", "PERSON", entity="Ana Gil «La Puerta»")
    added = the(corpus, "Ana Gil «La Puerta»")
    assert added.aliases == ("la puerta",)
    assert corpus.entity("ana gil «la puerta»").id == added.id


def test_who_adds_again_what_was_rejected_means_it(corpus: Corpus) -> None:
    a = ids(village())[0]
    corpus.reject("Apopa")
    corpus.add_mention(a, "Apopa", "PLACE")
    assert [m.name for m in corpus.get(a).mentions if m.text == "Apopa"] == ["Apopa"]
    corpus.reject("Apopa")
    assert [m.name for m in corpus.get(a).mentions if m.text == "Apopa"] == []


def test_a_merge_takes_the_label_that_the_first_has_at_any_time(corpus: Corpus) -> None:
    relabelled = corpus.relabel("Custodio", "ORG")
    corpus.relabel("José Mena", "ORG")
    corpus.merge("Custodio", "José Mena")
    merged = the(corpus, "Custodio")
    assert {m.label for _, i in village() for m in corpus.get(i.testimony.id).mentions if m.entity == merged.id} == {
        "ORG"
    }
    corpus.undo(relabelled.id)
    assert {m.label for _, i in village() for m in corpus.get(i.testimony.id).mentions if m.entity == merged.id} == {
        "PERSON"
    }


def test_who_was_taken_for_somebody_is_not_rejected_by_name(corpus: Corpus) -> None:
    single = ("Custodio", "PERSON", "Custodio")
    corpus.split("Custodio", testimonies=[ids(village())[0]])
    corpus.merge("José Mena", the_of(corpus, "Custodio", ids(village())[0]).id)
    corpus.reject_all("Custodio")
    assert corpus.entity("Custodio").name == "José Mena"
    store(corpus, [told("e.txt", [Line("Custodio gritó.", names=[single])])])
    assert {m["testimony"] for m in corpus.entity("José Mena").mentions} == {ids(village())[n] for n in (0, 2)}
    # Whoever is called so now goes too, whatever the machine had called them.
    corpus.rename("Rosa Paz", "Custodio")
    corpus.reject_all("Custodio")
    assert {e.name for e in corpus.entities(label="PERSON")} == {"José Mena", "Rosa Elena Paz"}


# --- The same name, unconfirmed -------------------------------------------------------------------------------------


def test_a_person_of_several_testimonies_is_unconfirmed_until_reviewed(corpus: Corpus) -> None:
    a, _, c, _ = ids(village())
    assert {e.name: e.status for e in corpus.entities(label="PERSON")} == dict.fromkeys(
        ("Rosa Paz", "José Mena", "Rosa Elena Paz", "Custodio"), UNCONFIRMED
    )
    assert {e.status for e in corpus.entities(label="PLACE")} == {None}
    decision = corpus.confirm("José Mena")
    assert decision.data["testimonies"] == sorted([a, c])
    mena = the(corpus, "José Mena")
    assert mena.status == corpus.entity(mena.id).status == CONFIRMED
    assert {m.status for m in corpus.get(a).mentions if m.entity == mena.id} == {CONFIRMED}
    (hit,) = corpus.search("hablaron").hits
    assert {m["name"]: m["status"] for m in hit.mentions} == {"José Mena": CONFIRMED, "Rosa Paz": UNCONFIRMED}
    # Nobody has looked at the next one.
    store(corpus, [told("e.txt", [Line("José Mena mintió.", names=[MENA])])])
    assert the(corpus, "José Mena").status == UNCONFIRMED
    corpus.confirm("José Mena")
    assert the(corpus, "José Mena").status == CONFIRMED
    corpus.undo(decision.id)
    assert the(corpus, "José Mena").status == CONFIRMED  # the second one covers all


def test_a_merge_confirms_only_what_was_one_before(corpus: Corpus) -> None:
    singles = [
        told("e.txt", [Line("Ana Luz Gil salió.", names=[("Ana Luz Gil", "PERSON", "Ana Luz Gil")])]),
        told("f.txt", [Line("Ana Gil entró.", names=[("Ana Gil", "PERSON", "Ana Gil")])]),
    ]
    store(corpus, singles)
    corpus.merge("Ana Luz Gil", "Ana Gil")
    assert the(corpus, "Ana Luz Gil").status == CONFIRMED
    # Rosa Paz was named in two testimonies; who says that she is Rosa Elena Paz has not said that she is one.
    first = corpus.merge("Rosa Paz", "Rosa Elena Paz")
    assert the(corpus, "Rosa Paz").status == UNCONFIRMED
    corpus.undo(first.id)
    reviews = [corpus.confirm("Rosa Paz"), corpus.confirm("Rosa Elena Paz")]
    corpus.merge("Rosa Paz", "Rosa Elena Paz")
    assert the(corpus, "Rosa Paz").status == CONFIRMED
    corpus.undo(reviews[1].id)
    assert the(corpus, "Rosa Paz").status == UNCONFIRMED


def test_whom_a_person_named_is_joined_by_no_machine(corpus: Corpus) -> None:
    def puerta(number: int) -> str:
        data, item = told(f"{number}.txt", [Line(f"Lo abrió la puerta, dijo él {number}.")])
        store(corpus, [(data, item)])
        return item.testimony.id

    gil = ("Ana Luz Gil", "PERSON", "Ana Luz Gil")
    store(corpus, [told("e.txt", [Line("Ana Luz Gil salió.", names=[gil])])])
    first = corpus.add_mention(puerta(1), "él", "PERSON", entity="Ana Luz Gil")
    assert (the(corpus, "Ana Luz Gil").testimonies, the(corpus, "Ana Luz Gil").status) == (2, CONFIRMED)
    # Said twice in one testimony: either saying is enough.
    again = corpus.add_mention(first.data["mentions"][0]["testimony"], "la puerta", "PERSON", entity="Ana Luz Gil")
    corpus.undo(first.id)
    assert the(corpus, "Ana Luz Gil").status == CONFIRMED
    # The next one is joined by the machine, and nobody has looked at that.
    store(corpus, [told("f.txt", [Line("Ana Luz Gil entró.", names=[gil])])])
    assert the(corpus, "Ana Luz Gil").status == UNCONFIRMED
    corpus.undo(again.id)
    corpus.add_mention(puerta(2), "él", "PERSON", entity="Ana Luz Gil")
    assert the(corpus, "Ana Luz Gil").status == UNCONFIRMED
    corpus.confirm("Ana Luz Gil")
    corpus.add_mention(puerta(3), "él", "PERSON", entity="Ana Luz Gil")
    assert the(corpus, "Ana Luz Gil").status == CONFIRMED
    # Somebody whom no machine ever found.
    for number in (4, 5):
        corpus.add_mention(puerta(number), "él", "PERSON", entity="Tomás Gil Paz")
    assert the(corpus, "Tomás Gil Paz").status == CONFIRMED


def test_one_more_mention_says_nothing_of_what_the_machine_joined(corpus: Corpus) -> None:
    corpus.add_mention(ids(village())[0], "la puerta", "PERSON", entity="José Mena")
    mena = the(corpus, "José Mena")
    assert (mena.mentions, mena.testimonies, mena.status) == (3, 2, UNCONFIRMED)


# --- What was taken for a date ----------------------------------------------------------------------------------------


def dated(number: int) -> Item:
    """A girl called Abril, taken for a month; worked out, besides."""
    names = [("Abril", "DATE", "2022-04"), ("Apopa", "PLACE", "Apopa")]
    data, item = told(f"{number}.txt", [Line(f"Abril vive en Apopa, número {number}.", names=names)])
    april = entity_id("DATE", "2022-04")
    mentions = tuple(
        dataclasses.replace(m, entity=april, inferred=True) if m.label == "DATE" else m for m in item.mentions
    )
    entities = (*item.entities, ResolvedEntity(april, "DATE", "2022-04"))
    return data, dataclasses.replace(item, mentions=mentions, entities=entities)


def test_who_is_no_date_has_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        items = [dated(1), dated(2)]
        store(corpus, items)
        before = tables(corpus)
        decision = corpus.relabel("2022-04", "PERSON")
        abril = the(corpus, "Abril")
        assert (abril.label, abril.aliases, abril.testimonies, abril.status) == ("PERSON", ("Abril",), 2, UNCONFIRMED)
        view = corpus.entity("abril")
        assert {(m["value"], m["inferred"], m["review"]) for m in view.mentions} == {(None, False, "changed")}
        assert [date for mention in view.mentions for date in mention["dates"]] == []
        assert (view.timeline, view.first_seen) == ((), None)
        assert corpus.search(since="2022-04", until="2022-04").total == 0
        shown = [m for m in corpus.get(ids(items)[0]).mentions if m.label == "PERSON"]
        assert [(m.value, m.inferred, m.name) for m in shown] == [(None, False, "Abril")]
        found = [m for hit in corpus.search("vive").hits for m in hit.mentions if m["label"] == "PERSON"]
        assert {(m["value"], m["inferred"], m["name"]) for m in found} == {(None, False, "Abril")}
        print_decision(decision)
        said = " ".join(capsys.readouterr().out.split())
        assert f"2022-04 ({abril.id}) is labelled PERSON, and called Abril" in said
        store(corpus, [dated(3)])
        assert (the(corpus, "Abril").testimonies, the(corpus, "Abril").status) == (3, UNCONFIRMED)
        corpus.rename("Abril", "Abril Gil")
        corpus.undo(decision.id)
        assert [(e.label, e.name) for e in corpus.entities(like="abril")] == [("DATE", "Abril Gil")]
        corpus.undo(corpus.decisions()[-1].id)
        assert corpus.entity("2022-04").timeline[0]["inferred"] is True
        assert set(before["testimonies"]) < set(tables(corpus)["testimonies"])


def test_one_mention_that_is_no_date(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        items = [dated(1), dated(2)]
        store(corpus, items)
        decision = corpus.relabel(None, "PERSON", mention=f"{ids(items)[0]}:0-5")
        (mention,) = corpus.entity(the(corpus, "Abril").id).mentions
        assert (mention["value"], mention["inferred"]) == (None, False)
        assert (the(corpus, "Abril").status, the(corpus, "2022-04").testimonies) == (None, 1)
        corpus.undo(decision.id)
        assert the(corpus, "2022-04").testimonies == 2


# --- Review ---------------------------------------------------------------------------------------------------------


def test_review_proposes_and_remembers(corpus: Corpus) -> None:
    (pair,) = corpus.review(kind="duplicate")
    assert pair.b is not None
    assert {pair.a["name"], pair.b["name"]} == {"Rosa Paz", "Rosa Elena Paz"}
    assert 0 < pair.score <= 1
    assert pair.reason
    assert {"id", "label", "name", "testimonies", "mentions"} <= pair.a.keys()
    names = {proposal.a["name"] for proposal in corpus.review(kind="same_name")}
    assert names == {"Rosa Paz", "José Mena", "Rosa Elena Paz", "Custodio"}
    scores = [proposal.score for proposal in corpus.review()]
    assert scores == sorted(scores, reverse=True)
    assert len(corpus.review(limit=2)) == 2
    decision = corpus.distinct("Rosa Elena Paz", "Rosa Paz")
    assert corpus.review(kind="duplicate") == []
    corpus.undo(decision.id)
    assert corpus.review(kind="duplicate") == [pair]
    corpus.confirm("José Mena")
    assert "José Mena" not in {proposal.a["name"] for proposal in corpus.review(kind="same_name")}
    corpus.merge("Rosa Paz", "Rosa Elena Paz")
    assert corpus.review(kind="duplicate") == []


def test_a_short_name_is_proposed_and_no_more(corpus: Corpus) -> None:
    for name in ("Chepe Mena", "Chepe Rivas"):
        store(corpus, [told(f"{name}.txt", [Line(f"{name} vino.", names=[(name, "PERSON", name)])])])
    assert "Chepe Mena" not in str(corpus.review(kind="duplicate"))
    proposals = corpus.review(kind="duplicate", short_names={"Chepe": ["José"]})
    (found,) = [p for p in proposals if p.b and "Chepe" in p.a["name"] + p.b["name"]]
    assert {found.a["name"], (found.b or {})["name"]} == {"Chepe Mena", "José Mena"}
    assert found.score < 1


def test_what_is_distinct_stays_so_under_another_name(corpus: Corpus) -> None:
    def pairs() -> list[set[str]]:
        return [{p.a["name"], p.b["name"]} for p in corpus.review(kind="duplicate") if p.b]

    luz = ("Rosa Luz Paz", "PERSON", "Rosa Luz Paz")
    store(corpus, [told("e.txt", [Line("Rosa Luz Paz cantaba.", names=[luz])])])
    assert {"Rosa Paz", "Rosa Luz Paz"} in pairs()
    corpus.distinct("Rosa Elena Paz", "Rosa Luz Paz")
    corpus.merge("Rosa Paz", "Rosa Elena Paz")
    assert {"Rosa Paz", "Rosa Luz Paz"} not in pairs()


# --- Refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "decide",
    [
        lambda c, a: c.merge("Rosa Paz", "Rosa"),
        lambda c, a: c.merge("Rosa Paz", "Nadie Nunca"),
        lambda c, a: c.merge("Apopa", "Fiscalía"),
        lambda c, a: c.split("Rosa Paz"),
        lambda c, a: c.split("José Mena", testimonies=[ids(village())[1]]),
        lambda c, a: c.split("Custodio", testimonies=[ids(village())[0], ids(village())[1]]),
        lambda c, a: c.split("Rosa Paz", mentions=[f"{a}:0-3"]),
        lambda c, a: c.split("José Mena", mentions=[f"{a}:0-8"]),
        lambda c, a: c.split("José Mena", mentions=["somewhere"]),
        lambda c, a: c.rename("Rosa Paz", "  "),
        lambda c, a: c.rename("Rosa Paz", "x" * 201),
        lambda c, a: c.rename("Rosa Paz", "Rosa\x07Paz"),
        lambda c, a: c.rename("Rosa Paz", "Rosa Paz"),
        lambda c, a: c.relabel("Rosa Paz", "HERO"),
        lambda c, a: c.relabel("Rosa Paz", "PERSON"),
        lambda c, a: c.relabel(None, "ORG"),
        lambda c, a: c.relabel("Rosa Paz", "ORG", mention=f"{a}:0-8"),
        lambda c, a: c.relabel(None, "PERSON", mention=f"{a}:0-8"),
        lambda c, a: c.reject(),
        lambda c, a: c.reject(mention=f"{a}:0-7"),
        lambda c, a: c.reject(mention="ffff:0-7"),
        lambda c, a: c.add_mention(a, "Nadie Nunca", "PERSON"),
        lambda c, a: c.add_mention(a, "Rosa Paz", "PERSON"),
        lambda c, a: c.add_mention(a, "osa", "PERSON"),
        lambda c, a: c.add_mention(a, "Apopa. A Rosa", "PERSON"),
        lambda c, a: c.add_mention(a, "vivía", "PERSON", start=3),
        lambda c, a: c.add_mention(a, "vivía", "HERO"),
        lambda c, a: c.add_mention(a, "vivía", "PERSON", entity="0123456789abcdef"),
        lambda c, a: c.distinct("Rosa", "Rosa Paz"),
        lambda c, a: c.confirm("Nadie"),
        lambda c, a: c.undo("ffff"),
        lambda c, a: c.undo(""),
        lambda c, a: c.review(kind="hunch"),
    ],
)
def test_what_makes_no_sense_is_refused(corpus: Corpus, decide: Callable[[Corpus, str], Any]) -> None:
    before = tables(corpus)
    with pytest.raises(UsageError) as caught:
        decide(corpus, ids(village())[0])
    assert caught.value.exit_code == 2
    assert "vivía" not in str(caught.value)
    assert corpus.decisions() == []
    assert tables(corpus) == before


def test_twice_is_refused_too(corpus: Corpus) -> None:
    corpus.confirm("José Mena")
    corpus.distinct("José Mena", "Apopa")
    decision = corpus.reject("Custodio")
    corpus.undo(decision.id[:6])
    for again in (
        lambda: corpus.confirm("José Mena"),
        lambda: corpus.distinct("Apopa", "José Mena"),
        lambda: corpus.undo(decision.id),
        lambda: corpus.merge("Rosa Paz", "Mena Paz"),
    ):
        with pytest.raises(UsageError):
            again()
    assert [d.kind for d in corpus.decisions()] == ["confirm", "distinct", "reject"]


@pytest.mark.parametrize(
    "decide",
    [
        lambda c, part: c.merge(part, "Apopa"),
        lambda c, part: c.merge("Apopa", part),
        lambda c, part: c.distinct("Apopa", part),
        lambda c, part: c.split(part, testimonies=[ids(village())[0]]),
        lambda c, part: c.rename(part, "Otra"),
        lambda c, part: c.relabel(part, "ORG"),
        lambda c, part: c.reject(part),
        lambda c, part: c.reject_all(part),
        lambda c, part: c.confirm(part),
    ],
)
def test_a_part_of_a_name_is_nobody_to_decide_about(corpus: Corpus, decide: Callable[[Corpus, str], Any]) -> None:
    before = tables(corpus)
    for part, names in (("Elena", {"Rosa Elena Paz"}), ("paz", {"Rosa Paz", "Rosa Elena Paz"})):
        with pytest.raises(NameLookupError) as caught:
            decide(corpus, part)
        assert set(caught.value.candidates) == {
            f"{name} (PERSON, {the(corpus, name).id}, {UNCONFIRMED})" for name in names
        }
    assert tables(corpus) == before
    # To look is no decision; but then too nobody is chosen among several.
    assert corpus.entity("elena").name == "Rosa Elena Paz"
    assert corpus.entities(together_with="elena")
    for look in (corpus.entity, lambda part: corpus.entities(together_with=part)):
        with pytest.raises(NameLookupError):
            look("paz")


def test_a_name_of_several_entities_is_refused_with_all_of_them(corpus: Corpus) -> None:
    a, b, *_ = ids(village())
    split = corpus.split("Custodio", testimonies=[a])  # two people of one name
    corpus.add_mention(b, "la", "PLACE", entity="José Mena")  # a person and a place of one name
    for name, labels in (("custodio", ["PERSON", "PERSON"]), ("JOSE MENA", ["PERSON", "PLACE"])):
        with pytest.raises(NameLookupError, match="the id") as caught:
            corpus.rename(name, "Otra")
        assert sorted(candidate.partition("(")[2][:5] for candidate in caught.value.candidates) == [
            label[:5] for label in labels
        ]
        assert all(entity.id in str(caught.value) for entity in corpus.entities(like=name))
    assert corpus.rename(split.data["new"], "Custodio del portón").kind == "rename"
    assert corpus.rename("custodio", "Otra").kind == "rename"  # by now only one is called so


def test_a_name_goes_before_somebody_elses_alias_and_that_is_said(corpus: Corpus) -> None:
    """In one testimony Rosa is Rosa Paz, in another nobody knows."""
    store(corpus, [told("e.txt", [Line("Rosa no vino.", names=[("Rosa", "PERSON", "Rosa")])])])
    rosa, paz = the(corpus, "Rosa"), the(corpus, "Rosa Paz")
    assert corpus.entity("rosa").id == rosa.id
    (other,) = corpus.namesakes("rosa")
    assert paz.id in other
    assert corpus.namesakes("Rosa Paz") == corpus.namesakes(rosa.id) == corpus.namesakes("nadie") == ()
    runner = CliRunner()
    for arguments in (["entity", "Rosa"], ["entities", "--together-with", "Rosa"], ["reject", "Rosa"]):
        result = runner.invoke(app, [*arguments, "--corpus", str(corpus.path)])
        assert (result.exit_code, paz.id in result.stderr) == (0, True)
    assert {e.id for e in corpus.entities()} & {rosa.id, paz.id} == {paz.id}
    result = runner.invoke(app, ["entities", "--together-with", "Rosa Paz", "--corpus", str(corpus.path)])
    assert f"{paz.id}): {UNCONFIRMED}" in result.stderr


def test_beside_the_one_a_name_means_the_other(corpus: Corpus) -> None:
    split = corpus.split("Custodio", testimonies=[ids(village())[0]])
    old, new = the_of(corpus, "Custodio", ids(village())[1]).id, split.data["new"]
    with pytest.raises(NameLookupError):
        corpus.distinct("Custodio", "Apopa")
    apart = corpus.distinct(new, "custodio")
    assert {apart.data["a"], apart.data["b"]} == {old, new}
    corpus.undo(apart.id)
    assert corpus.merge("Custodio", new).data["into"] == old


def test_an_entity_of_another_kind_is_not_the_one_that_was_added(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="labelled PLACE"):
        corpus.add_mention(ids(village())[0], "la puerta", "PERSON", entity=the(corpus, "Apopa").id)


# --- Records --------------------------------------------------------------------------------------------------------


def test_a_decision_is_a_record_of_its_own(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESTIMONIO_USER", "oficina")
    first = corpus.rename("Rosa Paz", "Rosa P.", reason="Ella lo pidió.")
    second = corpus.merge("Rosa P.", "Rosa Elena Paz", by="Ana")
    corpus.undo(first.id, by="Luis")
    undone, kept = corpus.decisions()
    assert (undone.by, undone.why, undone.undone_by) == ("oficina", "Ella lo pidió.", "Luis")
    assert undone.undone_at is not None
    assert dataclasses.replace(undone, undone_by=None, undone_at=None) == first
    assert (kept, kept.number, kept.at[-6:]) == (second, 2, "+00:00")
    assert the(corpus, "Rosa Paz").mentions == 5
    assert "Rosa Elena Paz" in kept.data["names"].values()
    corpus.export("jsonl", tmp_path / "out")
    lines = (tmp_path / "out" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [undone.id, kept.id]


def test_the_same_decision_has_the_same_id_in_every_corpus(corpus: Corpus, tmp_path: Path) -> None:
    with open_corpus(tmp_path / "other", create=True) as other:
        store(other, village()[::-1])
        other.rename("Apopa", "Ciudad de Apopa", by="another")
        assert other.reject("Custodio", by="another").id == corpus.reject("Custodio").id


def test_why_names_every_reason(corpus: Corpus) -> None:
    merged = corpus.merge("Rosa Paz", "Rosa Elena Paz", by="Ana", reason="hermana")
    why = corpus.entity("Rosa Paz", why=True).why
    assert why is not None
    assert all({"text", "reason", "score", "of", "testimony", "segment"} <= reason.keys() for reason in why)
    names = {(r["text"], r["testimonies"]) for r in why if r["reason"] == "same_name"}
    assert names == {("Rosa Paz", 2), ("Rosa Elena Paz", 2)}
    (decided,) = [r for r in why if r["decision"]]
    assert (decided["decision"], decided["by"], decided["note"]) == (merged.id, "Ana", "hermana")
    (short,) = [r for r in why if r["reason"] == "short_name"]
    assert (short["text"], short["of"], short["testimony"], short["segment"]) == (
        "Rosa",
        "Rosa Paz",
        ids(village())[0],
        1,
    )
    assert corpus.entity("Rosa Paz").why is None


def test_a_failure_in_the_middle_leaves_no_decision(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.store import applying

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = tables(corpus)
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.merge("Rosa Paz", "Rosa Elena Paz")
    assert corpus.decisions() == []
    assert tables(corpus) == before
    # The number that the failed one had is given to another, and the new testimony goes by that one.
    corpus.reject("Custodio")
    store(corpus, [told("e.txt", [Line("Rosa Elena Paz llamó a Custodio.", names=[ELENA])])])
    assert the(corpus, "Rosa Elena Paz").testimonies == 3


# --- After re-processing --------------------------------------------------------------------------------------------


def test_decisions_hold_after_the_models_changed_their_minds(corpus: Corpus) -> None:
    _, item = village()[0]
    at = item.testimony.text.index("Custodio")
    corpus.reject(mention=f"{item.testimony.id}:{at}-{at + 8}")
    corpus.add_mention(item.testimony.id, "la puerta", "PLACE")
    vivid = item.testimony.text.index("Apopa")
    corpus.relabel(None, "ORG", mention=f"{item.testimony.id}:{vivid}-{vivid + 5}")
    # Now the models find other things: no Apopa, and Custodio twice.
    twice = dataclasses.replace(
        item, mentions=tuple(m for m in item.mentions if m.label != "PLACE"), entities=item.entities[:1]
    )
    corpus.replace(twice, language="es", run_id="again")
    found = {(m.text, m.label) for m in corpus.get(item.testimony.id).mentions}
    assert {("la puerta", "PLACE"), ("Apopa", "ORG")} <= found
    assert "Custodio" not in {text for text, _ in found}
    assert all(decision.applies for decision in corpus.decisions())


def test_words_that_moved_are_found_and_words_that_went_are_reported(corpus: Corpus) -> None:
    _, item = village()[0]
    corpus.add_mention(item.testimony.id, "la puerta", "PLACE")
    gone = corpus.add_mention(item.testimony.id, "señor", "MISC")
    lines = [
        Line("Página 1."),
        Line("Rosa Paz vivía en Apopa.", names=[ROSA]),
        Line("Abrió la puerta.", names=[("puerta", "MISC", "puerta")]),
    ]
    _, moved = told("a.txt", lines)
    moved = dataclasses.replace(
        moved,
        testimony=dataclasses.replace(item.testimony, text=moved.testimony.text),
        segments=tuple(dataclasses.replace(s, testimony=item.testimony.id) for s in moved.segments),
    )
    corpus.replace(moved, language="es", run_id="again")
    assert [(m.text, m.ordinal) for m in corpus.get(item.testimony.id).mentions if m.review] == [("la puerta", 2)]
    assert {d.id: d.applies for d in corpus.decisions()}[gone.id] is False
    assert [d.applies for d in corpus.decisions()] == [True, False]


# --- Any decisions, in any order ------------------------------------------------------------------------------------

KINDS = (
    "merge",
    "split",
    "rename",
    "relabel",
    "reject",
    "all",
    "confirm",
    "distinct",
    "mention",
    "unmention",
    "add",
    "who",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 30), st.sampled_from(["X", "Ana", "Rosa Paz"])
    ),
    min_size=1,
    max_size=7,
)
ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def decide(corpus: Corpus, kind: str, one: int, two: int, word: str) -> Decision | None:
    """A decision about whatever entities there are now; None where it makes no sense for them."""
    entities = sorted(entity.id for entity in corpus.entities())
    testimonies = [row.id for row in corpus.list()]
    if not entities:
        return None
    a, b = entities[one % len(entities)], entities[two % len(entities)]
    testimony = testimonies[two % len(testimonies)]
    mentions = [f"{testimony}:{m.start}-{m.end}" for m in corpus.get(testimony).mentions] or [f"{testimony}:0-1"]
    mention = mentions[one % len(mentions)]
    choices: dict[str, Callable[[], Decision]] = {
        "merge": lambda: corpus.merge(a, b),
        "split": lambda: corpus.split(a, testimonies=[testimony], name=word),
        "rename": lambda: corpus.rename(a, word),
        "relabel": lambda: corpus.relabel(a, ("PERSON", "ORG", "PLACE")[two % 3]),
        "reject": lambda: corpus.reject(a),
        "all": lambda: corpus.reject_all(corpus.entity(a).name),
        "confirm": lambda: corpus.confirm(a),
        "distinct": lambda: corpus.distinct(a, b),
        "mention": lambda: corpus.relabel(None, ("PERSON", "ORG", "PLACE")[two % 3], mention=mention),
        "unmention": lambda: corpus.reject(mention=mention),
        "add": lambda: corpus.add_mention(testimony, ("Rosa", "Paz", "Lidia Cruz", "no")[one % 4], "PERSON"),
        "who": lambda: corpus.add_mention(testimony, ("José", "vive", "no")[one % 3], "PERSON", entity=a),
    }
    try:
        return choices[kind]()
    except UsageError:
        return None


@ANY
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_undoing_everything_leaves_no_trace(tmp_path_factory: pytest.TempPathFactory, steps: Any, order: Any) -> None:
    with open_corpus(tmp_path_factory.mktemp("undo") / "c", create=True) as corpus:
        store(corpus, [*village(), dated(1), dated(2)])
        before = tables(corpus)
        made = [decision for step in steps if (decision := decide(corpus, *step))]
        order.shuffle(made)
        for decision in made:
            corpus.undo(decision.id)
        assert tables(corpus) == before


@ANY
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_before_or_after_and_in_any_order_is_all_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: Any, order: Any
) -> None:
    folder = tmp_path_factory.mktemp("order")
    items = [*village(), dated(1), dated(2)]
    with open_corpus(folder / "a", create=True) as after, open_corpus(folder / "b", create=True) as before:
        store(after, items)
        made = [decision for step in steps if (decision := decide(after, *step))]
        for decision in made[: len(made) // 3]:
            after.undo(decision.id)
        # The other corpus has the decisions first.
        target = sqlite3.connect(before.path / "corpus.sqlite")
        target.execute("ATTACH ? AS source", (str(after.path / "corpus.sqlite"),))
        target.execute("INSERT INTO decisions SELECT * FROM source.decisions")
        target.commit()
        target.close()
        order.shuffle(items)
        store(before, items)
        expected = exported(after, folder / "x")
        assert exported(before, folder / "y") == expected
        assert tables(before) == tables(after)
        order.shuffle(items)
        store(after, items, replace=True)
        assert exported(after, folder / "z") == expected
        assert tables(before) == tables(after)


def test_items_without_entities_take_part(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        store(corpus, office())
        before = tables(corpus)
        decision = corpus.merge("Rosa Paz", "Rosa Mena")
        assert the(corpus, "Rosa Paz").testimonies == 3
        corpus.undo(decision.id)
        assert tables(corpus) == before
