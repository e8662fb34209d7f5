import { refusal } from "../refusal.ts";
import { interleave } from "./native.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { createValues, storedFrom } from "./stored.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";
import type { DecodedFrame } from "./wasm-codec.ts";

/** What is known about the samples of a codec from the header of its stream. */
export interface SampleKind {
  /** Bits a sample, 1…16. */
  readonly precision: number;
  /** Value 0 is sample 2^(precision − 1). */
  readonly centred: boolean;
  /** The values are exactly those that were encoded. */
  readonly exact: boolean;
  /** What the values of a colour stream mean after decoding. */
  readonly photometric: string;
}

/** Refuses a stream whose header does not describe the frame that DICOM's header describes. */
export function checkAgainst(
  format: PixelFormat,
  name: string,
  stream: { readonly rows: number; readonly columns: number; readonly components: number; readonly precision: number },
): void {
  const { rows, columns, components, precision } = stream;
  if (rows !== format.rows || columns !== format.columns) {
    const said = `${String(format.columns)} × ${String(format.rows)}`;
    const inside = `${String(columns)} × ${String(rows)}`;
    throw refusal("intake/broken-file", `the header says ${said} pixels, the ${name} stream inside has ${inside}.`);
  }
  if (components !== format.samples) {
    const counts = `${String(components)} instead of ${String(format.samples)}`;
    throw refusal("intake/broken-file", `the ${name} stream has another number of colours than its header: ${counts}.`);
  }
  if (precision > 16) {
    throw refusal("intake/unsupported-pixels", `${name} with ${String(precision)} bits is not read; up to 16 are.`);
  }
  if (precision > format.bitsAllocated) {
    const counts = `${String(precision)} where ${String(format.bitsAllocated)} are allocated`;
    throw refusal("intake/broken-file", `the ${name} stream has more bits than its header: ${counts}.`);
  }
}

/** Samples of one or two bytes as unsigned numbers, interleaved. */
function samplesOf(decoded: DecodedFrame): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const { bytes, bits, planar, components, width, height } = decoded;
  const samples = bits <= 8 ? bytes : new Uint16Array(bytes.buffer);
  return planar && components === 3 ? (interleave(samples, width * height) as typeof samples) : samples;
}

/**
 * Stored values of a decoded frame. A stream and its DICOM header may disagree about the sign: the samples are taken for what
 * they are without it, numbers of `precision` bits, and read as the header says (two's complement where it says signed).
 * @throws LightboxError `intake/broken-file` where the codec gave something else than its stream promised
 */
export function storedFromCodec(decoded: DecodedFrame, kind: SampleKind, format: PixelFormat): StoredPixels {
  const { rows, columns, samples, signed, bitsAllocated } = format;
  if (decoded.width !== columns || decoded.height !== rows || decoded.components !== samples) {
    throw refusal("intake/broken-file", "the compressed stream does not hold the picture that its header says.");
  }
  const given = samplesOf(decoded);
  const values = createValues(bitsAllocated, signed, given.length);
  const flip = kind.centred ? 1 << (kind.precision - 1) : 0;
  const up = 32 - kind.precision;
  for (let index = 0; index < given.length; index++) {
    const raised = ((given[index] ?? 0) ^ flip) << up;
    values[index] = signed ? raised >> up : raised >>> up;
  }
  const { precision, exact } = kind;
  const photometric = samples === 3 ? kind.photometric : format.photometric;
  if (precision > format.bitsStored && !exact) clampToStored(values, format);
  const narrow = precision <= format.bitsStored || !exact;
  // The samples stand in the lowest bits, whatever HighBit says.
  const stored = storedFrom(values, narrow ? { ...format, highBit: format.bitsStored - 1 } : format);
  return { ...stored, photometric };
}

/** Lossy coding leads a little beyond BitsStored: cutting bits off would turn white into black. */
function clampToStored(values: StoredValues, { bitsStored, signed }: PixelFormat): void {
  const least = signed ? -(2 ** (bitsStored - 1)) : 0;
  const most = least + 2 ** bitsStored - 1;
  for (let index = 0; index < values.length; index++) {
    values[index] = Math.min(Math.max(values[index] ?? 0, least), most);
  }
}
