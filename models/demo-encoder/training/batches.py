"""One training batch: films moved a little, their masks moved with them, and the statements they are compared with."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from facts import INDEX, SLOTS, slots_of
from model import normalise_pixels, pad

DEGREES = 4.0
SHIFT = 0.09
SCALE = 0.06
PROMPTS = 24


@dataclass
class Batch:
    pixels: torch.Tensor  # (batch, 1, 224, 224), normalised
    masks: torch.Tensor  # (batch, slots, 28, 28): the planted masks, moved with the film
    coverage: torch.Tensor  # (batch, 49, slots): share of the token's cell under the planted mask
    films: torch.Tensor  # (batch, facts) of {-1, 1}
    ids: torch.Tensor
    mask: torch.Tensor
    statements: torch.Tensor  # (statements, facts) of {-1, 0, 1}
    slots: torch.Tensor  # (statements, slots): 1 where a positive statement has a place


def affine(random, count):
    """(count, 2, 3): small turns, zooms and shifts. Never mirrored: the side of a finding matters."""
    angle = np.radians(random.uniform(-DEGREES, DEGREES, count))
    zoom = 1 + random.uniform(-SCALE, SCALE, count)
    shift = random.uniform(-SHIFT, SHIFT, (count, 2))
    rows = np.stack([zoom * np.cos(angle), -zoom * np.sin(angle), shift[:, 0]], 1)
    more = np.stack([zoom * np.sin(angle), zoom * np.cos(angle), shift[:, 1]], 1)
    return torch.from_numpy(np.stack([rows, more], 1)).float()


def warp(values, transform):
    grid = F.affine_grid(transform, list(values.shape), align_corners=False)
    return F.grid_sample(values, grid, align_corners=False)


def grey_jitter(random, values):
    """Gamma, contrast and brightness of each film, in 0…1."""
    draw = lambda low, high: torch.from_numpy(random.uniform(low, high, (len(values), 1, 1, 1))).float()
    values = values.clamp(1e-4, 1).pow(draw(-0.25, 0.25).exp())
    return ((values - 0.5) * draw(0.85, 1.15) + 0.5 + draw(-0.08, 0.08)).clamp(0, 1)


def statement_rows(texts):
    """{text: [(fact, ±1)]} → matrix (texts, facts) and places (texts, slots)."""
    rows = np.zeros((len(texts), len(INDEX)), np.float32)
    places = np.zeros((len(texts), len(SLOTS)), np.float32)
    for i, said in enumerate(texts.values()):
        for fact, value in said:
            rows[i, INDEX[fact]] = value
            for slot in slots_of(fact) if value > 0 else []:
                places[i, SLOTS.index(slot)] = 1
        narrowed = [s for f, v in said if v > 0 and "/" in f for s in slots_of(f)]
        if narrowed:
            places[i] = [1 if slot in narrowed else 0 for slot in SLOTS]
    return rows, places


class Source:
    """Draws batches from memory-mapped films. `statements`: {text: [(fact, ±1)]}, the first `prompts` are prompts."""

    def __init__(self, films, statements, prompts, tokenizer):
        self.films, self.prompts = films, prompts
        self.texts = {text: i for i, text in enumerate(statements)}
        self.ids = [tokenizer.encode(text) for text in statements]
        self.rows, self.places = statement_rows(statements)
        self.truth = films.facts.astype(np.float32)
        wanted = np.abs(self.rows).sum(1)
        self.share = np.mean([self.rows @ row == wanted for row in self.truth], 0).clip(0.02, 0.98)
        self.groups = {}
        for i in range(prompts):
            fact = int(np.argmax(np.abs(self.rows[i])))
            self.groups.setdefault((fact, self.rows[i, fact]), []).append(i)
        self.reports = [[self.texts[s] for s in film["report"] if s in self.texts] for film in films.list]

    def choose_statements(self, random, chosen):
        """One sentence of every film's own report, and prompts spread evenly over the facts, said and denied."""
        own = [int(random.choice(self.reports[i])) for i in chosen if self.reports[i]]
        keys = list(self.groups)
        picks = random.choice(len(keys), PROMPTS, replace=False)
        return sorted(set(own + [int(random.choice(self.groups[keys[k]])) for k in picks]))

    def batch(self, random, chosen):
        pixels = torch.from_numpy(self.films.pixels[chosen]).float().div(255)[:, None]
        masks = torch.from_numpy(self.films.masks[chosen]).float().div(255)
        transform = affine(random, len(chosen))
        pixels = grey_jitter(random, warp(pixels, transform))
        masks = warp(masks, transform)
        coverage = F.avg_pool2d(masks, masks.shape[-1] // 7).flatten(2).transpose(1, 2)
        picked = self.choose_statements(random, chosen)
        ids, mask = pad([self.ids[i] for i in picked])
        rows, places = torch.from_numpy(self.rows[picked]), torch.from_numpy(self.places[picked])
        films = torch.from_numpy(self.truth[chosen])
        batch = Batch(normalise_pixels(pixels), masks, coverage, films, ids, mask, rows, places)
        return batch, torch.from_numpy(self.share[picked]).float()
