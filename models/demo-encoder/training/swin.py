"""Swin transformer with MedCLIP's shape and MedCLIP's state-dict names.

Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", ICCV 2021.
Tokens are kept in window order between blocks, so one gather replaces roll + partition + reverse + roll.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

# Stages whose tokens the training looks at on the way (28×28 and 14×14).
KEPT_STAGES = (1, 2)


@dataclass(frozen=True)
class SwinShape:
    """Everything that fixes the tensors of the image tower."""

    image_size: int = 224
    patch: int = 4
    embed_dimension: int = 24
    depths: tuple = (2, 2, 2, 2)
    heads: tuple = (2, 4, 8, 16)
    window: int = 7
    mlp_ratio: int = 4
    epsilon: float = 1e-5
    embedding: int = 128

    @property
    def token_width(self):
        return self.embed_dimension * 2 ** (len(self.depths) - 1)


class Permute(torch.autograd.Function):
    """Reorder tokens (batch, tokens, width); the backward pass is the inverse gather, not a scatter-add."""

    @staticmethod
    def forward(context, tokens, order, inverse):
        context.inverse = inverse
        return tokens.index_select(1, order)

    @staticmethod
    def backward(context, gradient):
        return gradient.index_select(1, context.inverse), None, None


def permute(tokens, order):
    return Permute.apply(tokens, order, torch.argsort(order))


def window_order(side, window, shift):
    """Row-major token indices in the order: window by window, row-major inside each, after rolling by -shift."""
    grid = torch.arange(side * side).view(side, side).roll((-shift, -shift), (0, 1))
    count = side // window
    return grid.view(count, window, count, window).permute(0, 2, 1, 3).reshape(-1)


def merge_order(side):
    """Row-major indices of the four tokens of each patch-merging cell: (0,0), (1,0), (0,1), (1,1)."""
    grid = torch.arange(side * side).view(side, side)
    cells = [grid[0::2, 0::2], grid[1::2, 0::2], grid[0::2, 1::2], grid[1::2, 1::2]]
    return torch.stack(cells, dim=-1).reshape(-1)


def relative_index(window):
    """(window², window²) index into the relative position bias table, (2 window - 1)² rows."""
    coordinates = torch.stack(torch.meshgrid(torch.arange(window), torch.arange(window), indexing="ij")).flatten(1)
    difference = coordinates[:, :, None] - coordinates[:, None, :] + window - 1
    return difference[0] * (2 * window - 1) + difference[1]


def shift_mask(side, window, shift):
    """(windows, 1, window², window²): -100 between tokens that the roll brought together from different regions."""
    region = torch.zeros(side, side)
    slices = (slice(0, -window), slice(-window, -shift), slice(-shift, None))
    for row, rows in enumerate(slices):
        for column, columns in enumerate(slices):
            region[rows, columns] = row * 3 + column
    label = region.view(-1)[window_order(side, window, 0)].view(-1, window * window)
    return (label[:, :, None] != label[:, None, :]).float().mul(-100.0)[:, None]


class WindowSelfAttention(nn.Module):
    """Query, key, value and relative position bias of one block (keys `attention.self.*`)."""

    def __init__(self, width, heads, window):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * window - 1) ** 2, heads))
        self.register_buffer("relative_position_index", relative_index(window))

    def forward(self, tokens, mask):
        """tokens (batch, windows * 49, width) in window order → the same shape."""
        batch, count, width = tokens.shape
        cells, heads = self.relative_position_index.shape[0], self.heads

        def split(linear):
            # (batch * windows * heads, 49, head width); free of copies where there is one head.
            return linear(tokens).view(-1, cells, heads, width // heads).transpose(1, 2).reshape(-1, cells, width // heads)

        query, key, value = split(self.query), split(self.key), split(self.value)
        position = self.relative_position_bias_table[self.relative_position_index.view(-1)]
        position = position.view(cells, cells, heads).permute(2, 0, 1)[None]
        scores = torch.bmm(query * (width // heads) ** -0.5, key.transpose(1, 2))
        scores = scores.view(batch, -1, heads, cells, cells) + (position if mask is None else position + mask)
        mixed = torch.bmm(scores.softmax(-1).view(-1, cells, cells), value)
        return mixed.view(-1, heads, cells, width // heads).transpose(1, 2).reshape(batch, count, width)


class Dense(nn.Module):
    """A linear layer under the name `dense`."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.dense = nn.Linear(inputs, outputs)

    def forward(self, tokens):
        return self.dense(tokens)


class Block(nn.Module):
    """y = x + attention(LN x); y + MLP(LN y). Knows the token order it wants (its windows)."""

    def __init__(self, width, heads, side, shift, shape):
        super().__init__()
        self.layernorm_before = nn.LayerNorm(width, eps=shape.epsilon)
        self.attention = nn.Module()
        self.attention.self = WindowSelfAttention(width, heads, shape.window)
        self.attention.output = Dense(width, width)
        self.layernorm_after = nn.LayerNorm(width, eps=shape.epsilon)
        self.intermediate = Dense(width, width * shape.mlp_ratio)
        self.output = Dense(width * shape.mlp_ratio, width)
        self.order = window_order(side, shape.window, shift)
        self.mask = shift_mask(side, shape.window, shift) if shift else None

    def forward(self, tokens):
        mixed = self.attention.self(self.layernorm_before(tokens), self.mask)
        tokens = tokens + self.attention.output(mixed)
        return tokens + self.output(F.gelu(self.intermediate(self.layernorm_after(tokens))))


class PatchMerging(nn.Module):
    """Concatenate 2×2 tokens, LayerNorm, then a bias-free halving projection."""

    def __init__(self, width, shape):
        super().__init__()
        self.reduction = nn.Linear(4 * width, 2 * width, bias=False)
        self.norm = nn.LayerNorm(4 * width, eps=shape.epsilon)

    def forward(self, tokens):
        return self.reduction(self.norm(tokens))


class Stage(nn.Module):
    """Blocks at one resolution, then patch merging except after the last stage."""

    def __init__(self, index, shape):
        super().__init__()
        width = shape.embed_dimension * 2**index
        self.side = shape.image_size // shape.patch // 2**index
        shifts = [0 if b % 2 == 0 or self.side <= shape.window else shape.window // 2 for b in range(shape.depths[index])]
        self.blocks = nn.ModuleList(Block(width, shape.heads[index], self.side, s, shape) for s in shifts)
        self.downsample = PatchMerging(width, shape) if index + 1 < len(shape.depths) else None

    def forward(self, tokens, kept=None):
        """Row-major tokens in, row-major tokens of the next stage out; `kept` (a list) receives this stage's own."""
        inverse = None
        for block in self.blocks:
            tokens = permute(tokens, block.order if inverse is None else inverse[block.order])
            inverse = torch.argsort(block.order)
            tokens = block(tokens)
        if kept is not None:
            kept.append(permute(tokens, inverse))
        if self.downsample is None:
            return permute(tokens, inverse)
        batch, _, width = tokens.shape
        return self.downsample(permute(tokens, inverse[merge_order(self.side)]).view(batch, -1, 4 * width))


class SwinModel(nn.Module):
    """Grey image → layer-normed tokens of the last stage."""

    def __init__(self, shape):
        super().__init__()
        self.patch = shape.patch
        self.embeddings = nn.Module()
        self.embeddings.patch_embeddings = nn.Module()
        convolution = nn.Conv2d(3, shape.embed_dimension, shape.patch, shape.patch)
        self.embeddings.patch_embeddings.projection = convolution
        self.embeddings.norm = nn.LayerNorm(shape.embed_dimension, eps=shape.epsilon)
        self.encoder = nn.Module()
        self.encoder.layers = nn.ModuleList(Stage(index, shape) for index in range(len(shape.depths)))
        self.layernorm = nn.LayerNorm(shape.token_width, eps=shape.epsilon)

    def forward(self, images, kept=None):
        """images (batch, 1 or 3, 224, 224), normalised → tokens (batch, 49, token width)."""
        batch, channels, height, width = images.shape
        convolution, patch = self.embeddings.patch_embeddings.projection, self.patch
        # One grey channel stands for three identical ones: the kernels of the channels add up.
        kernel = convolution.weight.sum(1, keepdim=True) if channels == 1 else convolution.weight
        cells = images.view(batch, channels, height // patch, patch, width // patch, patch)
        cells = cells.permute(0, 2, 4, 1, 3, 5).reshape(batch, -1, channels * patch * patch)
        tokens = self.embeddings.norm(F.linear(cells, kernel.flatten(1), convolution.bias))
        for index, stage in enumerate(self.encoder.layers):
            tokens = stage(tokens, kept if index in KEPT_STAGES else None)
        return self.layernorm(tokens)


class VisionTower(nn.Module):
    """`vision_model.*` of MedCLIP-ViT: Swin, mean over tokens, bias-free projection."""

    def __init__(self, shape):
        super().__init__()
        self.model = SwinModel(shape)
        self.projection_head = nn.Linear(shape.token_width, shape.embedding, bias=False)

    def forward(self, images, kept=None):
        """→ tokens (batch, 49, token width), projected tokens (batch, 49, embedding), embedding u (batch, embedding)."""
        tokens = self.model(images, kept)
        projected = self.projection_head(tokens)
        return tokens, projected, projected.mean(1)
