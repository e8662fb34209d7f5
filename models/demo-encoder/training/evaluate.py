"""Zero-shot AUROC of the two towers on films the training never saw, and what the token maps point at."""

import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F
from facts import CHEXPERT, FACTS, INDEX, KINDS, SLOTS, slots_of
from model import Encoder, image_outputs, text_embeddings
from phantoms import read_sets
from scipy.stats import rankdata
from tokenizer import Tokenizer

FEWEST = 20
RESAMPLES = 1000

# The prompt pair of every column: said and denied.
PROMPTS = {name: (name.lower(), f"no {name.lower()}") for name in CHEXPERT}
PROMPTS["No Finding"] = ("no finding", "abnormal finding")
KIND_WORDS = {"effusion": "pleural effusion", "nodule": "lung nodule"}
for fact in FACTS:
    if fact in CHEXPERT:
        continue
    kind, _, place = fact.partition("/")
    words = KIND_WORDS.get(kind, kind.replace("-", " "))
    words = f"{place} {words}" if place in ("left", "right") else f"{words} in the {place} zone" if place else words
    PROMPTS[fact] = (words, f"no {words}")


def auroc(scores, truth):
    """Area under the ROC curve by ranks, ties half (Mann & Whitney 1947); None without both classes."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return None
    ranks = rankdata(scores)
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def prompt_scores(embeddings, encoder, tokenizer, names):
    """{name: similarity to the said prompt − similarity to the denied prompt} for normalised image embeddings."""
    with torch.no_grad():
        texts = text_embeddings(encoder, tokenizer, [t for name in names for t in PROMPTS[name]])
    similarity = F.normalize(embeddings, dim=1) @ texts.T
    return {name: (similarity[:, 2 * i] - similarity[:, 2 * i + 1]).numpy() for i, name in enumerate(names)}


def zero_shot(encoder, tokenizer, films, names=CHEXPERT):
    """{name: AUROC} over the names with enough films of both kinds."""
    _, embeddings = image_outputs(encoder, films.pixels)
    scores = prompt_scores(embeddings, encoder, tokenizer, names)
    found = {}
    for name in names:
        truth = films.facts[:, INDEX[name]] > 0
        if FEWEST <= truth.sum() <= len(truth) - FEWEST:
            found[name] = auroc(scores[name], truth)
    return found


def interval(scores, truth, patients, random):
    """95 % percentile interval, resampling patients with replacement."""
    members = {}
    for i, patient in enumerate(patients):
        members.setdefault(patient, []).append(i)
    groups = [np.array(rows) for rows in members.values()]
    values = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([groups[g] for g in random.integers(0, len(groups), len(groups))])
        value = auroc(scores[rows], truth[rows])
        if value is not None:
            values.append(value)
    return [float(v) for v in np.percentile(values, [2.5, 97.5])]


def map_energy(centred, embeddings, text, coverage):
    """How much of the centred map's positive part lies in cells the mask touches, and where its maximum falls.

    centred (n, 49, d): projected tokens minus their mean over the set; text (d,): said minus denied prompt;
    coverage (n, 49) → mean energy share, share of maxima inside, mean share of cells inside (what chance would give).
    """
    maps = centred @ text / embeddings.norm(dim=1)[:, None]
    inside = coverage > 0.02
    positive = maps.clamp(min=0)
    energy = (positive * inside).sum(1) / positive.sum(1).clamp(min=1e-9)
    hit = inside.gather(1, maps.argmax(1, keepdim=True)).float()
    return {"energy": float(energy.mean()), "pointing": float(hit.mean()), "area": float(inside.float().mean())}


def grounding(encoder, tokenizer, films, projected, embeddings):
    """{slot: {n, energy, pointing, area}} over the films that carry the finding."""
    masks = torch.from_numpy(films.masks[:]).float().div(255)
    coverage = F.avg_pool2d(masks, masks.shape[-1] // 7).flatten(2)
    found = {}
    centred = projected - projected.mean(0)
    for slot in SLOTS:
        rows = torch.from_numpy(films.facts[:, INDEX[slot]] > 0)
        if int(rows.sum()) < FEWEST:
            continue
        with torch.no_grad():
            said, denied = text_embeddings(encoder, tokenizer, list(PROMPTS[slot]))
        cover = coverage[rows, SLOTS.index(slot)]
        found[slot] = {"n": int(rows.sum()), **map_energy(centred[rows], embeddings[rows], said - denied, cover)}
    return found


def column_table(scores, films, names):
    """{name: {n, positives, auroc, interval}}; AUROC is None where either side has fewer than FEWEST films."""
    patients = [record["patient"] for record in films.list]
    found = {}
    for name in names:
        truth = films.facts[:, INDEX[name]] > 0
        row = {"n": len(truth), "positives": int(truth.sum()), "auroc": None, "interval": None}
        if FEWEST <= truth.sum() <= len(truth) - FEWEST:
            random = np.random.default_rng(INDEX[name])
            row |= {"auroc": auroc(scores[name], truth), "interval": interval(scores[name], truth, patients, random)}
        found[name] = row
    return found


def subset(scores, truth, rows):
    truth = truth[rows]
    value = auroc(scores[rows], truth)
    return {"n": len(truth), "positives": int(truth.sum()), "auroc": value}


def shortcut_tables(scores, films):
    """AUROC of each shortcut's finding where the mark is there and where it is not: what is left without the shortcut."""
    has = lambda fact: films.facts[:, INDEX[fact]] > 0
    stamp = np.array([record["visible"]["portableStamp"] for record in films.list])
    tables = {}
    for finding, mark, there in (
        ("Pneumothorax", "chest tube", has("chest-tube")),
        ("Edema", "portable stamp", stamp),
    ):
        truth = has(finding)
        tables[finding] = {
            f"with {mark}": subset(scores[finding], truth, there),
            f"without {mark}": subset(scores[finding], truth, ~there),
            f"{mark} alone against neither": subset(scores[finding], there, ~truth),
        }
    return tables


def severity_table(scores, films):
    """AUROC of every kind's small (severity below a third) and large (above two thirds) examples against films without it."""
    found = {}
    for kind in KINDS:
        worst = np.array([max([f["severity"] for f in r["findings"] if f["kind"] == kind], default=-1) for r in films.list])
        parts = {"small": (worst >= 0) & (worst < 1 / 3), "large": worst > 2 / 3}
        found[kind] = {name: subset(scores[kind], part, part | (worst < 0)) for name, part in parts.items()}
    return found


def side_table(scores, films):
    """Right or left? AUROC of score(left) − score(right) among the films with the finding on one side only."""
    found = {}
    for left in (fact for fact in FACTS if fact.endswith("/left")):
        right = left.replace("/left", "/right")
        on_left, on_right = films.facts[:, INDEX[left]] > 0, films.facts[:, INDEX[right]] > 0
        found[left.split("/")[0]] = subset(scores[left] - scores[right], on_left, on_left != on_right)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--films", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.read(options.vocabulary)
    encoder = Encoder(len(tokenizer.index))
    encoder.load_state_dict(torch.load(options.checkpoint)["encoder"])
    encoder.eval()
    films = read_sets(options.films)
    projected, embeddings = image_outputs(encoder, films.pixels)
    scores = prompt_scores(embeddings, encoder, tokenizer, FACTS)
    columns = column_table(scores, films, CHEXPERT)
    values = [row["auroc"] for row in columns.values() if row["auroc"] is not None]
    found = {
        "films": len(films.list),
        "patients": len({record["patient"] for record in films.list}),
        "mean": float(np.mean(values)),
        "columns": columns,
        "kinds": column_table(scores, films, KINDS),
        "places": column_table(scores, films, [fact for fact in FACTS if "/" in fact]),
        "sides": side_table(scores, films),
        "severity": severity_table(scores, films),
        "shortcuts": shortcut_tables(scores, films),
        "grounding": grounding(encoder, tokenizer, films, projected, embeddings),
        "prompts": {name: PROMPTS[name] for name in CHEXPERT + KINDS},
    }
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)
    print(f"mean AUROC {found['mean']:.4f} over {len(values)} columns, {found['films']} films")


if __name__ == "__main__":
    main()
