"""The fallback engine, where it is installed: it passes the same checks, with the same names kept."""

import pytest

from models.apertium import ApertiumTranslator, find_apertium
from models.glossary import Glossary
from models.lexicon import read_lexicon
from models.routes import Sentence, translate_sentences
from tests.fakes import Phrases

needed = pytest.mark.skipif(find_apertium("es", "en") is None, reason="Debian's apertium-eng-spa isn't installed")


@needed
@pytest.mark.parametrize(
    ("pair", "text", "kept"),
    [
        (("es", "en"), "Ester Guardado vivía con Wilber Paz en Apopa.", ["Ester Guardado", "Wilber Paz", "Apopa"]),
        (
            ("es", "en"),
            "El 04/05/2022 pagaron 1.500 dólares a la Fiscalía.",
            ["04/05/2022", "1.500", "Attorney General"],
        ),
        (("en", "es"), "The police took Rosa Flores to San Salvador.", ["Rosa Flores", "San Salvador"]),
    ],
)
def test_names_and_numbers_are_kept(pair, text, kept):
    silent = Phrases(*pair, {})
    (result,) = translate_sentences(
        [Sentence(text)], silent, lexicon=read_lexicon(), glossary=Glossary(), fallback=find_apertium(*pair)
    )
    assert result.model is not None
    assert result.model.name.startswith("apertium-")
    assert all(name in result.text for name in kept)
    assert not set(result.flags) & {"name_lost", "number_lost", "garbage", "empty"}


@needed
def test_as_many_lines_as_sentences():
    texts = ["Buenos días.", "", "Uno\ndos.", "¿Dónde está?"]
    assert len(find_apertium("es", "en").translate(texts)) == len(texts)


def test_an_apertium_that_fails_gives_nothing(tmp_path, monkeypatch):
    broken = tmp_path / "apertium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ApertiumTranslator("es", "en", "1").translate(["Hola.", "Adiós."]) == [("", 0.0), ("", 0.0)]
