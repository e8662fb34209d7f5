"""Folders written by the phantom generator → arrays (see phantoms.py): `python3 prepare.py OUT FOLDER [FOLDER …]`."""

import json
import os
import sys

import numpy as np
from facts import SLOTS
from phantoms import MASK_SIDE
from PIL import Image
from preprocess import read_film

KEPT = ("path", "seed", "index", "study", "view", "photometricInterpretation", "visible", "truth", "labels", "report")


def coverage(folder, findings):
    """(slots, 28, 28) uint8: how much of each small cell the planted mask covers."""
    masks = np.zeros((len(SLOTS), MASK_SIDE, MASK_SIDE), np.uint8)
    for finding in findings:
        name = f"{finding['kind']}/{finding['side']}" if finding["side"] else finding["kind"]
        mask = Image.open(os.path.join(folder, finding["mask"])).convert("L").resize((MASK_SIDE, MASK_SIDE), Image.BOX)
        masks[SLOTS.index(name)] = np.maximum(masks[SLOTS.index(name)], np.asarray(mask))
    return masks


def record(film):
    """What of truth.json the training and its evaluation need."""
    kept = {name: film[name] for name in KEPT}
    findings = [{k: f[k] for k in ("kind", "side", "zone", "severity", "extra")} for f in film["findings"]]
    return kept | {"patient": f"{film['seed']}/{film['patient']['id']}", "findings": findings}


def main():
    out, folders = sys.argv[1], sys.argv[2:]
    films, masks, records = [], [], []
    for folder in folders:
        with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
            truth = json.load(file)
        for film in truth["films"]:
            films.append(read_film(os.path.join(folder, film["path"])))
            masks.append(coverage(folder, film["findings"]))
            records.append(record(film))
    os.makedirs(out, exist_ok=True)
    np.save(os.path.join(out, "films.npy"), np.stack(films))
    np.save(os.path.join(out, "masks.npy"), np.stack(masks))
    with open(os.path.join(out, "films.json"), "w", encoding="utf-8") as file:
        json.dump(records, file)


if __name__ == "__main__":
    main()
