"""The benchmarks run and print what they promise. Nothing here is timed: `make bench` measures."""

import json

import pytest

from models.segment import split_sentences
from tests.benchmarks import recognition, resolution, translation
from tests.benchmarks.figures import BenchmarkError, figure, in_process
from tests.benchmarks.texts import LONGEST, SHORTEST, invent, write_files


def test_the_invented_testimonies_are_the_same_each_time_and_no_sentence_comes_twice():
    made = list(invent(40))
    assert made == list(invent(40))
    assert made != list(invent(40, seed=2))
    sentences = [sentence for group in made for sentence in group]
    assert len(set(sentences)) == len(sentences)
    assert all(20 <= len(group) <= 40 for group in made)
    lengths = [len(sentence.split()) for sentence in sentences]
    assert (min(lengths), max(lengths)) == (SHORTEST, LONGEST)
    assert not any("{" in sentence for sentence in sentences)
    # All subjects get the same sentences: joined and cut again they are what they were.
    assert all(split_sentences(" ".join(group)) == group for group in made)


def test_testimonies_are_written_a_file_each(tmp_path):
    write_files(tmp_path, 3, sentences=(2, 4), longest=16)
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.iterdir())]
    assert [" ".join(text.split()) for text in texts] == [
        " ".join(group) for group in invent(3, sentences=(2, 4), longest=16)
    ]


@pytest.mark.parametrize(
    ("value", "goal", "holds"),
    [(3.0, ">= 3", True), (2.9996, ">= 3", True), (2.9, ">= 3", False), (1200, "< 1200", False), (1.0, None, None)],
)
def test_a_goal_is_held_by_the_value_that_is_printed(value, goal, holds):
    assert figure("name", value, "x", goal).holds is holds


def test_a_measurement_that_fails_is_no_figure():
    with pytest.raises(BenchmarkError, match="gave no result"):
        in_process("nothing", "0")


@pytest.mark.models
def test_each_benchmark_prints_its_figures_as_lines_of_json(capsys):
    assert translation.main(["--testimonies", "1", "--rounds", "1", "--memory", "1", "2"]) == 0
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for found in figures:
        assert list(found) == ["name", "value", "unit", "goal", "holds"]
        assert isinstance(found["value"], int | float)
        assert (found["goal"] is None) == (found["holds"] is None)
    values = {found["name"]: found["value"] for found in figures}
    goals = {found["name"]: found["goal"] for found in figures if found["goal"]}
    assert goals == {
        "translation.ours_over_argos": ">= 3",
        "translation.ours_over_raw": ">= 0.85",
        "pipeline.failed": "<= 0",
        "peak_memory.1_testimonies": "< 1200",
        "peak_memory.2_testimonies": "< 1200",
        "peak_memory.2_over_1_testimonies": "< 1.15",
    }
    assert values["pipeline.failed"] == 0
    # Whatever the machine, the three translated the same sentences.
    assert 0.8 < values["translation.argos_words_over_raw_words"] < 1.25
    assert 0.8 < values["translation.ours_words_over_raw_words"] < 1.25


@pytest.mark.models
def test_the_benchmarks_of_names_print_theirs(capsys):
    assert recognition.main(["--texts", "2", "--rounds", "1"]) == 0
    assert resolution.main(["--entities", "300"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"recognition.ours_over_bare"} <= {line["name"] for line in found}
    assert any(line["name"].startswith("resolution.") for line in found)
    assert all(set(line) == {"name", "value", "unit", "goal", "holds"} for line in found)
