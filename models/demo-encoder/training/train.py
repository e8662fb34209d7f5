"""Train the demo encoder: `python3 train.py --train DIR … --validation DIR --out DIR --steps N`. See README.md."""

import argparse
import os
import time

import numpy as np
import torch
import torch.multiprocessing as processes
import torch.nn.functional as F
from batches import Source
from evaluate import zero_shot
from facts import FACTS, SLOTS
from loss import Helpers, agreement, semantic_matching, slot_rarity
from model import VISION, Encoder
from optimise import Flat, rate_at
from phantoms import read_sets, statements_of
from swin import KEPT_STAGES
from tokenizer import Tokenizer

# The second recipe brings on what is small: a lower threshold for a covered cell, and rare slots count more.
RECIPES = {
    "first": {
        "weights": {"matching": 1.0, "pair": 2.0, "facts": 1.0, "slots": 6.0, "stages": 3.0, "ground": 0.4},
        "slot_coverage": 0.12,
        "by_rarity": False,
    },
    "second": {
        "weights": {"matching": 1.0, "pair": 2.0, "facts": 1.0, "slots": 3.0, "stages": 1.5, "ground": 0.4},
        "slot_coverage": 0.04,
        "by_rarity": True,
    },
}


def losses(encoder, helpers, batch, share, weights, rarity):
    """→ {name: loss} of one batch."""
    kept = []
    _, projected, embedding = encoder.vision_model(batch.pixels, kept)
    norm = embedding.norm(dim=1)
    image = embedding / norm[:, None]
    text = F.normalize(encoder.text_model(batch.ids, batch.mask), dim=1)
    cosine = image @ text.T
    similarity = agreement(batch.films, batch.statements)
    truth = (similarity > 0.999).float()
    balance = truth * (0.5 / share).clamp(0.5, 4) + (1 - truth) * (0.5 / (1 - share)).clamp(0.5, 4)
    coverage = torch.einsum("btk,sk->bst", batch.coverage, batch.slots) * truth[:, :, None]
    return {
        "matching": semantic_matching(cosine, similarity, encoder.logit_scale),
        "pair": helpers.pair(cosine, truth, balance),
        "facts": helpers.facts(image, batch.films, weights),
        "slots": helpers.slots(projected, batch.coverage, rarity),
        "stages": helpers.stages(kept, batch.masks, rarity),
        "ground": helpers.ground(projected, norm, text, coverage),
    }


def new_helpers(recipe):
    widths = [VISION.embed_dimension * 2**stage for stage in KEPT_STAGES]
    return Helpers(VISION.embedding, len(FACTS), len(SLOTS), widths, recipe["slot_coverage"])


def fact_weights(films):
    """(1, facts)-shaped weights that count rare facts up, at most five times."""
    share = torch.from_numpy((films.facts > 0).mean(0)).float().clamp(0.02, 0.98)
    return (0.3 / share).clamp(0.7, 5)[None]


class Session:
    """Everything one process holds: the same model in each, another part of each batch."""

    def __init__(self, rank, options):
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
        torch.manual_seed(options.seed)
        self.rank, self.options = rank, options
        self.films = read_sets(options.train, options.limit)
        self.validation = read_sets([options.validation], 600)
        statements, prompts = statements_of(self.films)
        self.tokenizer = Tokenizer.read(options.vocabulary)
        self.encoder = Encoder(len(self.tokenizer.index))
        self.recipe = RECIPES[options.recipe]
        self.helpers = new_helpers(self.recipe)
        if options.start:
            kept = torch.load(options.start)
            self.encoder.load_state_dict(kept["encoder"])
            self.helpers.load_state_dict(kept["helpers"], strict=False)
        self.flat = Flat(torch.nn.ModuleList([self.encoder, self.helpers]))
        self.source = Source(self.films, statements, prompts, self.tokenizer)
        self.weights, self.rarity = fact_weights(self.films), torch.full((len(SLOTS),), 4.0)
        if self.recipe["by_rarity"]:
            self.rarity = slot_rarity(self.films.masks[:600], self.recipe["slot_coverage"])
        self.random = np.random.default_rng([options.seed, 1000 + rank])
        self.began, self.sums = time.time(), {}
        size = f"{sum(p.numel() for p in self.encoder.parameters())} parameters, {len(statements)} statements"
        self.say(f"{len(self.films.list)} films, {size}, {len(self.tokenizer.index)} pieces, {vars(options)}")

    def say(self, text):
        if self.rank == 0:
            with open(self.options.out + "/train.log", "a", encoding="utf-8") as log:
                print(text, file=log)

    def films_of(self, step):
        """This process's films of a step; every epoch has its own order."""
        options, count = self.options, len(self.films.list)
        per_epoch = count // (options.batch * options.workers)
        order = np.random.default_rng([options.seed, step // per_epoch]).permutation(count)
        start = (step % per_epoch * options.workers + self.rank) * options.batch
        return np.sort(order[start : start + options.batch])

    def gradient(self, step):
        """Leave the gradient of this process's part of the step in `flat.gradient`."""
        batch, share = self.source.batch(self.random, self.films_of(step))
        self.flat.gradient.zero_()
        parts = losses(self.encoder, self.helpers, batch, share, self.weights, self.rarity)
        sum(self.recipe["weights"][name] * part for name, part in parts.items()).backward()
        for name, part in parts.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(part.detach())

    def report(self, step, rate):
        shown = " ".join(f"{name} {value / self.options.report:.4f}" for name, value in self.sums.items())
        self.say(f"step {step} {shown} rate {rate:.2e} seconds {time.time() - self.began:.0f}")
        self.sums = {}

    def assess(self, step):
        """Zero-shot AUROC of the averaged weights on the validation films; keep those weights."""
        self.flat.swap()
        found = zero_shot(self.encoder, self.tokenizer, self.validation)
        kept = {"encoder": self.encoder.state_dict(), "helpers": self.helpers.state_dict(), "step": step}
        torch.save(kept, self.options.out + "/checkpoint.pt")
        self.flat.swap()
        shown = " ".join(f"{name}={value:.3f}" for name, value in found.items())
        self.say(f"validation {step} mean {np.mean(list(found.values())):.4f} {shown}")


def work(rank, options, shared, barrier):
    """One process. Gradients of all are averaged through shared memory; every process then takes the same step."""
    session = Session(rank, options)
    for step in range(options.steps):
        session.gradient(step)
        shared[rank].copy_(session.flat.gradient)
        barrier.wait()
        gradient = shared.mean(0)
        barrier.wait()
        rate = rate_at(step, options.rate, options.warm_up, options.decay_from, options.steps)
        session.flat.step(gradient, rate)
        if (step + 1) % options.report == 0:
            session.report(step + 1, rate)
        if rank == 0 and ((step + 1) % options.assess == 0 or step + 1 == options.steps):
            session.assess(step + 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--validation", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--recipe", choices=list(RECIPES), default="second")
    parser.add_argument("--start", help="checkpoint to go on from (weights only)")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=16, help="films per worker and step")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=200)
    parser.add_argument("--decay-from", type=int, default=0, help="hold the rate until this step, then fall")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="use only so many films (0: all)")
    parser.add_argument("--report", type=int, default=50)
    parser.add_argument("--assess", type=int, default=500)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    size = Encoder(len(Tokenizer.read(options.vocabulary).index))
    count = sum(p.numel() for p in size.parameters())
    count += sum(p.numel() for p in new_helpers(RECIPES[options.recipe]).parameters())
    shared = torch.zeros(options.workers, count).share_memory_()
    barrier = processes.get_context("spawn").Barrier(options.workers)
    processes.spawn(work, (options, shared, barrier), nprocs=options.workers)


if __name__ == "__main__":
    main()
