"""From a checkpoint to a package: python convert.py --work DIR --name es-en --version 2026.11 --out DIR

Writes `translate-es_en-2026.11.argosmodel`: the running average of the weights as a CTranslate2 int8 model, its
SentencePiece model, and the metadata Argos wants. `--splitter FILE.onnx` adds a sentence splitter for Argos's own use;
Testimonio doesn't need one. The zip has fixed dates and order, so that the same checkpoint gives the same bytes.
"""

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import sentencepiece
import torch
from ctranslate2.specs import common_spec, transformer_spec

NAMES = {"es": "Spanish", "en": "English"}


def specification(
    state: dict, shape: dict, processor: sentencepiece.SentencePieceProcessor, start: str
) -> transformer_spec.TransformerSpec:
    """The CTranslate2 form of the weights that network.py names."""
    weights = {name: value.float().numpy() for name, value in state.items()}
    spec = transformer_spec.TransformerSpec.from_config(
        (shape["encoders"], shape["decoders"]), shape["heads"], pre_norm=True, activation=common_spec.Activation.RELU
    )

    def norm(target, name):  # type: ignore[no-untyped-def]
        target.gamma, target.beta = weights[name + ".weight"], weights[name + ".bias"]

    def linear(target, name):  # type: ignore[no-untyped-def]
        target.weight, target.bias = weights[name + ".weight"], weights[name + ".bias"]

    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = weights["positions"]
    spec.encoder.embeddings[0].weight = weights["embedding.weight"]
    spec.decoder.embeddings.weight = weights["embedding.weight"]
    spec.decoder.projection.weight, spec.decoder.projection.bias = weights["embedding.weight"], weights["bias"]
    for number, layer in enumerate(spec.encoder.layer):
        own = f"encoder.{number}."
        norm(layer.self_attention.layer_norm, own + "n1")
        linear(layer.self_attention.linear[0], own + "attention.qkv")
        linear(layer.self_attention.linear[1], own + "attention.o")
        norm(layer.ffn.layer_norm, own + "n2")
        linear(layer.ffn.linear_0, own + "forward_.a")
        linear(layer.ffn.linear_1, own + "forward_.b")
    for number, layer in enumerate(spec.decoder.layer):
        own = f"decoder.{number}."
        norm(layer.self_attention.layer_norm, own + "n1")
        linear(layer.self_attention.linear[0], own + "attention.qkv")
        linear(layer.self_attention.linear[1], own + "attention.o")
        norm(layer.attention.layer_norm, own + "n2")
        for place, part in enumerate(("q", "kv", "o")):
            linear(layer.attention.linear[place], own + "cross." + part)
        norm(layer.ffn.layer_norm, own + "n3")
        linear(layer.ffn.linear_0, own + "forward_.a")
        linear(layer.ffn.linear_1, own + "forward_.b")
    norm(spec.encoder.layer_norm, "encoder_norm")
    norm(spec.decoder.layer_norm, "decoder_norm")
    pieces = [processor.id_to_piece(number) for number in range(processor.vocab_size())]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos, spec.config.add_source_bos = True, False
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = start
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--splitter", type=Path)
    args = parser.parse_args()
    source, target = args.name.split("-")[:2]
    saved = torch.load(args.work / f"{args.name}.pt", weights_only=True, map_location="cpu")
    tokens = args.work / "sentencepiece.model"
    processor = sentencepiece.SentencePieceProcessor(model_file=str(tokens))
    spec = specification(saved["average"], saved["shape"], processor, f"<2{target}>")
    folder = f"{source}_{target}"
    metadata = {
        "package_version": args.version,
        "argos_version": "1.9",
        "type": "translate",
        "from_code": source,
        "from_name": NAMES[source],
        "to_code": target,
        "to_name": NAMES[target],
    }
    readme = f"Testimonio's own {NAMES[source]}-{NAMES[target]} model; see models/packages/README.md of the project.\n"
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(scratch) / "model"
        model.mkdir()
        spec.save(str(model))
        files = {f"{folder}/model/{path.name}": path.read_bytes() for path in sorted(model.iterdir())}
    files[f"{folder}/sentencepiece.model"] = tokens.read_bytes()
    files[f"{folder}/metadata.json"] = json.dumps(metadata, indent=1).encode()
    files[f"{folder}/README.md"] = readme.encode()
    if args.splitter:
        files[f"{folder}/minisbd/{source}.onnx"] = args.splitter.read_bytes()
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / f"translate-{folder}-{args.version}.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED, 9)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
