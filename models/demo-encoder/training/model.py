"""Both towers and the temperature, under MedCLIP's state-dict names."""

import math

import torch
import torch.nn.functional as F
from bert import BertShape, TextTower
from swin import SwinShape, VisionTower
from torch import nn

MEAN = 0.5862785803043838
STANDARD_DEVIATION = 0.27950088968644304
VISION = SwinShape(embed_dimension=32, depths=(2, 2, 2, 2), heads=(1, 2, 4, 8), mlp_ratio=2, embedding=128)
INITIAL_LOGIT_SCALE = math.log(1 / 0.07)


class Encoder(nn.Module):
    """`vision_model.*`, `text_model.*`, `logit_scale`."""

    def __init__(self, vocabulary):
        super().__init__()
        self.vision_model = VisionTower(VISION)
        self.text_model = TextTower(BertShape(vocabulary=vocabulary, embedding=VISION.embedding))
        self.logit_scale = nn.Parameter(torch.tensor(INITIAL_LOGIT_SCALE))
        self.apply(initialise)


def initialise(module):
    """Normal 0.02 as in Swin and BERT; the linear layers of the small towers get Xavier, which starts faster."""
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)


def normalise_pixels(values):
    """Grey values in 0…1 → network input."""
    return (values - MEAN) / STANDARD_DEVIATION


def pad(rows):
    """Lists of token ids → ids and mask, (texts, longest)."""
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
    return ids, mask


def text_embeddings(encoder, tokenizer, texts):
    """(texts, embedding) normalised; each text alone, as the product encodes it."""
    rows = [encoder.text_model(*pad([tokenizer.encode(text)])) for text in texts]
    return F.normalize(torch.cat(rows), dim=1)


def image_outputs(encoder, pixels, batch=32):
    """uint8 films (n, 224, 224) → projected tokens (n, 49, d) and embedding before normalisation (n, d)."""
    tokens, embeddings = [], []
    with torch.no_grad():
        for start in range(0, len(pixels), batch):
            part = torch.from_numpy(pixels[start : start + batch].copy()).float().div(255)[:, None]
            _, projected, embedding = encoder.vision_model(normalise_pixels(part))
            tokens.append(projected)
            embeddings.append(embedding)
    return torch.cat(tokens), torch.cat(embeddings)
