"""Writes test/corpus/dicom-expectations.json: what must come of every DICOM file of the real data.

Run with Python, pydicom 2.3.1, Pillow 9.4 (with OpenJPEG 2.5), numpy and DCMTK 3.6.7 on the path:  python3 dicom-golden.py REAL_DATA > ../corpus/dicom-expectations.json

outcome  "ok" or the code of the refusal, by rules over header facts (transfer syntax, SOP class, size of the pixel data),
         and for JPEG 2000 by whether Pillow, or the codec of manifest.json, decodes the first frame
frames   SHA-256 of every frame's stored values, little endian, where there are several
stored   SHA-256 of the first frame's stored values where manifest.json has other values: YBR turned into RGB, RGB taken for
         YCbCr, values beyond Bits Stored, an unsigned stream under a signed header
near     sound decoders differ by a rounding: smallest, largest and mean value are compared with manifest.json's
display  SHA-256 of the display greys: apply_modality_lut, apply_voi_lut, window in float64, inversion, padding;
         colour through Pillow's convert("L"). Absent where pydicom cannot decode the frame.
"""
import hashlib, io, json, os, subprocess, sys, tempfile, warnings
import numpy as np, pydicom
from PIL import Image
from pydicom.encaps import generate_pixel_data_frame
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, apply_voi_lut

warnings.filterwarnings("ignore")
root = sys.argv[1]
P = "1.2.840.10008.1.2"
NATIVE = {P, P + ".1", P + ".2", P + ".1.99"}
JPEG = {P + ".4.50", P + ".4.51"}
JPEG_LS = {P + ".4.80", P + ".4.81"}
JPEG_2000 = {P + ".4." + end for end in ("90", "91", "92", "93", "201", "202", "203")}
DECODED = NATIVE | JPEG | JPEG_LS | JPEG_2000 | {P + ".5", P + ".4.57", P + ".4.70"}


def open_file(path):
    ds = pydicom.dcmread(path, force=True)
    if not getattr(ds.file_meta, "TransferSyntaxUID", None):
        ds.file_meta.TransferSyntaxUID = P if ds.is_implicit_VR else P + ".1"
    return ds


def outcome(path, ds, entry):
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
    if syntax in JPEG_2000 and "decoded" not in entry:
        try:
            jpeg_2000(ds, 1)
        except Exception:
            return "intake/broken-file"
    if syntax in NATIVE:
        samples = 2 if ds.PhotometricInterpretation == "YBR_FULL_422" else ds.SamplesPerPixel
        if len(ds.PixelData) < ds.Rows * ds.Columns * samples * ds.BitsAllocated // 8:
            return "intake/broken-file"
    return "ok"


def jpeg_2000(ds, count):
    """The first frames by Pillow; the sign of their samples is the header's (two's complement in the stream's precision)."""
    result = []
    for frame in generate_pixel_data_frame(ds.PixelData, int(ds.get("NumberOfFrames", 1) or 1)):
        start = frame.find(b"\xff\x4f\xff\x51")
        depth = frame[start + 42]
        a = np.array(Image.open(io.BytesIO(frame[start:])))
        precision = (depth & 127) + 1
        if a.ndim == 2 and precision > 8:
            # Pillow raises samples to 16 bits, signed ones after moving them up by half their range.
            a = a.astype(np.int64) >> (16 - precision)
            if depth & 128:
                a = a - 2 ** (precision - 1) & 2**precision - 1
        if ds.PixelRepresentation == 1:
            a = np.where(a >= 2 ** (precision - 1), a - 2**precision, a)
        result.append(a.astype("%s%d" % ("i" if ds.PixelRepresentation else "u", ds.BitsAllocated // 8)))
        if len(result) == count:
            break
    return np.stack(result)


def dcmtk(tool, path):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.dcm")
        subprocess.run([tool, path, out], check=True, stderr=subprocess.DEVNULL)
        ds = pydicom.dcmread(out)
        a = ds.pixel_array
        if ds.SamplesPerPixel == 1 and ds.PixelRepresentation == 0:
            a = np.minimum(a, 2**ds.BitsStored - 1)
        return a


def all_frames(path, ds):
    """[frames, rows, columns(, 3)] and what the values mean."""
    syntax = ds.file_meta.TransferSyntaxUID
    frames = ds["NumberOfFrames"].value if "NumberOfFrames" in ds else 1
    if syntax in JPEG and ds.BitsAllocated == 8:
        stream = ds.PixelData[ds.PixelData.find(b"\xff\xd8"):]
        if ds.PhotometricInterpretation == "RGB" and b"Adobe" not in stream[:64]:
            stream = stream[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\0\0\0\0\0" + stream[2:]
        a = np.array(Image.open(io.BytesIO(stream)))
        return a[None], "RGB" if a.ndim == 3 else ds.PhotometricInterpretation
    if not str(frames).isdigit():
        # pydicom stops at a number of frames that is none; the first frame does not need it.
        cells = np.frombuffer(ds.PixelData, "<u%d" % (ds.BitsAllocated // 8))
        return cells[: ds.Rows * ds.Columns].reshape(1, ds.Rows, ds.Columns), ds.PhotometricInterpretation
    if syntax in JPEG_2000:
        try:
            a = jpeg_2000(ds, int(frames))
        except Exception:
            a = jpeg_2000(ds, 1)
        return a, "RGB" if a.ndim == 4 else ds.PhotometricInterpretation
    if syntax in JPEG:
        a = dcmtk("dcmdjpeg", path)
    elif syntax in JPEG_LS:
        a = dcmtk("dcmdjpls", path)
    else:
        a = ds.pixel_array
    if ds.PixelRepresentation == 1 and ds.BitsStored < ds.BitsAllocated:
        shift = ds.BitsAllocated - ds.BitsStored
        a = (a << shift) >> shift
    return a if int(frames) > 1 else a[None], ds.PhotometricInterpretation


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
    # A copy that lacks nothing but the end of its sequence, of which pydicom reads nothing.
    ds = open_file(path.replace("_too_short", ""))
    row = result[entry["file"]] = {"outcome": outcome(path, ds, entry)}
    if row["outcome"] != "ok":
        continue
    if ds.file_meta.TransferSyntaxUID == P + ".4.203":
        # OpenJPEG and OpenJPH round the wavelet of floats differently, by one at most.
        row["near"] = True
        continue
    try:
        frames, photometric = all_frames(path, ds)
    except Exception:
        continue
    a = frames[0]
    known = entry.get("decoded", {})
    if len(frames) > 1:
        row["frames"] = [sha(little(frame)) for frame in frames]
        assert sha(little(frames)) == known.get("sha256_le", sha(little(frames)))
    elif sha(little(a)) != known.get("sha256_le"):
        row["stored"] = sha(little(a))
    if not photometric.startswith("YBR"):
        row["display"] = sha(display(ds, a, photometric))
print(json.dumps(result, indent=1))
