/** What a file is by its content. */
export type Sniffed =
  | { readonly kind: "dicom" }
  | { readonly kind: "png" }
  | { readonly kind: "jpeg" }
  | { readonly kind: "other"; /** In words, with its article: "a text file". */ readonly words: string };

/** Bytes `sniff` looks at. */
export const sniffLength = 4096;

type Signature = readonly [offset: number, bytes: string, words: string];

// Bytes in latin-1; the first match wins, so longer and more telling signatures stand first.
const others: readonly Signature[] = [
  [4, "TFL3", "a TFLite model"],
  [0, "GGUF", "a GGUF language model"],
  [0, "SIMPLE  =", "a FITS file"],
  [0, "II*\0", "a TIFF image"],
  [0, "MM\0*", "a TIFF image"],
  [0, "GIF8", "a GIF image"],
  [0, "BM", "a BMP image"],
  [8, "WEBP", "a WebP image"],
  [4, "ftypheic", "a HEIC image"],
  [4, "ftypavif", "an AVIF image"],
  [4, "ftyp", "a video"],
  [4, "jP  \r\n", "a JPEG 2000 image"],
  [0, "\xff\x4f\xff\x51", "a JPEG 2000 codestream"],
  [0, "%PDF", "a PDF document"],
  [0, "PK\x03\x04", "a ZIP archive"],
  [0, "\x1f\x8b", "a gzip archive"],
  [0, "7z\xbc\xaf", "a 7-Zip archive"],
  [0, "\xfd7zXZ", "an xz archive"],
  [257, "ustar", "a tar archive"],
  [0, "SQLite format 3", "an SQLite database"],
  [0, "\x89HDF", "an HDF5 file"],
  [0, "\x93NUMPY", "a NumPy array"],
  [344, "n+1\0", "a NIfTI image"],
  [0, "\x7fELF", "a program"],
  [0, "MZ", "a program"],
];

function holds(head: Uint8Array, offset: number, text: string): boolean {
  if (head.length < offset + text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (head[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** DICOM without its preamble starts with an element of group 0002 or 0008, in either byte order (PS3.5 7.1). */
function looksLikeBareDicom(head: Uint8Array): boolean {
  if (head.length < 16) return false;
  const [first = 0, second = 0, third = 0, fourth = 0] = head;
  const little = (first === 2 || first === 8) && second === 0;
  const big = first === 0 && second === 8;
  if (!little && !big) return false;
  const element = little ? third | (fourth << 8) : (third << 8) | fourth;
  const vr = String.fromCharCode(head[4] ?? 0, head[5] ?? 0);
  if (/^(AE|AS|CS|DA|DS|DT|IS|LO|OB|PN|SH|SQ|ST|TM|UI|UL|UN|US)$/.test(vr)) return true;
  // Implicit VR: a first element that is known to start a data set, with a short length.
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return element <= 0x18 && view.getUint32(4, little) <= 256;
}

function isText(head: Uint8Array): boolean {
  try {
    // A multi-byte character may be cut at the end of the head: `stream` keeps it back instead of refusing it.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters are what tells bytes from text
    return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
  } catch {
    return false;
  }
}

/** ONNX has no signature: a small version number, then the field of the producer's name (onnx.proto). */
function looksLikeOnnx(head: Uint8Array): boolean {
  const [key, version = 0, next] = head;
  return key === 0x08 && version > 0 && version < 32 && (next === 0x12 || next === 0x3a || next === 0x1a);
}

function otherWords(head: Uint8Array): string | undefined {
  if (head.length === 0) return "an empty file";
  if (holds(head, 0, "PK\x03\x04") && String.fromCharCode(...head.subarray(0, 200)).includes("data.pkl")) {
    return "a PyTorch checkpoint";
  }
  if (looksLikeOnnx(head)) return "an ONNX model";
  return others.find(([offset, bytes]) => holds(head, offset, bytes))?.[2];
}

/** Tells what a file is from its first `sniffLength` bytes, never from its name. */
export function sniff(head: Uint8Array): Sniffed {
  if (holds(head, 128, "DICM")) return { kind: "dicom" };
  if (holds(head, 0, "\x89PNG\r\n\x1a\n")) return { kind: "png" };
  if (holds(head, 0, "\xff\xd8\xff")) return { kind: "jpeg" };
  const words = otherWords(head);
  if (words !== undefined) return { kind: "other", words };
  if (looksLikeBareDicom(head)) return { kind: "dicom" };
  if (isText(head)) return { kind: "other", words: "a text file" };
  return { kind: "other", words: "a file of a kind Lightbox does not know" };
}
