"""One SentencePiece vocabulary for both languages: python vocabulary.py PAIRS.tsv… --gold DIR --out DIR"""

import argparse
import random
from pathlib import Path

import sentencepiece
from data import SYMBOLS, lines, plain, read_gold, sources

SIZE = 8000
SPECIAL = ["<bt>", "<2es>", "<2en>"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(exist_ok=True, parents=True)
    rng, known, text = random.Random(1), sources(), []
    for path in args.pairs:
        for line in lines(path):
            es, en, source = line.split("\t") if line else ("", "", "")
            if es and rng.random() < min(1.0, float(known[source]["weight"])):  # type: ignore[arg-type]
                # What Apertium made isn't language to learn words from.
                text += [en] if source == "bt-en" else [es] if source == "bt-es" else [es, en]
    for es, en in read_gold(args.gold, held_out=False):
        text += [plain(es), plain(en)] * 3
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text),
        model_prefix=str(args.out / "sentencepiece"),
        vocab_size=SIZE,
        model_type="unigram",
        character_coverage=0.9998,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=[*SPECIAL, *SYMBOLS],
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=3,
        pad_piece="<pad>",
        num_threads=2,
        input_sentence_size=400000,
        shuffle_input_sentence=True,
        minloglevel=1,
    )


if __name__ == "__main__":
    main()
