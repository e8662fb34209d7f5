import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";

/** An array that a door served beside the Api: pixels or maps. */
export interface DataArray {
  readonly bytes: ArrayBuffer;
  readonly dtype: "uint8" | "float32";
  readonly shape: readonly number[];
}

/** How an answer crosses a door: errors keep their code, sentence and remedy. */
export type Envelope<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorReport };

/** The value of an answer; throws the LightboxError that the other side reported. */
export function openEnvelope<Value>(envelope: Envelope<Value>): Value {
  if (envelope.ok) return envelope.value;
  throw new LightboxError(envelope.error.code, envelope.error.message, envelope.error.remedy);
}

/** Waits for an answer of the host; a host that is gone becomes a sentence instead of "Failed to fetch". */
export async function reach(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch (error) {
    throw new LightboxError(
      "door/unreachable",
      "Lightbox does not answer; it may have been closed.",
      "Start Lightbox again and open the address that it prints.",
      { cause: error },
    );
  }
}

/** The array in an answer to /data/…: bytes with their dtype and shape in headers. */
export async function readData(path: string, response: Response): Promise<DataArray> {
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok && type.startsWith("application/json")) openEnvelope((await response.json()) as Envelope<never>);
  const dtype = response.headers.get("x-lightbox-dtype");
  const sizes = response.headers.get("x-lightbox-shape") ?? "";
  const shape = sizes.split(",").map((size) => (/^\d+$/.test(size) ? Number(size) : NaN));
  const known = dtype === "uint8" || dtype === "float32";
  if (!response.ok || !known || !shape.every(Number.isSafeInteger)) throw missing(path);
  const bytes = await response.arrayBuffer();
  const items = shape.reduce((product, size) => product * size, 1);
  if (bytes.byteLength !== items * (dtype === "uint8" ? 1 : 4)) throw missing(path);
  return { bytes, dtype, shape };
}

function missing(path: string): LightboxError {
  const [kind] = path.split("/");
  const thing = kind === "film" ? "The pixels of this film" : "The maps of this film";
  return new LightboxError("data/not-found", `${thing} could not be read.`, "Open the film again.");
}
