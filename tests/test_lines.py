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
from flows.lines import translate_lines
from tests.fakes import WordForWord

ES_EN = {("es", "en"): WordForWord("es", "en")}


def translated(data: bytes) -> bytes:
    out = BytesIO()
    translate_lines(BytesIO(data), out, ("es", "en"), ES_EN)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b""),
        (b"Uno dos.\n\nTres.\n", b"Uno/en dos./en\n\nTres./en\n"),
        (b"\xef\xbb\xbfUno.\r\nDos.", b"Uno./en\nDos./en\n"),
        (b"  \n", b"\n"),
    ],
)
def test_lines(data, expected):
    assert translated(data) == expected


@given(st.lists(st.text(alphabet="abc .?\u00e9", max_size=30), max_size=20))
def test_as_many_lines_out_as_in(lines):
    data = "".join(line + "\n" for line in lines).encode()
    assert translated(data).count(b"\n") == len(lines)


def test_wrong_input_and_a_missing_model():
    with pytest.raises(UsageError, match="UTF-8"):
        translated(b"\xff\xfe\n")
    with pytest.raises(ModelMissing):
        translate_lines(BytesIO(b"x\n"), BytesIO(), ("en", "es"), ES_EN)


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
