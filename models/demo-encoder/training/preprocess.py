"""DICOM file → 224×224 grey film, exactly as the product does it before the encoder."""

import numpy as np
import pydicom
from PIL import Image

SIZE = 224


def window(values, dataset):
    """VOI window, function LINEAR (DICOM PS3.3 C.11.2.1.2.1): modality values → 0…1; the full range where none is given."""
    centre, width = dataset.get("WindowCenter"), dataset.get("WindowWidth")
    if centre is None or width is None:
        low, high = float(values.min()), float(values.max())
        return (values - low) / max(high - low, 1e-9)
    first = lambda value: float(value[0] if isinstance(value, pydicom.multival.MultiValue) else value)
    return np.clip((values - (first(centre) - 0.5)) / (first(width) - 1) + 0.5, 0, 1)


def to_bytes(dataset):
    """Rescale, window, invert MONOCHROME1, padding to black, round half up to 8 bits."""
    stored = dataset.pixel_array
    values = stored * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
    grey = window(values, dataset)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        grey = 1 - grey
    padding = dataset.get("PixelPaddingValue")
    if padding is not None:
        limit = dataset.get("PixelPaddingRangeLimit", padding)
        grey[(stored >= min(padding, limit)) & (stored <= max(padding, limit))] = 0
    return np.floor(grey * 255 + 0.5).astype(np.uint8)


def to_square(grey):
    """Centre on a black square and resize with Pillow's 8-bit antialiased bicubic."""
    image = Image.fromarray(grey)
    width, height = image.size
    size = max(SIZE, width, height)
    if width != height or size != width:
        square = Image.new("L", (size, size), 0)
        square.paste(image, ((size - width) // 2, (size - height) // 2))
        image = square
    return np.asarray(image.resize((SIZE, SIZE), Image.BICUBIC))


def read_film(path):
    """→ uint8 (224, 224)."""
    return to_square(to_bytes(pydicom.dcmread(path)))
