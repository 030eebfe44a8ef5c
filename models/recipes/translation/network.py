"""The Transformer that is trained, in PyTorch, shaped so that CTranslate2 can hold it.

Pre-norm, ReLU, sinusoidal positions, one embedding table for both languages and the output. Sentences are packed into
rows of one fixed length; `segments` says which sentence of its row a position belongs to, and attention stays within.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

PAD = 3


def positions(length: int, width: int) -> Tensor:
    """(length, width), sines then cosines."""
    angles = torch.arange(length)[:, None] * torch.exp(
        -math.log(10000) * torch.arange(width // 2)[None] / (width // 2 - 1)
    )
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, cross: bool) -> None:
        super().__init__()
        self.heads, self.cross = heads, cross
        if cross:
            self.q, self.kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        rows, length, width = x.shape

        def split(t: Tensor, parts: int) -> tuple[Tensor, ...]:
            return t.view(rows, -1, parts, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)

        if memory is not None:
            (q,), (k, v) = split(self.q(x), 1), split(self.kv(memory), 2)
        else:
            q, k, v = split(self.qkv(x), 3)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.o(y.transpose(1, 2).reshape(rows, length, width))


class FeedForward(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.b(F.relu(self.a(x)))


class Encoder(nn.Module):
    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.attention, self.forward_ = Attention(width, heads, False), FeedForward(width, inner)
        self.n1, self.n2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(self.n1(x), None, mask)
        return x + self.forward_(self.n2(x))


class Decoder(nn.Module):
    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.attention, self.cross = Attention(width, heads, False), Attention(width, heads, True)
        self.forward_ = FeedForward(width, inner)
        self.n1, self.n2, self.n3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor, memory: Tensor, causal: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(self.n1(x), None, causal)
        x = x + self.cross(self.n2(x), memory, mask)
        return x + self.forward_(self.n3(x))


class Transformer(nn.Module):
    def __init__(
        self, vocabulary: int, *, width: int, inner: int, heads: int, encoders: int, decoders: int, longest: int
    ) -> None:
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(vocabulary, width)
        self.encoder = nn.ModuleList(Encoder(width, inner, heads) for _ in range(encoders))
        self.decoder = nn.ModuleList(Decoder(width, inner, heads) for _ in range(decoders))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.register_buffer("positions", positions(longest, width))
        nn.init.normal_(self.embedding.weight, std=width**-0.5)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and not name.startswith("embedding"):
                nn.init.xavier_uniform_(parameter)
                if name.endswith((".o.weight", ".b.weight")):
                    parameter.data.mul_(0.5)

    def embed(self, tokens: Tensor, places: Tensor) -> Tensor:
        return self.embedding(tokens) * math.sqrt(self.width) + self.positions[places]

    def forward(
        self,
        x: Tensor,
        x_segments: Tensor,
        x_places: Tensor,
        y: Tensor,
        y_segments: Tensor,
        y_places: Tensor,
        target: Tensor,
        smoothing: float,
    ) -> tuple[Tensor, Tensor]:
        """(smoothed loss, negative log-likelihood) a token. All of x and y are (rows, length)."""
        length = y.shape[1]
        inside = (x_segments[:, :, None] == x_segments[:, None])[:, None]
        across = (y_segments[:, :, None] == x_segments[:, None])[:, None]
        before = torch.ones(length, length, dtype=torch.bool).tril()
        causal = (y_segments[:, :, None] == y_segments[:, None])[:, None] & before
        memory = self.embed(x, x_places)
        for layer in self.encoder:
            memory = layer(memory, inside)
        memory = self.encoder_norm(memory)
        state = self.embed(y, y_places)
        for layer in self.decoder:
            state = layer(state, memory, causal, across)
        logits = F.linear(self.decoder_norm(state).reshape(-1, self.width), self.embedding.weight, self.bias).float()
        target = target.reshape(-1)
        real = (target != PAD).float()
        total = torch.logsumexp(logits, -1)
        nll = total - logits.gather(1, target[:, None]).squeeze(1)
        loss = (1 - smoothing) * nll + smoothing * (total - logits.mean(-1))
        count = real.sum()
        return (loss * real).sum() / count, (nll * real).sum() / count
