"""The safetensors container by hand: 8 bytes of header length, a JSON header, raw little-endian values."""

import json
import struct

import numpy as np

NAMES = {np.dtype("float32"): "F32", np.dtype("float16"): "F16"}


def write(path, tensors, metadata):
    """tensors {name: array} → file; names sorted, header padded with blanks to 8 bytes, metadata {str: str}."""
    header, start = {"__metadata__": metadata}, 0
    for name in sorted(tensors):
        array = tensors[name]
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape)}
        header[name]["data_offsets"] = [start, start + array.nbytes]
        start += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in sorted(tensors):
            file.write(np.ascontiguousarray(tensors[name]).tobytes())


def read(path):
    """→ {name: array}."""
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    types = {name: dtype for dtype, name in NAMES.items()}
    found = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        first, last = (8 + length + offset for offset in entry["data_offsets"])
        found[name] = np.frombuffer(data[first:last], types[entry["dtype"]]).reshape(entry["shape"])
    return found
