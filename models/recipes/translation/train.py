"""Train a model for one direction, or for both at once.

    python train.py --work DIR --pairs FILE… --gold DIR --name es-en --directions es-en --minutes 98 --cool-down 0.5

Minutes count the time spent training, over restarts: the same command goes on where it stopped, from DIR/NAME.pt;
SIGTERM saves and ends it, for more data, say. `--start NAME` begins with another model's weights. The learning rate
falls to nothing over the last part of the time (--cool-down). The result is the running average of the weights. Rows
of packed sentences have one shape, so that everything compiles once; matrices learn with Muon, the rest with Adam;
arithmetic is bfloat16.
"""

import argparse
import math
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
import sentencepiece
import torch
from data import Names, lines, mask, maskable, plain, read_gold, sources, swap
from network import PAD, Transformer
from torch import Tensor

ROW = 128  # pieces a row
EOS = 2
LONGEST = 96  # pieces a sentence


@dataclass(frozen=True)
class Shape:
    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoders: int = 4
    decoders: int = 2


def build(vocabulary: int, shape: Shape) -> Transformer:
    return Transformer(
        vocabulary,
        width=shape.width,
        inner=shape.inner,
        heads=shape.heads,
        encoders=shape.encoders,
        decoders=shape.decoders,
        longest=512,
    )


class Examples:
    """Endless rows of packed examples, drawn anew for each epoch: what is masked, whose name stands where."""

    def __init__(
        self, pair_files: list[Path], gold: Path, processor: sentencepiece.SentencePieceProcessor, seed: int
    ) -> None:
        self.sp, self.rng = processor, random.Random(seed)
        known = sources()
        self.weights = {name: float(entry["weight"]) for name, entry in known.items()}  # type: ignore[arg-type]
        self.pairs = [tuple(line.split("\t")) for path in pair_files for line in lines(path) if line]
        self.masks = [maskable(es, en) if not s.startswith("bt-") else [] for es, en, s in self.pairs]
        self.gold = list(read_gold(gold, held_out=False))
        self.names = Names(self.gold)
        self.gold_masks = [maskable(plain(es), plain(en)) for es, en in self.gold]
        self.bt = processor.piece_to_id("<bt>")
        self.start = {"es": processor.piece_to_id("<2es>"), "en": processor.piece_to_id("<2en>")}

    def drawn(self) -> Iterator[tuple[str, str, str]]:
        """An epoch's pairs in chance order: (es, en, source)."""
        rng = self.rng
        order = []
        for number, (_, _, source) in enumerate(self.pairs):
            weight = self.weights[source]
            order += [number] * (int(weight) + (rng.random() < weight % 1))
        order += [-1 - number for number in range(len(self.gold)) for _ in range(int(self.weights["gold"]))]
        rng.shuffle(order)
        for number in order:
            chance = rng.random()
            if number >= 0:
                es, en, source = self.pairs[number]
                if self.masks[number] and chance < 0.5:
                    es, en = mask(es, en, self.masks[number], rng)
            else:
                es, en = self.gold[-1 - number]
                items = self.gold_masks[-1 - number]
                source = "gold"
                if chance < 0.45 and items:
                    es, en = mask(plain(es), plain(en), items, rng)
                elif chance < 0.8:
                    es, en = swap(es, en, self.names, rng)
                else:
                    es, en = plain(es), plain(en)
            if chance > 0.97 and source not in ("bt-en", "bt-es") and len(es) < 200:
                es, en = es.upper(), en.upper()
            yield es, en, source

    def encoded(self, directions: list[str]) -> Iterator[tuple[list[int], int, list[int]]]:
        """(source pieces, start symbol, target pieces) without end."""
        rng = self.rng
        while True:
            block: list[tuple[str, str, str]] = []
            for pair in self.drawn():
                block.append(pair)
                if len(block) == 4096:
                    yield from self._encode(block, directions, rng)
                    block = []

    def _encode(
        self, block: list, directions: list[str], rng: random.Random
    ) -> Iterator[tuple[list[int], int, list[int]]]:
        es, en = self.sp.encode([p[0] for p in block]), self.sp.encode([p[1] for p in block])
        for a, b, (_, _, source) in zip(es, en, block, strict=True):
            if max(len(a), len(b)) >= LONGEST or not a or not b:
                continue
            for direction in directions:
                if (direction, source) in (("es-en", "bt-es"), ("en-es", "bt-en")):
                    continue  # machine text is read, never written
                if len(directions) > 1 and rng.random() < 0.5:
                    continue
                tag = [self.bt] if source.startswith("bt-") else []
                if direction == "es-en":
                    yield [*tag, *a], self.start["en"], b
                else:
                    yield [*tag, *b], self.start["es"], a

    def batches(self, directions: list[str], rows: int) -> Iterator[list[Tensor]]:
        """Packed rows: source, its sentences, its places, target in, its sentences, its places, target out."""
        open_rows = [_Row() for _ in range(48)]
        full: list[_Row] = []
        for source, start, target in self.encoded(directions):
            for row in open_rows:
                if row.take(source, start, target):
                    break
            else:
                fullest = max(range(len(open_rows)), key=lambda n: open_rows[n].size())
                full.append(open_rows[fullest])
                open_rows[fullest] = _Row()
                open_rows[fullest].take(source, start, target)
            if len(full) == rows:
                yield [
                    torch.from_numpy(numpy.stack(part)) for part in zip(*(row.arrays() for row in full), strict=True)
                ]
                full = []


class _Row:
    def __init__(self) -> None:
        self.parts: list[tuple[list[int], int, list[int]]] = []
        self.source = self.target = 0

    def size(self) -> int:
        return self.source + self.target

    def take(self, source: list[int], start: int, target: list[int]) -> bool:
        if self.source + len(source) + 1 > ROW or self.target + len(target) + 1 > ROW:
            return False
        self.parts.append((source, start, target))
        self.source += len(source) + 1
        self.target += len(target) + 1
        return True

    def arrays(self) -> list[numpy.ndarray]:
        x, y, out = (numpy.full(ROW, PAD, numpy.int64) for _ in range(3))
        xs, ys = numpy.zeros(ROW, numpy.int64), numpy.zeros(ROW, numpy.int64)
        xp, yp = numpy.zeros(ROW, numpy.int64), numpy.zeros(ROW, numpy.int64)
        i = j = 0
        for number, (source, start, target) in enumerate(self.parts, 1):
            n, m = len(source) + 1, len(target) + 1
            x[i : i + n], xs[i : i + n], xp[i : i + n] = [*source, EOS], number, range(n)
            y[j : j + m], ys[j : j + m], yp[j : j + m] = [start, *target], number, range(m)
            out[j : j + m] = [*target, EOS]
            i, j = i + n, j + m
        return [x, xs, xp, y, ys, yp, out]


def joint_embedding(examples: Examples, width: int, vocabulary: int) -> Tensor:
    """(vocabulary, width): what words of both languages stand together with in pairs, as a starting point.

    Positive pointwise mutual information of pieces in the same pair, reduced by a singular value decomposition.
    """
    import scipy.sparse

    rows, columns, count = [], [], 0
    for source, _, target in examples.encoded(["es-en"]):
        for piece in {*source, *target}:
            rows.append(piece)
            columns.append(count)
        count += 1
        if count == 150_000:
            break
    matrix = scipy.sparse.csr_matrix((numpy.ones(len(rows), numpy.float32), (rows, columns)), shape=(vocabulary, count))
    weighted = matrix @ scipy.sparse.diags(1 / numpy.sqrt(numpy.asarray(matrix.sum(0)).ravel() + 1e-9))
    together = (weighted @ weighted.T).toarray().astype(numpy.float32)
    numpy.fill_diagonal(together, together.diagonal() * 0.5)
    single = together.sum(1) + 1e-6
    context = single**0.75 / (single**0.75).sum()
    ppmi = numpy.log(numpy.maximum(together, 1e-9) / (single[:, None] * context[None]))
    ppmi = numpy.minimum(numpy.where(together > 1e-6, numpy.maximum(ppmi, 0), 0), 8)
    u, s, _ = torch.svd_lowrank(torch.from_numpy((ppmi + ppmi.T) / 2), q=width + 24, niter=3)
    e = (u * s.sqrt())[:, :width]
    norm = e.norm(dim=1, keepdim=True)
    e = torch.where(norm > 1e-3, e / (norm + 1e-9), torch.randn(vocabulary, width) / math.sqrt(width))
    turn, _ = torch.linalg.qr(torch.randn(width, width))  # so that no head gets all the large dimensions
    return e @ turn


class Muon:
    """Momentum made orthogonal (Newton–Schulz), for matrices. https://kellerjordan.github.io/posts/muon/"""

    def __init__(self, parameters: list[torch.nn.Parameter], width: int) -> None:
        self.momentum = {p: torch.zeros_like(p) for p in parameters}
        self.blocks: dict[tuple[int, int], list[tuple[torch.nn.Parameter, int, tuple[int, int]]]] = {}
        for p in parameters:  # joined projections (q, k, v) are matrices of their own
            parts = p.shape[0] // width if p.shape[1] == width and p.shape[0] in (2 * width, 3 * width) else 1
            shape = (p.shape[0] // parts, p.shape[1])
            for part in range(parts):
                self.blocks.setdefault((min(shape), max(shape)), []).append((p, part * shape[0], shape))

    @torch.no_grad()
    def step(self, rate: float, momentum: float = 0.95, decay: float = 0.01) -> None:
        for p, buffer in self.momentum.items():
            buffer.mul_(momentum).add_(p.grad, alpha=1 - momentum)
        for members in self.blocks.values():
            gradients = []
            for p, offset, shape in members:
                part = slice(offset, offset + shape[0])
                g = p.grad[part] * (1 - momentum) + self.momentum[p][part] * momentum
                gradients.append(g.T if shape[0] > shape[1] else g)
            x = torch.stack(gradients)
            x = (x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)).bfloat16()
            for _ in range(5):
                a = torch.bmm(x, x.transpose(1, 2))
                x = 3.4445 * x + torch.bmm(-4.7750 * a + 2.0315 * torch.bmm(a, a), x)
            for (p, offset, shape), update in zip(members, x.float(), strict=True):
                if shape[0] > shape[1]:
                    update = update.T
                p.data[offset : offset + shape[0]].mul_(1 - rate * decay).add_(
                    update, alpha=-rate * max(1, shape[0] / shape[1]) ** 0.5
                )


def validation(
    processor: sentencepiece.SentencePieceProcessor, gold: Path, direction: str, rows: int
) -> list[list[Tensor]]:
    """Two batches of held-out testimony sentences."""
    filled = [_Row()]
    start = processor.piece_to_id("<2en>" if direction == "es-en" else "<2es>")
    for es, en in read_gold(gold, held_out=True):
        a, b = (es, en) if direction == "es-en" else (en, es)
        source, target = processor.encode(plain(a)), processor.encode(plain(b))
        if max(len(source), len(target)) < LONGEST and not filled[-1].take(source, start, target):
            filled.append(_Row())
        if len(filled) > 2 * rows:
            break
    arrays = [row.arrays() for row in filled[: 2 * rows]]
    groups = [arrays[:rows], arrays[rows:]]
    return [[torch.from_numpy(numpy.stack(part)) for part in zip(*group, strict=True)] for group in groups]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--work", type=Path, required=True, help="folder with sentencepiece.model; checkpoints go there"
    )
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--directions", nargs="+", choices=["es-en", "en-es"], required=True)
    parser.add_argument("--start", help="name of a model to start from")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--cool-down", type=float, default=0.5)
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0.02, help="of Muon; Adam's is a tenth")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    shape = Shape()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(args.work / "sentencepiece.model"))
    size = processor.vocab_size()
    checkpoint = args.work / f"{args.name}.pt"
    saved = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    examples = Examples(args.pairs, args.gold, processor, seed=saved["step"] if saved else 1)
    model = build(size, shape)
    if saved:
        model.load_state_dict(saved["model"])
    elif args.start:
        model.load_state_dict(torch.load(args.work / f"{args.start}.pt", weights_only=True)["average"])
    else:
        with torch.no_grad():
            model.embedding.weight.copy_(joint_embedding(examples, shape.width, size))
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and n != "embedding.weight"]
    rest = [p for n, p in model.named_parameters() if p.dim() != 2 or n == "embedding.weight"]
    adam = torch.optim.Adam(rest, lr=args.rate / 10, betas=(0.9, 0.98), eps=1e-9)
    muon = Muon(matrices, shape.width)
    average = {name: value.clone() for name, value in model.state_dict().items()}
    step = tokens = 0
    spent = 0.0
    if saved:
        adam.load_state_dict(saved["adam"])
        for p, buffer in zip(matrices, saved["muon"], strict=True):
            muon.momentum[p].copy_(buffer)
        average, step, tokens, spent = saved["average"], saved["step"], saved["tokens"], saved["spent"]
    tests = {d: validation(processor, args.gold, d, args.rows) for d in args.directions}
    compiled = torch.compile(model, dynamic=False)

    def save() -> None:
        state = {
            "model": model.state_dict(),
            "average": average,
            "adam": adam.state_dict(),
            "shape": asdict(shape),
            "muon": [muon.momentum[p] for p in matrices],
            "step": step,
            "tokens": tokens,
            "spent": spent,
        }
        torch.save(state, checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)

    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    last_report = last_save = before = time.monotonic()
    first = step
    total, count = 0.0, 0
    mark_tokens = tokens
    for batch in examples.batches(args.directions, args.rows):
        progress = spent / (60 * args.minutes)
        if progress >= 1 or ended:
            break
        warm = min(1.0, (step + 1) / 150)
        cool = 1.0 if progress < 1 - args.cool_down else (1 - progress) / args.cool_down
        scale = warm * (0.01 + 0.99 * cool)
        for group in adam.param_groups:
            group["lr"] = args.rate / 10 * scale
        with torch.autocast("cpu", torch.bfloat16):
            loss, nll = compiled(*batch, 0.1)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(rest, 1.0)
        adam.step()
        muon.step(args.rate * scale)
        model.zero_grad(set_to_none=True)
        step += 1
        tokens += int((batch[6] != PAD).sum())
        total, count = total + nll.item(), count + 1
        if step % 10 == 0:
            follow = min(0.998**10, 1 - 10 / (step + 10))
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - follow)
        now = time.monotonic()
        if step - first > 3:  # compiling isn't training
            spent += now - before
        before = now
        if step % 50 == 0:
            speed = (tokens - mark_tokens) / (now - last_report)
            state = f"{spent / 60:.1f} min step {step} tokens {tokens / 1e6:.2f}M nll {total / count:.3f}"
            print(f"{state} {speed:.0f}/s rate {scale:.3f}", flush=True)
            last_report, mark_tokens, total, count = now, tokens, 0.0, 0
        if now - last_save > 240:
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                scores = {d: sum(compiled(*b, 0.0)[1].item() for b in group) / 2 for d, group in tests.items()}
            print("held out:", {d: round(s, 3) for d, s in scores.items()}, flush=True)
            save()
            last_save = time.monotonic()
    save()
    print("done", step, tokens)


if __name__ == "__main__":
    main()
