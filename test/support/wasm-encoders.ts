/** Encoders of the codec packages, to make streams whose values are known. */
import { createRequire } from "node:module";

export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly components: 1 | 3;
  readonly precision: number;
  readonly signed: boolean;
  /** Interleaved. */
  readonly values: readonly number[];
}

interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  delete(): void;
  setInterleaveMode?(mode: number): void;
  setNearLossless?(near: number): void;
  setDecompositions?(levels: number): void;
}
type Create = () => Promise<Record<string, new () => Encoder>>;

const packages = {
  "jpeg-ls": ["@cornerstonejs/codec-charls/wasmjs", "JpegLSEncoder"],
  "jpeg-2000": ["@cornerstonejs/codec-openjpeg/wasmjs", "J2KEncoder"],
  htj2k: ["@cornerstonejs/codec-openjph/wasmjs", "HTJ2KEncoder"],
} as const;

const require = createRequire(import.meta.url);
const modules = new Map<string, ReturnType<Create>>();

/** The bytes of samples as the encoders take them: one byte up to 8 bits, two above. */
function samples({ precision, values: interleaved, components }: Picture, planar: boolean): Uint8Array {
  const planes = Array.from({ length: components }, (_, plane) =>
    interleaved.filter((_v, at) => at % components === plane),
  );
  const values = planar ? planes.flat() : interleaved;
  const wide = precision > 8;
  return new Uint8Array(wide ? Uint16Array.from(values).buffer : Uint8Array.from(values).buffer);
}

/**
 * Encodes a picture without loss.
 * @param interleave of JPEG-LS colour: 0 one component after the other, 1 by line, 2 by pixel
 */
export async function encodeWith(codec: keyof typeof packages, picture: Picture, interleave = 2): Promise<Uint8Array> {
  const [path, name] = packages[codec];
  let made = modules.get(path);
  if (made === undefined) {
    made = (require(path) as Create)();
    modules.set(path, made);
  }
  const Encode = (await made)[name];
  if (Encode === undefined) throw new Error(`${path} has no ${name}`);
  const encoder = new Encode();
  const { rows, columns, components, precision, signed } = picture;
  const frame = { width: columns, height: rows, bitsPerSample: precision, componentCount: components };
  const buffer = encoder.getDecodedBuffer({ ...frame, isSigned: signed, isUsingColorTransform: false });
  buffer.set(samples(picture, codec === "jpeg-ls" && interleave === 0));
  if (components === 3) encoder.setInterleaveMode?.(interleave);
  // Small pictures have room for few levels.
  encoder.setDecompositions?.(1);
  encoder.encode();
  const stream = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return stream;
}
