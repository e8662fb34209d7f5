import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ErrorCode } from "../../src-preload/contract/errors.ts";

/** Pixels one film may have; a larger claim is a broken header or an attack, not a radiograph. */
export const mostPixels = 200_000_000;

const remedies = {
  "intake/broken-file": "Export or copy the film again from where it came from.",
  "intake/not-an-image": "Leave this file out; Lightbox imports DICOM, PNG and JPEG films.",
  "intake/unsupported-pixels": "Export the film again as an ordinary grey DICOM, PNG or JPEG.",
  "intake/too-large": "Export the film again at an ordinary size.",
} as const;

/**
 * A refusal of one film. `reason` starts without the file's name ("the pixel data is cut short"): the door of the room
 * puts the name before it (`refusalOf`), so that pure decoders need not know which file they work on.
 */
export function refusal(code: keyof typeof remedies, reason: string): LightboxError;
export function refusal(code: ErrorCode, reason: string, remedy: string): LightboxError;
export function refusal(code: ErrorCode, reason: string, remedy?: string): LightboxError {
  const usual = code in remedies ? remedies[code as keyof typeof remedies] : "";
  return new LightboxError(code, reason, remedy ?? usual);
}

/** The refusal of a frame (from 0) that a file of `frames` does not have. */
export function noSuchFrame(frame: number, frames: number): LightboxError {
  const has = frames === 1 ? "the file has one frame" : `the file has ${String(frames)} frames`;
  return new LightboxError(
    "data/not-found",
    `${has}; there is no frame ${String(frame + 1)}.`,
    "Choose one that is there; they are counted from 1.",
  );
}

/** The error a user sees for file `name`, whatever was thrown while it was read. What is not ours keeps its cause. */
export function refusalOf(name: string, error: unknown): LightboxError {
  if (error instanceof LightboxError) {
    return new LightboxError(error.code, `${name}: ${error.message}`, error.remedy, { cause: error.cause });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new LightboxError(
    "intake/broken-file",
    `${name}: the file cannot be read (${reason}).`,
    remedies["intake/broken-file"],
    { cause: error },
  );
}

/** Runs a call into a decoder library; whatever it throws becomes a broken file with `reason`. */
export function guarded<Result>(reason: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    throw refusal("intake/broken-file", `${reason} (${wordsOf(error)}).`);
  }
}

/** What a library threw, on one line; some throw plain strings or objects. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : typeof error === "string" ? error : "unknown reason";
  return words.replace(/\s+/g, " ").trim().replace(/\.$/, "").slice(0, 200);
}
