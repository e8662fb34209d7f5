#!/usr/bin/env python3
"""Writes pillow-golden.json: what Pillow makes of small pictures drawn by formula. Run with any Python that has Pillow."""

import hashlib
import json
import pathlib

import PIL
from PIL import Image


def draw(pattern, width, height):
    """Same formulas as test/support/pictures.ts."""
    formulas = {
        "ramp": lambda x, y: (x * 5 + y * 3 + ((x * y) >> 4)) & 255,
        "squares": lambda x, y: 255 if ((x // 5) + (y // 7)) % 2 else 0,
        "noise": lambda x, y: (((x * 73856093) ^ (y * 19349663)) >> 3) & 255,
    }
    value = formulas[pattern]
    picture = Image.new("L", (width, height))
    picture.putdata([value(x, y) for y in range(height) for x in range(width)])
    return picture


def padded(picture, side):
    width, height = picture.size
    square = max(side, width, height)
    canvas = Image.new("L", (square, square), 0)
    canvas.paste(picture, (int((square - width) / 2), int((square - height) / 2)))
    return canvas


METHODS = {"bicubic": Image.BICUBIC, "bilinear": Image.BILINEAR}
RESIZES = [
    ("squares", 512, 512, 224, 224),
    ("noise", 512, 512, 224, 224),
    ("ramp", 301, 257, 224, 224),
    ("squares", 97, 131, 224, 224),
    ("noise", 640, 31, 17, 90),
    ("noise", 224, 500, 224, 224),
    ("squares", 500, 224, 224, 224),
    ("noise", 7, 5, 3, 2),
    ("noise", 1, 1, 9, 4),
    ("ramp", 1000, 3, 1, 1),
]
PADS = [("noise", 390, 320), ("squares", 320, 391), ("ramp", 180, 101), ("ramp", 223, 600), ("noise", 224, 224)]


def describe(picture):
    data = picture.tobytes()
    return {"sum": sum(data), "head": list(data[:8]), "sha256": hashlib.sha256(data).hexdigest()}


def main():
    resizes, pads = [], []
    for pattern, width, height, to_width, to_height in RESIZES:
        for method, code in METHODS.items():
            result = draw(pattern, width, height).resize((to_width, to_height), code)
            case = {"pattern": pattern, "from": [width, height], "to": [to_width, to_height], "interpolation": method}
            resizes.append(case | describe(result))
    for pattern, width, height in PADS:
        for method, code in METHODS.items():
            result = padded(draw(pattern, width, height), 224).resize((224, 224), code)
            case = {"pattern": pattern, "from": [width, height], "interpolation": method}
            pads.append(case | describe(result))
    golden = {"pillow": PIL.__version__, "resizes": resizes, "pads": pads}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")


main()
