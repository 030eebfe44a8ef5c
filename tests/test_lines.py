"""The translator on its own: as many lines out as in, and an answer to each line before the next one comes."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelMissing, UsageError
from flows.engines import Engines
from flows.lines import translate_lines
from models.lexicon import read_lexicon
from tests.fakes import Announced, Capitals, Phrases

BOOK = {
    "Buenos días.": "Good morning.",
    "Mi hijo está en la casa.": "My son is in the house.",
    "Gracias.": "Thank you.",
}
ENGINES = Engines(
    {("es", "en"): Phrases("es", "en", BOOK)}, {"es": Capitals("es"), "en": Capitals("en")}, Announced(), read_lexicon()
)


def translated(data: bytes) -> bytes:
    out = BytesIO()
    translate_lines(BytesIO(data), out, ("es", "en"), ENGINES)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", ""),
        ("Buenos días.\n\nGracias.\n", "Good morning.\n\nThank you.\n"),
        ("\ufeffBuenos días.\r\nGracias.", "Good morning.\nThank you.\n"),
        ("  \n", "\n"),
        ("Buenos días. Mi hijo está en la casa.\n", "Good morning. My son is in the house.\n"),
        # already English; K'iche'; names alone, with and without a known form; what the model fails at
        ("My son is in the house today.\n", "My son is in the house today.\n"),
        ("K’o jun achi chi uwach ulew.\n", "K’o jun achi chi uwach ulew.\n"),
        ("Rosa Guardado\nEstados Unidos\n", "Rosa Guardado\nUnited States\n"),
        ("No hay nada más en el mundo.\n", "No hay nada más en el mundo.\n"),
    ],
)
def test_lines(data, expected):
    assert translated(data.encode()).decode() == expected


@given(st.lists(st.text(alphabet="abc .?\u00e9", max_size=30), max_size=20))
def test_as_many_lines_out_as_in(lines):
    data = "".join(line + "\n" for line in lines).encode()
    assert translated(data).count(b"\n") == len(lines)


def test_wrong_input_and_a_missing_model():
    with pytest.raises(UsageError, match="UTF-8"):
        translated(b"\xff\xfe\n")
    with pytest.raises(ModelMissing):
        translate_lines(BytesIO(b"x\n"), BytesIO(), ("en", "es"), ENGINES)


@pytest.mark.models
def test_an_answer_comes_before_the_next_line_is_sent():
    command = [Path(sys.executable).parent / "testimonio", "translate", "--from", "es", "--to", "en"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ) as process:
        for line in ("Los soldados llegaron.", "Mi madre lloraba."):
            assert process.stdin
            assert process.stdout
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            assert process.stdout.readline().strip()
        process.stdin.close()
        assert process.wait(30) == 0
