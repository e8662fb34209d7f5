import { refusal, wordsOf } from "../refusal.ts";

/** One frame as a codec gives it. */
export interface DecodedFrame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  /** Components come one after the other instead of interleaved. */
  readonly planar: boolean;
  /** One byte a sample up to 8 bits, two (little endian) above. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Instance {
  readonly heap: () => number;
  readonly start: () => WasmCodec.Decoder;
  /** What was thrown, in words where the module has some. */
  readonly explain: (error: unknown) => unknown;
  /** What the codec wrote to its console during the last call. */
  readonly said: string[];
}

/** Memory of a module never shrinks: one that grew beyond this is thrown away after its film. */
const mostHeld = 256 * 2 ** 20;

/**
 * A codec in WebAssembly, made on first use and held by this thread.
 * @param name in words, for a refusal: "JPEG-LS"
 * @returns decodes one stream; throws LightboxError `intake/broken-file`. After a failure the module is made anew: its memory
 * may be spoilt, and what it had taken is not given back.
 */
export function wasmCodec<Name extends string>(
  name: string,
  create: WasmCodec.Create<Name>,
  decoder: Name,
): (stream: Uint8Array) => Promise<DecodedFrame> {
  let held: Promise<Instance> | undefined;
  return async (stream) => {
    held ??= instantiate(create, decoder);
    const instance = await held;
    instance.said.length = 0;
    try {
      const decoded = decodeOnce(instance.start(), stream);
      if (instance.heap() > mostHeld) held = undefined;
      return decoded;
    } catch (error) {
      held = undefined;
      const said = instance.said.find((line) => line.includes("ERROR"))?.replace("[ERROR]", "");
      const reason = wordsOf(said ?? instance.explain(error));
      throw refusal("intake/broken-file", `the ${name} stream cannot be decoded (${reason}).`);
    }
  };
}

async function instantiate<Name extends string>(create: WasmCodec.Create<Name>, decoder: Name): Promise<Instance> {
  const said: string[] = [];
  const listen = (line: string): void => {
    if (said.length < 20) said.push(line);
  };
  const module = await create({ print: listen, printErr: listen });
  const explain = (error: unknown): unknown =>
    typeof error === "number" ? (module.getExceptionMessage?.(error) ?? error) : error;
  return { heap: () => module.HEAPU8.length, start: () => new module[decoder](), explain, said };
}

function decodeOnce(decoder: WasmCodec.Decoder, stream: Uint8Array): DecodedFrame {
  decoder.getEncodedBuffer(stream.length).set(stream);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  const bytes = Uint8Array.from(decoder.getDecodedBuffer());
  const planar = decoder.getInterleaveMode?.() === 0;
  decoder.delete();
  if (bytes.length !== width * height * componentCount * Math.ceil(bitsPerSample / 8) || bytes.length === 0) {
    throw new Error("it gives no picture");
  }
  return { width, height, components: componentCount, bits: bitsPerSample, planar, bytes };
}
