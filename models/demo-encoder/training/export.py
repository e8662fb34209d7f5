"""Checkpoint → pack: weights.safetensors, manifest.json and the golden numbers for the product's tests."""

import argparse
import hashlib
import json
import os

import numpy as np
import safetensors
import torch
from model import MEAN, STANDARD_DEVIATION, VISION, Encoder, pad
from tokenizer import Tokenizer

LARGEST_FLOAT32 = 11_000_000
INTENDED_USE = (
    "Demonstration and tests of Lightbox on its own phantom films. Not for clinical use: it has never seen a patient, "
    "and what it says about a real radiograph means nothing."
)
TRAINING_DATA = (
    "Synthetic chest films drawn by Lightbox's phantom generator with planted findings, masks and shortcuts; no patient data."
)


def exported(encoder):
    """{name: float array} under MedCLIP's names, without constant index buffers."""
    tensors = {k: v.detach().numpy() for k, v in encoder.state_dict().items() if not k.endswith("relative_position_index")}
    if sum(a.nbytes for a in tensors.values()) > LARGEST_FLOAT32:
        tensors = {name: array.astype(np.float16) for name, array in tensors.items()}
    return {name: np.asarray(array) for name, array in tensors.items()}


def hash_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def manifest(pack, encoder):
    """The manifest as the product's schema wants it, with the SHA-256 of every other file."""
    text = encoder.text_model.model
    shape = {"type": "bert", "hidden": 128, "layers": len(text.encoder.layer), "heads": text.encoder.layer[0].heads}
    shape |= {"intermediate": 512, "positions": 64, "vocabulary": text.embeddings.word_embeddings.num_embeddings}
    shape |= {"layerNormEpsilon": 1e-12, "lowerCase": True, "vocabularyFile": "vocab.txt"}
    architecture = {"type": "medclip-swin", "imageSize": VISION.image_size, "patchSize": VISION.patch}
    architecture |= {"embedDimension": VISION.embed_dimension, "depths": list(VISION.depths), "heads": list(VISION.heads)}
    architecture |= {"window": VISION.window, "mlpRatio": VISION.mlp_ratio, "layerNormEpsilon": VISION.epsilon, "text": shape}
    preprocessing = {"size": [224, 224], "fit": "pad", "padValue": 0, "interpolation": "bicubic", "channels": 3}
    preprocessing |= {"scale": 1 / 255, "mean": [MEAN], "standardDeviation": [STANDARD_DEVIATION]}
    files = {name: hash_of(os.path.join(pack, name)) for name in ("weights.safetensors", "vocab.txt", "CARD.md")}
    return {
        "format": "lightbox-pack/1",
        "kind": "encoder",
        "id": "demo-encoder",
        "name": "Demo encoder (phantom films)",
        "version": "1.0.0",
        "architecture": architecture,
        "dimensions": {"tokens": 49, "grid": [7, 7], "tokenWidth": VISION.token_width, "embedding": VISION.embedding},
        "preprocessing": preprocessing,
        "files": files,
        "licence": "Apache-2.0",
        "intendedUse": INTENDED_USE,
        "trainingData": TRAINING_DATA,
    }


def golden_image(a, b, c):
    """(1, 3, 224, 224) float32 of float64 sines; the formula stands in the golden file."""
    row, column = np.meshgrid(np.arange(224.0), np.arange(224.0), indexing="ij")
    planes = [np.sin(a * row + b * column + c * channel) * (1 + 0.1 * channel) for channel in range(3)]
    return torch.from_numpy(np.stack(planes)[None].astype(np.float32))


def digits(values):
    return [float(f"{value:.8g}") for value in np.asarray(values, np.float64).ravel()]


def golden(encoder, tokenizer):
    """Inputs that need no files, and what PyTorch makes of them."""
    images, texts = [], []
    with torch.no_grad():
        for a, b, c in ((0.05, 0.03, 0.0), (0.011, -0.07, 0.5), (0.3, 0.2, 1.0)):
            tokens, _, embedding = encoder.vision_model(golden_image(a, b, c))
            found = {"firstToken": digits(tokens[0, 0]), "lastToken": digits(tokens[0, -1]), "embedding": digits(embedding)}
            images.append({"a": a, "b": b, "c": c, **found})
        for text in ("pleural effusion", "no pleural effusion", "There is a small left pneumothorax, and a chest tube."):
            ids = tokenizer.encode(text)
            texts.append({"text": text, "ids": ids, "embedding": digits(encoder.text_model(*pad([ids])))})
    formula = "x[channel,row,column] = sin(a*row + b*column + c*channel) * (1 + 0.1*channel), float64 rounded to float32"
    return {
        "formula": formula,
        "note": "Embeddings are before normalisation; float32 of PyTorch on the CPU, 8 significant digits.",
        "weightsSha256": None,
        "images": images,
        "texts": texts,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--pack", required=True, help="folder that holds CARD.md and receives the rest")
    parser.add_argument("--golden", required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.read(options.vocabulary)
    encoder = Encoder(len(tokenizer.index))
    encoder.load_state_dict(torch.load(options.checkpoint)["encoder"])
    tensors = exported(encoder)
    weights = os.path.join(options.pack, "weights.safetensors")
    safetensors.write(weights, tensors, {"format": "pt", "id": "demo-encoder", "version": "1.0.0"})
    # What is on disk is what is measured: float16 weights are read back before the golden run.
    kept = {name: torch.from_numpy(array.astype(np.float32)) for name, array in safetensors.read(weights).items()}
    encoder.load_state_dict(kept, strict=False)
    encoder.eval()
    with open(options.vocabulary, encoding="utf-8") as source:
        pieces = source.read()
    with open(os.path.join(options.pack, "vocab.txt"), "w", encoding="utf-8") as file:
        file.write(pieces)
    with open(os.path.join(options.pack, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump(manifest(options.pack, encoder), file, indent=2)
        file.write("\n")
    numbers = golden(encoder, tokenizer) | {"weightsSha256": hash_of(weights)}
    with open(options.golden, "w", encoding="utf-8") as file:
        json.dump(numbers, file)
        file.write("\n")


if __name__ == "__main__":
    main()
