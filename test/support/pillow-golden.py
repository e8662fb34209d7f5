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


# Fifty sizes: odd and even, about the encoder's, one pixel, very flat, films.
SIZES = [
    (1, 1), (1, 2), (2, 1), (1, 224), (224, 1), (3, 3), (7, 5), (5, 700), (700, 5), (16, 16), (31, 640), (64, 65), (97, 131),
    (100, 100), (111, 223), (112, 112), (180, 101), (223, 223), (223, 224), (223, 225), (224, 223), (224, 224), (224, 225),
    (225, 224), (225, 225), (224, 500), (500, 224), (226, 448), (256, 256), (301, 257), (320, 320), (320, 390), (390, 320),
    (389, 321), (447, 449), (448, 448), (449, 447), (512, 512), (513, 511), (600, 800), (640, 31), (673, 671), (800, 601),
    (896, 900), (1000, 3), (1024, 1024), (1023, 769), (1111, 333), (1500, 1400), (2021, 2500),
]


def squashed(picture, method):
    return picture.resize((224, 224), METHODS[method])


def letterboxed(picture, method):
    return padded(picture, 224).resize((224, 224), METHODS[method])


def cropped(picture, method):
    """torchvision's Resize(224) and CenterCrop(224)."""
    width, height = picture.size
    if width <= height:
        size = (224, int(224 * height / width))
    else:
        size = (int(224 * width / height), 224)
    picture = picture.resize(size, METHODS[method])
    left, top = int(round((size[0] - 224) / 2.0)), int(round((size[1] - 224) / 2.0))
    return picture.crop((left, top, left + 224, top + 224))


FITS = {"pad": letterboxed, "squash": squashed, "crop": cropped}


def fit(name, width, height, method):
    # A crop of what is hundreds of times as long as it is wide would be drawn at 50,000 pixels first.
    if name == "crop" and max(width, height) > 20 * min(width, height):
        return None
    pattern = ["ramp", "squares", "noise"][(width + height) % 3]
    result = FITS[name](draw(pattern, width, height), method)
    digest = hashlib.sha256(result.tobytes()).hexdigest()
    return {"pattern": pattern, "from": [width, height], "fit": name, "interpolation": method, "sha256": digest}


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
    fits = [fit(name, width, height, method) for (width, height) in SIZES for name in FITS for method in METHODS]
    fits = [case for case in fits if case is not None]
    golden = {"pillow": PIL.__version__, "resizes": resizes, "pads": pads, "fits": fits}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")


main()
