import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import { dtypes } from "../../src-preload/contract/index.ts";
import type { Dtype } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";

const bytesOf: Readonly<Record<Dtype, number>> = { uint8: 1, uint16: 2, float32: 4 };

/** An array that a door served beside the Api: pixels or maps. */
export interface DataArray {
  readonly bytes: ArrayBuffer;
  readonly dtype: Dtype;
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
    const { message, remedy } = words.shell.unreachable;
    throw new LightboxError("door/unreachable", message, remedy, { cause: error });
  }
}

/** The array in an answer to /data/…: bytes with their dtype and shape in headers. */
export async function readData(path: string, response: Response): Promise<DataArray> {
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok && type.startsWith("application/json")) openEnvelope((await response.json()) as Envelope<never>);
  const dtype = dtypes.find((known) => known === response.headers.get("x-lightbox-dtype"));
  const sizes = response.headers.get("x-lightbox-shape") ?? "";
  const shape = sizes.split(",").map((size) => (/^\d+$/.test(size) ? Number(size) : NaN));
  if (!response.ok || dtype === undefined || !shape.every(Number.isSafeInteger)) throw missing(path);
  const bytes = await response.arrayBuffer();
  const items = shape.reduce((product, size) => product * size, 1);
  if (bytes.byteLength !== items * bytesOf[dtype]) throw missing(path);
  return { bytes, dtype, shape };
}

function missing(path: string): LightboxError {
  const [kind] = path.split("/");
  const { message, remedy } = words.shell[kind === "pixels" || kind === "greys" ? "pixelsMissing" : "mapsMissing"];
  return new LightboxError("data/not-found", message, remedy);
}
