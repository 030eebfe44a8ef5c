"""The lists of names under models/lexicons/gazetteers, and the recipe that makes three of them."""

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.records import LABELS
from models.gazetteers import read_gazetteers, read_yaml

ROOT = Path(__file__).parent.parent
LEXICONS = ROOT / "models" / "lexicons"
FILES = sorted((LEXICONS / "gazetteers").glob("*.yaml"))
PEOPLE = ("given-names", "surnames")
PLACES = [path for path in FILES if path.stem not in (*PEOPLE, "hypocorisms")]
KILOBYTES = {"given-names": 250, "surnames": 250, "places-world": 400}


def load_recipe() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "gazetteers_recipe", ROOT / "models" / "recipes" / "entities" / "gazetteers.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


recipe = load_recipe()


def content(stem: str) -> dict:
    return read_yaml((LEXICONS / "gazetteers" / f"{stem}.yaml").read_bytes())


def forms(entry: str | dict, language: str) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    values = [entry.get(key, []) for key in (language, "both")]
    return [form for value in values for form in ([value] if isinstance(value, str) else value)]


def is_well_written(name: object) -> bool:
    """A text (YAML makes a truth value of No), not empty, in NFC, without stray space."""
    return (
        isinstance(name, str)
        and bool(name)
        and name == unicodedata.normalize("NFC", name)
        and name == " ".join(name.split())
    )


def words(language: str) -> dict[str, int]:
    lines = (LEXICONS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    counts: dict[str, int] = {}
    for form, count in (line.split() for line in lines if not line.startswith("#")):
        counts[fold(form)] = max(int(count), counts.get(fold(form), 0))
    return counts


def test_the_five_files_of_people_and_of_the_route_are_there():
    assert {"given-names", "surnames", "hypocorisms", "places-route", "places-world"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_header_names_source_and_reader(path):
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    assert all(line.startswith("#") for line in header.splitlines() if line)
    assert "models/gazetteers.py" in header
    assert re.search(r"written by hand|sources?:", header, re.IGNORECASE)
    assert path.stat().st_size < 1000 * KILOBYTES.get(path.stem, 400)


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.stem)
def test_names_stand_by_label_and_kind_without_duplicates(path):
    groups = read_yaml(path.read_bytes())
    assert set(groups) <= set(LABELS)
    for kinds in groups.values():
        for kind, entries in kinds.items():
            assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", kind)
            assert all(isinstance(entry, str) or set(entry) <= {"es", "en", "both"} for entry in entries)
            for language in ("es", "en"):
                names = [name for entry in entries for name in forms(entry, language)]
                assert [name for name in names if not is_well_written(name)] == []
                assert sorted(names) == sorted(set(names)), kind
            assert all(forms(entry, "es") or forms(entry, "en") for entry in entries)


@pytest.mark.parametrize("stem", PEOPLE)
def test_names_of_people_have_frequencies_most_frequent_first(stem):
    names = content(stem)
    assert [name for name in names if not is_well_written(name)] == []
    assert all(isinstance(count, int) and count >= 1 for count in names.values())
    assert list(names.items()) == sorted(names.items(), key=lambda row: (-row[1], row[0]))
    text = (LEXICONS / "gazetteers" / f"{stem}.yaml").read_text(encoding="utf-8")
    assert len(names) == sum(
        1 for line in text.splitlines() if line and not line.startswith("#")
    )  # none is there twice
    assert len({fold(name) for name in names}) == len(names)


def test_hypocorisms_lead_to_other_names_that_people_bear():
    short = content("hypocorisms")
    known = {fold(name) for name in content("given-names")}
    assert len(short) >= 200
    assert list(short) == sorted(short, key=lambda name: (fold(name), name))
    for name, formal in short.items():
        assert is_well_written(name)
        assert formal
        assert len(formal) == len(set(formal))
        assert name not in formal
        assert all(is_well_written(one) for one in formal)
    formal_names = {one for names in short.values() for one in names}
    assert {one for one in formal_names if fold(one.split()[0]) not in known} == set()


def test_the_world_is_sorted_and_leaves_out_common_words():
    counts = [words("es"), words("en")]
    for kind, entries in content("places-world")["PLACE"].items():
        first = [forms(entry, "es")[0] for entry in entries]
        assert first == sorted(first, key=recipe.fold), kind
        if kind.startswith("city_"):
            assert [n for n in first if max(c.get(fold(n), 0) for c in counts) >= recipe.WORD_LIMIT] == [], kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tecún Umán", "PLACE:city_gt"),
        ("tapachula", "PLACE:city_mx"),
        ("Nueva York", "PLACE:state_us"),
        ("New York", "PLACE:state_us"),
        ("North Carolina", "PLACE:state_us"),
        ("Luisiana", "PLACE:state_us"),
        ("Langley Park", "PLACE:city_us"),
        ("Otay Mesa Detention Center", "PLACE:detention_us"),
        ("Suecia", "PLACE:country"),
        ("Sweden", "PLACE:country"),
        ("Tegucigalpa", "PLACE:city_hn"),
        ("Darién", "PLACE:province_pa"),
        ("Jesús", None),
        ("mañana", None),
        ("surprise", None),
    ],
)
def test_a_place_is_found_in_either_language(name, kind):
    tokens = fold(name).split()
    kinds = [one for match in read_gazetteers().find(tokens) if match.end == len(tokens) for one in match.kinds]
    assert kind in kinds if kind else not any(one.startswith("PLACE") for one in kinds)


def test_frequencies_tell_common_from_rare():
    lists = read_gazetteers()
    assert lists.surnames["hernandez"] > lists.surnames["menjivar"] > lists.surnames["pocasangre"] >= 1
    assert lists.given["maria"] > lists.given["yesenia"] >= 1
    assert {"cañenguez", "guandique", "caal", "smith", "o'brien"} & {*lists.surnames} >= {"guandique", "caal", "smith"}
    assert not {"then", "will", "fiscal", "primero", "garcialopez"} & {*lists.surnames}


def test_the_spelling_is_spanish_for_spanish_names():
    surnames, given_names = content("surnames"), content("given-names")
    assert {"Hernández", "Menjívar", "Cañénguez", "Núñez", "Peña", "Güity", "De la Cruz", "McDonald"} <= set(surnames)
    assert {"José", "Óscar", "Rosalía", "Nehemías", "Benjamín"} <= set(given_names)
    assert not {"Hernandez", "Nunez", "Jose", "Mcdonald"} & {*surnames, *given_names}


@pytest.mark.parametrize(
    ("name", "merged"),
    [("GARCIALOPEZ", True), ("HERNANDEZMARTI", True), ("HERNANDEZ", False), ("GARCIANO", False), ("LOPEZMAR", False)],
)
def test_two_surnames_in_one_word_are_seen(name, merged):
    assert recipe.written_as_one(name, {"GARCIA", "LOPEZ", "HERNANDEZ", "MARTINEZ"}) is merged


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("DELACRUZ", ("De la", "CRUZ")),
        ("DELCID", ("Del", "CID")),
        ("DELEON", ("De", "LEON")),
        ("DELGADO", None),
        ("CRUZ", None),
    ],
)
def test_a_particle_comes_off(name, apart):
    assert recipe.with_particle(name, {"CRUZ", "CID", "LEON"}) == apart


def test_the_first_list_says_how_a_name_is_spelt_and_accents_win_in_a_list():
    assert recipe.spellings(["Oscar"], ["Óscar", "Jose", "José"]) == {"OSCAR": "Oscar", "JOSE": "José"}


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_what_the_recipe_writes_is_read_back(text):
    assert yaml.safe_load(recipe.scalar(text)) == text
    assert yaml.safe_load(f"{{es: {recipe.scalar(text)}}}") == {"es": text}


@pytest.mark.parametrize("text", ["No", "Null", "Yes", "On", "1", "3 de Mayo", "O'Brien", "a: b", "x, y", "- z", "~"])
def test_words_that_yaml_takes_for_something_else_stay_words(text):
    assert yaml.safe_load(f"{{es: [{recipe.scalar(text)}]}}") == {"es": [text]}
