"""Sets of phantom films: from the product's folders to arrays, and back from disk.

A set is a folder with films.npy (n, 224, 224) uint8, masks.npy (n, slots, 28, 28) uint8 (255 = cell fully covered) and
films.json (one record per film: patient, findings, truth, report …).
"""

import json
import os
from dataclasses import dataclass

import numpy as np
from facts import film_facts, prompt_statements
from sentences import read_sentence

MASK_SIDE = 28


class Rows:
    """Several memory-mapped arrays read as one."""

    def __init__(self, arrays, limit):
        self.arrays = arrays
        self.starts = np.cumsum([0] + [len(a) for a in arrays])
        self.length = min(limit or self.starts[-1], self.starts[-1])
        self.shape = (self.length, *arrays[0].shape[1:])

    def __len__(self):
        return self.length

    def __getitem__(self, rows):
        if isinstance(rows, slice):
            rows = np.arange(*rows.indices(self.length))
        part = np.searchsorted(self.starts, rows, side="right") - 1
        return np.stack([self.arrays[p][r - self.starts[p]] for p, r in zip(part, rows)])


@dataclass
class Films:
    pixels: Rows
    masks: Rows
    list: list  # one record per film
    facts: np.ndarray  # (n, facts) of {-1, 1}


def read_sets(folders, limit=0):
    """Read prepared sets; `limit` keeps only the first films."""
    load = lambda name: Rows([np.load(f"{f}/{name}.npy", mmap_mode="r") for f in folders], limit)
    records = []
    for folder in folders:
        with open(f"{folder}/films.json", encoding="utf-8") as file:
            records += json.load(file)
    records = records[: limit or None]
    facts = np.stack([film_facts(r["findings"], r["truth"]) for r in records])
    return Films(load("films"), load("masks"), records, facts)


def statements_of(films):
    """→ {text: [(fact, ±1)]} with the prompts first, and how many prompts there are."""
    statements = {}
    for text, fact, value in prompt_statements():
        statements.setdefault(text, []).append((fact, value))
    prompts = len(statements)
    for sentence in sorted({s for record in films.list for s in record["report"]}):
        said = read_sentence(sentence)
        if said:
            statements.setdefault(sentence, said)
    return statements, prompts
