"""BERT-type text tower with MedCLIP's pooling and MedCLIP's state-dict names.

Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", NAACL 2019 (post-LN encoder);
pooling as MedCLIP: hidden states 1, 2 and last, mean over positions, mean over the three, bias-free projection.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class BertShape:
    """Everything that fixes the tensors of the text tower."""

    vocabulary: int
    hidden: int = 128
    layers: int = 3
    heads: int = 4
    intermediate: int = 512
    positions: int = 64
    types: int = 2
    epsilon: float = 1e-12
    embedding: int = 128


class ResidualOutput(nn.Module):
    """LN(residual + dense(x)): `attention.output` and `output` of a layer."""

    def __init__(self, inputs, shape):
        super().__init__()
        self.dense = nn.Linear(inputs, shape.hidden)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)

    def forward(self, inputs, residual):
        return self.LayerNorm(self.dense(inputs) + residual)


class BertLayer(nn.Module):
    """One post-LN transformer layer."""

    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        self.attention = nn.Module()
        self.attention.self = nn.Module()
        for name in ("query", "key", "value"):
            setattr(self.attention.self, name, nn.Linear(shape.hidden, shape.hidden))
        self.attention.output = ResidualOutput(shape.hidden, shape)
        self.intermediate = nn.Module()
        self.intermediate.dense = nn.Linear(shape.hidden, shape.intermediate)
        self.output = ResidualOutput(shape.intermediate, shape)

    def forward(self, states, bias):
        batch, length, width = states.shape
        split = lambda linear: linear(states).view(batch, length, self.heads, -1).transpose(1, 2)
        query, key, value = (split(getattr(self.attention.self, name)) for name in ("query", "key", "value"))
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        states = self.attention.output(mixed, states)
        return self.output(F.gelu(self.intermediate.dense(states)), states)


class BertModel(nn.Module):
    """Token ids → hidden states after every layer."""

    def __init__(self, shape):
        super().__init__()
        self.embeddings = nn.Module()
        self.embeddings.word_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.embeddings.position_embeddings = nn.Embedding(shape.positions, shape.hidden)
        self.embeddings.token_type_embeddings = nn.Embedding(shape.types, shape.hidden)
        self.embeddings.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(BertLayer(shape) for _ in range(shape.layers))

    def forward(self, ids, mask):
        """ids (batch, length), mask (batch, length) 1 for real tokens → list of hidden states 1 … layers."""
        names = self.embeddings
        states = names.word_embeddings(ids) + names.position_embeddings.weight[: ids.shape[1]]
        states = names.LayerNorm(states + names.token_type_embeddings.weight[0])
        bias = (1 - mask)[:, None, None, :] * torch.finfo(torch.float32).min
        hidden = []
        for layer in self.encoder.layer:
            states = layer(states, bias)
            hidden.append(states)
        return hidden


class TextTower(nn.Module):
    """`text_model.*` of MedCLIP. Pads never enter the mean, so a text's embedding does not depend on its batch."""

    def __init__(self, shape):
        super().__init__()
        self.model = BertModel(shape)
        self.projection_head = nn.Linear(shape.hidden, shape.embedding, bias=False)

    def forward(self, ids, mask):
        """→ (batch, embedding), before normalisation."""
        hidden = self.model(ids, mask)
        pooled = (hidden[0] + hidden[1] + hidden[-1]) / 3
        pooled = (pooled * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.projection_head(pooled)
