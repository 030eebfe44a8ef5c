"""A sentence splitter for Argos's own use of the packages: python splitter.py es OUT.onnx

Argos loads a MiniSBD network from a package, or tries to download one. This one isn't trained: it is a list of rules (a
full stop before a space and a capital ends a sentence, but not after an abbreviation) written as a convolution, with
MiniSBD's interface: inputs `units` int64 (batch, length) and `features` float (batch, length, n); output float
(batch, length, 3).
"""

import json
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

LOWER = "abcdefghijklmnopqrstuvwxyzáéíóúüñàèìòùâêîôûäëïöçãõåø"
UPPER = LOWER.upper()
DIGITS = "0123456789"
ENDS = ".!?…"
CLOSING = "\"'»”’)]"
OPENING = "\"'«“‘([¿¡—–-"
SIGNS = ",;:/%&°ºª_*+=#@€$|<>{}\\^~`"
UNITS = [
    "<PAD>",
    "<UNK>",
    "<EMPTY>",
    "<ROOT>",
    " ",
    *dict.fromkeys(LOWER + UPPER + DIGITS + ENDS + CLOSING + OPENING + SIGNS),
]
ABBREVIATIONS = """
Sr Sra Srta Sres Dr Dra Lic Licda Lcdo Lcda Ing Arq Gral Cnel Tte Cap Sgto Prof Profa Mons Fr Pbro Ud Uds Vd No Núm núm
Art art arts inc pág págs p pp vol etc Av Avda Blvd Col Cía Ltda tel Tel Mr Mrs Ms St Jr ej Ab Abg Hno Hna Km km aprox
máx mín Ref ref fig ca
""".split()
WINDOW = 10
HERE = WINDOW - 3  # the place of the character looked at: two characters after it are seen


def one_of(characters: str) -> numpy.ndarray:
    found = numpy.zeros(len(UNITS), numpy.float32)
    for character in characters:
        found[UNITS.index(character)] = 1
    return found


def rules() -> tuple[numpy.ndarray, numpy.ndarray, int]:
    """(rules, units, window) weights, their biases, and how many of the rules, the first, say that a sentence ends."""
    weights, biases = [], []

    def rule(*wanted: tuple[int, numpy.ndarray], unwanted: tuple[tuple[int, numpy.ndarray], ...] = ()) -> None:
        kernel = numpy.zeros((len(UNITS), WINDOW), numpy.float32)
        for place, characters in wanted:
            kernel[:, HERE + place] += characters
        for place, characters in unwanted:
            kernel[:, HERE + place] -= characters
        weights.append(kernel)
        biases.append(1 - len(wanted))

    letter, begin, space = one_of(LOWER + UPPER), one_of(UPPER + DIGITS + OPENING), one_of(" ")
    rule((0, one_of(ENDS)), (1, space), (2, begin))
    rule((-1, one_of(ENDS)), (0, one_of(CLOSING)), (1, space), (2, begin))
    ending = len(weights)
    for word in ABBREVIATIONS:
        letters = [(-place - 1, one_of(character)) for place, character in enumerate(reversed(word))]
        rule((0, one_of(".")), *letters, unwanted=((-len(word) - 1, letter),))
    rule((0, one_of(".")), (-1, one_of(UPPER)), unwanted=((-2, letter), (-2, one_of(DIGITS))))
    return numpy.stack(weights), numpy.array(biases, numpy.float32), ending


def network(language: str) -> onnx.ModelProto:
    weights, biases, ending = rules()
    decide = numpy.zeros((3, len(weights), 1), numpy.float32)  # nothing, token, sentence
    decide[2, :ending], decide[2, ending:] = 6, -12
    constants = {
        "each": numpy.eye(len(UNITS), dtype=numpy.float32),
        "w1": weights,
        "b1": biases,
        "w2": decide,
        "b2": numpy.array([0, -20, -3], numpy.float32),
        "zero": numpy.array(0, numpy.float32),
        "last": numpy.array([2], numpy.int64),
    }
    nodes = [
        helper.make_node("Gather", ["each", "units"], ["x"]),
        helper.make_node("Transpose", ["x"], ["xt"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["xt", "w1", "b1"], ["c1"], pads=[HERE, 2], kernel_shape=[WINDOW]),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2", "b2"], ["c2"], kernel_shape=[1]),
        helper.make_node("Transpose", ["c2"], ["l"], perm=[0, 2, 1]),
        helper.make_node("ReduceSum", ["features", "last"], ["sum"], keepdims=1),
        helper.make_node("Mul", ["sum", "zero"], ["none"]),
        helper.make_node("Add", ["l", "none"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "splitter",
        [
            helper.make_tensor_value_info("units", TensorProto.INT64, ["B", "T"]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["B", "T", "F"]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["B", "T", 3])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    config = {
        "skip_newline": False,
        "max_seqlen": 1000,
        "no_ssplit": False,
        "batch_size": 8,
        "feat_funcs": ["space_before"],
        "use_dictionary": False,
        "num_dict_feat": 0,
    }
    vocabulary = {
        "lang": language,
        "idx": 0,
        "cutoff": 0,
        "lower": False,
        "_unit2id": {unit: number for number, unit in enumerate(UNITS)},
        "_id2unit": UNITS,
    }
    for key, value in {
        "lang_code": language,
        "config": json.dumps(config),
        "vocab": json.dumps(vocabulary, ensure_ascii=False),
        "lexicon": "null",
    }.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    onnx.save(network(sys.argv[1]), sys.argv[2])
