"""Writes test/corpus/dicom-expectations.json: what must come of every DICOM file of the real data.

Run with Python, pydicom 2.3.1, Pillow 9.4 and numpy:  python3 dicom-golden.py REAL_DATA > ../corpus/dicom-expectations.json

outcome  "ok" or the code of the refusal, by rules over header facts (transfer syntax, SOP class, size of the pixel data)
stored   SHA-256 of the first frame's stored values, little endian, where manifest.json has other values: all frames,
         YBR turned into RGB, or RGB taken for YCbCr
display  SHA-256 of the display greys: apply_modality_lut, apply_voi_lut, window in float64, inversion, padding;
         colour through Pillow's convert("L"). Absent where pydicom cannot decode the frame.
"""
import hashlib, io, json, sys, warnings
import numpy as np, pydicom
from PIL import Image
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, apply_voi_lut

warnings.filterwarnings("ignore")
root = sys.argv[1]
P = "1.2.840.10008.1.2"
NATIVE = {P, P + ".1", P + ".2", P + ".1.99"}
JPEG = {P + ".4.50", P + ".4.51"}
DECODED = NATIVE | JPEG | {P + ".5", P + ".4.57", P + ".4.70"}


def open_file(path):
    ds = pydicom.dcmread(path, force=True)
    if not getattr(ds.file_meta, "TransferSyntaxUID", None):
        ds.file_meta.TransferSyntaxUID = P if ds.is_implicit_VR else P + ".1"
    return ds


def outcome(path, ds):
    if open(path, "rb").read(2) == b"\x1f\x8b":
        return "intake/not-an-image"
    syntax = ds.file_meta.TransferSyntaxUID
    if syntax not in DECODED and "Rows" in ds:
        return "intake/unsupported-transfer-syntax"
    if "PixelData" not in ds:
        pictured = "Rows" in ds and ds.SOPClassUID.name.endswith("Image Storage")
        return "intake/broken-file" if pictured else "intake/not-an-image"
    if "Rows" not in ds:
        return "intake/broken-file"
    if syntax == P + ".4.51" and ds.BitsAllocated == 16:
        return "intake/unsupported-transfer-syntax"
    if syntax in NATIVE:
        samples = 2 if ds.PhotometricInterpretation == "YBR_FULL_422" else ds.SamplesPerPixel
        if len(ds.PixelData) < ds.Rows * ds.Columns * samples * ds.BitsAllocated // 8:
            return "intake/broken-file"
    return "ok"


def first_frame(ds):
    if ds.file_meta.TransferSyntaxUID in JPEG:
        stream = ds.PixelData[ds.PixelData.find(b"\xff\xd8"):]
        if ds.PhotometricInterpretation == "RGB" and b"Adobe" not in stream[:64]:
            stream = stream[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\0\0\0\0\0" + stream[2:]
        a = np.array(Image.open(io.BytesIO(stream)))
        return a, "RGB" if a.ndim == 3 else ds.PhotometricInterpretation
    if not str(ds["NumberOfFrames"].value if "NumberOfFrames" in ds else 1).isdigit():
        # pydicom stops at a number of frames that is none; the first frame does not need it.
        cells = np.frombuffer(ds.PixelData, "<u%d" % (ds.BitsAllocated // 8))
        return cells[: ds.Rows * ds.Columns].reshape(ds.Rows, ds.Columns), ds.PhotometricInterpretation
    frames = int(ds.get("NumberOfFrames", 1) or 1)
    a = ds.pixel_array[0] if frames > 1 else ds.pixel_array
    if ds.PixelRepresentation == 1 and ds.BitsStored < ds.BitsAllocated:
        shift = ds.BitsAllocated - ds.BitsStored
        a = (a << shift) >> shift
    return a, ds.PhotometricInterpretation


def through_window(x, holder, padding):
    number = lambda v: float(v[0] if isinstance(v, pydicom.multival.MultiValue) else v)
    if "VOILUTSequence" in holder:
        return apply_voi_lut(x.astype(int), holder) / (2.0 ** holder.VOILUTSequence[0].LUTDescriptor[2] - 1)
    if "WindowCenter" in holder:
        center, width = number(holder.WindowCenter), number(holder.WindowWidth)
        return np.clip((x - (center - 0.5)) / (width - 1) + 0.5, 0, 1)
    low, high = x[~padding].min(), x[~padding].max()
    return np.clip((x - low) / (high - low), 0, 1)


def display(ds, a, photometric):
    round_up = lambda y: np.floor(255 * y + 0.5).astype(np.uint8)
    if photometric == "PALETTE COLOR":
        rgb = apply_color_lut(a, ds)
        a = round_up(rgb / (65535.0 if rgb.max() > 255 else 255.0))
    elif a.ndim == 3 and a.dtype != np.uint8:
        a = round_up(a / (2.0 ** ds.BitsStored - 1))
    if a.ndim == 3:
        return np.array(Image.fromarray(a).convert("L"))
    shared = ds.get("SharedFunctionalGroupsSequence", [None])[0]
    rescale, window = ds, ds
    if shared is not None and "PixelValueTransformationSequence" in shared:
        rescale = shared.PixelValueTransformationSequence[0]
    if shared is not None and "FrameVOILUTSequence" in shared:
        window = shared.FrameVOILUTSequence[0]
    padding = a == ds.PixelPaddingValue if "PixelPaddingValue" in ds else np.zeros(a.shape, bool)
    y = through_window(apply_modality_lut(a, rescale).astype(float), window, padding)
    greys = round_up(1 - y if photometric == "MONOCHROME1" else y)
    greys[padding] = 0
    return greys


sha = lambda a: hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()
little = lambda a: a.astype(a.dtype.newbyteorder("<"))
result = {}
for entry in json.load(open(root + "/dicom/manifest.json")):
    path = root + "/" + entry["file"]
    ds = open_file(path)
    row = result[entry["file"]] = {"outcome": outcome(path, ds)}
    if row["outcome"] != "ok":
        continue
    try:
        a, photometric = first_frame(ds)
    except Exception:
        continue
    known = entry.get("decoded", {}).get("sha256_le")
    if photometric == "YBR_FULL_422" and a.ndim == 3 or sha(little(a)) != known:
        row["stored"] = sha(little(a))
    if not photometric.startswith("YBR"):
        row["display"] = sha(display(ds, a, photometric))
print(json.dumps(result, indent=1))
